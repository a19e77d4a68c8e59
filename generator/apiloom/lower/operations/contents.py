"""Media Type Objects to contents (OpenAPI 3.1, sections 4.8.14 and 4.8.15)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from apiloom.diagnostics import Code
from apiloom.document.node import Node
from apiloom.ir.api import Content, FieldEncoding, Payload
from apiloom.ir.scalars import SCALARS, Kind
from apiloom.ir.types import (
    ANY,
    NULL,
    Alias,
    Array,
    Definition,
    Enumeration,
    Field,
    Hint,
    Literal,
    Map,
    Model,
    Primitive,
    Reference,
    Tuple,
    Type,
    Union,
    parts,
    union,
    without_null,
)
from apiloom.locations import Pointer
from apiloom.lower.examples import body_examples
from apiloom.lower.operations.media_types import payload_of
from apiloom.lower.operations.sequences import (
    is_of_bytes,
    items_of,
    sequential,
)
from apiloom.lower.schemas.all_of import parts_of
from apiloom.lower.schemas.schema import SchemaLowering

_RAW: Final = (Kind.STRING, Kind.BINARY, Kind.OCTETS, Kind.BYTE)
_BINARY: Final = re.compile(
    r"(image|audio|video|font|model)/|.*\b(octet-stream|pdf|g?zip|x-tar|msgpack|cbor|"
    r"avro|x?-?protobuf|grpc|parquet|yaml|toml|sql)\b"
)
"""Media types that are known to be something else than JSON."""
_TABLE: Final = re.compile(r"csv|tab-separated|spreadsheet|excel", re.IGNORECASE)


class ContentLowering:
    """Lowers the bodies of one document."""

    def __init__(self, schemas: SchemaLowering) -> None:
        self._schemas: Final = schemas

    def sent(self, media_type: str, node: Node, hint: Hint) -> Content | None:
        """A body to send: an object in a media type that nobody knows is JSON.

        None, and a diagnostic, where nothing can be sent as the document has it.
        """
        content = self.content(media_type, node, hint)
        name = media_type.partition(";")[0].strip().lower()
        kinds = self._scalars(content.type)
        if content.payload is Payload.JSON and kinds == frozenset((Kind.BINARY,)):
            return replace(content, payload=Payload.BINARY)
        is_text = kinds == frozenset((Kind.STRING,))
        if content.payload is Payload.JSON and "*" in name and is_text:
            return replace(content, payload=Payload.TEXT)
        if content.payload is Payload.FORM and kinds and kinds <= {*_RAW}:
            # The form as the caller has written it.
            return replace(content, payload=Payload.TEXT, encoding=())
        if not self._is_writable(content, name):
            node.report(
                Code.UNSENDABLE_BODY,
                f"{media_type} wants an object, whose properties are its parts; this "
                "body has none and is left out",
                hint="describe it as type: object with a property for each part, "
                "such as file: {type: string, format: binary}",
            )
            return None
        if content.payload is Payload.MULTIPART:
            content = self._with_files(content, node)
        is_unknown = content.payload is Payload.BINARY and not _BINARY.match(name)
        if is_unknown and not _is_raw(content.type, self._schemas.definitions):
            return replace(content, payload=Payload.JSON)
        return content

    def _scalars(self, type_: Type) -> frozenset[Kind]:
        """The kinds of scalars that a body is one of; none if it is something else."""
        leaves = list(_leaves(type_, self._schemas.definitions, in_lists=False))
        kinds = [leaf.kind for leaf in leaves if isinstance(leaf, Primitive)]
        return frozenset(kinds if len(kinds) == len(leaves) else ())

    def _is_writable(self, content: Content, name: str) -> bool:
        """Whether a form, or another body of several parts, has its parts."""
        if content.payload not in (Payload.FORM, Payload.MULTIPART):
            return True
        takes_lists = (
            content.payload is Payload.MULTIPART and name != "multipart/form-data"
        )
        return any(
            isinstance(leaf, (Model, Map))
            or leaf == ANY
            or (takes_lists and isinstance(leaf, (Array, Tuple)))
            for leaf in _leaves(content.type, self._schemas.definitions, in_lists=False)
        )

    def _with_files(self, content: Content, node: Node) -> Content:
        """Let text of a stated media type be given as a file as well.

        A part of ``text/csv`` or ``image/png`` is as often as not in a file, whatever
        its ``type`` says of it.
        """
        definitions = self._schemas.definitions
        model = fields_of(content.type, definitions)
        if model is None:
            return content
        stated = _media_types(node, model)
        found = [
            replace(field, type=_or_file(field.type)) if field.wire in stated else field
            for field in model.fields
        ]
        if tuple(found) == model.fields:
            return content
        definitions[model.pointer] = replace(model, fields=tuple(found))
        encoding = tuple(self._encodings(node, content.type, content.payload))
        return replace(content, encoding=encoding)

    def content(self, media_type: str, node: Node, hint: Hint) -> Content:
        """A Media Type Object (section 4.8.14)."""
        node = node.resolve() or node  # 3.2: components.mediaTypes
        payload = payload_of(media_type)
        schema = node.get("schema") if node.is_mapping else None
        in_sequence = sequential(media_type)
        if in_sequence is not None:
            is_lines = in_sequence is not Payload.EVENTS
            if is_lines and is_of_bytes(node):
                binary = Primitive(Kind.BINARY)
                return Content(media_type, Payload.BINARY, binary, pointer=_at(schema))
            items = items_of(node, in_sequence, self._schemas, hint)
            at = _at(node.get("itemSchema") if node.is_mapping else None) or _at(schema)
            return Content(
                media_type,
                in_sequence,
                items.type,
                items=items,
                pointer=at,
                examples=body_examples(node, None),
            )
        if schema is None:
            raw = {Payload.TEXT: Kind.STRING, Payload.BINARY: Kind.BINARY}
            type_: Type = Primitive(raw[payload]) if payload in raw else ANY
        else:
            type_ = self._schemas.lower(schema, hint)
            is_open = "*" in media_type and payload is Payload.BINARY
            if is_open and not _is_raw(type_, self._schemas.definitions):
                payload = Payload.JSON
            payload = self._by_schema(payload, media_type, type_)
        encoding: tuple[tuple[str, FieldEncoding], ...] = ()
        if payload in (Payload.FORM, Payload.MULTIPART):
            encoding = tuple(self._encodings(node, type_, payload))
        return Content(
            media_type,
            payload,
            type_,
            encoding,
            described=schema is not None,
            pointer=_at(schema),
            examples=body_examples(node, schema),
        )

    def is_undecoded(self, content: Content) -> bool:
        """Return whether an object or a list is received as text or bytes.

        A table is left to callers, who choose between it and JSON by a parameter.
        """
        is_raw = content.payload in (Payload.TEXT, Payload.BINARY)
        if not is_raw or not content.described or _TABLE.search(content.media_type):
            return False
        return not _is_raw(content.type, self._schemas.definitions)

    def _by_schema(self, payload: Payload, media_type: str, type_: Type) -> Payload:
        """Return the encoding of a body, by its schema.

        A file in JSON is bytes, whatever it is called; a number, an object or a list
        in plain text is written as in JSON.
        """
        definitions = self._schemas.definitions
        leaves = list(_leaves(type_, definitions))
        if payload is Payload.JSON and leaves and all(map(_is_binary, leaves)):
            return Payload.BINARY
        name = media_type.partition(";")[0].strip().lower()
        if payload is Payload.TEXT and name == "text/plain":
            kinds = [one for one in parts(type_) if isinstance(one, Array)]
            if (leaves or kinds) and not any(map(_is_written_text, leaves)):
                return Payload.JSON
        return payload

    def _encodings(
        self, node: Node, type_: Type, payload: Payload
    ) -> Iterator[tuple[str, FieldEncoding]]:
        definition = fields_of(type_, self._schemas.definitions)
        stated = node.mapping("encoding")
        described: Mapping[str, str] = (
            _media_types(node, definition) if definition is not None else {}
        )
        for field in definition.fields if definition is not None else ():
            entry = stated.get(field.wire) if stated is not None else None
            content_type = entry.text("contentType") if entry is not None else None
            if payload is Payload.MULTIPART and content_type is None:
                content_type = described.get(field.wire)
            style = entry.text("style") if entry is not None else None
            explode = entry.flag("explode") if entry is not None else None
            leaves = list(_leaves(field.type, self._schemas.definitions))
            files = [leaf for leaf in leaves if _is_binary(leaf)]
            is_open = ANY in leaves and not _is_json(content_type or "")
            is_file = payload is Payload.MULTIPART and (bool(files) or is_open)
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
    type_: Type,
    definitions: Mapping[Pointer, Definition],
    *,
    in_lists: bool = True,
    opened: set[Pointer] | None = None,
) -> Iterator[Type | Definition]:
    """Yield the types of a value, with unions opened, and each alias once.

    Of a list, what its items can be, unless `in_lists` is false.
    """
    opened = opened if opened is not None else set()
    inner: tuple[Type, ...] = ()
    match type_:
        case Union(members):
            inner = members
        case Array(items) if in_lists:
            inner = (items,)
        case Tuple(prefix, rest) if in_lists:
            inner = (*prefix, *((rest,) if rest is not None else ()))
        case Reference(target):
            definition = definitions.get(target)
            if isinstance(definition, Alias):
                inner = (definition.type,) if target not in opened else ()
                opened.add(target)
            elif definition is not None:
                yield definition
        case _:
            if type_ != NULL:
                yield type_
    for part in inner:
        yield from _leaves(part, definitions, in_lists=in_lists, opened=opened)


def _media_types(node: Node, model: Model) -> Mapping[str, str]:
    """The media types of parts that are not JSON (section 4.8.14.3).

    ``contentType`` of the encoding takes precedence over ``contentMediaType``.
    """
    stated = node.mapping("encoding")
    schema = node.get("schema")
    target = (schema.resolve() or schema) if schema is not None else None
    properties = parts_of(target).properties() if target is not None else {}
    found: dict[str, str] = {}
    for field in model.fields:
        entry = stated.get(field.wire) if stated is not None else None
        media_type = entry.text("contentType") if entry is not None else None
        for described in properties.get(field.wire, ()):
            own = described.resolve() or described
            own_type = own.text("contentMediaType")
            # Of a file of any kind, its name says more.
            if own_type != "application/octet-stream":
                media_type = media_type or own_type
        if media_type is not None and not _is_json(media_type):
            found[field.wire] = media_type
    return found


def _or_file(type_: Type) -> Type:
    """The type of a part that is text, or a list of text; files are welcome, too."""
    match type_:
        case Primitive(Kind.STRING):
            return union((type_, Primitive(Kind.BINARY)))
        case Array(items):
            return replace(type_, items=_or_file(items))
        case Union(members) if type_.discriminator is None:
            return union(tuple(map(_or_file, members)))
        case _:
            return type_


def _is_json(media_type: str) -> bool:
    return payload_of(media_type) is Payload.JSON and "*" not in media_type


def _is_binary(leaf: Type | Definition) -> bool:
    return isinstance(leaf, Primitive) and leaf.kind is Kind.BINARY


def _is_written_text(leaf: Type | Definition) -> bool:
    """Whether a value in plain text is not written as in JSON, or may not be."""
    match leaf:
        case Primitive(kind):
            return kind not in _WRITTEN_AS_JSON
        case Literal(values):
            return any(isinstance(value, str) for value in values)
        case Enumeration(kind=kind):
            return kind not in _WRITTEN_AS_JSON
        case Model() | Map() | Tuple():
            return False
        case _:
            return True


_WRITTEN_AS_JSON: Final = frozenset(
    kind
    for kind, scalar in SCALARS.items()
    if scalar.json in ("boolean", "integer", "number")
)


def _at(schema: Node | None) -> Pointer | None:
    return schema.pointer if schema is not None else None


def _is_raw(type_: Type, definitions: Mapping[Pointer, Definition]) -> bool:
    """Whether a body is bytes or text, and nothing that would must be encoded."""
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
