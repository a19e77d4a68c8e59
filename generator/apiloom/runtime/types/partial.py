"""Values that lack what is required (``validate_requests=False``).

Everything that is there has its type; around what is missing, models are made without
being checked.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import (
    Annotated,
    Any,
    Union,
    cast,
    get_args,
    get_origin,
)

from pydantic import BaseModel, ValidationError

from .constants import wire_name, with_constants
from .models import Tagged, adapter_of, opened
from .nesting import counted, kept


def incomplete(type_: Any, value: object) -> Any:
    """Return a value as its type, also if it lacks what is required.

    Raises pydantic's `ValidationError` for what has another type.
    """
    # Counted: unions within unions ask for the same values repeatedly.
    made = counted(value, lambda: kept(type_, value, lambda: _attempt(type_, value)))
    if isinstance(made, ValidationError):
        raise made
    return made


def _attempt(type_: Any, value: object) -> Any:
    try:
        return adapter_of(type_).from_python(value)
    except ValidationError as error:
        try:
            return _opened(type_, value, error)
        except ValidationError as other:
            return other


def _opened(type_: Any, value: object, error: ValidationError) -> Any:
    origin, arguments = get_origin(type_), get_args(type_)
    alias = opened(type_) if hasattr(type_, "__value__") else None
    whole: Any = value
    if origin is Annotated:
        for mark in arguments[1:]:
            if isinstance(mark, Tagged):
                variant = mark.variant_of(value)
                if variant is not None:
                    return incomplete(variant, value)
        return incomplete(arguments[0], value)
    if origin in (Union, UnionType):
        return _first(arguments, value, error)
    if origin is list and isinstance(value, Sequence) and not isinstance(value, str):
        items = cast("Sequence[object]", value)
        return [incomplete(arguments[0], item) for item in items]
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value)
        if origin is dict:
            return {key: incomplete(arguments[1], it) for key, it in members.items()}
        if inspect.isclass(type_) and issubclass(type_, BaseModel):
            return _constructed(type_, members)
    if alias is None:
        raise error
    return incomplete(alias, whole)


def _first(members: tuple[Any, ...], value: object, error: ValidationError) -> Any:
    """Return the value as the first member of a union that it can be."""
    for member in members:
        try:
            return incomplete(member, value)
        except ValidationError:
            continue
    raise error


def _constructed(model: type[BaseModel], members: Mapping[str, object]) -> BaseModel:
    model.model_rebuild()
    members = with_constants(model, members)
    known: dict[str, Any] = {}
    taken: set[str] = set()
    for name, field in model.model_fields.items():
        wire = wire_name(name, field)
        key = wire if wire in members else name
        if key in members:
            taken.add(key)
            type_: Any = field.annotation
            if field.metadata:
                type_ = Annotated[(type_, *field.metadata)]
            known[name] = incomplete(type_, members[key])
    made = model.model_construct(_fields_set=set(known), **known)
    if made.__pydantic_extra__ is not None:
        more = {key: item for key, item in members.items() if key not in taken}
        object.__setattr__(made, "__pydantic_extra__", more)
    return made
