"""Bodies of several media types: which of them a value is sent as."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest

from apiloom.runtime.core.errors import RequestValidationError
from apiloom.runtime.encoding.bodies import (
    BinaryBody,
    Encoding,
    FormBody,
    JsonBody,
    OneOfBodies,
    RequestBody,
    TextBody,
)
from apiloom.runtime.encoding.files import FileField
from apiloom.runtime.encoding.item_streams import JsonLinesBody
from apiloom.runtime.encoding.multipart import MultipartBody
from apiloom.runtime.types.models import Model
from tests.runtime.orders import Order


@pytest.mark.parametrize(
    ("value", "media_type"),
    [
        ({"orderId": 1}, "application/json"),
        (Order(order_id=1), "application/json"),
        ("orderId,1", "text/csv"),
        (b"\0", "application/octet-stream"),
        (io.BytesIO(b"\0"), "application/octet-stream"),
        (("x.bin", b"\0"), "application/octet-stream"),
        (Path(__file__), "application/octet-stream"),
    ],
)
def test_the_value_chooses_the_media_type(value: object, media_type: str) -> None:
    bodies = OneOfBodies(JsonBody(Order), TextBody("text/csv"), BinaryBody())
    content = bodies.encode(value)
    content.close()
    assert content.headers["content-type"] == media_type


def test_a_file_is_known_by_how_it_reads() -> None:
    bodies = OneOfBodies(JsonBody(Order), BinaryBody())
    with tempfile.NamedTemporaryFile() as file:  # no subclass of io's classes
        content = bodies.encode(file)
        assert content.segments == [file]


def test_the_first_media_type_explains_what_fits_none() -> None:
    bodies: RequestBody = OneOfBodies(TextBody(), BinaryBody())
    with pytest.raises(
        RequestValidationError, match=r"^body: expected text or a file, not int"
    ):
        bodies.encode(7)


class Invoice(Model):
    number: int


FILES = {"file": Encoding(file=True)}


class Scan(Model):
    file: FileField
    note: str | None = None


@pytest.mark.parametrize(
    ("value", "asked", "media_type"),
    [
        ({"orderId": 1}, None, "application/json"),
        (Order(order_id=1), None, "application/json"),
        ({"number": 1}, None, "application/vnd.invoice+json"),
        (Invoice(number=1), None, "application/vnd.invoice+json"),
        ({"file": b"1"}, None, "multipart/form-data"),
        (Scan(file=b"1"), None, "multipart/form-data"),
        ({"orderId": 1}, "application/x-www-form-urlencoded", None),
        ([{"orderId": 1}, Order(order_id=2)], None, "application/jsonl"),
        ("a,b", None, "text/csv"),
        ("<a/>", "application/xml", None),
        ("<a/>", "text/xml", None),
        (b"<a/>", "application/xml", None),
        (b"png", "image/png", None),
        (b"gif", "image/gif", None),
    ],
)
def test_every_media_type_can_be_reached(
    value: object, asked: str | None, media_type: str | None
) -> None:
    bodies = OneOfBodies(
        JsonBody(Order),
        FormBody(Order),
        JsonBody(Invoice, "application/vnd.invoice+json"),
        MultipartBody(Scan, FILES),
        JsonLinesBody(Order),
        TextBody("text/csv"),
        TextBody("application/xml"),
        TextBody("text/*"),
        BinaryBody("image/*"),
    )
    content = bodies.encode(value, asked)
    found = content.headers["content-type"].partition(";")[0]
    assert found == (asked or media_type)


def test_a_media_type_that_is_not_offered_is_refused() -> None:
    message = r"^content_type: image/png is not offered"
    for body in (JsonBody(Order), OneOfBodies(JsonBody(Order), TextBody())):
        with pytest.raises(RequestValidationError, match=message):
            body.encode({"orderId": 1}, "image/png")


def test_what_is_asked_for_is_not_replaced_by_what_would_fit() -> None:
    bodies = OneOfBodies(JsonBody(Order), TextBody())
    with pytest.raises(RequestValidationError, match=r"^body: "):
        bodies.encode("text", "application/json")
    with pytest.raises(RequestValidationError, match=r"^body: expected text"):
        bodies.encode({"orderId": 1}, "text/plain")


@pytest.mark.parametrize("media_type", ["application/*", "application/*+json", "*/*"])
def test_json_for_a_range_of_media_types(media_type: str) -> None:
    body = JsonBody(Order, media_type)
    assert body.encode({"orderId": 1}).content_type == "application/json"
    asked = body.encode({"orderId": 1}, "application/vnd.x+json")
    assert asked.content_type == "application/vnd.x+json"
