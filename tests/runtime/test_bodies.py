"""Request bodies, byte for byte."""

from __future__ import annotations

import email
import email.policy
import io
import json
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, cast
from urllib.parse import parse_qsl
from uuid import UUID

import httpx2
import pytest
from pydantic import Field

from generator.runtime.bodies import (
    BinaryBody,
    Content,
    Encoding,
    FormBody,
    JsonBody,
    MultipartBody,
    OneOfBodies,
    RequestBody,
    TextBody,
)
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


class Upload(Model):
    file: FileField | None = None
    files: list[FileField] | None = None
    name: Nullable[str] = None
    count: int | None = None
    flag: bool | None = None
    data: Base64 | None = None
    tags: list[str] | None = None
    first: Signatory | None = None
    signatories: list[Signatory] | None = None


@dataclass(frozen=True)
class Part:
    """A part of a multipart body, as a server reads it."""

    name: str
    filename: str | None
    content_type: str | None
    content: bytes


def parts(content: Content) -> list[Part]:
    """Let the HTTP library write a multipart body, and the standard library read it."""
    request = httpx2.Request("POST", "https://api.test", files=content.files)
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(
        head + request.read(), policy=email.policy.default
    )
    found: list[Part] = []
    for part in message.iter_parts():
        disposition = part["content-disposition"].params
        stated = part["content-type"]
        found.append(
            Part(
                disposition["name"],
                disposition.get("filename"),
                str(stated) if stated is not None else None,
                cast("bytes", part.get_payload(decode=True)),
            )
        )
    return found


# --- JSON --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "written"),
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
    value: object, written: object
) -> None:
    content = JsonBody(Order).encode(value)
    assert content.headers == {"content-type": "application/json"}
    assert isinstance(content.content, bytes)
    assert json.loads(content.content) == written
    assert content.files is None
    assert content.opened == []


def test_json_is_compact_utf8_with_the_media_type_as_it_stands() -> None:
    body = JsonBody(Any, "application/vnd.api+json; charset=utf-8")
    content = body.encode({"a": [1, "ü"]})
    assert content.content == '{"a":[1,"ü"]}'.encode()
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
        assert isinstance(JsonBody(Order).encode(value).content, bytes)
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
    assert content.content == (
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
    assert isinstance(content.content, bytes)
    assert parse_qsl(content.content.decode()) == [
        ("orderId", "1"),
        ("note", '"n"'),
        ("tags", "a|b"),
        ("first[user_uuid]", "u"),
        ("first[isFirst]", "true"),
    ]


def test_an_object_in_a_form_is_exploded_by_default() -> None:
    """OpenAPI 3.1, 4.8.14.3: the default strategy is the style `form`."""
    content = FormBody(Order).encode({"orderId": 1, "first": {"user_uuid": "u"}})
    assert content.content == b"orderId=1&user_uuid=u"


def test_a_form_of_a_map() -> None:
    content = FormBody(dict[str, Any]).encode({"a": 1, "b": UUID(int=0)})
    assert content.content == b"a=1&b=00000000-0000-0000-0000-000000000000"


def test_a_form_is_checked() -> None:
    with pytest.raises(RequestValidationError, match="orderId"):
        FormBody(Order).encode({})


# --- multipart ---------------------------------------------------------------

FILE = {"file": Encoding(file=True), "files": Encoding(file=True)}


def test_plain_fields_are_parts_without_a_filename() -> None:
    content = MultipartBody(Upload, FILE).encode(
        {"name": "ü\r\nx", "count": 1, "flag": False, "data": b"\xff"}
    )
    assert content.headers == {}  # the HTTP library adds the boundary
    assert parts(content) == [
        Part("name", None, None, "ü\r\nx".encode()),
        Part("count", None, None, b"1"),
        Part("flag", None, None, b"false"),
        Part("data", None, None, b"/w=="),
    ]


def test_null_and_what_was_left_out_are_no_parts() -> None:
    content = MultipartBody(Upload, FILE).encode({"name": None, "count": 2})
    assert [part.name for part in parts(content)] == ["count"]


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"a\n")
    encoding = {"file": Encoding(content_type="text/plain", file=True)}
    content = MultipartBody(Upload, encoding).encode({"file": path, "name": "x"})
    assert parts(content) == [
        Part("file", "list.csv", "text/plain", b"a\n"),
        Part("name", None, None, b"x"),
    ]
    [opened] = content.opened
    assert not opened.closed
    content.close()
    assert opened.closed


