"""A deadline, and bodies that are read as they arrive, from a real server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest

from apiloom.runtime.client.async_client import AsyncAPIClient
from apiloom.runtime.client.options import Options
from apiloom.runtime.client.sync_client import APIClient
from apiloom.runtime.core.errors import APIConnectionError, APITimeoutError
from apiloom.runtime.core.operation import Operation
from apiloom.runtime.decoding.async_streaming_responses import (
    AsyncStreamingCall,
)
from apiloom.runtime.decoding.async_streams import async_open_stream
from apiloom.runtime.decoding.decoders import Binary
from apiloom.runtime.decoding.streams import EventStream
from apiloom.runtime.decoding.sync_streaming_responses import StreamingCall
from apiloom.runtime.decoding.sync_streams import open_stream
from tests.loopback import Asked, Loopback, Reply, loopback
from tests.runtime.driving import Thing, operation, options

FILE: Operation[bytes] = operation(path="/file", success={"200": Binary()})
EVENTS: Operation[Thing] = operation(
    path="/events",
    success={"200": EventStream(Thing)},
    accept="text/event-stream",
)
DEADLINE = 0.5
EVENT = b'data: {"name":"n"}\n\n'


@pytest.fixture
def pauses() -> None:
    """Time is real here."""


@pytest.fixture
def endless() -> Iterator[Loopback]:
    """A server whose bodies have a part every now and then, and never an end."""
    over = threading.Event()

    def answer(asked: Asked) -> Reply:
        def parts() -> Iterator[bytes]:
            while not over.wait(0.05):
                yield EVENT

        return Reply(headers={"Content-Type": "text/event-stream"}, parts=parts())

    with loopback(answer) as server:
        yield server
        over.set()


@pytest.fixture
def silent() -> Iterator[Loopback]:
    """A server whose bodies begin, and then nothing comes any more."""
    over = threading.Event()

    def answer(asked: Asked) -> Reply:
        def parts() -> Iterator[bytes]:
            yield EVENT
            over.wait(20)

        return Reply(headers={"Content-Type": "text/event-stream"}, parts=parts())

    with loopback(answer) as server:
        yield server
        over.set()


def settings(server: Loopback, **more: Any) -> Options:
    return options(
        base_url=server.url, **{"deadline": DEADLINE, "timeout": 10.0, **more}
    )


Reading = Callable[[Options], list[Any]]


def items(kind: str) -> Reading:
    """Reads the items of a stream; what was read before it ended is in the error."""

    def read(chosen: Options) -> list[Any]:
        found: list[Any] = []
        if kind == "sync":
            with APIClient(chosen, None) as client:
                found += open_stream(client._calls, EVENTS)
            return found

        async def main() -> None:
            async with AsyncAPIClient(chosen, None) as client:
                async for item in await async_open_stream(client._calls, EVENTS):
                    found.append(item)

        anyio.run(main, backend=kind)
        return found

    return read


def body(kind: str) -> Reading:
    """Reads a body at once."""

    def read(chosen: Options) -> list[Any]:
        if kind == "sync":
            with APIClient(chosen, None) as client:
                call = client._calls.streaming().call
                with StreamingCall[bytes](call, (FILE,), {}) as response:
                    return [response.read()]

        async def main() -> list[Any]:
            async with AsyncAPIClient(chosen, None) as client:
                call = client._calls.streaming().call
                async with AsyncStreamingCall[bytes](call, (FILE,), {}) as response:
                    return [await response.read()]

        return anyio.run(main, backend=kind)

    return read


KINDS = ["sync", "asyncio", "trio"]
READINGS = [
    pytest.param(how(kind), id=f"{how.__name__}, {kind}")
    for how in (items, body)
    for kind in KINDS
]


@pytest.mark.parametrize("read", READINGS)
@pytest.mark.parametrize("kind", ["endless", "silent"])
def test_the_deadline_ends_a_body(
    read: Reading, kind: str, request: pytest.FixtureRequest
) -> None:
    server: Loopback = request.getfixturevalue(kind)
    began = time.monotonic()
    with pytest.raises(
        APITimeoutError, match=r"the deadline of 0\.5 s has passed"
    ) as caught:
        read(settings(server))
    assert DEADLINE <= time.monotonic() - began < DEADLINE + 20
    assert isinstance(caught.value.__cause__, httpx2.ReadTimeout)
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("read", READINGS)
def test_a_body_that_comes_in_time(read: Reading) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(
            headers={"Content-Type": "text/event-stream"}, parts=[EVENT, EVENT]
        )

    with loopback(answer) as server:
        found = read(settings(server, deadline=10.0))
        assert found in ([Thing(name="n")] * 2, [EVENT * 2])


@pytest.mark.parametrize("read", READINGS)
def test_a_body_that_breaks_off_in_time_is_no_time_out(read: Reading) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(
            headers={"Content-Type": "text/event-stream"}, parts=[EVENT], breaks=True
        )

    with loopback(answer) as server:
        with pytest.raises(APIConnectionError) as caught:
            read(settings(server, deadline=10.0))
        assert not isinstance(caught.value, APITimeoutError)


@pytest.mark.parametrize("read", READINGS)
def test_without_a_deadline_a_body_may_take_its_time(read: Reading) -> None:
    def answer(asked: Asked) -> Reply:
        def parts() -> Iterator[bytes]:
            for _ in range(3):
                yield EVENT
                threading.Event().wait(0.1)

        return Reply(headers={"Content-Type": "text/event-stream"}, parts=parts())

    with loopback(answer) as server:
        assert read(settings(server, deadline=None)) in (
            [Thing(name="n")] * 3,
            [EVENT * 3],
        )


def test_a_reader_who_thinks_too_long_is_out_of_time(endless: Loopback) -> None:
    """The time of a call is that of the clock, whoever takes it."""
    with APIClient(settings(endless), None) as client:
        stream = open_stream(client._calls, EVENTS)
        next(iter(stream))
        threading.Event().wait(DEADLINE)
        with pytest.raises(APITimeoutError):
            list(stream)


@pytest.mark.parametrize("server", ["endless", "silent"])
def test_the_connection_is_given_back(
    server: str, request: pytest.FixtureRequest
) -> None:
    """One connection is all there is: whoever comes next waits for it."""
    running: Loopback = request.getfixturevalue(server)
    limits = httpx2.Limits(max_connections=1)
    with httpx2.Client(limits=limits) as http:
        client = APIClient(settings(running, timeout=None), http)
        for _ in range(2):
            with pytest.raises(
                APITimeoutError, match=r"the deadline of 0\.5 s has passed"
            ):
                list(open_stream(client._calls, EVENTS))
            # The thread that reads may wait once more as long as there was time.
            threading.Event().wait(DEADLINE + 0.2)


def test_leaving_early_closes(endless: Loopback) -> None:
    with APIClient(settings(endless, deadline=20.0), None) as client:
        with open_stream(client._calls, EVENTS) as stream:
            assert next(iter(stream)) == Thing(name="n")
        assert stream.response.is_closed
        assert stream.response.elapsed.total_seconds() > 0
        assert endless.gone.wait(5)


def test_a_file_that_is_not_there_in_time_is_not_left_behind(
    endless: Loopback, tmp_path: Path
) -> None:
    target = tmp_path / "file"
    with APIClient(settings(endless), None) as client:
        call = client._calls.streaming().call
        opened = StreamingCall[bytes](call, (FILE,), {})
        with opened as response, pytest.raises(APITimeoutError):
            response.stream_to_file(target)
    assert not target.exists()
