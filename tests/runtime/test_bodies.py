"""Request bodies, byte for byte."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import pytest

from apiloom.runtime.core.errors import RequestValidationError
from apiloom.runtime.encoding.bodies import (
    BinaryBody,
    Encoding,
    FormBody,
    JsonBody,
    TextBody,
)
from apiloom.runtime.encoding.parameters import Style
from tests.runtime.orders import Order, Signatory, Size, written

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
        ({}, r"^orderId \(body\): is required$"),
        ({"orderId": 0}, r"^orderId \(body\): must be greater than or equal to 1$"),
        (
            {"orderId": 1, "first": {"isFirst": True}},
            r"^first\.user_uuid \(body\): is required$",
        ),
        (
            {"orderId": 1, "tags": ["a", 2]},
            r"^tags\.1 \(body\): must be a string, not int$",
        ),
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
    with pytest.raises(
        RequestValidationError, match=rf"^{place} \(body\): must not be null"
    ):
        JsonBody(Order).encode(value)


def test_null_is_not_leaving_out_in_depth() -> None:
    body = JsonBody(dict[str, list[Order]])
    with pytest.raises(
        RequestValidationError, match=r"^a\.1\.due \(body\): must not be null"
    ):
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
