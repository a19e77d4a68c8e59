"""How the variants of a union are told apart.

OpenAPI 3.1, section 4.8.25 (Discriminator Object).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TypeAlias

from generator.document.node import Node
from generator.ir.types import (
    Definition,
    Discriminator,
    Enumeration,
    Literal,
    Model,
    Reference,
    Type,
    without_null,
)
from generator.lower.compose import Parts
from generator.source import Pointer

Constants: TypeAlias = Mapping[str, tuple[str, ...]]
"""The required members of an object that have a few fixed strings as values."""


def discriminator_of(
    parts: Parts,
    variants: Sequence[Type],
    constants: Callable[[Reference], Constants | None],
    lower: Callable[[Node], Type],
    joined: Mapping[Type, Type],
) -> Discriminator | None:
    """How to tell the variants of a union apart, if there is a sure way.

    The document's own ``discriminator`` if it works for every variant, else a
    member that is a different constant in each of them.  `constants` gives those of
    an object, and None for anything else; `joined` what a schema becomes that the
    union joins with what it says itself.
    """
    references = [
        member
        for member in map(without_null, variants)
        if isinstance(member, Reference)
    ]
    tables = [constants(reference) for reference in references]
    if len(references) < 2 or any(table is None for table in tables):
        return None
    known = {
        reference: table or {}
        for reference, table in zip(references, tables, strict=True)
    }
    declared = parts.first("discriminator")
    if declared is not None:
        name = declared.text("propertyName")
        if name is not None:
            return Discriminator(name, mapping_of(declared, name, known, lower, joined))
    return _by_constants(known)


def mapping_of(
    declared: Node,
    name: str,
    variants: Mapping[Reference, Constants],
    lower: Callable[[Node], Type],
    joined: Mapping[Type, Type] = MappingProxyType({}),
) -> tuple[tuple[str, Reference], ...]:
    """Value to variant: explicit mapping, constants, the variants' own names."""
    names = {
        became: _own_name(schema)
        for schema, became in joined.items()
        if isinstance(schema, Reference)
    }
    found: dict[str, Reference] = {}
    mapped: set[Reference] = set()
    explicit = declared.mapping("mapping")
    for value, node in explicit.items() if explicit is not None else ():
        schema = _pointed(node, variants, lower) or _mapped(node, variants, names)
        target = joined.get(schema, schema) if schema is not None else None
        if isinstance(target, Reference):
            found[value] = target
            mapped.add(target)
    for reference, constants in variants.items():
        if reference not in mapped:
            for value in constants.get(name) or (
                names.get(reference) or _own_name(reference),
            ):
                found.setdefault(value, reference)
    return tuple(found.items())


def _own_name(reference: Reference) -> str:
    """What a schema is called; one that is a whole file, like the file."""
    pointer = reference.target
    return pointer.name or PurePosixPath(pointer.file).stem


def _pointed(
    node: Node, references: Iterable[Reference], lower: Callable[[Node], Type]
) -> Reference | None:
    """What a mapping's value refers to, if it is written as a reference."""
    value = node.value
    if not isinstance(value, str) or not ("#" in value or "/" in value or "." in value):
        return None
    place = Node({"$ref": value}, node.pointer, node.document)
    pointed = place.resolve()
    lowered = lower(pointed) if pointed is not None else None
    return lowered if isinstance(lowered, Reference) else None


def _mapped(
    node: Node, references: Iterable[Reference], names: Mapping[Type, str]
) -> Reference | None:
    value = node.value
    if not isinstance(value, str):
        return None
    name = value.rpartition("/")[2]
    return next(
        (
            reference
            for reference in references
            if names.get(reference, reference.target.name) == name
        ),
        None,
    )


def _by_constants(variants: Mapping[Reference, Constants]) -> Discriminator | None:
    tables = list(variants.values())
    for name in tables[0]:
        if not all(name in table for table in tables):
            continue
        values = [value for table in tables for value in table[name]]
        if len(set(values)) == len(values):
            return Discriminator(
                name,
                tuple(
                    (value, reference)
                    for reference, table in variants.items()
                    for value in table[name]
                ),
            )
    return None


def constants_of(
    model: Model, definitions: Mapping[Pointer, Definition]
) -> dict[str, tuple[str, ...]]:
    """The constants of an object that is lowered."""
    found: dict[str, tuple[str, ...]] = {}
    for field in model.fields:
        values = enum_values(field.type, definitions)
        if field.required and values:
            found[field.wire] = values
    return found


def constants_in(parts: Parts) -> dict[str, tuple[str, ...]]:
    """The constants of an object that is still being lowered."""
    found: dict[str, tuple[str, ...]] = {}
    required = parts.required()
    for name, nodes in parts.properties().items():
        stated = Parts(nodes[0], tuple(nodes)).flattened()
        const, enum = stated.first("const"), stated.first("enum")
        listed = [const] if const is not None else enum.elements() if enum else ()
        values = tuple(one.value for one in listed if isinstance(one.value, str))
        if name in required and values:
            found[name] = values
    return found


def enum_values(
    type_: Type, definitions: Mapping[Pointer, Definition]
) -> tuple[str, ...]:
    """The strings that an enum lists, if the type is one."""
    if isinstance(type_, Literal):
        return tuple(str(value) for value in type_.values if isinstance(value, str))
    if isinstance(type_, Reference):
        definition = definitions.get(type_.target)
        if isinstance(definition, Enumeration):
            return tuple(str(value.value) for value in definition.values)
    return ()
