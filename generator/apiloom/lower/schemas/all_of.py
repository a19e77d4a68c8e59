"""Schemas made of schemas: ``allOf``, and ``$ref`` with siblings.

JSON Schema 2020-12, sections 8.2.3 and 10.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import Final, TypeAlias

from apiloom.document.node import Node
from apiloom.document.references.dynamic import binding
from apiloom.document.tree import Value
from apiloom.locations import Pointer

ANNOTATIONS: Final = frozenset(
    {
        "$anchor",
        "$comment",
        "$defs",
        "$dynamicAnchor",
        "$dynamicRef",
        "$id",
        "$schema",
        "default",
        "deprecated",
        "description",
        "example",
        "examples",
        "externalDocs",
        "readOnly",
        "summary",
        "title",
        "writeOnly",
        "xml",
    }
)
"""Keywords that say something about a value without restricting it."""


class Parts:
    """The schemas that hold together for one place, the place itself first.

    `reference` is set when the place says nothing but "what is over there"; keywords
    that are `hidden` are read as if no part had them.
    """

    __slots__ = ("_stated", "hidden", "members", "node", "nullable", "reference")

    def __init__(
        self,
        node: Node,
        members: tuple[Node, ...],
        reference: Node | None = None,
        *,
        nullable: bool = False,
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        self.node: Final = node
        self.members: Final = members
        self.reference: Final = reference
        self.nullable: Final = nullable
        self.hidden: Final = hidden
        # Of the many keywords that a schema is asked for, it has a few.
        stated = _keywords(members)
        self._stated: Final = stated - hidden if hidden else stated

    def __contains__(self, keyword: str) -> bool:
        return keyword in self._stated

    def has_any(self, keywords: frozenset[str]) -> bool:
        """Whether any part has one of these keywords."""
        return not self._stated.isdisjoint(keywords)

    def all(self, keyword: str) -> list[Node]:
        """Return the values of a keyword in all parts."""
        if keyword not in self._stated:
            return []
        return [member[keyword] for member in self.members if keyword in member]

    def first(self, keyword: str) -> Node | None:
        """Return the value of a keyword in the first part that has it."""
        if keyword not in self._stated:
            return None
        return next(member[keyword] for member in self.members if keyword in member)

    def text(self, keyword: str) -> str | None:
        """A keyword's text."""
        if keyword not in self._stated:
            return None
        for member in self.members:
            value = member.value
            if isinstance(value, dict):
                found = value.get(keyword)
                if isinstance(found, str):
                    return found
        return None

    def texts(self, keyword: str) -> tuple[str, ...]:
        """A keyword's list of texts."""
        if keyword not in self._stated:
            return ()
        for member in self.members:
            if keyword in member:
                return member.texts(keyword)
        return ()

    def flag(self, keyword: str) -> bool:
        """Whether any part says so."""
        return keyword in self._stated and any(
            found.value is True for found in self.all(keyword)
        )

    def number(self, keyword: str) -> int | float | None:
        """A keyword's number."""
        for found in self.all(keyword):
            if isinstance(found.value, (int, float)) and found.value is not True:
                return found.value
        return None

    def types(self) -> tuple[str, ...]:
        """The types that all parts allow, in the order of the first part."""
        allowed: list[str] | None = None
        for found in self.all("type"):
            value = found.value
            names = [value] if isinstance(value, str) else _strings(value)
            both = names if allowed is None else _narrowed(allowed, names)
            allowed = both or allowed
        return tuple(dict.fromkeys(allowed or ()))

    def properties(self) -> dict[str, list[Node]]:
        """The properties of all parts, each with every schema that it has."""
        found: dict[str, list[Node]] = {}
        for properties in self.all("properties"):
            for name, node in properties.items():
                found.setdefault(name, []).append(node)
        return found

    def required(self) -> frozenset[str]:
        """The names of the properties that must be there."""
        return frozenset(
            name for names in self.all("required") for name in _strings(names.value)
        )

    def annotations(self) -> Parts:
        """The same place, reading a reference's own siblings before its target."""
        if self.reference is None:
            return self
        target = self.reference.resolve()
        own = (self.node, *_annotating(self.node))
        return Parts(self.node, (*own, target) if target is not None else own)

    def without(self, keyword: str) -> Parts:
        """The same parts as if none had the keyword."""
        return Parts(self.node, self.members, hidden=self.hidden | {keyword})

    def says_something(self) -> bool:
        """Whether the parts say more of the value than that it is an object or null."""
        return any(
            key not in ANNOTATIONS
            and key not in self.hidden
            and key not in ("$ref", "allOf", "type", "discriminator", "nullable")
            and not key.startswith("x-")
            for member in self.members
            for key, _ in member.items()
        )

    def adds_to(self, variant: Parts) -> bool:
        """Return whether a variant of a union is less than itself with these parts.

        Nothing is added by what the variant takes over anyway. And often all that is
        left to say is that there is the property which tells the variants apart, and
        each of these says so too, and better.

        Args:
            variant: The variant, opened whole (`opened`).
        """
        own = {member.pointer for member in variant.members}
        rest = self.members
        if any(member.pointer in own for member in rest):
            rest = tuple(member for member in rest if member.pointer not in own)
        added = Parts(self.node, rest, hidden=self.hidden)
        if not added.says_something():
            return False
        declared = self.first("discriminator")
        name = declared.text("propertyName") if declared is not None else None
        said = set[str]().union(*map(Node.keys, rest)) - self.hidden
        if name is None or any(not _is_about_members(key) for key in said):
            return True
        is_all = added.properties().keys() | added.required() <= {name}
        return not (
            is_all and name in variant.properties() and name in variant.required()
        )

    def joined(self, variant: Parts, here: Node) -> Parts:
        """Return these parts together with one variant; the result stands at `here`.

        A schema that both have is asserted once, without what is hidden of it here:
        a union is not entered again from inside one of its own variants.
        """
        rest = {member.pointer: member for member in _visible(self)}
        members = {
            member.pointer: rest.get(member.pointer, member)
            for member in variant.members
        }
        return Parts(here, tuple((members | rest).values()))

    def flattened(self) -> Parts:
        """The same place with every part's own ``allOf`` and ``$ref`` opened."""
        members: dict[Pointer, Node] = {}
        references = () if self.reference is None else (self.reference,)
        for member in (*self.members, *references):
            for part in _opened(member):
                members.setdefault(part.pointer, part)
        return Parts(self.node, tuple(members.values()), hidden=self.hidden)

    def meaning(self) -> Meaning:
        """Return what two places have in common that mean the same."""
        return (
            tuple(
                (member.pointer, "oneOf" in member, "anyOf" in member)
                for member in self.members
            ),
            self.hidden,
        )