def test_several_files() -> None:
    given = [b"1", ("b.txt", b"2"), io.BytesIO(b"3")]
    content = MultipartBody(Upload, FILE).encode({"files": given})
    assert parts(content) == [
        Part("files", "files", "application/octet-stream", b"1"),
        Part("files", "b.txt", "text/plain", b"2"),
        Part("files", "files", "application/octet-stream", b"3"),
    ]
    assert content.opened == []


def test_files_are_closed_if_a_later_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"a")
    opened: list[Any] = []
    real = Path.open

    def remember(self: Path, mode: str) -> Any:
        opened.append(real(self, mode))
        return opened[-1]

    monkeypatch.setattr(Path, "open", remember)
    with pytest.raises(RequestValidationError, match=r"^files: expected a path"):
        MultipartBody(Upload, FILE).encode({"files": [path, "text"]})
    assert [file.closed for file in opened] == [True]


def test_arrays_are_repeated_parts() -> None:
    content = MultipartBody(Upload).encode({"tags": ["a", "b"]})
    assert parts(content) == [
        Part("tags", None, None, b"a"),
        Part("tags", None, None, b"b"),
    ]


def test_an_object_is_one_part_of_json_by_default() -> None:
    """OpenAPI 3.1, 4.8.14.4: the default Content-Type of an object is JSON's."""
    content = MultipartBody(Upload).encode({"first": {"user_uuid": "a"}})
    [part] = parts(content)
    assert (part.name, part.content_type) == ("first", "application/json")
    assert json.loads(part.content) == {"user_uuid": "a"}


def test_an_array_of_objects_is_parts_of_json_by_default() -> None:
    given = [{"user_uuid": "a"}, {"user_uuid": "b"}]
    content = MultipartBody(Upload).encode({"signatories": given})
    found = parts(content)
    assert {part.name for part in found} == {"signatories"}
    assert {part.content_type for part in found} == {"application/json"}
    assert [json.loads(part.content) for part in found] == given


def test_bracketed_names() -> None:
    encoding = {"signatories": Encoding(Style("deepObject", explode=True))}
    content = MultipartBody(Upload, encoding).encode(
        {"signatories": [{"user_uuid": "a", "isFirst": True}, {"user_uuid": "b"}]}
    )
    assert parts(content) == [
        Part("signatories[0][user_uuid]", None, None, b"a"),
        Part("signatories[0][isFirst]", None, None, b"true"),
        Part("signatories[1][user_uuid]", None, None, b"b"),
    ]


def test_a_part_of_json_by_its_encoding() -> None:
    encoding = {"first": Encoding(Style("json"), "application/json")}
    content = MultipartBody(Upload, encoding).encode({"first": {"user_uuid": "a"}})
    assert parts(content) == [
        Part("first", None, "application/json", b'{"user_uuid":"a"}')
    ]


def test_names_cannot_break_out_of_their_header() -> None:
    hostile = 'x"\r\nContent-Type: text/html\r\n\r\n'
    encoding = {"file": Encoding(file=True)}
    content = MultipartBody(Upload, encoding).encode({"file": (hostile, b"1")})
    request = httpx2.Request("POST", "https://api.test", files=content.files)
    assert b"\r\nContent-Type: text/html" not in request.read()


# --- text and bytes ----------------------------------------------------------


def test_text() -> None:
    content = TextBody("text/csv").encode("ü,1\n")
    assert content.headers == {"content-type": "text/csv"}
    assert content.content == "ü,1\n".encode()


@pytest.mark.parametrize("value", [b"x", 1, None, ["x"]])
def test_text_is_text(value: object) -> None:
    with pytest.raises(RequestValidationError, match=r"^body: expected text"):
        TextBody().encode(value)


def test_bytes() -> None:
    for value in (b"\0x", bytearray(b"\0x")):
        content = BinaryBody().encode(value)
        assert content.content == b"\0x"
        assert content.headers == {"content-type": "application/octet-stream"}


def test_a_body_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(b"png")
    content = BinaryBody("image/png").encode(path)
    [opened] = content.opened
    assert content.content is opened
    assert opened.read() == b"png"
    content.close()
    assert opened.closed
    with path.open("rb") as file:
        mine = BinaryBody("image/png").encode(file)
        assert mine.content is file
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
    assert content.headers == {"content-type": media_type}


def test_a_file_is_known_by_how_it_reads() -> None:
    bodies = OneOfBodies(JsonBody(Order), BinaryBody())
    with tempfile.NamedTemporaryFile() as file:  # no subclass of io's classes
        content = bodies.encode(file)
        assert content.content is file


def test_the_first_media_type_explains_what_fits_none() -> None:
    bodies: RequestBody = OneOfBodies(TextBody(), BinaryBody())
    with pytest.raises(RequestValidationError, match=r"^body: expected text, not int"):
        bodies.encode(7)
