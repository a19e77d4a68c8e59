"""Constraints of values in requests.

JSON Schema 2020-12, Validation, sections 6.2 to 6.5. Responses are not validated
against constraints: a value beyond its documented limits is still useful. A request
that violates one fails before it is sent.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence, Sized
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Literal,
    TypeAlias,
    TypeGuard,
    Union,
    cast,
    get_args,
    get_origin,
)
from uuid import UUID

from .patterns import search

if TYPE_CHECKING:
    from pydantic import BaseModel


Path: TypeAlias = tuple[str, ...]
"""Where a value stands, by the API's names."""

Report: TypeAlias = Callable[[Path, str], None]
"""Receives the place of a problem, and what is wrong there."""

Check: TypeAlias = Callable[[object, Path, Report], None]
Number: TypeAlias = int | float

_LARGEST_EXPONENT: Final = 1000
"""Of decimals that are held to a multiple, which is exact and so takes memory."""


class Sent:
    """Limits of a value in a request: ``Annotated[str, Sent(max_length=10)]``.

    A limit concerns the values that it can be applied to, as in JSON Schema: a
    length concerns text, lists and objects, a bound concerns numbers.
    """

    def __init__(
        self,
        *,
        ge: Number | None = None,
        le: Number | None = None,
        gt: Number | None = None,
        lt: Number | None = None,
        multiple_of: Number | None = None,
        min_length: int | None = None,
        max_length: int | None = None,
        pattern: str | None = None,
        unique_items: bool = False,
        one_of: Sequence[Number] = (),
        items: Sent | None = None,
    ) -> None:
        """Initialize with limits by pydantic's names; `items` has those of elements."""
        self._bounds: Final = (ge, le, gt, lt, multiple_of)
        self._lengths: Final = (min_length, max_length)
        self._pattern: Final = pattern
        self._unique: Final = unique_items
        self._one_of: Final = tuple(one_of)
        self._items: Final = items

    def check(self, value: object, path: Path, report: Report) -> None:
        """Report every limit that the value breaks."""
        for broken in self._broken(value):
            report(path, broken)
        if self._items is not None and _is_list(value):
            for index, item in enumerate(value):
                self._items.check(item, (*path, str(index)), report)

    def _broken(self, value: object) -> Iterator[str]:
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            # NaN and infinity are refused for what they are.
            if is_finite(value):
                yield from self._beyond(value)
        elif _has_length(value):
            yield from self._too_long(value)
        pattern = self._pattern
        if pattern and isinstance(value, str) and not search(pattern, value):
            yield f"must match {pattern}"
        if self._unique and _is_list(value) and _has_twice(value):
            yield "must not have an element twice"

    def _beyond(self, value: Number | Decimal) -> Iterator[str]:
        ge, le, gt, lt, step = self._bounds
        if ge is not None and value < ge:
            yield f"must be {ge} or more"
        if le is not None and value > le:
            yield f"must be {le} or less"
        if gt is not None and value <= gt:
            yield f"must be more than {gt}"
        if lt is not None and value >= lt:
            yield f"must be less than {lt}"
        if step is not None and not _is_multiple(value, step):
            yield f"must be a multiple of {step}"
        if self._one_of and value not in self._one_of:
            yield f"must be one of {', '.join(map(str, self._one_of))}"

    def _too_long(self, value: Sized) -> Iterator[str]:
        least, most = self._lengths
        what = "characters" if isinstance(value, str) else "elements"
        if least is not None and len(value) < least:
            yield f"must have {least} or more {what}, not {len(value)}"
        if most is not None and len(value) > most:
            yield f"must have {most} or fewer {what}, not {len(value)}"


def _has_twice(values: Sequence[object]) -> bool:
    return len({_frozen(value) for value in values}) < len(values)


def _frozen(value: object) -> Hashable:
    """Return something that is equal where values are, and can be looked up."""
    if isinstance(value, Mapping):
        members = cast("Mapping[object, object]", value).items()
        return Mapping, frozenset((_frozen(key), _frozen(one)) for key, one in members)
    if isinstance(value, (list, tuple)):
        return list, tuple(map(_frozen, cast("Sequence[object]", value)))
    if isinstance(value, bool):
        return bool, value  # true is not 1
    if type(value).__hash__ is not None:
        return value
    extra: dict[str, object] = getattr(value, "__pydantic_extra__", None) or {}
    return type(value), _frozen({**vars(value), **extra})  # a model


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def _has_length(value: object) -> TypeGuard[Sized]:
    return isinstance(value, (str, Mapping)) or _is_list(value)


