"""Parts of forms, as their encoding says, over HTTP."""

import email
import email.policy
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio

from tests.loopback import Asked, Loopback, Reply, loopback
from tests.workshop import Stage


def answer(asked: Asked) -> Reply:
    return Reply(204) if asked.body else Reply(400)


@contextmanager
def served(stage: Stage) -> Iterator[tuple[Any, Loopback]]:
    with loopback(answer) as server:
        client = getattr(stage.package, stage.name)
        with client(base_url=f"{server.url}/v1") as made:
            yield made, server


def parts(asked: Asked) -> list[tuple[str, str | None, str | None, bytes]]:
    """Name, filename, media type and content of every part."""
    head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + asked.body, policy=email.policy.HTTP)
    found = []
    for part in message.iter_parts():
        stated = str(part["content-type"]) if "content-type" in part else None
        name = part.get_param("name", header="content-disposition")
        found.append(
            (str(name), part.get_filename(), stated, part.get_payload(decode=True))
        )
    return found


def check_files(stage: Stage) -> None:
    with tempfile.TemporaryDirectory() as folder, served(stage) as (client, server):
        path = Path(folder) / "scan.jpg"
        path.write_bytes(b"jpeg")
        with path.open("rb") as file:
            pages = [file, io.BytesIO(b"2"), ("3.txt", b"3"), ("4", b"4", "a/b")]
            client.send.parts(scan=path, pages=pages)
        assert parts(server.asked[0]) == [
            ("scan", "scan.jpg", "image/jpeg", b"jpeg"),
            ("pages", "scan.jpg", "image/jpeg", b"jpeg"),
            ("pages", "pages", "application/octet-stream", b"2"),
            ("pages", "3.txt", "text/plain", b"3"),
            ("pages", "4", "a/b", b"4"),
        ]
        body = server.asked[0].body
        assert server.asked[0].headers["content-length"] == str(len(body))
        assert body.count(b"\r\nX-Kind: scan\r\n") == 1
        assert b"X-Level" not in body  # which one it is, only a caller knows
        given = ("scan", b"", None, {"X-Level": "high"})
        client.send.parts(scan=given)
        assert b"\r\nX-Kind: scan\r\nX-Level: high\r\n" in server.asked[1].body
        assert parts(server.asked[1])[0][:3] == ("scan", "scan", "image/png")


def check_fields(stage: Stage) -> None:
    with served(stage) as (client, server):
        client.send.parts(
            scan=b"",
            tags=["a", "b"],
            codes=["x", "y"],
            owner={"name": "ü", "age": 1},
            others=[{"name": "b"}, {"name": "c"}],
            address={"name": "d", "age": 2},
            meta={"k": 1},
            note="# n",
            either={"name": "e"},
        )
        assert parts(server.asked[0])[1:] == [
            ("tags", None, None, b"a"),
            ("tags", None, None, b"b"),
            ("codes", None, None, b"x|y"),
            ("owner", None, "application/json", '{"name":"ü","age":1}'.encode()),
            ("others", None, "application/json", b'{"name":"b"}'),
            ("others", None, "application/json", b'{"name":"c"}'),
            ("address[name]", None, None, b"d"),
            ("address[age]", None, None, b"2"),
            ("meta", None, "application/vnd.meta+json", b'{"k":1}'),
            ("note", None, "text/markdown", b"# n"),
            ("either", None, "application/json", b'{"name":"e"}'),
        ]
        client.send.parts(scan=b"", either=b"bytes")
        assert parts(server.asked[1])[1:] == [
            ("either", "either", "application/octet-stream", b"bytes")
        ]


def check_another_kind_of_multipart(stage: Stage) -> None:
    async def main(url: str) -> None:
        client = getattr(stage.package, f"Async{stage.name}")
        async with client(base_url=f"{url}/v1") as made:
            await made.send.mixed(meta={"name": "a"}, file=io.BytesIO(b"1"))

    with loopback(answer) as server:
        anyio.run(main, server.url)
        [asked] = server.asked
        assert asked.headers["content-type"].startswith("multipart/related; boundary=")
        assert parts(asked) == [
            ("meta", None, "application/json", b'{"name":"a"}'),
            ("file", "file", "application/octet-stream", b"1"),
        ]
