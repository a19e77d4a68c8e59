"""Arguments of a call, checked against the types of its parameters."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from ..core.errors import RequestValidationError
from ..core.lazy import Deferred
from ..core.operation import Arguments
from ..core.unset import UNSET
from .problems import Problem, Problems

if TYPE_CHECKING:
    from ..core.operation import Operation
    from ..types import scalars
    from . import checks
else:
    checks = Deferred(".checks", __package__)
    scalars = Deferred("..types.scalars", __package__)

_QUICK: Final[Mapping[type[object], Callable[[Any], bool]]] = {
    str: str.isascii,
    int: lambda _: True,
    bool: lambda _: True,
    float: math.isfinite,
}
"""Types whose values need no pydantic where they are passed for that type."""

_UUID: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
"""Nor does text for a UUID, if it is written as UUIDs are."""


_PLACES: Final = ("path", "query", "header", "cookie")


def checked_arguments(
    operation: Operation[Any],
    arguments: Arguments,
    problems: Problems,
    *,
    validate: bool,
) -> Arguments:
    """Return the arguments with their parameters as JSON's types.

    Args:
        operation: The operation, which knows the types of its parameters.
        arguments: What the caller passed.
        problems: Receives what is wrong with the arguments.
        validate: Whether limits and required parameters count, not types alone.
    """
    types = operation.types
    places: list[Mapping[str, object] | None] = []
    for place, values in zip(_PLACES, arguments[:4], strict=True):
        if not values:
            places.append(values)
            continue
        checked: dict[str, object] = {}
        for name, value in values.items():
            if value is UNSET:
                is_path = place == "path"
                if is_path or (validate and (place, name) in operation.required):
                    problems.found.append(Problem(place, (name,), "is required"))
                continue
            key = place, name
            argument: Any = value
            kind = cast("type[object]", type(argument))
            type_ = types.get(key)
            is_fine: Callable[[Any], object] | None = None
            if type_ is kind:
                is_fine = _QUICK.get(kind)
            elif kind is str and type_ is scalars.UUID:
                is_fine = _UUID
            if is_fine is not None and is_fine(argument):
                checked[name] = value
                continue
            try:
                checked[name] = _checked(operation, key, value, validate)
            except RequestValidationError as error:
                problems.add(error)
        places.append(checked)
    path, query, header, cookie = places
    return Arguments(path, query, header, cookie, arguments.body, arguments.fields)


def _checked(
    operation: Operation[Any], key: tuple[str, str], value: object, validate: bool
) -> object:
    type_ = operation.types.get(key, Any)
    place, name = key
    if type_ is Any:
        return checks.checked_any(value, place, (name,))
    checker = operation.checkers.get(key)
    if checker is None:
        checker = operation.checkers[key] = checks.Checker(type_)
    checked = checker.checked(value, place, (name,), validate=validate)
    kind = cast("type[object]", type(checked))
    if kind in _QUICK:
        return checked
    if kind in checks.AS_TEXT:
        return str(checked)
    return checker.to_jsonable(checked, place, (name,))
