"""Answers that are read while they arrive, from a real server."""

from __future__ import annotations

import gc
import gzip
import sys
import threading
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import anyio
import httpx2
import pytest

from generator.runtime.async_client import AsyncAPIClient
from generator.runtime.async_streaming import AsyncStreamingCall
from generator.runtime.errors import (
    APIConnectionError,
    NotFoundError,
    ResponseValidationError,
)
from generator.runtime.events import ServerSentEvent
from generator.runtime.operations import Operation
from generator.runtime.responses import Binary, Json
from generator.runtime.sequences import EventStream, JsonLines
from generator.runtime.sync_client import APIClient
from generator.runtime.sync_streaming import StreamingCall
from tests.loopback import Asked, Loopback, Reply, loopback
from tests.runtime.driving import Thing, operation, options

Answering: TypeAlias = Callable[[Asked], Reply]

FILE: Operation[bytes] = operation(path="/file", success={"200": Binary()})
THING: Operation[Thing] = operation(path="/thing", success={"200": Json(Thing)})
EVENTS: Operation[Thing] = operation(
    path="/events",
    success={"200": EventStream(Thing, end="[DONE]")},
    accept="text/event-stream",
    is_stream=True,
)
LINES: Operation[Thing] = operation(
    path="/lines", success={"200": JsonLines(Thing)}, is_stream=True
)
TEXT = {"Content-Type": "text/plain; charset=iso-8859-1"}
SSE = {"Content-Type": "text/event-stream"}


@contextmanager
def sync_client(server: Loopback, **limits: Any) -> Iterator[APIClient]:
    with httpx2.Client(limits=httpx2.Limits(**limits)) as http:
        yield APIClient(options(base_url=server.url), http)


@asynccontextmanager
async def async_client(
    server: Loopback, **limits: Any
) -> AsyncIterator[AsyncAPIClient]:
    async with httpx2.AsyncClient(limits=httpx2.Limits(**limits)) as http:
        yield AsyncAPIClient(options(base_url=server.url), http)


def opened(client: APIClient, called: Operation[Any]) -> StreamingCall[Any]:
    """A call for `with`, as the generated resources make it."""
    return StreamingCall(client.answering_streaming().call, (called,), {})


def async_opened(
    client: AsyncAPIClient, called: Operation[Any]
) -> AsyncStreamingCall[Any]:
    """The same, for code that awaits."""
    return AsyncStreamingCall(client.answering_streaming().call, (called,), {})


@pytest.fixture(params=["asyncio", "trio"])
def run(
    request: pytest.FixtureRequest,
) -> Callable[[Callable[[], Awaitable[Any]]], Any]:
    return lambda main: anyio.run(main, backend=request.param)


Run: TypeAlias = Callable[[Callable[[], Awaitable[Any]]], Any]

# --- a body that the caller reads --------------------------------------------

PARTS = (b"first\nsec", b"ond\r\nth\xfcrd")


def in_parts(asked: Asked) -> Reply:
    return Reply(headers=TEXT, parts=PARTS)


def test_a_body_in_every_form(tmp_path: Path) -> None:
    with loopback(in_parts) as server, sync_client(server) as client:
        with opened(client, FILE) as response:
            assert response.status_code == 200
            assert response.headers["content-type"] == TEXT["Content-Type"]
            assert not response.http_response.is_closed
            assert b"".join(response.iter_bytes()) == b"".join(PARTS)
        with opened(client, FILE) as response:
            sizes = [len(chunk) for chunk in response.iter_bytes(4)]
            assert sizes == [4] * 4 + [3]
        with opened(client, FILE) as response:
            assert list(response.iter_lines()) == ["first", "second", "thürd"]
        with opened(client, FILE) as response:
            assert "".join(response.iter_text()) == "first\nsecond\r\nthürd"
        with opened(client, FILE) as response:
            assert response.read() == b"".join(PARTS)
            assert response.text() == "first\nsecond\r\nthürd"
            assert response.parse() == b"".join(PARTS)
        with opened(client, FILE) as response:
            response.stream_to_file(tmp_path / "file")
            assert response.http_response.is_closed
        assert (tmp_path / "file").read_bytes() == b"".join(PARTS)


