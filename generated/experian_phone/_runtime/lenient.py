"""Values of answers that do not fit the specification (``validate_responses=False``).

What fits is read as ever; around it models are made without being checked.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError

from .models import Adapter, Discriminated, wire_name
from .parameters import is_array, is_object


def leniently(type_: Any, value: Any) -> Any:
    """A value of JSON's types as what it was meant to be, as far as possible.

    Where it does not fit, an object becomes the model with whatever members it has:
    one that is missing is None, one that is wrong is left as it came.
    """
    try:
        return _adapter(type_).from_json(json.dumps(value).encode())
    except (ValidationError, ValueError):
        return _inner(type_, value)


def _inner(type_: Any, value: Any) -> Any:
    """The value with only its parts read as their types."""
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is Annotated:
        for mark in arguments[1:]:
            if isinstance(mark, Discriminated):
                variant = mark.variant_of(value)
                if variant is not None:
                    return leniently(variant, value)
        return leniently(arguments[0], value)
    if origin in (Union, UnionType):
        member = _likeliest(arguments, value)
        return value if member is None else leniently(member, value)
    if is_array(value):
        items = origin is list and bool(arguments)
        return [leniently(arguments[0], item) for item in value] if items else value
    if is_object(value):
        if origin is dict:
            return {k: leniently(arguments[1], item) for k, item in value.items()}
        if _is_model(type_):
            return _constructed(type_, value)
    alias = getattr(type_, "__value__", None)
    return value if alias is None else leniently(alias, value)


def _constructed(cls: type[BaseModel], value: Mapping[str, Any]) -> BaseModel:
    """The model with these members, unchecked."""
    cls.model_rebuild()
    known: dict[str, Any] = {}
    missing: list[str] = []
    wires: set[str] = set()
    for name, field in cls.model_fields.items():
        wire = wire_name(name, field)
        wires.add(wire)
        if wire in value:
            type_: Any = field.annotation
            if field.metadata:
                type_ = Annotated[(type_, *field.metadata)]
            known[name] = leniently(type_, value[wire])
        elif field.is_required():
            missing.append(name)
    made = cls.model_construct(_fields_set=set(known), **known)
    # Not set, and so not written either: only there to be asked for.
    vars(made).update(dict.fromkeys(missing))
    if made.__pydantic_extra__ is not None:
        more = {key: item for key, item in value.items() if key not in wires}
        object.__setattr__(made, "__pydantic_extra__", more)
    return made


def _likeliest(members: tuple[Any, ...], value: Any) -> Any:
    """The member of a union that a value was most likely meant to be."""

    def likeness(member: Any) -> int:
        while get_origin(member) is Annotated:
            member = get_args(member)[0]
        if get_origin(member) in (Union, UnionType):
            return max(map(likeness, get_args(member)))
        if isinstance(value, dict) and _is_model(member):
            fields = cast("type[BaseModel]", member).model_fields
            return 1 + sum(wire_name(name, fields[name]) in value for name in fields)
        kind = get_origin(member) or member
        return 1 if kind in (list, dict) and isinstance(value, kind) else 0

    best = max(members, key=likeness)
    return best if likeness(best) else None


def _is_model(type_: Any) -> bool:
    return inspect.isclass(type_) and issubclass(type_, BaseModel)


@lru_cache(maxsize=1024)
def _kept(type_: Any) -> Adapter[Any]:
    return Adapter(type_)


def _adapter(type_: Any) -> Adapter[Any]:
    try:
        return _kept(type_)
    except TypeError:  # an annotation that has no hash
        return Adapter(type_)
