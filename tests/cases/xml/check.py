"""XML goes in and out as it is: as text, or as a file."""

import io

import httpx2

from tests.workshop import Stage

LATIN = '<?xml version="1.0" encoding="ISO-8859-1"?><note>ü</note>'
PLAIN = "<note>ü</note>"


def answer(content: bytes, media_type: str = "application/xml") -> httpx2.Response:
    return httpx2.Response(200, headers={"Content-Type": media_type}, content=content)


def check_reading(stage: Stage) -> None:
    for text, content, media_type in (
        (PLAIN, PLAIN.encode(), "application/xml"),
        (LATIN, LATIN.encode("latin-1"), "application/xml"),
        (PLAIN, PLAIN.encode("latin-1"), "application/xml; charset=iso-8859-1"),
        (PLAIN, PLAIN.encode("utf-16"), "application/xml"),
    ):
        client = stage.client(answer(content, media_type))
        assert client.notes.read() == text
        raw = client.notes.with_raw_response.read()
        assert raw.http_response.content == content
    assert stage.sent.headers["accept"] == "application/xml"


def check_writing(stage: Stage) -> None:
    write = stage.client(httpx2.Response(204)).notes.write
    for body, content in (
        (PLAIN, PLAIN.encode()),
        (LATIN, LATIN.encode("latin-1")),
        (b"<note/>", b"<note/>"),
        (io.BytesIO(b"<note/>"), b"<note/>"),
    ):
        write(body=body)
        assert stage.sent.headers["content-type"] == "application/xml"
        assert stage.sent.content == content


def check_either(stage: Stage) -> None:
    xml = stage.client(answer(PLAIN.encode(), "application/atom+xml"))
    assert xml.notes.feed() == PLAIN
    assert stage.sent.headers["accept"] == "application/json, application/atom+xml"
    json = stage.client(answer(b'{"text":"a"}', "application/json"))
    assert json.notes.feed().text == "a"