def test_a_body_in_every_form_awaited(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        async with async_client(server) as client:
            async with async_opened(client, FILE) as response:
                assert response.status_code == 200
                assert not response.http_response.is_closed
                chunks = [chunk async for chunk in response.iter_bytes(4)]
                assert b"".join(chunks) == b"".join(PARTS)
            async with async_opened(client, FILE) as response:
                lines = [line async for line in response.iter_lines()]
                assert lines == ["first", "second", "thürd"]
            async with async_opened(client, FILE) as response:
                texts = [text async for text in response.iter_text()]
                assert "".join(texts) == "first\nsecond\r\nthürd"
            async with async_opened(client, FILE) as response:
                assert await response.read() == b"".join(PARTS)
                assert await response.text() == "first\nsecond\r\nthürd"
                assert await response.parse() == b"".join(PARTS)
            async with async_opened(client, FILE) as response:
                await response.stream_to_file(tmp_path / "file")
        assert (tmp_path / "file").read_bytes() == b"".join(PARTS)

    with loopback(in_parts) as server:
        run(main)


def test_parsing_reads_the_rest_and_checks_it() -> None:
    replies = iter([b'{"name":"n"}', b'{"name":1}'])

    def answer(asked: Asked) -> Reply:
        return Reply(
            headers={"Content-Type": "application/json"}, parts=[next(replies)]
        )

    with loopback(answer) as server, sync_client(server) as client:
        with opened(client, THING) as response:
            assert response.parse() == Thing(name="n")
        with (
            opened(client, THING) as response,
            pytest.raises(ResponseValidationError, match="name: "),
        ):
            response.parse()


def failing(asked: Asked) -> Reply:
    return Reply(
        404, {"Content-Type": "application/json"}, [b'{"message":"no such thing"}']
    )


def test_a_failure_is_raised_as_ever_with_its_body() -> None:
    with loopback(failing) as server, sync_client(server, max_connections=1) as client:
        for called in (FILE, EVENTS):
            with (
                pytest.raises(NotFoundError, match="no such thing") as caught,
                opened(client, called),
            ):
                pass
            assert caught.value.response.json() == {"message": "no such thing"}
        with pytest.raises(NotFoundError, match="no such thing"):
            client.call_stream(EVENTS)
        assert len(server.connections) == 1


def test_a_failure_is_raised_as_ever_awaited(run: Run) -> None:
    async def main() -> None:
        async with async_client(server, max_connections=1) as client:
            for called in (FILE, EVENTS):
                with pytest.raises(NotFoundError, match="no such thing"):
                    async with async_opened(client, called):
                        pass
            with pytest.raises(NotFoundError, match="no such thing"):
                await client.call_stream(EVENTS)

    with loopback(failing) as server:
        run(main)
        assert len(server.connections) == 1


def test_the_opening_is_repeated_like_any_call() -> None:
    statuses = iter([503, 200])

    def answer(asked: Asked) -> Reply:
        return Reply(next(statuses), TEXT, [b"x"])

    with (
        loopback(answer) as server,
        sync_client(server) as client,
        opened(client, FILE) as response,
    ):
        assert response.read() == b"x"
    assert len(server.asked) == 2


@pytest.fixture
def without_collector() -> Iterator[None]:
    """Nothing is freed that is part of a cycle."""
    gc.disable()
    yield
    gc.enable()


def endless(asked: Asked) -> Reply:
    def parts() -> Iterator[bytes]:
        if asked.path == "/file":
            while True:
                yield bytes(65536)
        while True:
            yield b'data: {"name":"n"}\n\n'

    return Reply(headers=SSE, parts=parts())


def test_leaving_gives_the_connection_back(without_collector: None) -> None:
    limits = {"max_connections": 1}
    with loopback(endless) as server, sync_client(server, **limits) as client:
        with opened(client, FILE) as response:
            assert next(iter(response.iter_bytes(10))) == bytes(10)
        with pytest.raises(ZeroDivisionError), opened(client, FILE):
            raise ZeroDivisionError
        with client.call_stream(EVENTS) as stream:
            assert next(stream).name == "n"
        for _ in client.call_stream(EVENTS):
            break  # the stream is nobody's any more
        stream = client.call_stream(EVENTS)
        stream.close()
        assert list(stream.response.request.headers)
        with client.call_stream(EVENTS) as stream:
            assert next(stream).name == "n"
        assert server.gone.wait(5)


def test_leaving_gives_the_connection_back_awaited(run: Run) -> None:
    async def main() -> None:
        async with async_client(server, max_connections=1) as client:
            async with async_opened(client, FILE) as response:
                async for chunk in response.iter_bytes(10):
                    assert chunk == bytes(10)
                    break
            async with await client.call_stream(EVENTS) as stream:
                async for thing in stream:
                    assert thing.name == "n"
                    break
            stream = await client.call_stream(EVENTS)
            await stream.close()
            with anyio.move_on_after(0.2) as scope:
                async with await client.call_stream(EVENTS) as stream:
                    async for _ in stream:
                        await anyio.lowlevel.checkpoint()
            assert scope.cancelled_caught
            async with await client.call_stream(EVENTS) as stream:
                assert (await anext(stream)).name == "n"

    with loopback(endless) as server:
        run(main)
        assert server.gone.wait(5)


def broken(asked: Asked) -> Reply:
    parts = [b'data: {"name":"n"}\n\n', b"data: {"]
    return Reply(headers=SSE, parts=parts, breaks=True)


def test_a_connection_that_breaks(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with loopback(broken) as server, sync_client(server, max_connections=1) as client:
        for use in (
            lambda response: response.read(),
            lambda response: list(response.iter_bytes()),
            lambda response: list(response.iter_lines()),
            lambda response: list(response.iter_text()),
            lambda response: response.stream_to_file(path),
        ):
            with (
                opened(client, FILE) as response,
                pytest.raises(APIConnectionError) as caught,
            ):
                use(response)
            assert isinstance(caught.value.__cause__, httpx2.RemoteProtocolError)
        assert not path.exists()
        stream = client.call_stream(EVENTS)
        assert next(stream).name == "n"
        with pytest.raises(APIConnectionError):
            next(stream)
        assert stream.response.is_closed


def test_a_connection_that_breaks_awaited(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "file"

    async def main() -> None:
        async with async_client(server, max_connections=1) as client:
            async with async_opened(client, FILE) as response:
                with pytest.raises(APIConnectionError):
                    await response.stream_to_file(path)
            async with async_opened(client, FILE) as response:
                with pytest.raises(APIConnectionError):
                    await response.read()
            stream = await client.call_stream(EVENTS)
            assert (await anext(stream)).name == "n"
            with pytest.raises(APIConnectionError):
                await anext(stream)
            assert stream.response.is_closed

    with loopback(broken) as server:
        run(main)
        assert not path.exists()


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with (
        loopback(in_parts) as server,
        sync_client(server) as client,
        opened(client, FILE) as response,
        pytest.raises(OSError, match="directory"),
    ):
        response.stream_to_file(tmp_path)
    assert tmp_path.is_dir()


# --- items -------------------------------------------------------------------


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


def events(*names: str) -> tuple[bytes, ...]:
    return tuple(f'data: {{"name":"{name}"}}\n\n'.encode() for name in names)


def lines(*names: str) -> tuple[bytes, ...]:
    return tuple(f'{{"name":"{name}"}}\n'.encode() for name in names)


@pytest.mark.parametrize(
    ("called", "write"), [(EVENTS, events), (LINES, lines)], ids=["events", "lines"]
)
def test_items_arrive_one_by_one(
    called: Operation[Thing], write: Callable[..., tuple[bytes, ...]]
) -> None:
    server_side = Dialogue(*write("a", "b"))
    with loopback(server_side) as server, sync_client(server) as client:
        stream = client.call_stream(called)
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
            stream = await client.call_stream(called)
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
                stream = await client.call_stream(EVENTS)
                assert [item async for item in stream] == [Thing(name="a")]
                assert stream.response.is_closed

    with loopback(answer) as server:
        run(main)
        with sync_client(server, max_connections=1) as client:
            for _ in range(2):
                stream = client.call_stream(EVENTS)
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
                await client.call_stream(EVENTS)

    with loopback(answer) as server:
        run(main)
        with sync_client(server, max_connections=1) as client:
            for _ in range(2):
                with pytest.raises(ResponseValidationError) as caught:
                    client.call_stream(EVENTS)
                assert caught.value.response.json() == {"a": 1}


def test_no_content_is_no_items() -> None:
    with loopback(lambda asked: Reply(204)) as server, sync_client(server) as client:
        assert list(client.call_stream(EVENTS)) == []


def test_a_stream_behind_its_answer() -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(headers=SSE, parts=events("a", "b"))

    with loopback(answer) as server, sync_client(server) as client:
        raw = client.answering_raw().call_stream(EVENTS)
        assert raw.status_code == 200
        assert [thing.name for thing in raw.parse()] == ["a", "b"]
        with opened(client, EVENTS) as response:
            assert [thing.name for thing in response.parse()] == ["a", "b"]
        with opened(client, EVENTS) as response:
            assert "".join(response.iter_text()).count("data") == 2


# --- compression -------------------------------------------------------------


def compressed(coding: str) -> bytes:
    plain = b"".join(events("a", "b"))
    if coding == "gzip":
        return gzip.compress(plain)
    if coding == "deflate":
        return zlib.compress(plain)
    if coding == "br":
        found: bytes = pytest.importorskip("brotli").compress(plain)
        return found
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    written: bytes = pytest.importorskip(name).compress(plain)
    return written


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_bodies_that_are_compressed(coding: str) -> None:
    content = compressed(coding)

    def answer(asked: Asked) -> Reply:
        offered = [one.strip() for one in asked.headers["accept-encoding"].split(",")]
        assert coding in offered
        # Byte for byte: what is complete comes out at once, however it is cut.
        parts = [content[index : index + 1] for index in range(len(content))]
        return Reply(headers={**SSE, "Content-Encoding": coding}, parts=parts)

    with loopback(answer) as server, sync_client(server) as client:
        assert [thing.name for thing in client.call_stream(EVENTS)] == ["a", "b"]
        with opened(client, FILE) as response:
            assert response.read() == b"".join(events("a", "b"))


def test_what_is_offered_is_what_can_be_read() -> None:
    """The HTTP library offers those codings that are installed, and no other."""
    with loopback(in_parts) as server, sync_client(server) as client:
        client.call(FILE)
        offered = server.asked[0].headers["accept-encoding"].split(", ")
    supported = set(httpx2.Client().headers["accept-encoding"].split(", "))
    assert {"gzip", "deflate"} <= set(offered) == supported


def test_a_body_that_is_badly_compressed() -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(headers={**SSE, "Content-Encoding": "gzip"}, parts=[b"no gzip"])

    with loopback(answer) as server, sync_client(server) as client:
        with opened(client, FILE) as response, pytest.raises(APIConnectionError):
            response.read()
        with pytest.raises(APIConnectionError):
            list(client.call_stream(EVENTS))
