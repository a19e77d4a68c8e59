"""Schemas that list their values: ``enum`` and ``const``.

JSON Schema 2020-12, Validation, section 6.1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from math import isfinite

from apiloom.diagnostics import Code
from apiloom.document.node import Node
from apiloom.document.tree import Value
from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    ANY,
    NULL,
    Array,
    Constraints,
    Enumeration,
    EnumValue,
    Hint,
    Literal,
    Map,
    Primitive,
    Reference,
    Scalar,
    Type,
    nullable,
    union,
)
from apiloom.lower.schemas.all_of import Parts
from apiloom.lower.vendor_extensions import extensions_of
from apiloom.lower.vendor_names import class_of, member_of


def constant(parts: Parts) -> Type:
    """A value that is always the same (JSON Schema 2020-12, validation, 6.1.3)."""
    const = parts.first("const")
    value = const.value if const is not None else None
    if value is None:
        return NULL
    if isinstance(value, (bool, str)):
        return Literal((value,))
    if isinstance(value, int) or (isinstance(value, float) and isfinite(value)):
        return next(_constants(_as_integers((value,), parts.types())))
    if const is not None:
        message = "the constant cannot be expressed as a type; its base type is used"
        const.report(Code.ANY_VALUE, message)
    return _kind_of(value)


def enumerated(
    parts: Parts, enum: Node, types: tuple[str, ...], hint: Hint
) -> tuple[Type, Enumeration | None]:
    """The type of a few values (6.1.2), and the definition if it needs one."""
    listed = list(parts.all("enum"))
    others = [{_key(node.value) for node in one.elements()} for one in listed[1:]]
    unique = {_key(node.value): node.value for node in enum.elements()}
    # Where several parts list values, those hold that all of them list.
    shared = [key for key in unique if all(key in other for other in others)]
    values = [unique[key] for key in shared or unique]
    has_null = None in values
    known = _as_integers(
        [value for value in values if isinstance(value, (bool, int, float, str))],
        types,
    )
    kinds = dict.fromkeys(
        _kind_of(value) for value in values if isinstance(value, (dict, list))
    )
    if kinds:
        message = "the values cannot be expressed as a type; their base type is used"
        enum.report(Code.ANY_VALUE, message)
    found: list[Type] = list(kinds)
    definition: Enumeration | None = None
    kind = Kind.STRING if all(isinstance(value, str) for value in known) else None
    is_named = parts.first("x-enum-varnames") or parts.first("x-enumNames")
    if is_named and all(map(_is_integer, known)):
        kind = Kind.INTEGER
    if known and kind is not None:
        definition = _enumeration(parts, kind, known, hint)
        found.insert(0, Reference(definition.pointer))
    elif known:
        found = [*_constants(known), *found]
    if not found:
        return NULL if has_null else ANY, None
    lowered = union(tuple(found))
    is_nullable = has_null or "null" in types
    return nullable(lowered) if is_nullable else lowered, definition


def _constants(known: Sequence[Scalar]) -> Iterator[Type]:
    """Values as constants where a ``Literal`` can hold them, else as their kind.

    It holds no fraction: numbers are held to a list where there is one among them.
    And 1 is True in Python: beside numbers, booleans are a kind, which is asked first.
    """
    booleans = {value for value in known if isinstance(value, bool)}
    has_numbers = any(not isinstance(value, (bool, str)) for value in known)
    has_fractions = any(isinstance(value, float) for value in known)
    # Neither checkers nor pydantic hold more than 64 bits in a ``Literal``.
    is_listed = has_fractions or any(
        isinstance(value, int) and not -(2**63) <= value < 2**63 for value in known
    )
    as_kind = booleans == {True, False} or (bool(booleans) and has_numbers)
    if as_kind:
        yield Primitive(Kind.BOOLEAN)
    exact = tuple(
        value
        for value in known
        if isinstance(value, str)
        or (isinstance(value, bool) and not as_kind)
        or (_is_integer(value) and not is_listed)
    )
    if exact:
        yield Literal(exact)
    if is_listed:
        kind = Kind.NUMBER if has_fractions else Kind.INTEGER
        numbers = tuple(
            value
            for value in known
            if isinstance(value, (int, float)) and not isinstance(value, bool)
        )
        yield Primitive(kind, Constraints(one_of=numbers))


def _as_integers(values: Sequence[Scalar], types: Sequence[str]) -> list[Scalar]:
    """Values with 2.0 as 2, where only integers are allowed (JSON Schema, 6.1.1)."""
    only = "integer" in types and "number" not in types
    return [
        (
            int(value)
            if only and isinstance(value, float) and value.is_integer()
            else value
        )
        for value in values
        if not isinstance(value, float) or isfinite(value)
    ]


def _enumeration(
    parts: Parts, kind: Kind, known: Sequence[Scalar], hint: Hint
) -> Enumeration:
    names = parts.texts("x-enum-varnames") or parts.texts("x-enumNames")
    notes = parts.texts("x-enum-descriptions") or parts.texts("x-enumDescriptions")
    told = [member_of(parts.node, value) for value in known]
    return Enumeration(
        parts.node.pointer,
        named(parts, hint),
        kind,
        tuple(
            EnumValue(
                value,
                names[index] if index < len(names) else told[index][0],
                notes[index] if index < len(notes) else told[index][1],
            )
            for index, value in enumerate(known)
        ),
        parts.text("description") or "",
        parts.flag("deprecated"),
        extensions_of(parts.node),
    )


def named(parts: Parts, hint: Hint) -> Hint:
    """The name that the document asks for (`class_of`), else the one from context."""
    given = class_of(parts.node)
    return Hint(given) if given else hint


def _is_integer(value: Scalar) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _key(value: Value) -> tuple[str, str]:
    """Return a key that distinguishes values of JSON: 1 is not true."""
    return type(value).__name__, json.dumps(value, sort_keys=True)


def _kind_of(value: Value) -> Type:
    """Return the base type of a constant that no ``Literal`` can hold."""
    if isinstance(value, dict):
        return Map(ANY)
    return Array(ANY) if isinstance(value, list) else Primitive(Kind.NUMBER)
