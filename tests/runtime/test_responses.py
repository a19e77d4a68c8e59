"""Answers: decoders, and which of them is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import httpx2
import pytest
from pydantic import Field

from apiloom.runtime.core.errors import ResponseValidationError
from apiloom.runtime.decoding.decoders import (
    AnyOf,
    Binary,
    Decoder,
    Empty,
    Json,
    Location,
    RawResponse,
    Text,
    Undescribed,
    described,
)
from apiloom.runtime.decoding.response_info import fits, loosely, media_type_of
from apiloom.runtime.types.models import Model
from apiloom.runtime.types.unions import Discriminated, UnknownVariant

Answer = Callable[..., httpx2.Response]


class Item(Model):
    item_id: Annotated[int, Field(alias="itemId")]


class Cat(Model):
    kind: str
    lives: int


PET = Annotated[Cat | UnknownVariant, Discriminated("kind", {"cat": Cat})]


class Page(Model):
    items: list[Item]
    pet: PET | None = None


def test_bytes_of_no_better_known_type_are_bytes(answer: Answer) -> None:
    """RFC 9110, section 8.3: so a download is one, whatever the document calls it."""
    decoder = AnyOf(Json(Any), Binary("application/pdf"))
    unknown = {"content-type": "application/octet-stream"}
    assert decoder.decode(answer(headers=unknown, content=b"PDF")) == b"PDF"
    other = AnyOf(Text("text/plain"), Json(Any))
    assert other.decode(answer(headers=unknown, content=b"text")) == "text"


def test_json_becomes_the_type(answer: Answer) -> None:
    item = Json(Item).decode(answer(json={"itemId": 1, "x": 2}))
    assert type(item) is Item
    assert (item.item_id, item.model_extra) == (1, {"x": 2})
    assert Json(dict[str, Item]).decode(answer(json={"a": {"itemId": 2}})) == {
        "a": Item(item_id=2)
    }


def test_json_is_read_whatever_the_content_type_says(answer: Answer) -> None:
    for content_type in ("text/html", "application/octet-stream", ""):
        found = answer(content=b'{"itemId":1}', headers={"content-type": content_type})
        assert Json(Item).decode(found).item_id == 1


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (
            b'{"items":[{"itemId":1},{"itemId":"x"}]}',
            "/items/1/itemId: expected an integer, got a string",
        ),
        (b'{"items":[{}]}', "/items/0/itemId: expected an integer, got nothing"),
        (b"{}", "/items: expected an array, got nothing"),
        (b"[]", ": expected an object, got an array"),
        (b"", ": expected an object, got no body"),
        (b'{"items":', "Invalid JSON"),
        (b"<html>", "Invalid JSON"),
        (
            b'{"items":[],"pet":{"kind":"cat"}}',
            "/pet/lives: expected an integer, got nothing",
        ),
        (
            b'{"items":[{},{},{}]}',
            "/items/0/itemId: .*; /items/1/itemId: .*; /items/2/itemId",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(
    answer: Answer, content: bytes, place: str
) -> None:
    response = answer(
        content=content, headers={"content-type": "Application/JSON; charset=utf-8"}
    )
    with pytest.raises(ResponseValidationError, match=place) as caught:
        Json(Page).decode(response)
    error = caught.value
    assert error.message.startswith(
        "GET /v1/things: the body of status 200 (application/json) "
        + (
            "does not fit"
            if error.mismatches[0].expected != "JSON"
            else "cannot be read"
        )
    )
    assert error.response is response
    assert error.status_code == 200
    assert "secret" not in error.message
    assert "\n" not in error.message


def test_the_value_that_does_not_fit_is_not_repeated(answer: Answer) -> None:
    with pytest.raises(ResponseValidationError) as caught:
        Json(Item).decode(answer(json={"itemId": "private"}))
    assert "private" not in caught.value.message


def test_text(answer: Answer) -> None:
    latin = answer(
        content="ü".encode("latin-1"),
        headers={"content-type": "text/plain; charset=iso-8859-1"},
    )
    assert Text().decode(latin) == "ü"
    assert Text().decode(answer(content="ü".encode())) == "ü"


def test_bytes_and_nothing(answer: Answer) -> None:
    assert Binary().decode(answer(content=b"\0\xff")) == b"\0\xff"
    assert Binary().decode(answer()) == b""
    nothing: Decoder = Empty()
    assert nothing.decode(answer(204)) is None
    assert nothing.decode(answer(content=b"unexpected")) is None


@pytest.mark.parametrize(
    ("header", "url"),
    [
        ("https://files.test/x?sig=1", "https://files.test/x?sig=1"),
        ("/other", "https://api.test/other"),
        ("more", "https://api.test/v1/more"),
    ],
)
def test_a_location_is_resolved(answer: Answer, header: str, url: str) -> None:
    assert Location().decode(answer(303, headers={"location": header})) == url


def test_a_redirect_without_a_location(answer: Answer) -> None:
    with pytest.raises(ResponseValidationError, match="has no Location header"):
        Location().decode(answer(303))


def several() -> Decoder:
    return AnyOf(
        Json(Item), Text("text/csv", "text/plain"), Binary("image/*"), Json(Any, "a/b")
    )


@pytest.mark.parametrize(
    ("content_type", "content", "value"),
    [
        ("application/json", b'{"itemId":1}', Item(item_id=1)),
        ("APPLICATION/JSON ; charset=utf-8", b'{"itemId":1}', Item(item_id=1)),
        ("text/csv", b"[1]", "[1]"),
        ("text/plain; charset=utf-8", b"x", "x"),
        ("image/png", b"\x89", b"\x89"),
        ("a/b", b"[1]", [1]),
    ],
)
def test_the_content_type_chooses(
    answer: Answer, content_type: str, content: bytes, value: object
) -> None:
    response = answer(content=content, headers={"content-type": content_type})
    assert several().decode(response) == value
    assert type(several().decode(response)) is type(value)


def test_an_unexpected_content_type_is_read_as_the_first(answer: Answer) -> None:
    unknown = answer(content=b'{"itemId":1}', headers={"content-type": "x/y"})
    assert several().decode(unknown) == Item(item_id=1)
    assert several().decode(answer(content=b'{"itemId":1}')) == Item(item_id=1)


@pytest.mark.parametrize(
    ("content_type", "value"),
    [("application/json", {"a": 1}), ("application/x", b'{"a":1}'), ("text/x", "text")],
)
def test_the_most_specific_media_type_wins(
    answer: Answer, content_type: str, value: object
) -> None:
    """OpenAPI 3.1, 4.8.17: "only the most specific key is applicable"."""
    decoder = AnyOf(Binary("*/*"), Text("text/*"), Json(Any))
    content = b"text" if isinstance(value, str) else b'{"a":1}'
    response = answer(content=content, headers={"content-type": content_type})
    assert decoder.decode(response) == value


def test_media_types_of_a_choice() -> None:
    assert several().media_types == (
        "application/json",
        "text/csv",
        "text/plain",
        "image/*",
        "a/b",
    )
    assert Json(Any, "x/y+json").media_types == ("x/y+json",)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"", None),
        (b"null", None),
        (b'{"a":[1]}', {"a": [1]}),
        (b"3", 3),
        (b"<html>", "<html>"),
        (b"\xff\xfe\x00\xd8", b"\xff\xfe\x00\xd8"),
        ("ü".encode(), "ü"),
    ],
)
def test_what_is_not_described(answer: Answer, content: bytes, value: object) -> None:
    found = Undescribed().decode(answer(content=content))
    assert found == value
    plain = loosely(answer(content=content))
    assert plain == found or (isinstance(found, bytes) and isinstance(plain, str))


@pytest.mark.parametrize(
    ("media_type", "pattern", "expected"),
    [
        ("application/json", "application/json", True),
        ("application/json", "Application/JSON; charset=utf-8", True),
        ("application/json", "*/*", True),
        ("", "*/*", True),
        ("text/plain", "text/*", True),
        ("textual/plain", "text/*", False),
        ("application/json", "application/vnd.api+json", False),
        ("text/plain", "application/*", False),
        ("", "text/plain", False),
    ],
)
def test_media_type_ranges(media_type: str, pattern: str, expected: bool) -> None:
    assert fits(media_type, pattern) is expected


def test_the_media_type_of_an_answer(answer: Answer) -> None:
    headers = {"content-type": " Text/HTML ;charset=x"}
    assert media_type_of(answer(headers=headers)) == "text/html"
    assert media_type_of(answer()) == ""


@pytest.mark.parametrize(
    ("status", "found"),
    [(200, "exact"), (201, "range"), (404, "404"), (418, "4XX"), (503, "other")],
)
def test_a_code_goes_before_its_range(status: int, found: str) -> None:
    table = {
        "2XX": "range",
        "200": "exact",
        "default": "other",
        "4XX": "4XX",
        "404": "404",
    }
    assert described(status, table) == found


def test_what_no_entry_describes() -> None:
    assert described(500, {"200": "x", "4XX": "y"}) is None


def test_a_raw_response(answer: Answer) -> None:
    response = answer(
        201, headers={"X-Request-ID": "r1", "X-Other": "o"}, json={"itemId": 1}
    )
    raw = RawResponse(response, lambda: Json(Item).decode(response))
    assert raw.status_code == 201
    assert raw.headers["x-other"] == "o"
    assert raw.request_id == "r1"
    assert raw.http_response is response
    assert raw.parse() == Item(item_id=1)
    assert repr(raw) == "<RawResponse [201]>"
