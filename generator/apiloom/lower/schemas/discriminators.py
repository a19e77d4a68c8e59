"""Discriminators of unions.

OpenAPI 3.1, section 4.8.25 (Discriminator Object).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from apiloom.document.node import Node
from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    Alias,
    Definition,
    Discriminator,
    Enumeration,
    Literal,
    Model,
    Primitive,
    Reference,
    Tag,
    Type,
    without_null,
)
from apiloom.locations import Pointer
from apiloom.lower.schemas.all_of import Parts

_KINDS: Final = {
    "string": Kind.STRING,
    "integer": Kind.INTEGER,
    "boolean": Kind.BOOLEAN,
}
_BOOLEANS: Final = {"true": True, "false": False}


class Telling(NamedTuple):
    """A property that may tell an object from others: its values, if they are fixed."""

    values: tuple[Tag, ...]
    kind: Kind | None
    required: bool

    @property
    def is_constant(self) -> bool:
        """Whether it has one value and no other."""
        return len(self.values) == 1


Constants: TypeAlias = Mapping[str, Telling]
"""The properties of an object that are scalars, by their names."""

Objects: TypeAlias = Mapping[Reference, Constants]
"""The objects that a variant of a union can be: one, or those of a union in it."""


def discriminator_of(
    parts: Parts,
    variants: Sequence[Type],
    objects: Callable[[Type], Objects | None],
    lower: Callable[[Node], Type],
    joined: Mapping[Type, Type],
) -> Discriminator | None:
    """Return the discriminator of a union, if one is certain.

    The document's own ``discriminator``, else a property that is a different constant
    in each of them.  `objects` gives what a variant can be, and None while that is not
    known; `joined` what a schema becomes that the union joins with what it says itself.
    """
    known: dict[Type, Objects] = {}
    for variant in map(without_null, variants):
        opened = objects(variant)
        if opened is None:
            return None
        if opened:
            known[variant] = opened
    if len({reference for opened in known.values() for reference in opened}) < 2:
        return None
    declared = parts.first("discriminator")
    if declared is not None:
        name = declared.text("propertyName")
        if name is not None:
            return Discriminator(name, mapping_of(declared, name, known, lower, joined))
    return _by_constants(known)


def mapping_of(
    declared: Node,
    name: str,
    variants: Mapping[Type, Objects],
    lower: Callable[[Node], Type],
    joined: Mapping[Type, Type] = MappingProxyType({}),
) -> tuple[tuple[Tag, Reference], ...]:
    """Value to variant: explicit mapping, constants, the variants' own names."""
    names = {
        became: _own_name(schema)
        for schema, became in joined.items()
        if isinstance(schema, Reference)
    }
    found: dict[tuple[type, Tag], Reference] = {}
    mapped: set[Reference] = set()
    explicit = declared.mapping("mapping")
    for key, node in explicit.items() if explicit is not None else ():
        schema = _pointed(node, lower) or _mapped(node, variants, names)
        target = joined.get(schema, schema) if schema is not None else None
        if isinstance(target, Reference):
            opened = variants.get(target) or _inside(target, variants)
            value = _typed(key, name, opened)
            found[type(value), value] = _meant(target, name, value, opened)
            mapped |= {target, *opened}
    for variant, opened in variants.items():
        for value, target in _implied(variant, name, opened, names, mapped):
            found.setdefault((type(value), value), target)
    return tuple((value, target) for (_, value), target in found.items())


def _inside(target: Reference, variants: Mapping[Type, Objects]) -> Objects:
    """An object that one of the variants can be, by its reference."""
    for opened in variants.values():
        if target in opened:
            return {target: opened[target]}
    return {}


def _typed(key: str, name: str, opened: Objects) -> Tag:
    """The value that a key of a mapping means: it is text, whatever the property is."""
    for constants in opened.values():
        telling = constants.get(name)
        if telling is None:
            continue
        for value in telling.values:
            if _text(value) == key:
                return value
        if telling.kind is Kind.INTEGER and key.lstrip("-").isdecimal():
            return int(key)
        if telling.kind is Kind.BOOLEAN and key in _BOOLEANS:
            return _BOOLEANS[key]
    return key


def _text(value: Tag) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _meant(target: Reference, name: str, value: Tag, opened: Objects) -> Reference:
    """The only object of a union that can have a value, else the union."""
    having = [
        reference
        for reference, constants in opened.items()
        if name in constants and _has(constants[name].values, value)
    ]
    return having[0] if len(having) == 1 else target


def _has(values: Sequence[Tag], value: Tag) -> bool:
    return any(type(one) is type(value) and one == value for one in values)