Meaning: TypeAlias = tuple[tuple[tuple[Pointer, bool, bool], ...], frozenset[str]]
"""The schemas that hold together for a place, and which unions of theirs do."""


def _keywords(members: tuple[Node, ...]) -> Set[str]:
    """The keywords that any of some schemas has."""
    if len(members) == 1:
        value = members[0].value
        return value.keys() if isinstance(value, dict) else frozenset()
    found = [one.value.keys() for one in members if isinstance(one.value, dict)]
    return found[0] if len(found) == 1 else frozenset[str]().union(*found)


def _visible(parts: Parts) -> tuple[Node, ...]:
    """The members without what is hidden of them."""
    if not parts.hidden:
        return parts.members
    return tuple(without(member, parts.hidden) for member in parts.members)


def without(member: Node, keywords: Set[str]) -> Node:
    """Return a schema as if it did not have some keywords."""
    value = member.value
    if not isinstance(value, dict) or keywords.isdisjoint(value):
        return member
    left = {key: item for key, item in value.items() if key not in keywords}
    return Node(left, member.pointer, member.document)


def parts_of(node: Node) -> Parts:
    """Open a schema: what it says itself, and what its ``allOf`` and ``$ref`` add."""
    own = binding(node)
    is_binding, node = own is not node, own
    value = node.value
    if isinstance(value, dict) and "allOf" not in value and "$ref" not in value:
        return Parts(node, (node,))  # as most are
    written = node.keys()
    keys = [key for key in written if not _is_annotation(key)]
    if node.ref is not None and keys == ["$ref"] and not is_binding:
        return Parts(node, (node,), reference=node)
    alone = _only_part(node, keys)
    if alone is not None and not is_binding:
        inner = parts_of(alone)
        if inner.reference is not None:
            is_nullable = "null" in _strings(_member(node, "type")) or inner.nullable
            return Parts(node, (node,), reference=inner.reference, nullable=is_nullable)
    return Parts(node, tuple(_opened(node)))


