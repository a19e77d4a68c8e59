"""Connections of streams: given back by who leaves, and broken by the server."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import anyio
import httpx2
import pytest

from apiloom.runtime.core.errors import APIConnectionError
from apiloom.runtime.decoding.async_streams import async_open_stream
from apiloom.runtime.decoding.sync_streams import open_stream
from tests.loopback import Asked, Reply, loopback
from tests.runtime.streaming.opening import (
    EVENTS,
    FILE,
    SSE,
    Run,
    async_client,
    async_opened,
    opened,
    sync_client,
)


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
        with open_stream(client._calls, EVENTS) as stream:
            assert next(stream).name == "n"
        for _ in open_stream(client._calls, EVENTS):
            break  # the stream is nobody's any more
        stream = open_stream(client._calls, EVENTS)
        stream.close()
        assert list(stream.response.request.headers)
        with open_stream(client._calls, EVENTS) as stream:
            assert next(stream).name == "n"
        assert server.gone.wait(5)


def test_leaving_gives_the_connection_back_awaited(run: Run) -> None:
    async def main() -> None:
        async with async_client(server, max_connections=1) as client:
            async with async_opened(client, FILE) as response:
                async for chunk in response.iter_bytes(10):
                    assert chunk == bytes(10)
                    break
            async with await async_open_stream(client._calls, EVENTS) as stream:
                async for thing in stream:
                    assert thing.name == "n"
                    break
            stream = await async_open_stream(client._calls, EVENTS)
            await stream.close()
            with anyio.move_on_after(0.2) as scope:
                async with await async_open_stream(client._calls, EVENTS) as stream:
                    async for _ in stream:
                        await anyio.lowlevel.checkpoint()
            assert scope.cancelled_caught
            async with await async_open_stream(client._calls, EVENTS) as stream:
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
        stream = open_stream(client._calls, EVENTS)
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
            stream = await async_open_stream(client._calls, EVENTS)
            assert (await anext(stream)).name == "n"
            with pytest.raises(APIConnectionError):
                await anext(stream)
            assert stream.response.is_closed

    with loopback(broken) as server:
        run(main)
        assert not path.exists()
