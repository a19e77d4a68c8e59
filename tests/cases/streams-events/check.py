"""Event streams as typed iterators, over HTTP."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import pytest

from tests.loopback import Asked, Loopback, Reply, loopback
from tests.workshop import Stage, arguments_of

BODIES = {
    "/standard": (
        b"event: addString\ndata: one\ndata: two\n\n"
        b'event: addJSON\nid: 7\ndata: {"foo": 42}\n\nretry: 5\n\n: end\n\n'
    ),
    "/typed": b'event: added\ndata: {"name":"a","born":"2024-01-31"}\nid: 1\n\n'
    b'event: sold\ndata: {"name":"b"}\n\n',
    "/plain": b"id: 1\ndata: x\n\ndata: y\n\n",
    "/text": b"data: one\ndata: two\n\ndata: 3\n\n",
    "/practice": b'event: pet\ndata: {"name":"a"}\n\ndata: {"name":"b"}\n\n',
    "/listed": b'event: pet\ndata: {"name":"a"}\n\n',
    "/several": b'{"name":"a"}\n{"name":"b"}\n',
}


def answer(asked: Asked) -> Reply:
    """Say what the path says; a chat says what is asked for."""
    path = asked.path.removeprefix("/v1")
    if path in BODIES:
        media_type = "application/jsonl" if path == "/several" else "text/event-stream"
        return Reply(headers={"Content-Type": media_type}, parts=[BODIES[path]])
    given = json.loads(asked.body)
    if given["prompt"] == "?":
        problem = [b'{"message":"no such model"}']
        return Reply(404, {"Content-Type": "application/json"}, problem)
    if asked.headers["accept"].startswith("text/event-stream"):
        words = b'data: {"word":"Good"}\n\ndata: {"word":"day"}\n\n'
        end = b"data: [DONE]\n\n"
        return Reply(headers={"Content-Type": "text/event-stream"}, parts=[words, end])
    return Reply(headers={"Content-Type": "application/json"}, parts=[b'{"text":"Hi"}'])


@contextmanager
def served(stage: Stage) -> Iterator[tuple[Any, Loopback]]:
    with loopback(answer) as server:
        client = getattr(stage.package, stage.name)
        with client(base_url=f"{server.url}/v1") as made:
            yield made, server


def awaited(
    stage: Stage, call: Callable[[Any], Any], use: Callable[[Any], Any] | None = None
) -> list[Any]:
    """All items of a stream, of the async client."""

    async def main() -> list[Any]:
        client = getattr(stage.package, f"Async{stage.name}")
        async with client(base_url=f"{server.url}/v1") as made:
            async with await call(made) as stream:
                assert type(stream).__name__ == "AsyncStream"
                return [item async for item in stream]

    with loopback(answer) as server:
        return anyio.run(main)


def check_the_example_of_the_standard(stage: Stage) -> None:
    with served(stage) as (client, _):
        text, json_ = client.watch.standard()
        assert (text.event, text.data) == ("addString", "one\ntwo")
        assert (json_.event, json_.data.foo, json_.id) == ("addJSON", 42, "7")
    assert awaited(stage, lambda client: client.watch.standard()) == [text, json_]


def check_typed_events(stage: Stage) -> None:
    with served(stage) as (client, server):
        first, second = client.watch.typed()
        assert first.event is type(first.event).ADDED
        assert first.data.name == "a"
        assert first.data.born == dt.date(2024, 1, 31)
        assert (second.event, second.event.is_known, second.data.name) == (
            "sold",
            False,
            "b",
        )
        assert (
            server.asked[0].headers["accept"] == "text/event-stream, application/json"
        )


def check_events_of_which_nothing_is_said(stage: Stage) -> None:
    with served(stage) as (client, _):
        first, second = client.watch.plain()
        assert type(first) is stage.package.ServerSentEvent
        assert (first.data, first.id, second.data, second.id) == ("x", "1", "y", "1")
        assert list(client.watch.text()) == ["one\ntwo", "3"]


def check_a_schema_says_what_an_event_carries(stage: Stage) -> None:
    with served(stage) as (client, _):
        stream = client.watch.practice()
        assert type(stream) is stage.package.Stream
        assert next(stream).name == "a"
        assert stream.last_event.event == "pet"
        assert [pet.name for pet in stream] == ["b"]
        [event] = client.watch.listed()
        assert (event.event, event.data.name) == ("pet", "a")
    assert len(awaited(stage, lambda client: client.watch.practice())) == 2


def check_the_answer_says_which_of_several_it_is(stage: Stage) -> None:
    with served(stage) as (client, server):
        assert [pet.name for pet in client.watch.several()] == ["a", "b"]
        accept = server.asked[0].headers["accept"]
        assert accept == "text/event-stream, application/jsonl"


def check_json_or_a_stream(stage: Stage) -> None:
    with served(stage) as (client, server):
        assert client.chat.create(prompt="Hello").text == "Hi"
        assert server.asked[-1].headers["accept"] == "application/json"
        with client.chat.create_stream(prompt="Hello") as stream:
            assert [delta.word for delta in stream] == ["Good", "day"]
        sent = server.asked[-1]
        assert json.loads(sent.body) == {"prompt": "Hello", "stream": True}
        assert sent.headers["accept"] == "text/event-stream, application/json"
        taken = arguments_of(client.chat.create_stream)
        assert list(taken) == ["prompt"]
    words = awaited(stage, lambda client: client.chat.create_stream(prompt="Hello"))
    assert [delta.word for delta in words] == ["Good", "day"]


def check_what_an_overlay_says(stage: Stage) -> None:
    with served(stage) as (client, server):
        assert client.chat.ask(prompt="Hello", live=False).text == "Hi"
        stream = client.chat.listen(prompt="Hello")
        assert next(stream).word == "Good"
        assert json.loads(server.asked[-1].body) == {"prompt": "Hello", "live": True}
        stream.close()


def check_failures_are_those_of_the_operation(stage: Stage) -> None:
    errors = stage.package.errors
    with served(stage) as (client, _):
        for call in (client.chat.create, client.chat.create_stream):
            with pytest.raises(errors.NotFoundError, match="no such model") as caught:
                call(prompt="?")
            assert caught.value.body.message == "no such model"
            assert caught.value.reason is errors.ChatCreateRejection.NOT_FOUND
    assert not hasattr(errors, "ChatCreateStreamRejection")


def check_the_same_through_other_doors(stage: Stage) -> None:
    with served(stage) as (client, _):
        raw = client.chat.with_raw_response.create_stream(prompt="Hello")
        assert raw.status_code == 200
        assert [delta.word for delta in raw.parse()] == ["Good", "day"]
        with client.chat.with_streaming_response.create_stream(prompt="x") as response:
            assert [delta.word for delta in response.parse()] == ["Good", "day"]
        with client.watch.with_streaming_response.plain() as response:
            assert list(response.iter_lines())[:2] == ["id: 1", "data: x"]
