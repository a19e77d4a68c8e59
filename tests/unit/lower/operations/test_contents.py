"""Media Type Objects (OpenAPI 3.1, 4.8.14): how a body is written."""

from __future__ import annotations

from typing import Any

import pytest

from apiloom.ir.api import Body, FieldEncoding, Payload
from tests.unit.lower.conftest import Lower
from tests.workshop import response

OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}}
FILE = {"type": "string", "format": "binary"}


def body(lower: Lower, content: dict[str, Any]) -> Body:
    given = {"requestBody": {"content": content}, "responses": {"204": response()}}
    found = lower({"/": {"post": given}}).operation.body
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("media_type", "schema", "payload"),
    [
        ("application/*", OBJECT, Payload.JSON),
        ("*/*", OBJECT, Payload.JSON),
        ("application/vnd.acme.v2", OBJECT, Payload.JSON),
        ("application/vnd.acme.v2", {"type": "array", "items": {}}, Payload.JSON),
        ("application/vnd.acme.v2", FILE, Payload.BINARY),
        ("application/vnd.acme.v2", {"type": "string"}, Payload.BINARY),
        ("application/vnd.acme.v2", {}, Payload.BINARY),
        ("application/octet-stream", OBJECT, Payload.BINARY),
        ("application/x-protobuf", OBJECT, Payload.BINARY),
        ("application/vnd.google.protobuf", OBJECT, Payload.BINARY),
        ("application/yaml", OBJECT, Payload.TEXT),
        ("application/gzip", OBJECT, Payload.BINARY),
        ("image/*", FILE, Payload.BINARY),
        ("image/png", OBJECT, Payload.BINARY),
        ("application/xml", OBJECT, Payload.TEXT),
    ],
)
def test_what_a_body_is_sent_as(
    lower: Lower, media_type: str, schema: Any, payload: Payload
) -> None:
    [content] = body(lower, {media_type: {"schema": schema}}).contents
    assert content.payload is payload


def test_an_answer_in_a_media_type_that_nobody_knows_is_bytes(lower: Lower) -> None:
    content = {"application/vnd.acme.v2": {"schema": OBJECT}}
    answer = {"description": "D", "content": content}
    found = lower({"/": {"get": {"responses": {"200": answer}}}})
    assert found.operation.responses[0].contents[0].payload is Payload.BINARY


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string", "const": "scan"}, "scan"),
        ({"type": "string", "enum": ["only"]}, "only"),
        ({"type": "string", "default": "usual"}, "usual"),
        ({"type": "string", "enum": ["a", "b"]}, None),
        ({"type": "string"}, None),
    ],
)
def test_the_headers_of_a_part(lower: Lower, schema: Any, value: str | None) -> None:
    media = {
        "schema": {"type": "object", "properties": {"file": FILE}},
        "encoding": {
            "file": {
                "headers": {
                    "X-Kind": {"schema": schema},
                    "Content-Type": {"schema": {"const": "is/ignored"}},
                }
            }
        },
    }
    [content] = body(lower, {"multipart/form-data": media}).contents
    expected = (("X-Kind", value),) if value is not None else ()
    assert content.encoding == (("file", FieldEncoding(file=True, headers=expected)),)


@pytest.mark.parametrize(
    ("inner", "stated", "style"),
    [
        ("id", {}, "json"),
        ("other", {}, "form"),
        ("id", {"explode": True}, "form"),
        ("id", {"style": "deepObject"}, "deepObject"),
    ],
)
def test_an_object_in_a_form_is_not_mixed_up_with_what_is_beside_it(
    lower: Lower, inner: str, stated: dict[str, Any], style: str
) -> None:
    text = {"type": "string"}
    category = {"type": "object", "properties": {inner: text}}
    whole = {"type": "object", "properties": {"id": text, "category": category}}
    form = {"schema": whole, "encoding": {"category": stated}}
    [content] = body(lower, {"application/x-www-form-urlencoded": form}).contents
    encoding = dict(content.encoding).get("category")
    assert (encoding.style if encoding else "form") == style
