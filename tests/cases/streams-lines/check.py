"""JSON Lines and JSON sequences as typed iterators, over HTTP."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import pytest

from tests.loopback import Asked, Loopback, Reply, loopback
from tests.workshop import Stage

FIRST = '{"at":"2024-01-31T12:00:00Z","text":"ü"}'
SECOND = '{"at":"2024-02-01T12:00:00Z"}'


def answer(asked: Asked) -> Reply:
    path = asked.path.removeprefix("/v1")
    if asked.method == "POST":
        return Reply(204) if asked.body else Reply(400)
    if path == "/records":
        parts = [f"\x1e{FIRST}\n\x1e".encode(), f"{SECOND}\n".encode()]
        return Reply(headers={"Content-Type": "application/geo+json-seq"}, parts=parts)
    if path == "/numbers":
        return Reply(headers={"Content-Type": "application/jsonl"}, parts=[b"1\n2\n3"])
    if asked.headers["accept"] == "application/json":
        body = f"[{FIRST},{SECOND}]".encode()
        return Reply(headers={"Content-Type": "application/json"}, parts=[body])
    # As often as not, lines of JSON are said to be JSON.
    parts = [f"{FIRST}\r\n\r\n{SECOND}".encode()]
    return Reply(headers={"Content-Type": "application/json"}, parts=parts)


@contextmanager
def served(stage: Stage) -> Iterator[tuple[Any, Loopback]]:
    with loopback(answer) as server:
        client = getattr(stage.package, stage.name)
        with client(base_url=f"{server.url}/v1") as made:
            yield made, server


def check_items_of_every_kind(stage: Stage) -> None:
    with served(stage) as (client, server):
        for method in (client.log.lines, client.log.records, client.log.all_stream):
            first, second = method()
            assert first.at.isoformat() == "2024-01-31T12:00:00+00:00"
            assert (first.text, second.text) == ("ü", None)
        assert list(client.log.numbers()) == [1, 2, 3]
        assert [entry.text for entry in client.log.all()] == ["ü", None]
        assert [asked.headers["accept"] for asked in server.asked] == [
            "application/x-ndjson",
            "application/geo+json-seq",
            "application/x-ndjson",
            "application/jsonl",
            "application/json",
        ]


def check_items_of_every_kind_awaited(stage: Stage) -> None:
    async def main(url: str) -> None:
        client = getattr(stage.package, f"Async{stage.name}")
        async with client(base_url=url) as made:
            log = made.log
            for method in (log.lines, log.records, log.all_stream):
                async with await method() as stream:
                    assert [entry.text async for entry in stream] == ["ü", None]
            assert [number async for number in await log.numbers()] == [1, 2, 3]

    with loopback(answer) as server:
        anyio.run(main, f"{server.url}/v1")


def check_items_are_sent(stage: Stage) -> None:
    entry = stage.package.models.Entry
    with served(stage) as (client, server):
        client.log.append(
            body=[
                {"at": "2024-01-31T12:00:00Z"},
                entry(at="2024-02-01T12:00:00Z", text="ü"),
            ]
        )
        client.log.append(body=({"at": f"2024-0{n}-01T12:00:00Z"} for n in (1, 2)))
        client.log.append(body=io.BytesIO(b'{"at":"2024-01-31T12:00:00Z"}\n'))
        assert [asked.headers["content-type"] for asked in server.asked] == [
            "application/jsonl"
        ] * 3
        assert server.asked[0].body.decode() == (
            '{"at":"2024-01-31T12:00:00Z"}\n'
            '{"at":"2024-02-01T12:00:00Z","text":"ü"}\n'
        )
        assert server.asked[1].headers["transfer-encoding"] == "chunked"
        assert server.asked[1].body.count(b"\n") == 2
        assert server.asked[2].body == b'{"at":"2024-01-31T12:00:00Z"}\n'
        with pytest.raises(
            stage.package.errors.RequestValidationError, match=r": 0\.at \(body\): "
        ):
            client.log.append(body=[{}])


def check_an_item_that_does_not_fit(stage: Stage) -> None:
    body = f"{FIRST}\n{{}}\n".encode()
    with loopback(lambda asked: Reply(parts=[body])) as server:
        client = getattr(stage.package, stage.name)(base_url=server.url)
        stream = client.with_options(validate_responses="strict").log.lines()
        assert next(stream).text == "ü"
        with pytest.raises(
            stage.package.errors.ResponseValidationError, match="item 2"
        ):
            next(stream)
        assert stream.response.is_closed
        assert [entry.text for entry in client.log.lines()] == ["ü", None]


def check_what_is_sent_by_itself_has_come_whole(stage: Stage) -> None:
    body = f"{FIRST}\n{SECOND}\n".encode()
    assert stage.package.webhooks.parse_log(body) == body
