"""Properties with one possible value, which callers need not pass.

A required constant (JSON Schema 2020-12, Validation, section 6.1.3), and the tag of a
variant, by whichever unions the object is part of (OpenAPI 3.1, section 4.8.25).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from apiloom.ir.api import Api
from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    Alias,
    Definition,
    Enumeration,
    Field,
    Literal,
    Model,
    Primitive,
    Reference,
    Tag,
    Type,
    Union,
    accepts_null,
    parts,
    without_null,
)
from apiloom.locations import Pointer
from apiloom.lower.schemas.discriminators import enum_values

_KINDS: Final = {
    Kind.ANY: (str, int, bool),
    Kind.STRING: (str,),
    Kind.INTEGER: (int,),
    Kind.BOOLEAN: (bool,),
}


def with_constants(api: Api) -> Mapping[Pointer, Definition]:
    """Return the definitions, with the only value of each property that has one."""
    tags: dict[Pointer, dict[str, dict[tuple[type, Tag], None]]] = {}
    # Those of a union say less than those of its objects.
    outer: dict[Pointer, dict[str, dict[tuple[type, Tag], None]]] = {}
    for type_ in dict.fromkeys(api.types()):
        for part in parts(type_):
            if not isinstance(part, Union) or part.discriminator is None:
                continue
            name = part.discriminator.member
            for value, reference in part.discriminator.mapping:
                for pointer in _objects(api, reference):
                    table = tags if pointer == reference.target else outer
                    told = table.setdefault(pointer, {}).setdefault(name, {})
                    told[type(value), value] = None
    return {
        pointer: (
            _completed(
                api,
                one,
                outer.get(pointer, {}) | tags.get(pointer, {}),
            )
            if isinstance(one, Model)
            else one
        )
        for pointer, one in api.definitions.items()
    }


def _completed(
    api: Api,
    model: Model,
    tags: Mapping[str, Mapping[tuple[type, Tag], None]],
) -> Model:
    fields: list[Field] = []
    for field in model.fields:
        told = tags.get(field.wire)
        values = tuple(value for _, value in told) if told is not None else None
        only = None if field.read_only else _only_value(api, field, values)
        fields.append(field if only is None else replace(field, constant=only))
    return replace(model, fields=tuple(fields))


def _only_value(api: Api, field: Field, tags: tuple[Tag, ...] | None) -> Tag | None:
    """The one value that a property can have, as a constant or as a tag."""
    resolved = api.resolve(without_null(field.type))
    type_ = resolved.type if isinstance(resolved, Alias) else resolved
    listed: tuple[Tag, ...] | None = None
    if isinstance(type_, Enumeration):
        listed = enum_values(Reference(type_.pointer), api.definitions)
    elif isinstance(type_, Literal):
        listed = enum_values(type_, api.definitions)
        if len(listed) < len(type_.values):
            return None
    is_needed = field.required and not accepts_null(field.type)
    if listed is not None and len(listed) == 1:
        return listed[0] if is_needed or tags is not None else None
    if tags is None or len(tags) != 1:
        return None
    (tag,) = tags
    if listed is not None:
        is_listed = any(type(one) is type(tag) and one == tag for one in listed)
        return tag if is_listed else None
    kinds = _KINDS.get(type_.kind, ()) if isinstance(type_, Primitive) else ()
    return tag if type(tag) in kinds else None


def _objects(api: Api, type_: Type) -> Iterator[Pointer]:
    """The objects that a type can be, with those of unions inside of it."""
    for one in api.alternatives(type_):
        if isinstance(one, Model):
            yield one.pointer