def _only_part(node: Node, keys: Sequence[str]) -> Node | None:
    """The one schema of an ``allOf`` that adds nothing of its own."""
    all_of = node.get("allOf")
    if all_of is None or not set(keys) <= {"allOf", "type", "nullable"}:
        return None
    elements = [one for one in all_of.elements() if not _only_annotates(one)]
    return elements[0] if len(elements) == 1 else None


def _annotating(node: Node) -> Iterator[Node]:
    """The elements of an ``allOf`` that only say something about the value."""
    all_of = node.get("allOf")
    if all_of is not None:
        yield from (one for one in all_of.elements() if _only_annotates(one))


def _is_about_members(key: str) -> bool:
    members = ("type", "properties", "required", "discriminator", "allOf", "nullable")
    return key in members or _is_annotation(key)


def _only_annotates(node: Node) -> bool:
    return node.is_mapping and all(map(_is_annotation, node.keys()))


def _opened(start: Node) -> Iterator[Node]:
    """A schema, then everything that ``$ref`` and ``allOf`` bring to the same place.

    Each schema comes once: asserted twice, it asserts nothing more.
    """
    seen: set[Pointer] = set()
    pending = [start]
    while pending:
        node = pending.pop()
        if node.pointer in seen or not node.is_mapping:
            continue
        seen.add(node.pointer)
        further: list[Node] = []
        if node.ref is None or len(node.keys()) > 1:
            yield node
        if node.ref is not None:
            target = node.resolve()
            if target is not None:
                further.append(target)
        all_of = node.get("allOf")
        if all_of is not None:
            further += all_of.elements()
        pending += reversed(further)


def extended(node: Node) -> tuple[Pointer, ...]:
    """The schemas that a schema takes over whole and by name, in its own order."""
    all_of = node.get("allOf")
    found: dict[Pointer, None] = {}
    for place in (node, *(all_of.elements() if all_of is not None else ())):
        target = place.resolve() if place.ref is not None else None
        if target is not None:
            found[target.pointer] = None
    return tuple(found)


def only_requires(node: Node) -> bool:
    """Whether a variant only says which properties must be there."""
    keys = {key for key, _ in node.items() if not _is_annotation(key)}
    return keys <= {"required", "type", "not"} and bool(keys) and "required" in keys


def _narrowed(allowed: Sequence[str], names: Sequence[str]) -> list[str]:
    """The types in both lists; an integer is a number (validation, section 6.1.1)."""
    found: list[str] = []
    for name in allowed:
        if name in names or (name == "integer" and "number" in names):
            found.append(name)
        elif name == "number" and "integer" in names:
            found.append("integer")
    return found


def _is_annotation(key: str) -> bool:
    return key in ANNOTATIONS or key.startswith("x-")


def _member(node: Node, key: str) -> Value:
    return node.value.get(key) if isinstance(node.value, dict) else None


def _strings(value: Value) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    return []
