"""Bodies larger than anybody wants to hold in memory, to and from a real server."""

from __future__ import annotations

import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import anyio
import httpx2
import pytest

from apiloom.runtime.client.async_client import AsyncAPIClient
from apiloom.runtime.client.sync_client import APIClient
from apiloom.runtime.core.errors import RequestValidationError
from apiloom.runtime.core.operation import Operation
from apiloom.runtime.decoding.async_streaming_responses import (
    AsyncStreamingCall,
)
from apiloom.runtime.decoding.decoders import Binary, Json
from apiloom.runtime.decoding.sync_streaming_responses import StreamingCall
from apiloom.runtime.encoding.bodies import BinaryBody, Encoding
from apiloom.runtime.encoding.files import FileField
from apiloom.runtime.encoding.item_streams import JsonLinesBody
from apiloom.runtime.encoding.multipart import MultipartBody
from apiloom.runtime.types.models import Model
from tests.loopback import Asked, Loopback, Reply, loopback
from tests.runtime.driving import operation, options

SIZE = 64 * 1024 * 1024
MOST = 8 * 1024 * 1024
"""As much memory as client and server may use for it, together."""


class Upload(Model):
    file: FileField
    note: str | None = None


DOWN: Operation[bytes] = operation(path="/", success={"200": Binary()})
RAW: Operation[Any] = operation(
    "PUT", path="/", body=BinaryBody(), success={"200": Json(Any)}
)
FORM: Operation[Any] = operation(
    "POST",
    path="/",
    body=MultipartBody(Upload, {"file": Encoding(file=True)}),
    success={"200": Json(Any)},
)


