"""Sequential media types (OpenAPI 3.2, 4.14.3), and what is practice before 3.2."""

from __future__ import annotations

from typing import Any

import pytest

from apiloom.ir.api import Content, Payload
from apiloom.ir.scalars import Kind
from apiloom.ir.types import ANY, Embedded, Primitive, Reference
from apiloom.lower.operations.sequences import sequential
from tests.unit.lower.conftest import Lower

PET = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}},
}
REF = {"$ref": "#/components/schemas/Pet"}
EVENTS = "text/event-stream"


def content(lower: Lower, media_type: str, media: Any, **schemas: Any) -> Content:
    answer = {"description": "D", "content": {media_type: media}}
    found = lower(
        {"/": {"get": {"responses": {"200": answer}}}},
        schemas={"Pet": PET, **schemas},
        openapi="3.2.0",
    )
    [response] = found.operation.responses
    return response.contents[0]


@pytest.mark.parametrize(
    ("media_type", "payload"),
    [
        ("text/event-stream", Payload.EVENTS),
        ("Text/Event-Stream; charset=utf-8", Payload.EVENTS),
        ("application/jsonl", Payload.LINES),
        ("application/x-ndjson", Payload.LINES),
        ("application/stream+json", Payload.LINES),
        ("application/json-seq", Payload.RECORDS),
        ("application/vnd.geo+json-seq", Payload.RECORDS),
        ("application/json", None),
        ("application/vnd.api+json", None),
        ("text/plain", None),
    ],
)
def test_media_types(media_type: str, payload: Payload | None) -> None:
    assert sequential(media_type) is payload


@pytest.mark.parametrize(
    "media",
    [
        {"itemSchema": REF},
        {"x-item-schema": REF},
        {"schema": REF},
        {"schema": {"type": "array", "items": REF}},
        {"schema": {"type": "string"}, "itemSchema": REF},
    ],
)
@pytest.mark.parametrize("media_type", [EVENTS, "application/jsonl"])
def test_where_the_item_is_described(lower: Lower, media_type: str, media: Any) -> None:
    found = content(lower, media_type, media)
    assert isinstance(found.item, Reference)
    assert found.item == found.type
    assert found.item.target.name == "Pet"


def test_nothing_is_said_of_the_item(lower: Lower) -> None:
    assert content(lower, EVENTS, {}).item == Primitive(Kind.EVENT)
    assert content(lower, "application/jsonl", {}).item == ANY
    text = {"schema": {"type": "string", "format": "uuid"}}
    assert content(lower, EVENTS, text).item == Primitive(Kind.STRING)


def event(data: Any, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"data": data, **more}}


@pytest.mark.parametrize(
    ("schema", "is_event", "has_json"),
    [
        (event({"type": "string"}), True, False),
        (event({"type": "string"}, id={"type": "string"}), True, False),
        (event({"type": "string", "enum": ["a"]}), True, False),
        (
            event(
                {
                    "type": "string",
                    "contentMediaType": "application/json",
                    "contentSchema": REF,
                }
            ),
            True,
            False,
        ),
        (event(REF, event={"type": "string"}, retry={"type": "integer"}), True, True),
        (event({}), True, True),
        (event({"oneOf": [REF, {"type": "string"}]}), True, True),
        ({"oneOf": [event(REF), event({"type": "string"})]}, True, True),
        (event(REF, other={"type": "string"}), False, False),
        ({"oneOf": [event(REF), REF]}, False, False),
        ({"type": "object", "properties": {"id": {"type": "string"}}}, False, False),
        (REF, False, False),
    ],
)
def test_what_describes_the_event_and_what_its_data(
    lower: Lower, schema: Any, is_event: bool, has_json: bool
) -> None:
    items = content(lower, EVENTS, {"itemSchema": schema}).items
    assert items is not None
    assert (items.is_event, items.has_json_data) == (is_event, has_json)


EMBEDDED = {
    "type": "string",
    "contentMediaType": "application/json",
    "contentSchema": REF,
}


@pytest.mark.parametrize(
    ("schema", "embedded"),
    [
        (event(EMBEDDED), True),
        ({"oneOf": [event(EMBEDDED), event(EMBEDDED)]}, True),
        ({"oneOf": [event(EMBEDDED), event({"type": "string"})]}, False),
        (event({"oneOf": [EMBEDDED, {"type": "string"}]}), False),
        (event(REF), False),
        (event({"type": "string"}), False),
        ({"type": "object", "properties": {"event": {"type": "string"}}}, False),
    ],
)
def test_whether_data_is_nothing_but_json_in_a_string(
    lower: Lower, schema: Any, embedded: bool
) -> None:
    items = content(lower, EVENTS, {"itemSchema": schema}).items
    assert items is not None
    assert items.is_embedded is embedded


def test_json_in_a_string_is_what_it_holds(lower: Lower) -> None:
    data = {
        "type": "string",
        "contentMediaType": "application/json",
        "contentSchema": REF,
    }
    answer = {"description": "D", "content": {EVENTS: {"itemSchema": event(data)}}}
    found = lower({"/": {"get": {"responses": {"200": answer}}}}, schemas={"Pet": PET})
    type_ = found.field("itemSchema", "data").type
    assert isinstance(type_, Embedded)
    assert isinstance(type_.type, Reference)


def test_what_an_overlay_says(lower: Lower) -> None:
    media = {
        "schema": REF,
        "x-stream-end": "[DONE]",
        "x-method": "listen",
        "x-stream-flag": "live",
    }
    items = content(lower, EVENTS, media).items
    assert items is not None
    assert (items.end, items.method, items.flag) == ("[DONE]", "listen", "live")


def test_a_failure_is_no_stream(lower: Lower) -> None:
    stream = {"description": "D", "content": {EVENTS: {"schema": REF}}}
    found = lower(
        {"/": {"get": {"responses": {"200": stream, "400": stream}}}},
        schemas={"Pet": PET},
    )
    success, failure = found.operation.responses
    assert success.contents[0].item is not None
    assert failure.contents[0].payload is Payload.TEXT
    assert failure.contents[0].item is None
