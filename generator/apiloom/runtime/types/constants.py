"""Properties with one possible value, which callers need not pass.

A ``const`` that is required (JSON Schema 2020-12, Validation, section 6.1.3), and the
tag of a variant (OpenAPI 3.1, section 4.8.25).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple, cast

from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo

READ_ONLY: Final[dict[str, Any]] = {"readOnly": True}
"""Marks the field of a property that only the server sets."""


def wire_name(name: str, field: FieldInfo) -> str:
    """Return the wire name of a property; it may be the empty string."""
    return name if field.alias is None else field.alias


_CONSTANT: Final = "const"


def constant(value: bool | int | str, *, optional: bool = False) -> Any:
    """Return the only value of a property, which need not be passed.

    A response that lacks it does not fit, unless it is `optional`.
    """
    extra: dict[str, Any] = {_CONSTANT: value}
    if optional:
        return Field(default=None, json_schema_extra=extra)
    return Field(json_schema_extra=extra)


def is_constant(field: FieldInfo) -> bool:
    """Return whether a property has one value, which need not be passed."""
    extra = field.json_schema_extra
    return isinstance(extra, dict) and _CONSTANT in extra


class AsGiven(dict[str, Any]):
    """An object of a caller whose missing constants are not filled in."""


class _Constant(NamedTuple):
    name: str
    wire: str
    value: Any


@cache
def _constants(model: type[BaseModel]) -> tuple[_Constant, ...]:
    """Return the properties of a model that need not be passed."""
    # Until then, a field may not know its alias.
    model.model_rebuild()
    found: list[_Constant] = []
    for name, field in model.model_fields.items():
        extra = cast("Mapping[str, Any] | None", field.json_schema_extra)
        if extra is not None and is_constant(field):
            found.append(_Constant(name, wire_name(name, field), extra[_CONSTANT]))
    return tuple(found)


def has_constants(model: type[BaseModel]) -> bool:
    """Return whether some property of a model need not be passed."""
    return bool(_constants(model))


def with_constants(
    model: type[BaseModel], data: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the properties of an object, with the constants that were not passed."""
    missing = {
        one.wire: one.value
        for one in _constants(model)
        if one.wire not in data and one.name not in data
    }
    return {**data, **missing} if missing else data


def contradicts(model: type[BaseModel], data: Mapping[str, Any]) -> bool:
    """Return whether an object has another value where a model has a constant."""
    for one in _constants(model):
        value: Any = data.get(one.wire, data.get(one.name, one.value))
        if value != one.value or isinstance(value, bool) != isinstance(one.value, bool):
            return True
    return False


def is_set_by_server(field: FieldInfo) -> bool:
    """Return whether every response has a property and no request needs it."""
    return field.json_schema_extra == READ_ONLY


def denies_itself(model: BaseModel, depth: int = 2) -> bool:
    """Return whether a model, or an object in it, contradicts a constant.

    A server may have learned new values; of several variants, it is rather another one.
    """
    for one in _constants(type(model)):
        value: object = getattr(model, one.name, None)
        if value is not None and value != one.value:
            return True
    return depth > 0 and any(
        isinstance(item, BaseModel) and denies_itself(item, depth - 1)
        for item in vars(model).values()
    )