def answer(asked: Asked) -> Reply:
    if asked.method == "GET":
        zeros = bytes(65536)
        parts = (zeros for _ in range(SIZE // len(zeros)))
        return Reply(parts=parts, length=SIZE)
    came = sum(map(len, asked.chunks))
    headers = {"Content-Type": "application/json"}
    return Reply(headers=headers, parts=[str(came).encode()])


@contextmanager
def frugal() -> Iterator[None]:
    """Check how much memory is allocated at any moment of the block."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        yield
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert peak < MOST


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback(answer) as running:
        yield running


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of that size, which takes no place on the disk."""
    found = tmp_path / "large.bin"
    with found.open("wb") as file:
        file.truncate(SIZE)
    return found


def test_a_download_into_a_file(server: Loopback, tmp_path: Path) -> None:
    target = tmp_path / "down"
    with httpx2.Client() as http, frugal():
        client = APIClient(options(base_url=server.url, timeout=60), http)
        call = StreamingCall[bytes](client._calls.streaming().call, (DOWN,), {})
        with call as response:
            response.stream_to_file(target)
    assert target.stat().st_size == SIZE


def test_a_download_into_a_file_awaited(server: Loopback, tmp_path: Path) -> None:
    target = tmp_path / "down"

    async def main() -> None:
        async with httpx2.AsyncClient() as http:
            client = AsyncAPIClient(options(base_url=server.url, timeout=60), http)
            method = client._calls.streaming().call
            async with AsyncStreamingCall[bytes](method, (DOWN,), {}) as response:
                await response.stream_to_file(target)

    with frugal():
        anyio.run(main)
    assert target.stat().st_size == SIZE


LINES: Operation[Any] = operation(
    "PUT", path="/", body=JsonLinesBody(dict[str, str]), success={"200": Json(Any)}
)
LINE = {"text": "x" * 1000}


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_items_that_are_made_while_they_are_sent(server: Loopback, kind: str) -> None:
    items = (LINE for _ in range(SIZE // 1000))
    with frugal():
        came = put(server, items, kind)
    assert came > SIZE
    [asked] = server.asked
    assert asked.headers["transfer-encoding"] == "chunked"


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_an_item_that_cannot_be_sent_ends_the_request(
    server: Loopback, kind: str
) -> None:
    def items() -> Iterator[Any]:
        for _ in range(1000):
            yield LINE
        yield {"text": 7}

    with pytest.raises(RequestValidationError, match=r"^text \(body\): "):
        put(server, items(), kind)
    # Half a request is no request: what comes after it has a connection of its own.
    assert put(server, [LINE], kind) == len(LINE["text"]) + 12
    assert len(server.connections) == 2


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_what_the_callers_generator_raises_is_his_own(
    server: Loopback, kind: str
) -> None:
    def items() -> Iterator[Any]:
        yield LINE
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        put(server, items(), kind)


def put(server: Loopback, items: Any, kind: str) -> Any:
    """Send these items; gives how many bytes have come."""
    chosen = options(base_url=server.url, timeout=60)
    if kind == "sync":
        with APIClient(chosen, None) as client:
            return client._calls.call(LINES, body=items)

    async def main() -> Any:
        async with AsyncAPIClient(chosen, None) as client:
            return await client._calls.call(LINES, body=items)

    return anyio.run(main, backend=kind)


def whole(given: Any) -> Any:
    return given


def field(given: Any) -> Any:
    return {"file": given, "note": "n"}


@pytest.mark.parametrize(("called", "body"), [(RAW, whole), (FORM, field)])
@pytest.mark.parametrize("how", ["path", "file"])
def test_an_upload_from_a_file(
    server: Loopback,
    path: Path,
    called: Operation[Any],
    body: Callable[[Any], Any],
    how: str,
) -> None:
    with httpx2.Client() as http, path.open("rb") as file, frugal():
        client = APIClient(options(base_url=server.url, timeout=60), http)
        came = client._calls.call(called, body=body(path if how == "path" else file))
    [asked] = server.asked
    assert asked.headers["content-length"] == str(came)
    assert 0 <= came - SIZE < (1 if called is RAW else 1000)


@pytest.mark.parametrize(("called", "body"), [(RAW, whole), (FORM, field)])
@pytest.mark.parametrize("how", ["path", "file"])
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_an_upload_from_a_file_awaited(
    server: Loopback,
    path: Path,
    called: Operation[Any],
    body: Callable[[Any], Any],
    how: str,
    backend: str,
) -> None:
    async def main(file: IO[bytes]) -> Any:
        async with httpx2.AsyncClient() as http:
            client = AsyncAPIClient(options(base_url=server.url, timeout=60), http)
            given = body(path if how == "path" else file)
            return await client._calls.call(called, body=given)

    with path.open("rb") as file, frugal():
        came = anyio.run(main, file, backend=backend)
    [asked] = server.asked
    assert asked.headers["content-length"] == str(came)
    assert 0 <= came - SIZE < (1 if called is RAW else 1000)


class Slow:
    """A file on a slow disk, of unknown length: it waits until others went on."""

    def __init__(self, reads: int) -> None:
        self._reads = reads
        self.others = threading.Event()
        self.went_on: list[bool] = []

    def read(self, size: int = -1) -> bytes:
        self.others.clear()
        self.went_on.append(self.others.wait(20))
        self._reads -= 1
        return b"x" * 10 if self._reads >= 0 else b""


@pytest.mark.parametrize(("called", "body"), [(RAW, whole), (FORM, field)])
def test_others_go_on_while_a_slow_file_is_read(
    server: Loopback, called: Operation[Any], body: Callable[[Any], Any]
) -> None:
    file = Slow(3)

    async def watch() -> None:
        """Tell the file that the loop goes on."""
        while True:
            file.others.set()
            event = anyio.Event()
            with anyio.move_on_after(0.001):
                await event.wait()

    async def main() -> Any:
        async with httpx2.AsyncClient() as http:
            client = AsyncAPIClient(options(base_url=server.url), http)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(watch)
                came = await client._calls.call(called, body=body(file))
                tasks.cancel_scope.cancel()
                return came

    came = anyio.run(main)
    [asked] = server.asked
    assert asked.headers["transfer-encoding"] == "chunked"
    assert came >= 30
    assert len(file.went_on) > 3
    assert all(file.went_on)
