"""Objects that are extended by others and name the member that tells which.

OpenAPI 3.1, section 4.8.25 (Discriminator Object): a parent states the discriminator,
and every schema that takes the parent into its ``allOf`` is a kind of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from apiloom.document.node import Node
from apiloom.locations import Pointer


class Families:
    """Finds the children of a parent among the components of a document."""

    def __init__(self, root: Node) -> None:
        self._root: Final = root

    def children(self, parent: Node) -> tuple[Node, ...]:
        """The schemas that extend a parent, directly or not, in document order.

        Empty for a schema that states no discriminator, or that lists its variants
        itself (``oneOf``, ``anyOf``).
        """
        declared = parent.get("discriminator")
        if declared is None or "oneOf" in parent or "anyOf" in parent:
            return ()
        heirs: dict[Pointer, Node] = {}
        pending = [parent.pointer]
        while pending:
            for child in self._extending.get(pending.pop(), ()):
                if child.pointer not in heirs and child != parent:
                    heirs[child.pointer] = child
                    pending.append(child.pointer)
        for target in _mapped(declared):
            if target != parent:
                heirs.setdefault(target.pointer, target)
        order = self._order
        return tuple(
            sorted(heirs.values(), key=lambda node: order.get(node.pointer, len(order)))
        )

    def inner(self, parent: Node, name: str) -> dict[Pointer, tuple[Node, ...]]:
        """The children that tell their own children apart by another property.

        With those children, but for the ones that the parent's mapping names itself.
        """
        declared = parent.get("discriminator")
        mapped = _mapped(declared) if declared else ()
        named = {one.pointer for one in mapped}
        found: dict[Pointer, tuple[Node, ...]] = {}
        for child in self.children(parent):
            own = child.get("discriminator")
            if own is None or own.text("propertyName") in (None, name):
                continue
            children = self.children(child)
            below = tuple(one for one in children if one.pointer not in named)
            if below and parent not in children:
                found[child.pointer] = below
        return found

    def is_child(self, node: Node, parent: Node) -> bool:
        """Whether a schema extends a parent that says how to tell its kinds apart."""
        return "allOf" in node and node in self.children(parent)

    @cached_property
    def _order(self) -> dict[Pointer, int]:
        nodes = enumerate(self._components())
        return {node.pointer: index for index, node in nodes}

    @cached_property
    def _extending(self) -> dict[Pointer, list[Node]]:
        found: dict[Pointer, list[Node]] = {}
        for node in self._components():
            all_of = node.get("allOf")
            for element in all_of.elements() if all_of is not None else ():
                target = element.resolve() if element.ref is not None else None
                if target is not None:
                    found.setdefault(target.pointer, []).append(node)
        return found

    def _components(self) -> Iterator[Node]:
        components = self._root.mapping("components")
        schemas = components.mapping("schemas") if components is not None else None
        for _, node in schemas.items() if schemas is not None else ():
            target = node.resolve()
            if target is not None and target.is_mapping:
                yield target


def _mapped(declared: Node) -> Iterator[Node]:
    """Yield the schemas that the mapping of a discriminator refers to."""
    mapping = declared.mapping("mapping")
    for _, node in mapping.items() if mapping is not None else ():
        if isinstance(node.value, str) and ("#" in node.value or "/" in node.value):
            place = Node({"$ref": node.value}, node.pointer, node.document)
            target = place.resolve()
            if target is not None:
                yield target
