"""Request bodies: by their fields, as one argument, optional, of every kind."""

import io
import tempfile
from pathlib import Path

import httpx2
import pytest

from tests.workshop import Stage, arguments_of

ANSWER = httpx2.Response(204)


def sent(stage: Stage) -> tuple[str, bytes]:
    return stage.sent.headers["content-type"], stage.sent.content


def check_fields(stage: Stage) -> None:
    send = stage.client(ANSWER).send
    assert list(arguments_of(send.fields)) == ["order_id", "note"]
    send.fields(order_id=1)
    assert sent(stage) == ("application/vnd.api+json", b'{"orderId":1}')
    error = stage.package.errors.RequestValidationError
    for fields in ({"order_id": 0}, {"order_id": 1, "note": "too long"}):
        with pytest.raises(error, match=r": (orderId|note) \(body\): "):
            send.fields(**fields)


def check_an_optional_body(stage: Stage) -> None:
    send = stage.client(ANSWER).send
    send.optional()
    assert stage.sent.content == b""
    assert "content-type" not in stage.sent.headers
    send.optional(a="x")
    assert stage.body == {"a": "x"}
    with pytest.raises(
        stage.package.errors.RequestValidationError,
        match=r"^send\.optional: a \(body\): is required",
    ):
        send.optional(b="x")


def check_one_argument(stage: Stage) -> None:
    send, order = stage.client(ANSWER).send, stage.package.models.Order
    send.argument(body=[{"orderId": 1}, order(order_id=2)])
    assert stage.body == [{"orderId": 1}, {"orderId": 2}]
    with pytest.raises(
        stage.package.errors.RequestValidationError,
        match=r"^send\.argument: 1\.orderId \(body\): ",
    ):
        send.argument(body=[{"orderId": 1}, {"orderId": 0}])


def check_the_value_chooses_the_media_type(stage: Stage) -> None:
    send = stage.client(ANSWER).send
    send.several(body={"orderId": 1})
    assert sent(stage) == ("application/json", b'{"orderId":1}')
    send.several(body="a,b")
    assert sent(stage) == ("text/csv", b"a,b")
    for value in (b"\0", io.BytesIO(b"\0"), ("x.bin", b"\0")):
        send.several(body=value)
        assert sent(stage) == ("application/octet-stream", b"\0")


def check_the_same_object_in_two_media_types(stage: Stage) -> None:
    send = stage.client(ANSWER).send
    send.same(order_id=1)
    assert sent(stage) == ("application/json", b'{"orderId":1}')


def check_a_form(stage: Stage) -> None:
    stage.client(ANSWER).send.form(grant_type="password", scope=["a", "b c"])
    assert sent(stage) == (
        "application/x-www-form-urlencoded",
        b"grant_type=password&scope=a+b+c",
    )


def check_an_upload(stage: Stage) -> None:
    send = stage.client(ANSWER).send
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.txt"
        path.write_bytes(b"from a path")
        send.upload(
            file=path,
            more=[b"first", ("second.txt", b"2nd")],
            note="n",
            meta={"orderId": 1},
            signers=[{"orderId": 2}],
        )
    media_type, content = sent(stage)
    assert media_type.startswith("multipart/form-data; boundary=")
    parts = [
        (head.decode(), body.removesuffix(b"\r\n"))
        for part in content.split(b"--" + media_type.partition("=")[2].encode())[1:-1]
        for head, body in [part.removeprefix(b"\r\n").split(b"\r\n\r\n", 1)]
    ]
    heads = [head.replace("\r\n", " | ") for head, _ in parts]
    form = "Content-Disposition: form-data; name="
    assert heads == [
        f'{form}"file"; filename="list.txt" | Content-Type: text/csv',
        f'{form}"more"; filename="more" | Content-Type: application/octet-stream',
        f'{form}"more"; filename="second.txt" | Content-Type: text/plain',
        f'{form}"note"',
        f'{form}"meta" | Content-Type: application/json',
        f'{form}"signers[0][orderId]"',
    ]
    assert [body for _, body in parts] == [
        b"from a path",
        b"first",
        b"2nd",
        b"n",
        b'{"orderId":1}',
        b"2",
    ]


def check_a_path_as_text_is_refused(stage: Stage) -> None:
    with pytest.raises(
        stage.package.errors.RequestValidationError, match=r": file \(body\): "
    ):
        stage.client(ANSWER).send.upload(file="list.txt")
    assert stage.requests == []


def check_text_and_bytes(stage: Stage) -> None:
    send = stage.client(ANSWER).send
    send.text(body="ü")
    assert sent(stage) == ("text/plain", "ü".encode())
    send.binary(body=b"\0")
    assert sent(stage) == ("application/octet-stream", b"\0")


def check_a_range_is_no_content_type(stage: Stage) -> None:
    send = stage.client(ANSWER).send
    send.image(body=("x.png", b"png"))
    assert sent(stage) == ("image/png", b"png")
    send.any(body=7)
    assert sent(stage) == ("application/json", b"7")
