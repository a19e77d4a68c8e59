"""What type checkers say to code that streams."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import assert_type

from case_streams_events import (
    AsyncEvents,
    AsyncStream,
    AsyncStreamingResponse,
    Events,
    RawResponse,
    ServerSentEvent,
    Stream,
    StreamingResponse,
)
from case_streams_events.models import Completion, Delta, Pet, PetEvent


def sync(client: Events) -> None:
    assert_type(client.chat.create(prompt=""), Completion)
    assert_type(client.chat.create_stream(prompt=""), Stream[Delta])
    for delta in client.chat.create_stream(prompt=""):
        assert_type(delta, Delta)
    with client.watch.typed() as stream:
        assert_type(next(stream), PetEvent)
        assert_type(next(stream).data, Pet)
        assert_type(stream.last_event, ServerSentEvent | None)
    assert_type(client.watch.plain(), Stream[ServerSentEvent])
    assert_type(list(client.watch.text()), list[str])
    raw = client.chat.with_raw_response.create_stream(prompt="")
    assert_type(raw, RawResponse[Stream[Delta]])
    with client.chat.with_streaming_response.create(prompt="") as response:
        assert_type(response, StreamingResponse[Completion])
        assert_type(response.parse(), Completion)
        assert_type(response.iter_bytes(1024), Iterator[bytes])
        assert_type(response.iter_lines(), Iterator[str])
        assert_type(response.read(), bytes)
        response.stream_to_file(Path("x"))
    client.chat.create_stream()  # type: ignore[call-arg]
    client.chat.create_stream(prompt="", stream=True)  # type: ignore[call-arg]


async def awaited(client: AsyncEvents) -> None:
    assert_type(await client.chat.create_stream(prompt=""), AsyncStream[Delta])
    async with await client.watch.typed() as stream:
        async for event in stream:
            assert_type(event.data.name, str)
    async with client.chat.with_streaming_response.create(prompt="") as response:
        assert_type(response, AsyncStreamingResponse[Completion])
        assert_type(await response.parse(), Completion)
        assert_type(response.iter_text(), AsyncIterator[str])
    raw = await client.chat.with_raw_response.create_stream(prompt="")
    assert_type(raw.parse(), AsyncStream[Delta])
