"""Request Body Objects to bodies (OpenAPI 3.1, 4.8.13 to 4.8.15)."""

from __future__ import annotations

from typing import Any

import pytest

from apiloom.ir.api import Body, FieldEncoding, Payload
from apiloom.ir.scalars import Kind
from apiloom.ir.types import ANY, Primitive
from tests.unit.lower.conftest import Lower
from tests.unit.lower.parts import OK, STRING, TEXT, obj


def body(lower: Lower, content: dict[str, Any], **rest: Any) -> Body:
    operation = {"requestBody": {"content": content, **rest}, "responses": OK}
    found = lower({"/": {"post": operation}}).operation.body
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("media_type", "payload"),
    [
        ("application/json", Payload.JSON),
        ("Application/JSON; charset=utf-8", Payload.JSON),
        ("application/vnd.api+json", Payload.JSON),
        ("application/problem+json", Payload.JSON),
        ("text/json", Payload.JSON),
        ("*/*", Payload.TEXT),
        ("application/x-www-form-urlencoded", Payload.TEXT),
        ("text/plain", Payload.TEXT),
        ("text/csv", Payload.TEXT),
        ("application/xml", Payload.TEXT),
        ("application/atom+xml", Payload.TEXT),
        ("application/octet-stream", Payload.BINARY),
        ("image/png", Payload.BINARY),
    ],
)
def test_media_types(lower: Lower, media_type: str, payload: Payload) -> None:
    found = body(lower, {media_type: {"schema": TEXT}}, required=True)
    [content] = found.contents
    assert (content.media_type, content.payload) == (media_type, payload)
    assert found.required


@pytest.mark.parametrize(
    ("media_type", "payload"),
    [
        ("*/*", Payload.JSON),
        ("application/x-www-form-urlencoded", Payload.FORM),
        ("multipart/form-data", Payload.MULTIPART),
        ("multipart/mixed", Payload.MULTIPART),
    ],
)
def test_media_types_of_objects(
    lower: Lower, media_type: str, payload: Payload
) -> None:
    [content] = body(lower, {media_type: {"schema": obj(a=TEXT)}}).contents
    assert content.payload == payload


@pytest.mark.parametrize("schema", [TEXT, {"type": "array", "items": TEXT}])
def test_a_form_of_no_parts_is_left_out(lower: Lower, schema: dict[str, Any]) -> None:
    content = {"multipart/form-data": {"schema": schema}}
    operation = {"requestBody": {"content": content}, "responses": OK}
    found = lower({"/": {"post": operation}})
    assert found.operation.body is None
    assert "unsendable-body" in found.codes


def test_a_body_is_optional_unless_it_says_otherwise(lower: Lower) -> None:
    assert not body(lower, {"application/json": {"schema": TEXT}}).required


def test_a_body_without_a_schema(lower: Lower) -> None:
    def only(media_type: str) -> object:
        return body(lower, {media_type: {}}).contents[0].type

    assert only("application/json") == ANY
    assert only("text/plain") == STRING
    assert only("image/png") == Primitive(Kind.BINARY)


def test_a_body_in_components(lower: Lower) -> None:
    shared = {"content": {"application/json": {"schema": TEXT}}, "required": True}
    operation = {
        "requestBody": {"$ref": "#/components/requestBodies/Shared"},
        "responses": OK,
    }
    found = lower(
        {"/": {"post": operation}}, components={"requestBodies": {"Shared": shared}}
    )
    assert found.operation.body is not None
    assert found.operation.body.required


def test_encodings(lower: Lower) -> None:
    file = {"type": "string", "format": "binary"}
    schema = obj(
        plain=TEXT,
        file=file,
        files={"type": "array", "items": file},
        typed=file,
        meta=obj(a=TEXT),
        deep={"type": "array", "items": obj(a=TEXT)},
        delimited={"type": "array", "items": TEXT},
    )
    encoding = {
        "typed": {"contentType": "text/csv"},
        "meta": {"contentType": "application/json"},
        "deep": {"style": "deepObject", "explode": True},
        "delimited": {"style": "pipeDelimited"},
    }
    media = {"schema": schema, "encoding": encoding}
    [content] = body(lower, {"multipart/form-data": media}).contents
    assert dict(content.encoding) == {
        "file": FieldEncoding(file=True),
        "files": FieldEncoding(file=True),
        "typed": FieldEncoding(content_type="text/csv", file=True),
        "meta": FieldEncoding("json", False, "application/json"),
        "deep": FieldEncoding("deepObject", True),
        "delimited": FieldEncoding("pipeDelimited", False),
    }
    [content] = body(lower, {"application/x-www-form-urlencoded": media}).contents
    assert "file" not in dict(content.encoding)


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        ({"application/json": {"schema": obj(a=TEXT)}}, ["a"]),
        ({"multipart/form-data": {"schema": obj(a=TEXT)}}, ["a"]),
        (
            {
                "application/json": {
                    "schema": {**obj(a=TEXT), "type": ["object", "null"]}
                }
            },
            # Taken apart, it could not be null.
            None,
        ),
        ({"application/json": {"schema": {"type": "object"}}}, None),
        (
            {
                "application/json": {
                    "schema": {**obj(a=TEXT), "additionalProperties": TEXT}
                }
            },
            None,
        ),
        ({"application/json": {"schema": {"type": "array"}}}, None),
        ({"application/json": {"schema": obj(a=TEXT)}, "text/plain": {}}, None),
        ({"text/plain": {"schema": TEXT}}, None),
    ],
)
def test_which_bodies_are_taken_apart(
    lower: Lower, content: dict[str, Any], fields: list[str] | None
) -> None:
    operation = {"requestBody": {"content": content}, "responses": OK}
    found = lower({"/": {"post": operation}})
    assert found.operation.body is not None
    model = found.api.body_fields(found.operation.body)
    assert (None if model is None else [one.wire for one in model.fields]) == fields
