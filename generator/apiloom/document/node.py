"""`Node`: the cursor with which every later stage walks a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from apiloom.diagnostics import Code, Diagnostics
from apiloom.document.tree import Value, kind_of
from apiloom.locations import Pointer

__all__ = ["Home", "Node"]


class Home(Protocol):
    """The part of the document interface that a node needs."""

    @property
    def diagnostics(self) -> Diagnostics: ...

    def follow(self, node: Node) -> Node | None: ...


class Node:
    """A value, where it stands, and the document it belongs to.

    Nodes are made on the way and are as cheap as a tuple: a member's `place` is its
    holder and its key until somebody asks for the pointer. Two nodes are equal when
    they stand at the same place.
    """

    __slots__ = ("_place", "document", "value")

    def __init__(
        self, value: Value, place: Pointer | tuple[Node, str | int], document: Home
    ) -> None:
        self.value = value
        self._place = place
        self.document = document

    @property
    def pointer(self) -> Pointer:
        """The pointer to this node."""
        place = self._place
        if not isinstance(place, Pointer):
            holder, token = place
            file, tokens = holder.pointer
            place = self._place = Pointer(file, (*tokens, str(token)))
        return place

    # Shape

    @property
    def is_mapping(self) -> bool:
        """Whether this is an object."""
        return type(self.value) is dict

    @property
    def is_sequence(self) -> bool:
        """Whether this is an array."""
        return type(self.value) is list

    # Members, whatever their type

    def get(self, key: str) -> Node | None:
        """Return the member `key`; None when there is none or this is no object."""
        value = self.value
        if type(value) is dict and key in value:
            return Node(value[key], (self, key), self.document)
        return None

    def __getitem__(self, key: str | int) -> Node:
        """Return a member or element; raises KeyError or IndexError without one."""
        value = self.value
        if isinstance(value, list) and isinstance(key, int):
            return Node(value[key], (self, key), self.document)
        if isinstance(value, dict) and isinstance(key, str):
            return Node(value[key], (self, key), self.document)
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return type(self.value) is dict and key in self.value

    def keys(self) -> tuple[str, ...]:
        """Return the keys of an object in document order; none for anything else."""
        return tuple(self.value) if isinstance(self.value, dict) else ()

    def items(self) -> Iterator[tuple[str, Node]]:
        """Iterate over an object in document order; over nothing for anything else."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield key, Node(value, (self, key), self.document)

    def elements(self) -> Iterator[Node]:
        """Iterate over an array; over nothing for anything else."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Node(value, (self, index), self.document)

    # Members of a certain type: the wrong type is reported and read as absent

    def text(self, key: str) -> str | None:
        """Return the string `key`. A number in its place is taken as its text.

        A reference in its place is a mistake: OpenAPI has none where text stands.
        """
        node = self.get(key)
        if node is None:
            return None
        value = node.value
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            node.report(Code.WRONG_TYPE, f"{key} is a number and is read as text")
            return str(value)
        node._wrong(key, "a string")
        return None

    def flag(self, key: str) -> bool | None:
        """Return the boolean `key`. The strings "true" and "false" are understood."""
        node = self.get(key)
        if node is None:
            return None
        if isinstance(node.value, bool):
            return node.value
        if node.value in ("true", "false"):
            node.report(Code.WRONG_TYPE, f"{key} is a string and is read as a boolean")
            return node.value == "true"
        node._wrong(key, "a boolean")
        return None

    def integer(self, key: str) -> int | None:
        """Return the integer `key`. `3.0` is one as well."""
        node = self.get(key)
        if node is None:
            return None
        value = node.value
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        node._wrong(key, "an integer")
        return None

    def number(self, key: str) -> int | float | None:
        """Return the number `key`."""
        node = self.get(key)
        if node is None:
            return None
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            return node.value
        node._wrong(key, "a number")
        return None

    def mapping(self, key: str) -> Node | None:
        """Return the object `key`."""
        node = self.get(key)
        if node is None or node.is_mapping:
            return node
        node._wrong(key, "an object")
        return None

    def sequence(self, key: str) -> Node | None:
        """Return the array `key`."""
        node = self.get(key)
        if node is None or node.is_sequence:
            return node
        node._wrong(key, "an array")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the strings in the array `key`; a lone string counts as one."""
        node = self.get(key)
        if node is None:
            return ()
        if isinstance(node.value, str):
            node.report(Code.WRONG_TYPE, f"{key} is a string, not an array of strings")
            return (node.value,)
        if not node.is_sequence:
            node._wrong(key, "an array")
            return ()
        found: list[str] = []
        for element in node.elements():
            if isinstance(element.value, str):
                found.append(element.value)
            else:
                element._wrong(f"an element of {key}", "a string")
        return tuple(found)

    # References

    @property
    def ref(self) -> str | None:
        """The text of `$ref`, when this is a reference."""
        value = self.value
        if type(value) is dict:
            ref = value.get("$ref")
            if isinstance(ref, str):
                return ref
        return None

    def resolve(self) -> Node | None:
        """Follow `$ref`, and what it leads to, until something that is none.

        Returns the node itself when it is no reference, and None when there is
        nothing at the end: that has been reported then.
        """
        return self if self.ref is None else self.document.follow(self)

    # The rest

    def report(self, code: Code, message: str, hint: str | None = None) -> None:
        """Report something about this place."""
        self.document.diagnostics.report(code, message, self.pointer, hint)

    def _wrong(self, what: str, wanted: str) -> None:
        message = f"{what} must be {wanted}, not {kind_of(self.value)}"
        hint = None
        if self.ref is not None:
            message = f"{what} must be {wanted}, not a reference"
            hint = "OpenAPI allows no reference here; write its target instead"
        self.report(Code.WRONG_TYPE, message, hint)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Node):
            return NotImplemented
        return self.pointer == other.pointer and self.document is other.document

    def __hash__(self) -> int:
        return hash(self.pointer)

    def __repr__(self) -> str:
        return f"Node({self.pointer})"
