"""Request bodies, byte for byte."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from pydantic import Field

from generator.runtime.bodies import (
    BinaryBody,
    Encoding,
    FormBody,
    JsonBody,
    JsonLinesBody,
    MultipartBody,
    OneOfBodies,
    RequestBody,
    TextBody,
)
from generator.runtime.content import Content
from generator.runtime.enums import OpenStrEnum
from generator.runtime.errors import RequestValidationError
from generator.runtime.files import FileField
from generator.runtime.models import (
    Model,
    Nullable,
)
from generator.runtime.parameters import Style
from generator.runtime.scalars import Base64


class Size(OpenStrEnum):
    SMALL = "small"


class Signatory(Model):
    user_uuid: str
    is_first: Annotated[Nullable[bool], Field(alias="isFirst")] = None


class Order(Model):
    order_id: Annotated[int, Field(alias="orderId", ge=1)]
    note: Nullable[str] = None
    size: Size | None = None
    due: date | None = None
    data: Base64 | None = None
    tags: list[str] | None = None
    first: Signatory | None = None


def written(content: Content) -> bytes:
    """What goes over the wire."""
    stream = content.stream(is_async=False)
    return stream if isinstance(stream, bytes) else b"".join(stream)


# --- JSON --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"orderId": 1}, {"orderId": 1}),
        ({"order_id": 1}, {"orderId": 1}),
        (Order(order_id=1), {"orderId": 1}),
        (Order(order_id=1, note=None), {"orderId": 1, "note": None}),
        (Order(order_id=1, note="ü"), {"orderId": 1, "note": "ü"}),
        ({"orderId": 1, "due": date(2024, 5, 6)}, {"orderId": 1, "due": "2024-05-06"}),
        ({"orderId": 1, "data": b"\xff"}, {"orderId": 1, "data": "/w=="}),
        ({"orderId": 1, "other": {"a": 1}}, {"orderId": 1, "other": {"a": 1}}),
        (
            {"orderId": 1, "first": {"user_uuid": "a"}},
            {"orderId": 1, "first": {"user_uuid": "a"}},
        ),
        (
            {"orderId": 1, "first": Signatory(user_uuid="a", is_first=None)},
            {"orderId": 1, "first": {"user_uuid": "a", "isFirst": None}},
        ),
    ],
)
def test_json_has_the_names_of_the_api_and_what_was_set(
    value: object, expected: object
) -> None:
    content = JsonBody(Order).encode(value)
    assert content.headers == {"content-type": "application/json"}
    assert json.loads(written(content)) == expected
    assert content.opened == []


def test_json_is_compact_utf8_with_the_media_type_as_it_stands() -> None:
    body = JsonBody(Any, "application/vnd.api+json; charset=utf-8")
    content = body.encode({"a": [1, "ü"]})
    assert written(content) == '{"a":[1,"ü"]}'.encode()
    assert content.headers["content-type"] == "application/vnd.api+json; charset=utf-8"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({}, "^orderId: Field required$"),
        ({"orderId": 0}, "^orderId: .*greater than or equal to 1$"),
        (
            {"orderId": 1, "first": {"isFirst": True}},
            "^first.user_uuid: Field required",
        ),
        ({"orderId": 1, "tags": ["a", 2]}, r"^tags\.1: "),
        ("text", "^body: "),
        (None, "^body: "),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(
    value: object, message: str
) -> None:
    with pytest.raises(RequestValidationError, match=message) as caught:
        JsonBody(Order).encode(value)
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"orderId": 1, "due": None}, "due"),
        (Order(order_id=1, tags=None), "tags"),
        ({"orderId": 1, "lines": [{"first": {"isFirst": None}, "due": None}]}, None),
    ],
)
def test_null_is_not_leaving_out(value: object, place: str | None) -> None:
    """JSON Schema: a member that is not required may be absent, not null."""
    if place is None:  # members that the specification does not know are the caller's
        assert written(JsonBody(Order).encode(value))
        return
    with pytest.raises(RequestValidationError, match=f"^{place}: null"):
        JsonBody(Order).encode(value)


def test_null_is_not_leaving_out_in_depth() -> None:
    body = JsonBody(dict[str, list[Order]])
    with pytest.raises(RequestValidationError, match=r"^a\.1\.due: null"):
        body.encode({"a": [{"orderId": 1}, {"orderId": 1, "due": None}]})


def test_a_refusal_does_not_repeat_the_value() -> None:
    with pytest.raises(RequestValidationError) as caught:
        JsonBody(Order).encode({"orderId": "the secret"})
    assert "secret" not in str(caught.value)


# --- forms -------------------------------------------------------------------


def test_a_form() -> None:
    content = FormBody(Order).encode(
        {"orderId": 1, "note": "a b&c=ü", "size": Size.SMALL, "tags": ["x", "y"]}
    )
    assert content.headers == {"content-type": "application/x-www-form-urlencoded"}
    assert written(content) == (
        b"orderId=1&note=a+b%26c%3D%C3%BC&size=small&tags=x&tags=y"
    )


def test_the_encoding_of_a_forms_fields() -> None:
    encoding = {
        "tags": Encoding(Style("pipeDelimited")),
        "first": Encoding(Style("deepObject", explode=True)),
        "note": Encoding(Style("json"), "application/json"),
    }
    value = {"orderId": 1, "tags": ["a", "b"], "note": "n"}
    value["first"] = {"user_uuid": "u", "isFirst": True}
    content = FormBody(Order, encoding).encode(value)
    assert parse_qsl(written(content).decode()) == [
        ("orderId", "1"),
        ("note", '"n"'),
        ("tags", "a|b"),
        ("first[user_uuid]", "u"),
        ("first[isFirst]", "true"),
    ]


def test_an_object_in_a_form_is_exploded_by_default() -> None:
    """OpenAPI 3.1, 4.8.14.3: the default strategy is the style `form`."""
    content = FormBody(Order).encode({"orderId": 1, "first": {"user_uuid": "u"}})
    assert written(content) == b"orderId=1&user_uuid=u"


def test_a_form_of_a_map() -> None:
    content = FormBody(dict[str, Any]).encode({"a": 1, "b": UUID(int=0)})
    assert written(content) == b"a=1&b=00000000-0000-0000-0000-000000000000"


def test_a_form_is_checked() -> None:
    with pytest.raises(RequestValidationError, match="orderId"):
        FormBody(Order).encode({})


# --- text and bytes ----------------------------------------------------------


def test_text() -> None:
    content = TextBody("text/csv").encode("ü,1\n")
    assert content.headers == {"content-type": "text/csv"}
    assert written(content) == "ü,1\n".encode()


@pytest.mark.parametrize("value", [1, None, ["x"], {"x": 1}])
def test_text_is_text(value: object) -> None:
    with pytest.raises(RequestValidationError, match=r"^body: expected text"):
        TextBody().encode(value)


def test_bytes() -> None:
    for value in (b"\0x", bytearray(b"\0x")):
        content = BinaryBody().encode(value)
        assert written(content) == b"\0x"
        assert content.headers == {"content-type": "application/octet-stream"}


def test_a_body_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(b"png")
    content = BinaryBody("image/png").encode(path)
    [opened] = content.opened
    assert content.headers == {"content-type": "image/png", "content-length": "3"}
    assert written(content) == b"png"
    content.close()
    assert opened.closed
    with path.open("rb") as file:
        mine = BinaryBody("image/png").encode(file)
        assert mine.segments == [file]
        mine.close()
        assert not file.closed


def test_a_media_type_that_the_caller_gives() -> None:
    content = BinaryBody("application/octet-stream").encode(("x", b"1", "image/gif"))
    assert content.headers == {"content-type": "image/gif"}


# --- several -----------------------------------------------------------------


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


# --- several JSON texts ------------------------------------------------------


def test_items_are_lines() -> None:
    content = JsonLinesBody(Order).encode([{"orderId": 1}, Order(order_id=2, note="ü")])
    assert content.content_type == "application/jsonl"
    assert written(content).decode() == '{"orderId":1}\n{"orderId":2,"note":"ü"}\n'
    sequence = JsonLinesBody(int, "application/json-seq").encode(iter([1, 2]))
    assert written(sequence) == b"\x1e1\n\x1e2\n"
    assert "content-length" not in sequence.headers
    file = JsonLinesBody(Order).encode(io.BytesIO(b"{}\n"))
    assert (file.content_type, written(file)) == ("application/jsonl", b"{}\n")


def test_items_are_made_while_they_are_sent() -> None:
    made: list[int] = []

    def items() -> Iterator[dict[str, int]]:
        for number in range(1, 20_001):
            made.append(number)
            yield {"orderId": number}

    chunks = iter(JsonLinesBody(Order).encode(items()).stream(is_async=False))
    assert made == []
    first = next(chunks)
    assert isinstance(first, bytes)
    assert 60_000 < len(first) < 70_000
    assert len(made) == first.count(b"\n") < 5000
    assert first.startswith(b'{"orderId":1}\n{"orderId":2}\n')
    rest = sum(bytes(chunk).count(b"\n") for chunk in chunks)
    assert first.count(b"\n") + rest == len(made) == 20_000


class Again:
    """Items that can be iterated as often as one likes, and are never all there."""

    def __iter__(self) -> Iterator[dict[str, int]]:
        yield {"orderId": 1}


def test_what_can_be_iterated_again_can_be_sent_again() -> None:
    content = JsonLinesBody(Order).encode(Again())
    assert content.replayable
    assert written(content) == written(content) == b'{"orderId":1}\n'
    assert not JsonLinesBody(Order).encode(iter(Again())).replayable


def test_items_that_come_one_by_one_are_lines_rather_than_json() -> None:
    bodies = OneOfBodies(JsonBody(list[Order]), JsonLinesBody(Order))
    for given, media_type in (
        ([{"orderId": 1}], "application/json"),
        (iter(Again()), "application/jsonl"),
    ):
        assert bodies.encode(given).content_type == media_type


@pytest.mark.parametrize("value", [{"orderId": 1}, "text", 7, None])
def test_items_are_no_single_value(value: object) -> None:
    with pytest.raises(RequestValidationError, match=r"^body: expected items"):
        JsonLinesBody(Order).encode(value)
    with pytest.raises(RequestValidationError, match=r"^orderId: "):
        JsonLinesBody(Order).encode([{"orderId": 0}])


# --- text that says its charset ----------------------------------------------


@pytest.mark.parametrize(
    ("media_type", "text", "charset"),
    [
        ("text/plain", "ü", "utf-8"),
        ("text/plain; charset=ISO-8859-1", "ü", "latin-1"),
        ('text/plain; charset="utf-16"', "ü", "utf-16"),
        ("application/xml", "<ü/>", "utf-8"),
        ("application/xml", '<?xml version="1.0" encoding="latin-1"?><ü/>', "latin-1"),
        ("text/plain", '<?xml version="1.0" encoding="latin-1"?><ü/>', "utf-8"),
    ],
)
def test_text_in_its_charset(media_type: str, text: str, charset: str) -> None:
    content = TextBody(media_type).encode(text)
    assert written(content) == text.encode(charset)
    assert content.content_type == media_type


@pytest.mark.parametrize("charset", ["ascii", "no-such-thing"])
def test_text_that_its_charset_cannot_write(charset: str) -> None:
    with pytest.raises(RequestValidationError, match=f"cannot be written in {charset}"):
        TextBody(f"text/plain; charset={charset}").encode("ü")
