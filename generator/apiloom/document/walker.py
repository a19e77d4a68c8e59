"""The objects of an OpenAPI document, and a walk over all of them.

The walk follows references, also into other files, because what an object *is*
follows from where it is used: a file of schemas does not say so itself.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Final, TypeAlias
from urllib.parse import quote

from apiloom.diagnostics import Severity
from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.document.tree import Mapping, Value
from apiloom.locations import Pointer, escape

__all__ = ["METHODS", "Kind", "Place", "Visitor", "walk"]

METHODS: Final = (
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
)


class Kind(Enum):
    """The objects of OpenAPI (3.1, 4.8) that hold, or may hold, schemas."""

    # There is one of each: no need to hash its name whenever one is looked up.
    __hash__ = object.__hash__

    OPENAPI = auto()
    COMPONENTS = auto()
    PATHS = auto()
    PATH_ITEM = auto()
    OPERATION = auto()
    PARAMETER = auto()
    REQUEST_BODY = auto()
    RESPONSES = auto()
    RESPONSE = auto()
    HEADER = auto()
    MEDIA_TYPE = auto()
    ENCODING = auto()
    CALLBACK = auto()
    LINK = auto()
    EXAMPLE = auto()
    SECURITY_SCHEME = auto()
    SECURITY_REQUIREMENT = auto()
    SCHEMA = auto()


_PROSE: Final = frozenset({Kind.EXAMPLE, Kind.LINK})


class _Many(Enum):
    ONE = auto()
    LIST = auto()
    MAP = auto()
    ONE_OR_LIST = auto()


_ONE, _LIST, _MAP, _EITHER = _Many.ONE, _Many.LIST, _Many.MAP, _Many.ONE_OR_LIST
_Members: TypeAlias = dict[str, tuple[_Many, Kind]]
Visitor: TypeAlias = "Callable[[Mapping, Place], None]"

_CONTENT: Final[_Members] = {
    "content": (_MAP, Kind.MEDIA_TYPE),
    "examples": (_MAP, Kind.EXAMPLE),
}
_MEMBERS: Final[dict[Kind, _Members]] = {
    Kind.OPENAPI: {
        "components": (_ONE, Kind.COMPONENTS),
        "paths": (_ONE, Kind.PATHS),
        "webhooks": (_MAP, Kind.PATH_ITEM),
        "x-webhooks": (_MAP, Kind.PATH_ITEM),
        "security": (_LIST, Kind.SECURITY_REQUIREMENT),
    },
    Kind.COMPONENTS: {
        "schemas": (_MAP, Kind.SCHEMA),
        "responses": (_MAP, Kind.RESPONSE),
        "parameters": (_MAP, Kind.PARAMETER),
        "examples": (_MAP, Kind.EXAMPLE),
        "requestBodies": (_MAP, Kind.REQUEST_BODY),
        "headers": (_MAP, Kind.HEADER),
        "securitySchemes": (_MAP, Kind.SECURITY_SCHEME),
        "links": (_MAP, Kind.LINK),
        "callbacks": (_MAP, Kind.CALLBACK),
        "pathItems": (_MAP, Kind.PATH_ITEM),
        "mediaTypes": (_MAP, Kind.MEDIA_TYPE),
    },
    Kind.PATH_ITEM: {
        "parameters": (_LIST, Kind.PARAMETER),
        **dict.fromkeys(METHODS, (_ONE, Kind.OPERATION)),
        "additionalOperations": (_MAP, Kind.OPERATION),
    },
    Kind.OPERATION: {
        "parameters": (_LIST, Kind.PARAMETER),
        "requestBody": (_ONE, Kind.REQUEST_BODY),
        "responses": (_ONE, Kind.RESPONSES),
        "callbacks": (_MAP, Kind.CALLBACK),
        "security": (_LIST, Kind.SECURITY_REQUIREMENT),
    },
    Kind.PARAMETER: {"schema": (_ONE, Kind.SCHEMA), **_CONTENT},
    Kind.HEADER: {"schema": (_ONE, Kind.SCHEMA), **_CONTENT},
    Kind.REQUEST_BODY: {**_CONTENT},
    Kind.RESPONSE: {
        "headers": (_MAP, Kind.HEADER),
        "links": (_MAP, Kind.LINK),
        **_CONTENT,
    },
    Kind.MEDIA_TYPE: {
        "schema": (_ONE, Kind.SCHEMA),
        "itemSchema": (_ONE, Kind.SCHEMA),
        "examples": (_MAP, Kind.EXAMPLE),
        "encoding": (_MAP, Kind.ENCODING),
        "prefixEncoding": (_LIST, Kind.ENCODING),
        "itemEncoding": (_ONE, Kind.ENCODING),
    },
    Kind.ENCODING: {
        "headers": (_MAP, Kind.HEADER),
        "encoding": (_MAP, Kind.ENCODING),
        "prefixEncoding": (_LIST, Kind.ENCODING),
        "itemEncoding": (_ONE, Kind.ENCODING),
    },
    Kind.SCHEMA: {
        **dict.fromkeys(
            (
                "properties",
                "patternProperties",
                "dependentSchemas",
                "$defs",
                "definitions",
            ),
            (_MAP, Kind.SCHEMA),
        ),
        **dict.fromkeys(
            ("allOf", "anyOf", "oneOf", "prefixItems"), (_LIST, Kind.SCHEMA)
        ),
        **dict.fromkeys(
            (
                "additionalProperties",
                "contains",
                "contentSchema",
                "else",
                "if",
                "not",
                "propertyNames",
                "then",
                "unevaluatedItems",
                "unevaluatedProperties",
            ),
            (_ONE, Kind.SCHEMA),
        ),
        "items": (_EITHER, Kind.SCHEMA),
    },
}
_PATTERNED: Final = {
    Kind.PATHS: Kind.PATH_ITEM,
    Kind.RESPONSES: Kind.RESPONSE,
    Kind.CALLBACK: Kind.PATH_ITEM,
}


class Place:
    """A pointer in the making: a link to its parent, joined only when asked for."""

    __slots__ = ("_parent", "_token", "file")

    def __init__(self, file: str, parent: Place | None, token: str) -> None:
        self.file = file
        self._parent = parent
        self._token = token

    @classmethod
    def at(cls, pointer: Pointer) -> Place:
        """Return the place a pointer leads to."""
        place = cls(pointer.file, None, "")
        for token in pointer.tokens:
            place = place.child(token)
        return place

    def child(self, token: str | int) -> Place:
        """Return the place of a member or an element."""
        return Place(self.file, self, str(token))

    @property
    def pointer(self) -> Pointer:
        """The pointer to this place."""
        tokens: list[str] = []
        place = self
        while place._parent is not None:
            tokens.append(place._token)
            place = place._parent
        return Pointer(self.file, tuple(reversed(tokens)))


_Item: TypeAlias = tuple[Value, Kind, Place]


def walk(document: Document, visitors: dict[Kind, Visitor]) -> None:
    """Call the visitor of its kind for every object of a document, once for each.

    A visitor may change the object in place; what it holds afterwards is visited
    next. Objects come in document order; what is only referred to comes where the
    first reference to it stands. References that lead nowhere are reported.
    """
    seen: dict[tuple[int, Kind], object] = {}
    followed: dict[tuple[str, str, Kind], bool] = {}
    stack: list[_Item] = [(document.root.value, Kind.OPENAPI, Place("", None, ""))]
    while stack:
        value, kind, place = stack.pop()
        if not isinstance(value, dict) or (id(value), kind) in seen:
            continue
        # The value is kept, so that its id cannot be given to another one.
        seen[id(value), kind] = value
        visitor = visitors.get(kind)
        if visitor is not None:
            visitor(value, place)
        ref = value.get("$ref")
        if isinstance(ref, str):
            key = place.file, ref, kind
            if not followed.get(key):
                # Without an example or a link a client lacks nothing.
                severity = Severity.WARNING if kind in _PROSE else None
                node = Node(value, place.pointer, document)
                target = document.target(node, severity)
                followed[key] = target is not None
                if target is not None:
                    stack.append((target.value, kind, Place.at(target.pointer)))
        children = list(_children(value, kind, place, document))
        stack.extend(reversed(children))


def _children(
    value: Mapping, kind: Kind, place: Place, document: Document
) -> list[_Item]:
    patterned = _PATTERNED.get(kind)
    if patterned is not None:
        return [
            (child, patterned, place.child(key))
            for key, child in value.items()
            if not key.startswith("x-") and isinstance(child, dict)
        ]
    found: list[_Item] = []
    members = _MEMBERS.get(kind)
    if not members:
        return found
    for key, child in value.items():
        member = members.get(key)
        if member is None:
            continue
        many, inner = member
        below = place.child(key)
        if many is _MAP:
            if isinstance(child, dict):
                if isinstance(child.get("$ref"), str):
                    _spread(child, below, document)
                found.extend((v, inner, below.child(k)) for k, v in child.items())
        elif isinstance(child, list):
            if many is not _ONE:
                found.extend((v, inner, below.child(i)) for i, v in enumerate(child))
        elif many is not _LIST:
            found.append((child, inner, below))
    return found


def _spread(holder: Mapping, place: Place, document: Document) -> None:
    """Turn `schemas: {$ref: all.yaml}` into one reference for each schema there.

    Only an object can be a reference, not a map of them; bundlers know no such
    difference, and their documents do not either.
    """
    ref = str(holder["$ref"])
    target = document.target(Node(holder, place.pointer, document))
    if target is None or not isinstance(target.value, dict):
        return
    del holder["$ref"]
    prefix = ref.rstrip("/") if "#" in ref else f"{ref}#"
    for key in target.value:
        path = quote(escape(key), safe="/~!$&'()*+,;=:@{}")
        holder.setdefault(key, {"$ref": f"{prefix}/{path}"})
