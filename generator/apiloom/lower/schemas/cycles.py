"""Schemas that lead back to themselves at the same place of an instance.

A parent that lists its children (``oneOf``), which extend the parent (``allOf``), is
what many servers write. By the letter of JSON Schema (2020-12, section 9.4.1) such a
ring means nothing; what is meant: the parent is the union, and a child has the
keywords of its parent without the union that lists it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Generic, TypeVar

from apiloom.document.node import Node
from apiloom.document.references.dynamic import unbound
from apiloom.ir.types import (
    ANY,
    Alias,
    Definition,
    Discriminator,
    Reference,
    Type,
    Union,
    unfolded,
    union,
)
from apiloom.locations import Pointer
from apiloom.lower.schemas.all_of import Parts, without

_UNIONS: Final = ("oneOf", "anyOf")


class Rings:
    """Finds rings of schemas, and cuts the unions that close them."""

    def __init__(self) -> None:
        self._components: Final = _Components(_at_same_place)
        self._listed: Final[dict[tuple[Pointer, str], frozenset[int]]] = {}

    def cut(self, parts: Parts) -> Parts:
        """Return the parts without the unions that list one of them as a variant.

        Whatever else such a union lists: with that variant, the value fits already.
        """
        members = parts.members
        if len(members) < 2:
            return parts
        left = tuple(self._cut(member, members) for member in members)
        if all(one is other for one, other in zip(left, members, strict=True)):
            return parts
        return Parts(parts.node, left, hidden=parts.hidden)

    def lists(self, parent: Node, child: Node) -> bool:
        """Return whether a union of the parent leads to a schema that extends it."""
        rings = [self._rings(parent, keyword) for keyword in _UNIONS]
        return any(rings) and any(self._component(child) in ring for ring in rings)

    def _cut(self, member: Node, members: Iterable[Node]) -> Node:
        for keyword in _UNIONS:
            rings = self._rings(member, keyword)
            if rings and any(
                self._component(other) in rings
                for other in members
                # What a schema has inside itself is no parent of it.
                if not member.pointer.starts_with(other.pointer)
            ):
                member = without(member, {keyword})
        return member

    def _rings(self, member: Node, keyword: str) -> frozenset[int]:
        """The rings that the variants of a union are part of."""
        if keyword not in member:
            return frozenset()
        place = member.pointer, keyword
        if place not in self._listed:
            components = map(self._component, member[keyword].elements())
            self._listed[place] = frozenset(components) & self._components.rings
        return self._listed[place]

    def _component(self, schema: Node) -> int:
        return self._components.of(unbound(schema))


def _at_same_place(schema: Node) -> Iterator[Node]:
    """Yield the subschemas that apply to the same instance."""
    if schema.ref is not None:
        target = schema.resolve()
        if target is not None:
            yield target
    for keyword in ("allOf", *_UNIONS):
        listed = schema.get(keyword)
        if listed is not None:
            yield from listed.elements()


def without_rings(definitions: Mapping[Pointer, Definition]) -> Iterator[Definition]:
    """Iterate over the aliases that lead only to each other, changed so that none does.

    Such aliases are one type: what any of them lists beside the others. The first of
    them has it, and the others refer to the first.
    """
    aliases = {
        pointer: definition
        for pointer, definition in definitions.items()
        if isinstance(definition, Alias)
    }

    def led_to(pointer: Pointer) -> Iterator[Pointer]:
        for type_ in _alternatives(aliases[pointer].type):
            if isinstance(type_, Reference) and type_.target in aliases:
                yield type_.target

    components = _Components(led_to)
    rings: dict[int, list[Alias]] = {}
    for pointer, alias in aliases.items():
        component = components.of(pointer)
        if component in components.rings:
            rings.setdefault(component, []).append(alias)
    for ring in rings.values():
        first, *others = ring
        yield replace(first, type=_beside(ring))
        for alias in others:
            yield replace(alias, type=Reference(first.pointer))


def _alternatives(type_: Type) -> Iterator[Type]:
    """The types that a value can have, with the unions inside of unions opened."""
    for one in unfolded(type_):
        if isinstance(one, Union):
            yield from _alternatives(one)
        else:
            yield one


def _beside(ring: Sequence[Alias]) -> Type:
    """The type of aliases that lead to each other: whatever else they list."""
    own = {Reference(alias.pointer) for alias in ring}
    listed = [one for alias in ring for one in _alternatives(alias.type)]
    left = tuple(one for one in listed if one not in own)
    if not left:
        return ANY
    found = [
        alias.type.discriminator
        for alias in ring
        if isinstance(alias.type, Union) and alias.type.discriminator is not None
    ]
    mapping = {
        value: target
        for each in found
        for value, target in each.mapping
        if target not in own
    }
    is_told = len({each.member for each in found}) == 1 and set(left) <= {
        *mapping.values()
    }
    known = Discriminator(found[0].member, tuple(mapping.items())) if is_told else None
    return union(left, known)


_Vertex = TypeVar("_Vertex", bound=Hashable)


class _Components(Generic[_Vertex]):
    """The strongly connected components of a graph, by Tarjan's algorithm.

    Whatever a vertex leads to is explored when it is first asked for, and once.
    `rings` are the components in which a vertex leads back to itself.
    """

    def __init__(self, edges: Callable[[_Vertex], Iterator[_Vertex]]) -> None:
        self.rings: Final[set[int]] = set()
        self._edges: Final = edges
        self._of: Final[dict[_Vertex, int]] = {}
        self._numbers: Final[dict[_Vertex, int]] = {}

    def of(self, vertex: _Vertex) -> int:
        """Return the number of the component that a vertex is in."""
        if vertex not in self._of:
            self._explore(vertex)
        return self._of[vertex]

    def _explore(self, start: _Vertex) -> None:
        numbers = self._numbers
        lowest: dict[_Vertex, int] = {}
        path: list[_Vertex] = []
        entered: list[tuple[_Vertex, Iterator[_Vertex]]] = []

        def enter(vertex: _Vertex) -> None:
            numbers[vertex] = lowest[vertex] = len(numbers)
            path.append(vertex)
            entered.append((vertex, self._edges(vertex)))

        enter(start)
        while entered:
            vertex, edges = entered[-1]
            target = next(edges, None)
            if target is None:
                entered.pop()
                if entered:
                    holder = entered[-1][0]
                    lowest[holder] = min(lowest[holder], lowest[vertex])
                if lowest[vertex] == numbers[vertex]:
                    self._close(vertex, path)
            elif target not in numbers:
                enter(target)
            elif target not in self._of:
                lowest[vertex] = min(lowest[vertex], numbers[target])
                if target == vertex:
                    self.rings.add(numbers[vertex])

    def _close(self, root: _Vertex, path: list[_Vertex]) -> None:
        """Remove a component from the path that led to it."""
        number = self._numbers[root]
        if path[-1] != root:
            self.rings.add(number)
        while root not in self._of:
            self._of[path.pop()] = number
