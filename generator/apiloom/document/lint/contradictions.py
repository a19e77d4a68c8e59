"""Statements of a schema that cannot both be true.

A client is generated all the same; whoever mends the document has to know that no
value fits, or another one than was meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from apiloom.diagnostics import Code, Diagnostics, Severity
from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.document.tree import Mapping as Tree
from apiloom.document.tree import Value
from apiloom.document.walker import Place

__all__ = ["Contradictions"]

_LENGTHS: Final[Mapping[str, tuple[int, int | None]]] = {
    "date": (10, 10),
    "date-time": (20, None),
    "ipv4": (7, 15),
    "ipv6": (2, 45),
    "uuid": (36, 36),
}
"""The characters that a value of a format has, at least and at most."""

_BOUNDS: Final = (
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minimum", "maximum"),
)
_MAX_PARTS: Final = 1_000
"""How many schemas are looked through for the values of one property."""


class Contradictions:
    """Looks at every schema of a document, once it has the shape of 2020-12."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._diagnostics: Diagnostics = document.diagnostics
        self._unions: list[tuple[Tree, Place]] = []

    def look_at(self, schema: Tree, place: Place) -> None:
        """Report what contradicts itself in a schema; note what needs the others."""
        for lower, upper in _BOUNDS:
            if lower in schema and upper in schema:
                self._bounds(schema, lower, upper, place)
        form = schema.get("format")
        if isinstance(form, str) and form in _LENGTHS:
            self._length(schema, form, place)
        if isinstance(schema.get("discriminator"), dict):
            self._unions.append((schema, place))

    def finish(self) -> None:
        """Report what contradicts itself in several schemas, when all were seen."""
        for schema, place in self._unions:
            node = Node(schema, place.pointer, self._document)
            declared = node["discriminator"]
            mapping, name = declared.get("mapping"), declared.get("propertyName")
            if mapping is None or name is None or not isinstance(name.value, str):
                continue
            for value, entry in mapping.items():
                if isinstance(entry.value, str):
                    self._mapping(node, value, entry, name.value)

    def _bounds(self, schema: Tree, lower: str, upper: str, place: Place) -> None:
        least, most = _number(schema[lower]), _number(schema[upper])
        if least is not None and most is not None and least > most:
            message = f"no value is valid: {lower} is more than {upper}"
            self._report(message, place.child(lower))

    def _length(self, schema: Tree, form: str, place: Place) -> None:
        least, most = _LENGTHS[form]
        length = _number(schema.get("maxLength"))
        if length is not None and length < least:
            at_least = "" if least == most else "at least "
            message = (
                f"no {form} is valid: it has {at_least}{least} characters,"
                f" maxLength is {length}"
            )
            self._report(message, place.child("maxLength"))
        length = _number(schema.get("minLength"))
        if length is not None and most is not None and length > most:
            at_most = "" if least == most else "at most "
            message = (
                f"no {form} is valid: it has {at_most}{most} characters,"
                f" minLength is {length}"
            )
            self._report(message, place.child("minLength"))

    def _mapping(self, union: Node, value: str, entry: Node, name: str) -> None:
        """One entry of a mapping (OpenAPI 3.1, section 4.8.25)."""
        target: Node | None
        text = str(entry.value)
        if any(mark in text for mark in "#/."):
            # Nothing is lost without it, so this is a warning; that the lowering
            # looks there, too, is not reported again.
            target = self._document.lookup(text, entry, Severity.WARNING)
        else:
            target = self._named(union, text)
            if target is None:
                message = f"the mapping of {value!r} names no schema: {text!r}"
                self._diagnostics.report(
                    Code.UNRESOLVED_REFERENCE,
                    message,
                    entry.pointer,
                    severity=Severity.WARNING,
                )
        if target is None:
            return
        for values in _listed(target, name):
            if value not in values:
                known = ", ".join(map(repr, values[:5]))
                message = f"{value!r} refers to a schema whose {name} is {known}"
                entry.report(Code.CONTRADICTION, message)
                return

    def _named(self, union: Node, name: str) -> Node | None:
        """Return the component, or the variant, of that name."""
        components = self._document.root.get("components")
        schemas = components.get("schemas") if components is not None else None
        found = schemas.get(name) if schemas is not None else None
        for keyword in ("oneOf", "anyOf"):
            variants = union.get(keyword)
            for variant in variants.elements() if variants is not None else ():
                last = (variant.ref or "").rpartition("/")[2]
                if found is None and name in (last, last.partition(".")[0]):
                    found = variant
        return found

    def _report(self, message: str, place: Place) -> None:
        self._diagnostics.report(Code.CONTRADICTION, message, place.pointer)


def _number(value: Value) -> int | float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else None  # type: ignore[return-value]


def _listed(schema: Node, name: str) -> Iterator[list[str]]:
    """Iterate over the lists of values that a schema allows for a property."""
    pending, seen = [schema], set[Node]()
    while pending and len(seen) < _MAX_PARTS:
        node = pending.pop()
        target = node.resolve()
        if node.ref is not None and target is not None and target != node:
            pending.append(target)
        if node in seen:
            continue
        seen.add(node)
        parts = node.get("allOf")
        pending += parts.elements() if parts is not None else ()
        properties = node.get("properties")
        stated = properties.get(name) if properties is not None else None
        member = stated.resolve() if stated is not None else None
        if member is None:
            continue
        enum, const = member.get("enum"), member.get("const")
        values = [const] if const is not None else [*enum.elements()] if enum else []
        texts = [each.value for each in values if isinstance(each.value, str)]
        if texts and len(texts) == len(values):
            yield texts
