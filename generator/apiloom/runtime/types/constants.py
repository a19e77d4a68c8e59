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


def wire_name(name: str, field: FieldInfo) -> str:
    """What the API calls a member; it may call one by the empty string."""
    return name if field.alias is None else field.alias


_CONSTANT: Final = "const"
_STATED: Final = "stated"


def constant(
    value: bool | int | str, *, optional: bool = False, stated: bool = False
) -> Any:
    """The only value of a property, which need not be passed.

    A response that lacks it does not fit, unless it is `optional`.  A dict has to have
    it if it is `stated`: of a union without a discriminator, it may be another variant.
    """
    extra: dict[str, Any] = {_CONSTANT: value}
    if stated:
        extra[_STATED] = True
    if optional:
        return Field(default=None, json_schema_extra=extra)
    return Field(json_schema_extra=extra)


def is_constant(field: FieldInfo) -> bool:
    """Whether a property has one value, which need not be passed."""
    extra = field.json_schema_extra
    return isinstance(extra, dict) and _CONSTANT in extra


class _Constant(NamedTuple):
    name: str
    wire: str
    value: Any
    is_stated: bool


@cache
def _constants(model: type[BaseModel]) -> tuple[_Constant, ...]:
    """The properties of a model that need not be passed."""
    # Until then, a field may not know its alias.
    model.model_rebuild()
    found: list[_Constant] = []
    for name, field in model.model_fields.items():
        extra = cast("Mapping[str, Any] | None", field.json_schema_extra)
        if extra is not None and is_constant(field):
            value, is_stated = extra[_CONSTANT], _STATED in extra
            found.append(_Constant(name, wire_name(name, field), value, is_stated))
    return tuple(found)


def has_constants(model: type[BaseModel]) -> bool:
    """Whether some property of a model need not be passed."""
    return bool(_constants(model))


def with_constants(
    model: type[BaseModel], data: Mapping[str, Any], *, is_dict: bool = False
) -> Mapping[str, Any]:
    """The properties of an object, with the constants that were not passed."""
    missing = {
        one.wire: one.value
        for one in _constants(model)
        if one.wire not in data
        and one.name not in data
        and not (is_dict and one.is_stated)
    }
    return {**data, **missing} if missing else data