def is_finite(value: Number | Decimal) -> bool:
    """Return whether JSON has the number: it has neither NaN nor infinity."""
    if isinstance(value, Decimal):
        return value.is_finite()
    return isinstance(value, int) or math.isfinite(value)


def _is_multiple(value: Number | Decimal, step: Number) -> bool:
    # Written in decimal, as in JSON: 0.3 is a multiple of 0.1.
    exact = Decimal(str(value))
    if not step or abs(exact.adjusted()) > _LARGEST_EXPONENT:
        return True
    return Fraction(exact) % Fraction(str(step)) == 0


@cache
def limits_of(model: type[BaseModel]) -> Mapping[str, Check]:
    """Return the checks of a model's fields, for those that have limits."""
    # Until then, a field may only know the name of its type.
    model.model_rebuild()
    found: dict[str, Check] = {}
    for name, field in model.model_fields.items():
        check = limit_in(Annotated[(field.annotation, *field.metadata, None)])
        if check is not None:
            found[name] = check
    return found


def limit_in(annotation: Any) -> Check | None:
    """Return the check that an annotation asks for, if it has limits anywhere."""
    arguments = get_args(annotation)
    origin = get_origin(annotation)
    if origin is Annotated:
        checks = [one.check for one in arguments[1:] if isinstance(one, Sent)]
        inner = limit_in(arguments[0])
        return _all([*checks, inner] if inner is not None else checks)
    if origin in (Union, UnionType):
        return _one_of(arguments)
    if origin is list and (check := limit_in(arguments[0])) is not None:
        return _of_elements(check)
    if origin is dict and (check := limit_in(arguments[1])) is not None:
        return _of_members(check)
    return None


def _all(checks: Sequence[Check]) -> Check | None:
    if len(checks) < 2:
        return checks[0] if checks else None

    def check(value: object, path: Path, report: Report) -> None:
        for one in checks:
            one(value, path, report)

    return check


def _one_of(members: Sequence[Any]) -> Check | None:
    """Return the check of the one member of a union that has one.

    A value that another member lists need not be within limits.
    """
    checks: dict[type, list[Check | None]] = {}
    listed: set[tuple[type, object]] = set()
    for member in members:
        listed.update((type(value), value) for value in _listed(member))
        for kind in _kinds(member):
            checks.setdefault(kind, []).append(limit_in(member))
    alone = [
        (kind, found[0])
        for kind, found in checks.items()
        if len(found) == 1 and found[0] is not None
    ]
    if not alone:
        return None

    def check(value: object, path: Path, report: Report) -> None:
        if listed and _is_listed(value, listed):
            return
        for kind, one in alone:
            if one is not None and isinstance(value, kind):
                one(value, path, report)

    return check


def _listed(annotation: Any) -> Iterator[object]:
    """Return the values that a type lists, as an enum or as fixed values."""
    arguments = get_args(annotation)
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _listed(arguments[0])
    elif origin in (Union, UnionType):
        for one in arguments:
            yield from _listed(one)
    elif origin is Literal:
        yield from arguments
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        for member in annotation:
            yield member.value


def _is_listed(value: object, listed: set[tuple[type, object]]) -> bool:
    plain = cast("object", value.value) if isinstance(value, Enum) else value
    return isinstance(plain, (str, int)) and (type(plain), plain) in listed


_WRITTEN: Final = (bytes, date, time, timedelta, Decimal, UUID)
"""What may also be given as it is written, as text."""


def _kinds(annotation: Any) -> Iterator[type]:
    """Return the classes that values of a type are instances of."""
    arguments = get_args(annotation)
    origin = get_origin(annotation) or annotation
    if origin is Annotated:
        yield from _kinds(arguments[0])
    elif origin in (Union, UnionType):
        for one in arguments:
            yield from _kinds(one)
    elif isinstance(origin, type):
        yield origin
        if issubclass(origin, _WRITTEN):
            yield str


def _of_elements(inner: Check) -> Check:
    def check(value: object, path: Path, report: Report) -> None:
        if isinstance(value, list):
            for index, item in enumerate(cast("list[object]", value)):
                inner(item, (*path, str(index)), report)

    return check


def _of_members(inner: Check) -> Check:
    def check(value: object, path: Path, report: Report) -> None:
        if isinstance(value, dict):
            for key, item in cast("dict[object, object]", value).items():
                inner(item, (*path, str(key)), report)

    return check
