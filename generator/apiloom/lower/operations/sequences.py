"""Sequential media types: the items of event streams, JSON Lines and JSON sequences.

OpenAPI 3.2, section 4.14.3; before 3.2, ``x-item-schema`` and what is practice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from apiloom.document.node import Node
from apiloom.ir.api import Items, Payload
from apiloom.ir.scalars import SCALARS, Kind
from apiloom.ir.types import (
    ANY,
    Alias,
    Definition,
    Embedded,
    Enumeration,
    Hint,
    Literal,
    Model,
    Primitive,
    Reference,
    Type,
    Union,
    without_null,
)
from apiloom.locations import Pointer
from apiloom.lower.schemas.all_of import parts_of
from apiloom.lower.schemas.formats import string_kind
from apiloom.lower.schemas.schema import SchemaLowering

_PAYLOADS: Final = {
    "text/event-stream": Payload.EVENTS,
    "application/jsonl": Payload.LINES,
    "application/jsonlines": Payload.LINES,
    "application/json-lines": Payload.LINES,
    "application/x-jsonl": Payload.LINES,
    "application/x-jsonlines": Payload.LINES,
    "application/ndjson": Payload.LINES,
    "application/x-ndjson": Payload.LINES,
    "application/stream+json": Payload.LINES,
    "application/x-json-stream": Payload.LINES,
    "application/json-seq": Payload.RECORDS,
    "application/geo+json-seq": Payload.RECORDS,
}
_FIELDS: Final = frozenset({"data", "event", "id", "retry"})
"""The fields of an event (WHATWG HTML, section 9.2.6)."""


def sequential(media_type: str) -> Payload | None:
    """Return the separation of a media type's items; None if it has none."""
    name = media_type.partition(";")[0].strip().lower()
    if name.endswith("+json-seq"):
        return Payload.RECORDS
    return _PAYLOADS.get(name)


def items_of(
    media: Node, payload: Payload, schemas: SchemaLowering, hint: Hint
) -> Items:
    """The items of a Media Type Object.

    `itemSchema` describes one of them.  Before 3.2 there was no such keyword, and
    ``schema`` came to be used for what an event carries; as an array it describes
    the whole, as it does in 3.2.
    """
    words = "event" if payload is Payload.EVENTS else "item"
    named = Hint(words, hint.owner) if hint.owner is not None else hint
    node = _item_schema(media, payload)
    type_ = ANY if node is None else schemas.lower(node, named)
    whole = texts_only = embedded = False
    if payload is Payload.EVENTS:
        if type_ == ANY:
            type_ = Primitive(Kind.EVENT)
        data = list(_data(type_, schemas.definitions))
        whole = bool(data)
        texts_only = all(_is_text(one, schemas.definitions) for one in data)
        leaves = [leaf for one in data for leaf in _leaves(one, schemas.definitions)]
        embedded = bool(leaves) and all(isinstance(one, Embedded) for one in leaves)
        if _is_text(type_, schemas.definitions):
            type_ = Primitive(Kind.STRING)
    return Items(
        type=type_,
        is_event=whole,
        has_json_data=whole and not texts_only,
        is_embedded=embedded,
        end=media.text("x-stream-end"),
        method=media.text("x-method"),
        flag=media.text("x-stream-flag"),
    )


def _item_schema(media: Node, payload: Payload) -> Node | None:
    if not media.is_mapping:
        return None
    stated = _stated_items(media)
    schema = media.get("schema")
    if stated is not None or schema is None:
        return stated
    target = schema.resolve()
    if target is not None and target.is_mapping:
        types = parts_of(target).types()
        if "array" in types:
            items = target.get("items")
            return items if items is not None else schema
        if payload is not Payload.EVENTS and set(types) - {"null"} == {"string"}:
            # It describes the text as a whole, and says nothing of a line.
            return None
    return schema


def is_of_bytes(media: Node) -> bool:
    """Whether the whole of a body is described as bytes, and its items are not."""
    if not media.is_mapping or _stated_items(media) is not None:
        return False
    schema = media.get("schema")
    target = schema.resolve() if schema is not None else None
    if target is None or not target.is_mapping:
        return False
    described = parts_of(target)
    is_text = set(described.types()) - {"null"} == {"string"}
    return is_text and string_kind(described) is Kind.BINARY


def _stated_items(media: Node) -> Node | None:
    return media.get("itemSchema") or media.get("x-item-schema")


def _data(type_: Type, definitions: Mapping[Pointer, Definition]) -> Iterator[Type]:
    """The types of the data of events; nothing if the items are no events."""
    found: list[Type] = []
    for leaf in _leaves(type_, definitions):
        if not isinstance(leaf, Model):
            return
        names = {field.wire for field in leaf.fields}
        if not names or not names <= _FIELDS or not names & {"data", "event"}:
            return
        found += [field.type for field in leaf.fields if field.wire == "data"]
    yield from found


def _is_text(type_: Type, definitions: Mapping[Pointer, Definition]) -> bool:
    """Whether a value is text, which may have JSON inside."""
    return all(
        isinstance(leaf, Embedded)
        or (isinstance(leaf, Enumeration) and leaf.kind is Kind.STRING)
        or (isinstance(leaf, Literal) and all(isinstance(v, str) for v in leaf.values))
        or (isinstance(leaf, Primitive) and leaf.kind in _TEXTS)
        for leaf in _leaves(type_, definitions)
    )


_TEXTS: Final = frozenset(
    kind for kind, scalar in SCALARS.items() if scalar.json == "string"
)


def _leaves(
    type_: Type, definitions: Mapping[Pointer, Definition]
) -> Iterator[Type | Definition]:
    """Yield the types of a value, with unions opened, and each alias once."""
    opened: set[Pointer] = set()
    pending = [type_]
    while pending:
        inner = without_null(pending.pop())
        if isinstance(inner, Union):
            pending += reversed(inner.members)
        elif isinstance(inner, Reference):
            definition = definitions.get(inner.target)
            if not isinstance(definition, Alias):
                if definition is not None:
                    yield definition
            elif inner.target not in opened:
                opened.add(inner.target)
                pending.append(definition.type)
        else:
            yield inner
