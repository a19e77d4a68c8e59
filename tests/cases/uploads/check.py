"""Whatever a document says of a file, it goes up as a file."""

import email
import email.policy
import io
import tempfile
from pathlib import Path

import httpx2
import pytest

from tests.workshop import Stage

DONE = httpx2.Response(204)
FILES = ("encoded", "typed", "octets", "untyped", "media", "listed", "table", "stated")


def parts(request: httpx2.Request) -> list[tuple[str, str | None, str | None, bytes]]:
    """Name, filename, media type and content of every part."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + request.content, policy=email.policy.HTTP)
    return [
        (
            str(part.get_param("name", header="content-disposition")),
            part.get_filename(),
            str(part["content-type"]) if "content-type" in part else None,
            part.get_payload(decode=True),
        )
        for part in message.iter_parts()
    ]


def check_every_kind_of_file_in_every_part(stage: Stage) -> None:
    usual = {
        "typed": "image/png",
        "media": "image/png",
        "listed": "image/png",
        "table": "text/csv",
        "stated": "application/pdf",
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.jpeg"
        path.write_bytes(b"\xff\xd8")
        for name in FILES:
            octets = usual.get(name, "application/octet-stream")
            stated = usual.get(name, "image/jpeg") if name != "listed" else "image/jpeg"
            files = stage.client(DONE).files
            for given, expected in (
                (b"\xff\xd8", (name, name, octets, b"\xff\xd8")),
                (io.BytesIO(b"1"), (name, name, octets, b"1")),
                (path, (name, "x.jpeg", stated, b"\xff\xd8")),
                (("y", b"2", "a/b"), (name, "y", "a/b", b"2")),
            ):
                files.parts(**{name: given})
                assert parts(stage.sent) == [expected]


def check_what_is_no_file(stage: Stage) -> None:
    stage.client(DONE).files.parts(
        untyped="text", listed={"a": 1}, table="a,b", key=b"\0", meta={"a": 1}
    )
    assert parts(stage.sent) == [
        ("untyped", None, None, b"text"),
        ("listed", None, "application/json", b'{"a":1}'),
        ("table", None, "text/csv", b"a,b"),
        ("key", None, None, b"AA=="),
        ("meta", None, "application/json", b'{"a":1}'),
    ]
    for name in ("encoded", "typed", "octets", "media"):
        with pytest.raises(
            stage.package.errors.RequestValidationError, match=rf"{name} \(body\): must"
        ):
            stage.client(DONE).files.parts(**{name: "x.png"})


def check_lists(stage: Stage) -> None:
    stage.client(DONE).files.parts(
        several=[b"1", "text", {"a": 1}], pictures=[b"2", ("p.png", b"3")]
    )
    assert parts(stage.sent) == [
        ("several", "several", "application/octet-stream", b"1"),
        ("several", None, None, b"text"),
        ("several", None, "application/json", b'{"a":1}'),
        ("pictures", "pictures", "application/octet-stream", b"2"),
        ("pictures", "p.png", "image/png", b"3"),
    ]


def check_null_is_an_empty_part(stage: Stage) -> None:
    stage.client(DONE).files.parts(cleared=None, title=None)
    assert parts(stage.sent) == [
        ("cleared", None, None, b""),
        ("title", None, None, b""),
    ]
    with pytest.raises(stage.package.errors.RequestValidationError):
        stage.client(DONE).files.parts(encoded=None)


def check_parts_that_nothing_describes(stage: Stage) -> None:
    for method in ("open", "free"):
        getattr(stage.client(DONE).files, method)(
            body={"a": b"1", "b": ("b.png", b"2")}
        )
        assert parts(stage.sent) == [
            ("a", "a", "application/octet-stream", b"1"),
            ("b", "b.png", "image/png", b"2"),
        ]


def check_bodies_that_are_a_file(stage: Stage) -> None:
    for method, octets in (
        ("octets", "application/octet-stream"),
        ("image", "application/octet-stream"),
        ("any", "application/octet-stream"),
        ("whatever", "application/octet-stream"),
        ("json", "application/json"),
    ):
        files = stage.client(DONE).files
        for given in (b"\0\xff", io.BytesIO(b"\0\xff"), ("a.bin", b"\0\xff", None)):
            getattr(files, method)(body=given)
            assert stage.sent.content == b"\0\xff"
            assert stage.sent.headers["content-type"] == octets
    for method in ("image", "any", "whatever"):
        getattr(stage.client(DONE).files, method)(body=("a.png", b"1"))
        assert stage.sent.headers["content-type"] == "image/png"
    stage.client(DONE).files.whatever(body={"a": 1})
    assert stage.sent.headers["content-type"] == "application/json"
    stage.client(DONE).files.text(body="ü")
    assert stage.sent.content == "ü".encode()
    assert stage.sent.headers["content-type"].startswith("text/plain")
    stage.client(DONE).files.form(body="a=1&b=2")
    assert stage.sent.content == b"a=1&b=2"
    assert stage.sent.headers["content-type"] == "application/x-www-form-urlencoded"


def check_what_cannot_be_sent_is_left_out(stage: Stage) -> None:
    """With a diagnostic that says what the document should say."""
    stage.client(DONE).files.impossible()
    assert stage.sent.content == b""


def check_a_file_in_json_is_text(stage: Stage) -> None:
    stage.client(DONE).files.embedded(file=b"abc")
    assert stage.body == {"file": "abc"}
    refused = stage.package.errors.RequestValidationError
    with pytest.raises(refused, match="nor bytes that are no text"):
        stage.client(DONE).files.embedded(file=b"\xff\0")
