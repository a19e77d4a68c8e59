"""Schemas with an identifier or an anchor of their own, in one file.

JSON Schema 2020-12, section 8.2: ``$id`` makes a schema a resource with a base URI,
against which references inside it are resolved; ``$anchor`` and ``$dynamicAnchor``
name a place in the resource around them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin

from apiloom.document.tree import Value
from apiloom.locations import Pointer

__all__ = ["Resource", "Resources"]

_NAMES: Final = frozenset(
    {
        "$defs",
        "callbacks",
        "definitions",
        "dependentSchemas",
        "parameters",
        "patternProperties",
        "paths",
        "properties",
        "responses",
        "schemas",
        "webhooks",
    }
)
"""Keys whose members have names, so that a member ``$id`` there is a property."""

_VALUES: Final = frozenset({"const", "default", "enum", "example", "examples"})
_KEYWORDS: Final = ("$id", "$anchor", "$dynamicAnchor")


@dataclass(frozen=True, slots=True)
class Resource:
    """A schema with a URI, or a whole file; `anchors` are the places it names."""

    root: Pointer
    uri: str
    anchors: dict[str, Pointer] = field(default_factory=dict[str, Pointer])


class Resources:
    """The resources of one file, which is the outermost of them."""

    def __init__(self, data: Value, root: Pointer, text: str) -> None:
        """Look through a file; one whose text has none of the keywords costs nothing.

        Text from elsewhere, as overlays bring it, may be appended to `text`.
        """
        whole = Resource(root, "")
        self._by_root: Final[dict[Pointer, Resource]] = {root: whole}
        self._by_uri: Final[dict[str, Resource]] = {}
        if any(keyword in text for keyword in _KEYWORDS):
            self._collect(data, root, whole)

    @property
    def has_identifiers(self) -> bool:
        """Whether a schema has an ``$id`` of its own."""
        return bool(self._by_uri)

    def around(self, pointer: Pointer) -> Resource:
        """The innermost resource that a place belongs to."""
        if len(self._by_root) == 1:
            return next(iter(self._by_root.values()))
        tokens = pointer.tokens
        for length in range(len(tokens), 0, -1):
            found = self._by_root.get(Pointer(pointer.file, tokens[:length]))
            if found is not None:
                return found
        return self._by_root[Pointer(pointer.file)]

    def identified(self, reference: str, base: Resource) -> Resource | None:
        """The resource that a reference, without its fragment, names from `base`."""
        return self._by_uri.get(urljoin(base.uri, reference))

    def anywhere(self, anchor: str) -> Pointer | None:
        """The first place of that name, in whatever resource.

        Documents name places across resources, though they should write the URI.
        """
        for resource in self._by_root.values():
            if anchor in resource.anchors:
                return resource.anchors[anchor]
        return None

    def _collect(self, data: Value, root: Pointer, whole: Resource) -> None:
        pending: list[tuple[Value, Pointer, Resource, bool]] = [
            (data, root, whole, False)
        ]
        while pending:
            value, pointer, resource, named = pending.pop()
            if isinstance(value, dict):
                if not named:
                    resource = self._declared(value, pointer, resource)
                pending += [
                    (member, pointer.child(key), resource, not named and key in _NAMES)
                    for key, member in reversed(value.items())
                    if named or key not in _VALUES
                ]
            elif isinstance(value, list):
                pending += [
                    (element, pointer.child(index), resource, False)
                    for index, element in reversed(list(enumerate(value)))
                ]

    def _declared(
        self, schema: dict[str, Value], pointer: Pointer, resource: Resource
    ) -> Resource:
        """Note what a schema declares; the resource that it belongs to, or is."""
        identifier = schema.get("$id")
        # A fragment alone was an anchor, before there was $anchor.
        if isinstance(identifier, str) and identifier.partition("#")[0]:
            uri = urljoin(resource.uri, identifier.partition("#")[0])
            resource = Resource(pointer, uri)
            self._by_root[pointer] = resource
            self._by_uri.setdefault(uri, resource)
        elif isinstance(identifier, str) and identifier.startswith("#"):
            resource.anchors.setdefault(identifier[1:], pointer)
        for keyword in ("$anchor", "$dynamicAnchor"):
            name = schema.get(keyword)
            if isinstance(name, str):
                resource.anchors.setdefault(name, pointer)
        return resource
