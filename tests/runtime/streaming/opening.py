"""Operations whose answers are read while they arrive, and clients that call them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeAlias

import httpx2

from apiloom.runtime.client.async_client import AsyncAPIClient
from apiloom.runtime.client.sync_client import APIClient
from apiloom.runtime.core.operation import Operation
from apiloom.runtime.decoding.async_streaming_responses import (
    AsyncStreamingCall,
)
from apiloom.runtime.decoding.decoders import Binary, Json
from apiloom.runtime.decoding.streams import EventStream, JsonLines
from apiloom.runtime.decoding.sync_streaming_responses import StreamingCall
from tests.loopback import Asked, Loopback, Reply
from tests.runtime.driving import Thing, operation, options

FILE: Operation[bytes] = operation(path="/file", success={"200": Binary()})
THING: Operation[Thing] = operation(path="/thing", success={"200": Json(Thing)})
EVENTS: Operation[Thing] = operation(
    path="/events",
    success={"200": EventStream(Thing, end="[DONE]")},
    accept="text/event-stream",
)
LINES: Operation[Thing] = operation(path="/lines", success={"200": JsonLines(Thing)})
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
    return StreamingCall(client._calls.streaming().call, (called,), {})


def async_opened(
    client: AsyncAPIClient, called: Operation[Any]
) -> AsyncStreamingCall[Any]:
    """The same, for code that awaits."""
    return AsyncStreamingCall(client._calls.streaming().call, (called,), {})


Run: TypeAlias = Callable[[Callable[[], Awaitable[Any]]], Any]


PARTS = (b"first\nsec", b"ond\r\nth\xfcrd")


def in_parts(asked: Asked) -> Reply:
    return Reply(headers=TEXT, parts=PARTS)


def events(*names: str) -> tuple[bytes, ...]:
    return tuple(f'data: {{"name":"{name}"}}\n\n'.encode() for name in names)


def lines(*names: str) -> tuple[bytes, ...]:
    return tuple(f'{{"name":"{name}"}}\n'.encode() for name in names)
