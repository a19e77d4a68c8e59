"""Media Type Objects to contents (OpenAPI 3.1, sections 4.8.14 and 4.8.15)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from generator.document.node import Node
from generator.ir.api import Content, FieldEncoding, Payload
from generator.ir.types import (
    ANY,
    NULL,
    Alias,
    Array,
    Definition,
    Field,
    Hint,
    Kind,
    Model,
    Primitive,
    Reference,
    Type,
    Union,
    parts,
    without_null,
)
from generator.lower.compose import parts_of
from generator.lower.media_types import payload_of
from generator.lower.schemas import SchemaLowering
from generator.lower.sequences import items_of, sequential
from generator.source import Pointer

_RAW: Final = (Kind.STRING, Kind.BINARY, Kind.OCTETS, Kind.BYTE)
_BINARY: Final = re.compile(
    r"(image|audio|video|font|model)/|.*\b(octet-stream|pdf|g?zip|x-tar|msgpack|cbor|"
    r"avro|x?-?protobuf|grpc|parquet|yaml|toml|sql)\b"
)
"""Media types that are known to be something else than JSON."""


class ContentLowering:
    """Lowers the bodies of one document."""

    def __init__(self, schemas: SchemaLowering) -> None:
        self._schemas: Final = schemas

    def sent(self, media_type: str, node: Node, hint: Hint) -> Content:
        """A body to send: an object in a media type that nobody knows is JSON."""
        content = self.content(media_type, node, hint)
        name = media_type.partition(";")[0].strip().lower()
        is_unknown = content.payload is Payload.BINARY and not _BINARY.match(name)
        if is_unknown and not _is_raw(content.type, self._schemas.definitions):
            return replace(content, payload=Payload.JSON)
        return content

    def content(self, media_type: str, node: Node, hint: Hint) -> Content:
        """A Media Type Object (section 4.8.14)."""
        node = node.resolve() or node  # 3.2: components.mediaTypes
        in_sequence = sequential(media_type)
        if in_sequence is not None:
            items = items_of(node, in_sequence, self._schemas, hint)
            return Content(media_type, in_sequence, items.type, items=items)
        payload = payload_of(media_type)
        schema = node.get("schema") if node.is_mapping else None
        if schema is None:
            raw = {Payload.TEXT: Kind.STRING, Payload.BINARY: Kind.BINARY}
            type_: Type = Primitive(raw[payload]) if payload in raw else ANY
        else:
            type_ = self._schemas.lower(schema, hint)
            is_open = "*" in media_type and payload is Payload.BINARY
            if is_open and not _is_raw(type_, self._schemas.definitions):
                payload = Payload.JSON
        encoding: tuple[tuple[str, FieldEncoding], ...] = ()
        if payload in (Payload.FORM, Payload.MULTIPART):
            encoding = tuple(self._encodings(node, type_, payload))
        return Content(media_type, payload, type_, encoding)

    def _encodings(
        self, node: Node, type_: Type, payload: Payload
    ) -> Iterator[tuple[str, FieldEncoding]]:
        definition = fields_of(type_, self._schemas.definitions)
        stated = node.mapping("encoding")
        for field in definition.fields if definition is not None else ():
            entry = stated.get(field.wire) if stated is not None else None
            content_type = entry.text("contentType") if entry is not None else None
            style = entry.text("style") if entry is not None else None
            explode = entry.flag("explode") if entry is not None else None
            leaves = list(_leaves(field.type, self._schemas.definitions))
            files = [leaf for leaf in leaves if _is_binary(leaf)]
            is_file = payload is Payload.MULTIPART and bool(files)
            if style is None and content_type is not None and not is_file:
                as_json = payload_of(content_type) is Payload.JSON
                style = "json" if as_json else None
            is_free = style is None and explode is None and payload is Payload.FORM
            if is_free and definition and self._is_mixed_up(field, definition):
                style = "json"
            written = style or "form"
            encoding = FieldEncoding(
                written,
                explode if explode is not None else written == "form",
                content_type,
                is_file,
                is_file and len(files) < len(leaves),
                tuple(_headers(entry)) if payload is Payload.MULTIPART else (),
            )
            if encoding != FieldEncoding():
                yield field.wire, encoding

    def _is_mixed_up(self, field: Field, whole: Model) -> bool:
        """Whether the members of an object would be read as fields beside it.

        A form writes them as fields of their own; the object is text where that would
        lose it (OpenAPI 3.0, section 4.7.15, has its objects so).
        """
        inner = fields_of(field.type, self._schemas.definitions)
        if inner is None:
            return False
        taken = {one.wire for one in whole.fields}
        return not taken.isdisjoint(one.wire for one in inner.fields)


def fields_of(type_: Type, definitions: Mapping[Pointer, Definition]) -> Model | None:
    """The object behind a type, through aliases; None if it is something else."""
    inner = without_null(type_)
    while isinstance(inner, Reference):
        definition = definitions.get(inner.target)
        if isinstance(definition, Model):
            return definition
        alias: Type | None = getattr(definition, "type", None)
        if alias is None or alias == inner:
            return None
        inner = without_null(alias)
    return None


def _leaves(
    type_: Type, definitions: Mapping[Pointer, Definition]
) -> Iterator[Type | Definition]:
    """What a value can be, with lists, alternatives and aliases opened."""
    for part in parts(type_):
        if isinstance(part, Reference):
            definition = definitions.get(part.target)
            if isinstance(definition, Alias) and definition.type != type_:
                yield from _leaves(definition.type, definitions)
            elif definition is not None:
                yield definition
        elif not isinstance(part, (Array, Union)) and part != NULL:
            yield part


def _is_binary(leaf: Type | Definition) -> bool:
    return isinstance(leaf, Primitive) and leaf.kind is Kind.BINARY


def _is_raw(type_: Type, definitions: Mapping[Pointer, Definition]) -> bool:
    """Whether a body is bytes or text, and nothing that would have to be encoded."""
    return type_ == ANY or all(
        isinstance(leaf, Primitive) and leaf.kind in _RAW
        for leaf in _leaves(type_, definitions)
    )


def _headers(encoding: Node | None) -> Iterator[tuple[str, str]]:
    """The headers of a part whose value is fixed (section 4.8.15)."""
    declared = encoding.mapping("headers") if encoding is not None else None
    for name, entry in declared.items() if declared is not None else ():
        header = entry.resolve()
        schema = header.get("schema") if header is not None else None
        if schema is None or name.lower() == "content-type":
            continue
        parts_ = parts_of(schema)
        values = parts_.texts("enum")
        const = parts_.text("const") or (values[0] if len(values) == 1 else None)
        fixed = const or parts_.text("default")
        if fixed is not None:
            yield name, fixed
