"""References that the schema which is being read decides (``$dynamicRef``).

JSON Schema 2020-12, section 8.2.3.2: a generic schema names a place, and a schema that
takes it over says what stands there.  A reading of a schema binds the names that it
declares (``$dynamicAnchor``); what it takes over is read with these bindings.  Only
then: what it merely refers to is a schema of its own, with the same meaning wherever
it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from apiloom.diagnostics import Diagnostics
from apiloom.document.node import Home, Node
from apiloom.document.tree import Value
from apiloom.locations import Pointer

__all__ = ["binding", "place_of", "unbound"]


class _Bound:
    """A document as a schema with dynamic anchors sees it."""

    def __init__(
        self, document: Home, home: Pointer, places: Mapping[str, Node]
    ) -> None:
        self.document: Final = document
        self.home: Final = home
        self._places: Final = places

    @property
    def diagnostics(self) -> Diagnostics:
        return self.document.diagnostics

    def follow(self, node: Node) -> Node | None:
        value = node.value
        if isinstance(value, dict):
            name = value.get("$dynamicRef")
            place = self._places.get(str(name).rpartition("#")[2])
            if name is not None and place is not None:
                says_more = set(place.keys()) - {"$ref", "$dynamicAnchor"}
                return place if says_more else place.resolve()
        target = self.document.follow(node)
        if target is None:
            return None
        return Node(target.value, target.pointer, self)


def binding(schema: Node) -> Node:
    """The schema, read so that its dynamic anchors hold in all that it takes over.

    A name that is bound already stays so: the outermost schema decides.
    """
    value = schema.value
    if (
        not isinstance(value, dict)
        or isinstance(schema.document, _Bound)
        or ("$dynamicAnchor" not in value and "$defs" not in value)
    ):
        return schema
    definitions = schema.get("$defs")
    stated = definitions.items() if definitions is not None else ()
    places: dict[str, Node] = {}
    for node in (schema, *(node for _, node in stated)):
        name = node.get("$dynamicAnchor")
        if name is not None and isinstance(name.value, str):
            places.setdefault(name.value, node)
    if not places:
        return schema
    return Node(value, schema.pointer, _Bound(schema.document, schema.pointer, places))


def unbound(schema: Node) -> Node:
    """The schema as it stands, whoever refers to it."""
    if isinstance(schema.document, _Bound):
        return Node(schema.value, schema.pointer, schema.document.document)
    return schema


def place_of(schema: Node) -> Pointer:
    """Return the pointer of a schema in its dynamic scope.

    A part of a schema that is taken over has as many meanings as there are schemas
    that take it over, if something in it is for them to decide.
    """
    document = schema.document
    if (
        not isinstance(document, _Bound)
        or schema.pointer.starts_with(document.home)
        or not _is_open(schema.value)
    ):
        return schema.pointer
    return document.home.child("$dynamicRef", *schema.pointer.tokens)


def _is_open(value: Value) -> bool:
    if isinstance(value, dict):
        return "$dynamicRef" in value or any(map(_is_open, value.values()))
    return isinstance(value, list) and any(map(_is_open, value))
