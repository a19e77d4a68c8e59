"""Items that are given one by one as they arrive: events and lines of JSON."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from apiloom.runtime.core.errors import ResponseValidationError
from apiloom.runtime.core.operation import Operation
from apiloom.runtime.decoding.async_streams import async_open_stream
from apiloom.runtime.decoding.sse import ServerSentEvent
from apiloom.runtime.decoding.sync_streams import open_stream
from tests.loopback import Asked, Reply, loopback
from tests.runtime.driving import Thing
from tests.runtime.streaming.opening import (
    EVENTS,
    LINES,
    SSE,
    Run,
    async_client,
    events,
    lines,
    opened,
    sync_client,
)


class Dialogue:
    """Sends each part only after the client has said that it has the one before."""

    def __init__(self, *parts: bytes) -> None:
        self._parts = parts
        self.read = [threading.Event() for _ in parts]

    def __call__(self, asked: Asked) -> Reply:
        media_type = "text/event-stream" if asked.path == "/events" else "text/plain"
        return Reply(headers={"Content-Type": media_type}, parts=self._sent())

    def _sent(self) -> Iterator[bytes]:
        for part, read in zip(self._parts, self.read, strict=True):
            yield part
            assert read.wait(5)


@pytest.mark.parametrize(
    ("called", "write"), [(EVENTS, events), (LINES, lines)], ids=["events", "lines"]
)
def test_items_arrive_one_by_one(
    called: Operation[Thing], write: Callable[..., tuple[bytes, ...]]
) -> None:
    server_side = Dialogue(*write("a", "b"))
    with loopback(server_side) as server, sync_client(server) as client:
        stream = open_stream(client._calls, called)
        for name, read in zip("ab", server_side.read, strict=True):
            assert next(stream) == Thing(name=name)
            read.set()
        assert not stream.response.is_closed
        assert list(stream) == []
        assert stream.response.is_closed
        assert list(stream) == []


@pytest.mark.parametrize(
    ("called", "write"), [(EVENTS, events), (LINES, lines)], ids=["events", "lines"]
)
def test_items_arrive_one_by_one_awaited(
    run: Run, called: Operation[Thing], write: Callable[..., tuple[bytes, ...]]
) -> None:
    async def main() -> None:
        async with async_client(server) as client:
            stream = await async_open_stream(client._calls, called)
            for name, read in zip("ab", server_side.read, strict=True):
                assert await anext(stream) == Thing(name=name)
                read.set()
            assert [item async for item in stream] == []
            assert stream.response.is_closed

    server_side = Dialogue(*write("a", "b"))
    with loopback(server_side) as server:
        run(main)


def test_the_mark_of_the_end_closes_a_stream_that_goes_on(run: Run) -> None:
    def answer(asked: Asked) -> Reply:
        def parts() -> Iterator[bytes]:
            yield b'id: 7\nevent: new\ndata: {"name":"a"}\n\ndata: [DONE]\n\n'
            while True:
                yield b": still here\n\n"

        return Reply(headers=SSE, parts=parts())

    async def main() -> None:
        async with async_client(server, max_connections=1) as client:
            for _ in range(2):
                stream = await async_open_stream(client._calls, EVENTS)
                assert [item async for item in stream] == [Thing(name="a")]
                assert stream.response.is_closed

    with loopback(answer) as server:
        run(main)
        with sync_client(server, max_connections=1) as client:
            for _ in range(2):
                stream = open_stream(client._calls, EVENTS)
                assert stream.last_event is None
                assert list(stream) == [Thing(name="a")]
                event = stream.last_event
                assert isinstance(event, ServerSentEvent)
                assert (event.id, event.event) == ("7", "new")


def test_an_answer_that_is_no_stream_is_refused_with_its_body(run: Run) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(headers={"Content-Type": "application/json"}, parts=[b'{"a":1}'])

    async def main() -> None:
        async with async_client(server, max_connections=1) as client:
            with pytest.raises(ResponseValidationError, match="not text/event-stream"):
                await async_open_stream(client._calls, EVENTS)

    with loopback(answer) as server:
        run(main)
        with sync_client(server, max_connections=1) as client:
            for _ in range(2):
                with pytest.raises(ResponseValidationError) as caught:
                    open_stream(client._calls, EVENTS)
                assert caught.value.response.json() == {"a": 1}


def test_no_content_is_no_items() -> None:
    with loopback(lambda asked: Reply(204)) as server, sync_client(server) as client:
        assert list(open_stream(client._calls, EVENTS)) == []


def test_a_stream_behind_its_answer() -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(headers=SSE, parts=events("a", "b"))

    with loopback(answer) as server, sync_client(server) as client:
        raw = open_stream(client._calls.raw(), EVENTS)
        assert raw.status_code == 200
        assert [thing.name for thing in raw.parse()] == ["a", "b"]
        with opened(client, EVENTS) as response:
            assert [thing.name for thing in response.parse()] == ["a", "b"]
        with opened(client, EVENTS) as response:
            assert "".join(response.iter_text()).count("data") == 2
