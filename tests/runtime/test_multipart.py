"""Multipart bodies, part by part, as a server reads them."""

from __future__ import annotations

import email
import email.policy
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, cast

import pytest
from pydantic import Field

from apiloom.runtime.core.errors import RequestValidationError
from apiloom.runtime.encoding.bodies import Encoding
from apiloom.runtime.encoding.files import Content, FileField
from apiloom.runtime.encoding.multipart import MultipartBody
from apiloom.runtime.encoding.parameters import Style
from apiloom.runtime.types.models import Model, Nullable
from apiloom.runtime.types.scalars import Base64


class Signatory(Model):
    user_uuid: str
    is_first: Annotated[Nullable[bool], Field(alias="isFirst")] = None


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
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def parts(content: Content) -> list[Part]:
    """Let the standard library read a body."""
    head = f"Content-Type: {content.headers['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(
        head + written(content), policy=email.policy.default
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
                {
                    name: str(value)
                    for name, value in part.items()
                    if name.lower() not in ("content-disposition", "content-type")
                },
            )
        )
    return found


def written(content: Content) -> bytes:
    """What goes over the wire."""
    stream = content.stream(is_async=False)
    return stream if isinstance(stream, bytes) else b"".join(stream)


FILE = {"file": Encoding(file=True), "files": Encoding(file=True)}


def test_plain_fields_are_parts_without_a_filename() -> None:
    content = MultipartBody(Upload, FILE).encode(
        {"name": "ü\r\nx", "count": 1, "flag": False, "data": b"\xff"}
    )
    assert content.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert parts(content) == [
        Part("name", None, None, "ü\r\nx".encode()),
        Part("count", None, None, b"1"),
        Part("flag", None, None, b"false"),
        Part("data", None, None, b"/w=="),
    ]


def test_null_is_an_empty_part_and_what_was_left_out_is_none() -> None:
    content = MultipartBody(Upload, FILE).encode({"name": None, "count": 2})
    assert parts(content) == [
        Part("name", None, None, b""),
        Part("count", None, None, b"2"),
    ]


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
    with pytest.raises(
        RequestValidationError, match=r"^files \(body\): must be a path"
    ):
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
    assert b"\r\nContent-Type: text/html" not in written(content)


def test_parts_have_the_headers_of_their_encoding_and_of_their_file() -> None:
    """OpenAPI 3.1, 4.8.15: `headers` of a part; Content-Type is none of them."""
    stated = {"X-Kind": "import", "Content-Type": "is/ignored"}
    encoding = {
        "file": Encoding(file=True, headers=stated),
        "name": Encoding(headers={"X-Lang": "de"}),
    }
    given = ("a.csv", b"1", "text/csv", {"X-Kind": "own", "X-More": "1"})
    content = MultipartBody(Upload, encoding).encode({"file": given, "name": "n"})
    assert parts(content) == [
        Part("file", "a.csv", "text/csv", b"1", {"X-Kind": "own", "X-More": "1"}),
        Part("name", None, None, b"n", {"X-Lang": "de"}),
    ]


@pytest.mark.parametrize(
    "headers",
    [{"X": "a\r\nY: b"}, {"X": "ü"}, {"X\r\nY": "b"}, {"X Y": "b"}, {"": "b"}],
)
def test_headers_cannot_bring_others(headers: Mapping[str, str]) -> None:
    given = ("a.csv", b"1", "text/csv", headers)
    with pytest.raises(RequestValidationError):
        MultipartBody(Upload, FILE).encode({"file": given})
    with pytest.raises(RequestValidationError, match=r"^Content-Type \(header\): "):
        MultipartBody(Upload, FILE).encode({"file": ("a", b"1", "text/csv\r\nX: b")})


@pytest.mark.parametrize(
    ("stated", "filename", "sent"),
    [
        ("image/png, image/jpeg", "a.jpg", "image/jpeg"),
        ("image/png, image/jpeg", "a.txt", "image/png"),
        ("image/png, image/jpeg", "a", "image/png"),
        ("image/*", "a.jpg", "image/jpeg"),
        ("image/*", "a.txt", "application/octet-stream"),
        ("text/*, application/pdf", "a.pdf", "application/pdf"),
        ("text/csv; charset=utf-8", "a.png", "text/csv; charset=utf-8"),
    ],
)
def test_a_choice_of_media_types_is_settled_by_the_filename(
    stated: str, filename: str, sent: str
) -> None:
    encoding = {"file": Encoding(content_type=stated, file=True)}
    content = MultipartBody(Upload, encoding).encode({"file": (filename, b"1")})
    [part] = parts(content)
    assert str(part.content_type).replace(chr(34), "") == sent


def test_the_length_is_known_before_the_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"0123456789")
    with path.open("rb") as file:
        file.read(4)  # what was read is not sent
        content = MultipartBody(Upload, FILE).encode({"files": [file, path, b"x"]})
        assert [part.content for part in parts(content)] == [
            b"456789",
            b"0123456789",
            b"x",
        ]
        assert content.headers["content-length"] == str(len(written(content)))
        content.close()


def test_a_length_that_nobody_knows_is_not_stated() -> None:
    class Pipe(io.RawIOBase):
        """Gives three bytes once, like a socket."""

        left = b"abc"

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            found, self.left = self.left, b""
            buffer[: len(found)] = found
            return len(found)

    content = MultipartBody(Upload, FILE).encode({"file": Pipe()})
    assert "content-length" not in content.headers
    assert not content.replayable
    assert [part.content for part in parts(content)] == [b"abc"]


@pytest.mark.parametrize("media_type", ["multipart/mixed", "multipart/related; type=x"])
def test_another_kind_of_multipart(media_type: str) -> None:
    body = MultipartBody(Upload, FILE, media_type)
    content = body.encode({"name": "n", "file": b"1"})
    assert content.headers["content-type"].startswith(f"{media_type}; boundary=")
    assert [part.name for part in parts(content)] == ["file", "name"]


def test_the_elements_of_a_list_are_parts_without_names() -> None:
    """OpenAPI 3.2, section 4.15.1: parts that are known by their positions."""
    body = MultipartBody(
        list[Signatory | str | FileField], media_type="multipart/mixed"
    )
    content = body.encode([Signatory(user_uuid="u"), "text", b"bytes"])
    head = f"Content-Type: {content.headers['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(
        head + written(content), policy=email.policy.default
    )
    found = [
        (one.get_content_type(), one.get_payload(decode=True), one.get_filename())
        for one in message.iter_parts()  # type: ignore[attr-defined]
    ]
    assert found == [
        ("application/json", b'{"user_uuid":"u"}', None),
        ("text/plain", b"text", None),
        ("application/octet-stream", b"bytes", "part"),
    ]


def test_a_form_has_no_parts_without_names() -> None:
    with pytest.raises(RequestValidationError, match="must be an object"):
        MultipartBody(list[str]).encode(["a"])
