"""Server-Sent Events of ApexVerify: what happens to a batch, as it happens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from tests.clients.driver import Driver
from tests.clients.extended.apis import APEXVERIFY
from tests.clients.extended.conftest import Connect
from tests.loopback import Asked, Loopback, Reply, loopback

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
SSE = {"Content-Type": "text/event-stream"}
STREAM = (
    "\ufeff: the server says hello\r\n\r\n"
    "event: progress\r\nid: 1\r\n"
    'data: {"done": 1,\r\ndata:  "total": 2}\r\n\r\n'
    ": a comment between two events\n"
    "retry: 1500\n\n"
    "event: paused\nid: 2\nunknown: field\n"
    'data:{"done":2,"total":2,"reason":"ü"}\n\n'
    'event: done\nid\ndata: {"done":2,"total":2}\n\n'
    'event: done\ndata: {"done": 3, "tot'
).encode()
"""Two kinds of line ends, comments, data of two lines, an event that is cut off."""


def event(number: int, total: int = 9) -> bytes:
    text = f'{{"done":{number},"total":{total}}}'
    return f"event: progress\nid: {number}\ndata: {text}\n\n".encode()


def saying(*parts: bytes, **more: Any) -> Callable[[Asked], Reply]:
    return lambda asked: Reply(headers=SSE, parts=parts, **more)


def endless(asked: Asked) -> Reply:
    def parts() -> Iterator[bytes]:
        yield event(1)
        while True:
            yield b": still here\n\n" * 100

    return Reply(headers=SSE, parts=parts())


@pytest.fixture
def client_of(connect: Connect, driver: Driver) -> Iterator[Callable[[Loopback], Any]]:
    """Makes clients that have one connection, and so notice when it is not free."""
    opened: list[Any] = []

    def construct(server: Loopback, **options: Any) -> Any:
        limits = httpx2.Limits(max_connections=1)
        http = driver.http(limits=limits, timeout=httpx2.Timeout(5, pool=1))
        opened.append(http)
        given = {"api_key": "k", "timeout": httpx2.Timeout(5, pool=1), **options}
        return connect(APEXVERIFY, server.url, http_client=http, **given)

    yield construct
    for http in opened:
        driver.close_http(http)


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_events_are_items_of_their_type(client_of, size):
    models = APEXVERIFY.models
    parts = [STREAM[at : at + size] for at in range(0, len(STREAM), size)]
    with (
        loopback(saying(*parts)) as server,
        client_of(server).batch.events(BATCH) as stream,
    ):
        first = next(stream)
        assert type(first) is models.BatchEvent
        assert type(first.data) is models.BatchProgress
        assert first.event is models.BatchEventEvent.PROGRESS
        assert (first.id, first.data.done, first.data.total) == ("1", 1, 2)
        assert stream.last_event.data == '{"done": 1,\n "total": 2}'
        second = next(stream)
        assert (second.event, second.event.is_known) == ("paused", False)
        assert second.data.to_dict() == {"done": 2, "total": 2, "reason": "ü"}
        assert (stream.last_event.id, stream.last_event.retry) == ("2", None)
        (third,) = stream
        assert third.event is models.BatchEventEvent.DONE
        assert stream.last_event.id == ""
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("GET", f"/v1/batch/{BATCH}/events")
    assert asked.headers["accept"] == "text/event-stream, application/json"
    assert asked.headers["x-api-key"] == "k"
    assert "last-event-id" not in asked.headers


def test_events_arrive_while_the_server_goes_on(client_of):
    read = threading.Event()

    def answer(asked: Asked) -> Reply:
        def parts() -> Iterator[bytes]:
            yield event(1)
            assert read.wait(5), "the first event was kept back"
            yield event(2)

        return Reply(headers=SSE, parts=parts())

    with loopback(answer) as server:
        stream = client_of(server).batch.events(BATCH)
        assert next(stream).data.done == 1
        read.set()
        assert [one.data.done for one in stream] == [2]


def test_a_stream_that_breaks_is_taken_up_again_by_its_caller(client_of):
    """A stream says where it broke and does not reconnect; the header resumes it."""

    def answer(asked: Asked) -> Reply:
        seen = int(asked.headers.get("last-event-id", "0"))
        if seen < 3:
            return Reply(headers=SSE, parts=[event(seen + 1), b"data: {"], breaks=True)
        return Reply(headers=SSE, parts=[event(seen + 1), b"data: [DONE]\n\n"])

    with loopback(answer) as server:
        client = client_of(server)
        position: dict[str, str] = {}
        for number in (1, 2, 3):
            stream = client.batch.events(BATCH, **position)
            assert next(stream).data.done == number
            with pytest.raises(APEXVERIFY.errors.APIConnectionError) as caught:
                next(stream)
            assert isinstance(caught.value.__cause__, httpx2.RemoteProtocolError)
            assert "\n" not in caught.value.message
            position["last_event_id"] = stream.last_event.id
        last = client.batch.events(BATCH, **position)
        assert [one.data.done for one in last] == [4]
        sent = [asked.headers.get("last-event-id") for asked in server.asked]
        assert sent == [None, "1", "2", "3"]


def test_an_event_that_does_not_fit(client_of):
    wrong = b'event: progress\nid: 2\ndata: {"done":"many","total":9}\n\n'
    with loopback(saying(event(1), wrong, event(3))) as server:
        client = client_of(server)
        strict = client.with_options(validate_responses="strict")
        stream = strict.batch.events(BATCH)
        assert next(stream).data.done == 1
        with pytest.raises(APEXVERIFY.errors.ResponseValidationError) as caught:
            next(stream)
        assert "item 2 of the stream" in caught.value.message
        assert "/1/data/done: expected" in caught.value.message
        assert stream.last_event.id == "2"
        assert list(stream) == []
        found = [one.data.done for one in client.batch.events(BATCH)]
        assert found == [1, "many", 3]


@pytest.mark.parametrize("leaving", ["with", "close", "raise"])
def test_leaving_gives_the_connection_back(client_of, leaving):
    with loopback(endless) as server:
        client = client_of(server)
        for _ in range(2):
            if leaving == "close":
                stream = client.batch.events(BATCH)
                assert next(stream).data.done == 1
                stream.close()
            elif leaving == "with":
                with client.batch.events(BATCH) as stream:
                    assert next(stream).data.done == 1
            else:
                stream = client.batch.events(BATCH)
                with pytest.raises(ZeroDivisionError), stream:
                    raise ZeroDivisionError
        assert server.gone.wait(5)
        assert len(server.asked) == 2


def test_the_mark_of_the_end_ends_a_stream_that_goes_on(client_of):
    def answer(asked: Asked) -> Reply:
        def parts() -> Iterator[bytes]:
            yield event(1) + b"data: [DONE]\n\n"
            while True:
                yield event(2)

        return Reply(headers=SSE, parts=parts())

    with loopback(answer) as server:
        client = client_of(server)
        for _ in range(2):
            assert [one.data.done for one in client.batch.events(BATCH)] == [1]


def test_failures_before_the_first_event(client_of, pauses):
    replies = iter(
        [
            Reply(503),
            Reply(headers=SSE, parts=[event(1)]),
            Reply(404, JSON, [b'{"message":"no such batch"}']),
            Reply(200, JSON, [b'{"status":"ok"}']),
        ]
    )
    with loopback(lambda asked: next(replies)) as server:
        client = client_of(server)
        assert len(list(client.batch.events(BATCH))) == 1
        assert len(pauses) == 1
        with pytest.raises(APEXVERIFY.errors.NotFoundError) as caught:
            client.batch.events(BATCH)
        assert caught.value.body.message == "no such batch"
        reasons = APEXVERIFY.errors.BatchEventsRejection
        assert caught.value.reason is reasons.NOT_FOUND
        with pytest.raises(
            APEXVERIFY.errors.ResponseValidationError, match="not text/event-stream"
        ):
            client.batch.events(BATCH)


JSON = {"Content-Type": "application/json"}


def test_the_same_through_other_doors(client_of):
    with loopback(saying(event(1), event(2))) as server:
        client = client_of(server)
        with client.batch.with_streaming_response.events(BATCH) as response:
            assert response.status_code == 200
            lines = list(response.iter_lines())
        assert lines[:2] == ["event: progress", "id: 1"]
        with client.batch.with_streaming_response.events(BATCH) as response:
            assert b"".join(response.iter_bytes()) == event(1) + event(2)


def test_a_stream_has_to_be_read_within_the_deadline(client_of):
    """The message says how many seconds there were, as for any other call."""
    with loopback(endless) as server:
        client = client_of(server, deadline=0.3)
        stream = client.batch.events(BATCH)
        assert next(stream).data.done == 1
        with pytest.raises(APEXVERIFY.errors.APITimeoutError) as caught:
            list(stream)
        assert "the deadline of 0.3 s has passed" in caught.value.message
        assert server.gone.wait(5)