def _implied(
    variant: Type,
    name: str,
    opened: Objects,
    names: Mapping[Type, str],
    mapped: set[Reference],
) -> Iterator[tuple[Tag, Reference]]:
    """The values of a variant that no mapping names: its constants, or its name."""
    whole = variant if isinstance(variant, Reference) else None
    if whole in mapped:
        return
    for reference, constants in opened.items():
        if reference in mapped:
            continue
        telling = constants.get(name)
        if telling is not None and telling.values:
            for value in telling.values:
                yield value, _meant(whole or reference, name, value, opened)
        else:
            yield names.get(reference) or _own_name(reference), reference
    is_told = all(name in one and one[name].values for one in opened.values())
    if whole is not None and whole not in opened and not is_told:
        yield names.get(whole) or _own_name(whole), whole


def _own_name(reference: Reference) -> str:
    """Return the name of a schema; of one that is a whole file, the file's."""
    pointer = reference.target
    return pointer.name or PurePosixPath(pointer.file).stem


def _pointed(node: Node, lower: Callable[[Node], Type]) -> Reference | None:
    """Return the target of a mapping value, if it is a reference."""
    value = node.value
    if not isinstance(value, str) or not ("#" in value or "/" in value or "." in value):
        return None
    place = Node({"$ref": value}, node.pointer, node.document)
    pointed = place.resolve()
    lowered = lower(pointed) if pointed is not None else None
    return lowered if isinstance(lowered, Reference) else None


def _mapped(
    node: Node, variants: Mapping[Type, Objects], names: Mapping[Type, str]
) -> Reference | None:
    value = node.value
    if not isinstance(value, str):
        return None
    name = value.rpartition("/")[2]
    references: Iterable[Type] = (
        *variants,
        *(reference for opened in variants.values() for reference in opened),
    )
    return next(
        (
            reference
            for reference in references
            if isinstance(reference, Reference)
            and names.get(reference, reference.target.name) == name
        ),
        None,
    )


def _by_constants(variants: Mapping[Type, Objects]) -> Discriminator | None:
    """A property with different values in each object.

    One that may be omitted is a tag only if it is a constant.
    """
    tables = {
        reference: constants
        for opened in variants.values()
        for reference, constants in opened.items()
    }
    first = next(iter(tables.values()))
    for is_required in (True, False):
        for name in first:
            told = [table[name] for table in tables.values() if name in table]
            if len(told) < len(tables) or not all(one.values for one in told):
                continue
            if not all(
                one.required if is_required else one.is_constant for one in told
            ):
                continue
            pairs = tuple(
                (value, reference)
                for reference, table in tables.items()
                for value in table[name].values
            )
            if len({(type(value), value) for value, _ in pairs}) == len(pairs):
                return Discriminator(name, pairs)
    return None


def constants_of(
    model: Model, definitions: Mapping[Pointer, Definition]
) -> dict[str, Telling]:
    """The scalar properties of an object that is lowered."""
    found: dict[str, Telling] = {}
    for field in model.fields:
        type_ = without_null(_resolved(field.type, definitions))
        values = enum_values(type_, definitions)
        kind = type_.kind if isinstance(type_, Primitive) else None
        if values or kind in _KINDS.values():
            found[field.wire] = Telling(values, kind, field.required)
    return found


def with_mapping(objects: Objects, discriminator: Discriminator) -> Objects:
    """The objects of a union, with the values by which that union tells them apart."""
    found: dict[Reference, Constants] = dict(objects)
    for value, reference in discriminator.mapping:
        constants = objects.get(reference)
        if constants is None:
            continue
        name = discriminator.member
        stated = constants.get(name, Telling((), None, False))
        if not stated.values:
            before = found[reference].get(name, stated).values
            telling = stated._replace(values=(*before, value))
            found[reference] = {**found[reference], name: telling}
    return found


def _resolved(type_: Type, definitions: Mapping[Pointer, Definition]) -> Type:
    """Return the target of an alias."""
    seen: set[Type] = set()
    while isinstance(type_, Reference) and type_ not in seen:
        seen.add(type_)
        definition = definitions.get(type_.target)
        if isinstance(definition, Alias):
            type_ = definition.type
    return type_


def constants_in(parts: Parts) -> dict[str, Telling]:
    """The scalar properties of an object that is still being lowered."""
    found: dict[str, Telling] = {}
    required = parts.required()
    for name, nodes in parts.properties().items():
        stated = Parts(nodes[0], tuple(nodes)).flattened()
        const, enum = stated.first("const"), stated.first("enum")
        listed = [const] if const is not None else enum.elements() if enum else ()
        values = tuple(
            one.value for one in listed if isinstance(one.value, (str, int, bool))
        )
        kinds = [_KINDS[one] for one in stated.types() if one in _KINDS]
        kind = kinds[0] if kinds else None
        if values or kind is not None:
            found[name] = Telling(values, kind, name in required)
    return found


def enum_values(
    type_: Type, definitions: Mapping[Pointer, Definition]
) -> tuple[Tag, ...]:
    """The values that an enum lists, if the type is one."""
    values: Iterable[object] = ()
    if isinstance(type_, Literal):
        values = type_.values
    elif isinstance(type_, Reference):
        definition = definitions.get(type_.target)
        if isinstance(definition, Enumeration):
            values = [value.value for value in definition.values]
    return tuple(value for value in values if isinstance(value, (str, int, bool)))
