"""Bodies of many items (lines, records, events): how they are written, and judged."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from tests.contract.roundtrip.contract import Content
from tests.contract.roundtrip.equality import difference
from tests.contract.roundtrip.raw import Place, RawDocument

_LINES: Final = (
    "application/jsonl",
    "application/x-jsonl",
    "application/jsonlines",
    "application/x-jsonlines",
    "application/json-lines",
    "application/ndjson",
    "application/x-ndjson",
    "application/stream+json",
)

Writer = Callable[[Sequence[Any]], bytes]


def writer_of(media_type: str) -> Writer | None:
    """What writes items as a body; None if the body is no sequence."""
    plain = media_type.partition(";")[0].strip().lower()
    if plain in _LINES:
        return lambda items: "".join(f"{json.dumps(it)}\n" for it in items).encode()
    if plain == "application/json-seq" or plain.endswith("+json-seq"):
        # RFC 7464, section 2.2.
        return lambda items: "".join(f"\x1e{json.dumps(it)}\n" for it in items).encode()
    if plain == "text/event-stream":
        return lambda items: "".join(
            f"data: {json.dumps(it)}\n\n" for it in items
        ).encode()
    return None


def is_file(raw: RawDocument, content: Content) -> bool:
    """Whether a schema says that a body is bytes, whatever its media type."""
    schema = raw.schema(content.schema)
    return schema.get("format") == "binary" or schema.get("type") == "file"


def event_of(raw: RawDocument, content: Content) -> Place | None:
    """The schema of the events as wholes; None if it is that of what they carry."""
    if not content.media_type.lower().startswith("text/event-stream"):
        return None
    item = content.item
    if item is None and content.schema is not None:
        place, schema = raw.resolved(content.schema)
        is_array = isinstance(schema, dict) and schema.get("type") == "array"
        item = place / "items" if is_array else content.schema
    if item is None:
        return None
    item, schema = raw.resolved(item)
    members = schema.get("properties") if isinstance(schema, dict) else None
    if isinstance(schema, dict) and "contentSchema" in json.dumps(schema.get("oneOf")):
        # What is carried depends on the rest of the event.
        return None
    return item if isinstance(members, dict) and "data" in members else None


def carried_by(raw: RawDocument, event: Place) -> Place | None:
    """The schema of the JSON text in the data of an event, where it has one."""
    data, schema = raw.resolved(event / "properties" / "data")
    is_stated = isinstance(schema, dict) and "contentSchema" in schema
    return data / "contentSchema" if is_stated else None


def written_event(event: Mapping[str, Any]) -> bytes:
    """An event as the server writes it (HTML, section 9.2.6)."""
    lines: list[str] = []
    for name in ("event", "id", "retry", "data"):
        if name not in event:
            continue
        value = event[name]
        text = value if isinstance(value, str) else json.dumps(value)
        lines += [f"{name}: {line}" for line in text.split("\n")]
    return "".join(f"{line}\n" for line in (*lines, "")).encode()


def item_of(raw: RawDocument, content: Content) -> Place | None:
    """The schema of the items; None if it is not about JSON, or about whole events.

    A schema that is no array describes each item: what else could it, of many?
    """
    item = content.item
    if item is None and content.schema is not None:
        place, schema = raw.resolved(content.schema)
        if not isinstance(schema, dict) or schema.get("type") == "string":
            return None
        is_array = schema.get("type") == "array" and "items" in schema
        item = place / "items" if is_array else content.schema
    if item is not None and content.media_type.lower().startswith("text/event-stream"):
        _, schema = raw.resolved(item)
        members = schema.get("properties") if isinstance(schema, dict) else None
        if content.item is not None or (
            isinstance(members, dict) and "data" in members
        ):
            return None
    return item


def same_event(sent: Mapping[str, Any], came: Any) -> bool:
    """Whether an event came as it was written; what it carries may be JSON text."""
    if not isinstance(came, dict):
        return False
    for name, value in sent.items():
        other = came.get(name)
        if difference(value, other) is None:
            continue
        try:
            texts = isinstance(value, str), isinstance(other, str)
            left = json.loads(value) if texts[0] else value
            right = json.loads(other) if texts[1] else other
        except (TypeError, ValueError):
            return False
        if difference(left, right) is not None:
            return False
    return True


def plain_item(item: Any) -> Any:
    """An item as JSON, where it is an event of which only the data is looked at."""
    data = getattr(item, "data", None)
    if type(item).__name__ == "ServerSentEvent" and isinstance(data, str):
        return json.loads(data)
    return item


def stream_method(resource: Any, inspected: Mapping[str, Any]) -> Callable[..., Any]:
    """The method that gives the items one by one."""
    name = inspected["method"]
    if not str(inspected["returns"]).startswith("Stream["):
        name = f"{name}_stream"
    found: Callable[..., Any] = getattr(resource, name)
    return found
