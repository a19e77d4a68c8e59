"""Server-Sent Events, as WHATWG HTML, section 9.2.6, has them interpreted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiloom.runtime.decoding.sse import EventParser, LineSplitter, ServerSentEvent


def parsed(*chunks: bytes) -> list[ServerSentEvent]:
    parser = EventParser()
    return [event for chunk in chunks for event in parser.feed(chunk)]


def told(*chunks: bytes) -> list[dict[str, Any]]:
    """The events, as the objects that OpenAPI describes."""
    return [event.fields() for event in parsed(*chunks)]


def test_the_first_example_of_the_standard() -> None:
    stream = (
        b": test stream\n\ndata: first event\nid: 1\n\n"
        b"data:second event\nid\n\ndata:  third event\n\n"
    )
    first, second, third = parsed(stream)
    assert (first.data, first.id, first.event) == ("first event", "1", "message")
    assert (second.data, second.id) == ("second event", "")
    assert third.data == " third event"  # of two spaces, one is taken away


def test_the_other_examples_of_the_standard() -> None:
    assert told(b"data: YHOO\ndata: +2\ndata: 10\n\n") == [{"data": "YHOO\n+2\n10"}]
    # The last block is incomplete; the first and the second are empty strings.
    assert told(b"data\n\ndata\ndata\n\ndata:") == [{"data": ""}, {"data": "\n"}]
    assert told(b"data:test\n\ndata: test\n\n") == [{"data": "test"}] * 2
    assert [
        (event.event, event.data) for event in parsed(b"event: add\ndata: 73857293\n\n")
    ] == [("add", "73857293")]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_every_end_of_line(end: bytes) -> None:
    stream = end.join((b"event: a", b"data: 1", b"data: 2", b"", b"data: 3", b"", b""))
    assert told(stream) == [{"data": "1\n2", "event": "a"}, {"data": "3"}]


def test_a_carriage_return_ends_an_event_at_once() -> None:
    """Nobody waits for the line feed that may follow it."""
    parser = EventParser()
    assert [one.data for one in parser.feed(b"data: 1\r\n\r")] == ["1"]
    assert [one.data for one in parser.feed(b"\ndata: 2\r\r")] == ["2"]


def test_a_byte_order_mark_at_the_start_and_only_there() -> None:
    mark = "\ufeff".encode()
    assert told(mark[:1], mark[1:] + b"data: 1\n\n") == [{"data": "1"}]
    assert told(b"data: 1\n\n" + mark + b"data: 2\n\n") == [{"data": "1"}]


def test_ids_last_until_the_next_one() -> None:
    events = parsed(
        b"id: 7\ndata: a\n\ndata: b\n\nid: 8\n\ndata: c\n\nid: x\0y\ndata: d\n\n"
    )
    assert [event.id for event in events] == ["7", "7", "8", "8"]
    assert [event.fields() for event in events] == [
        {"data": "a", "id": "7"},
        {"data": "b"},
        {"data": "c"},
        {"data": "d"},
    ]


def test_an_event_without_data_is_none() -> None:
    assert told(b"event: ping\n\n: only a comment\n\nretry: 5\n\ndata: x\n\n") == [
        {"data": "x"}
    ]


@pytest.mark.parametrize(
    ("text", "retry"),
    [("3000", 3000), ("0", 0), ("1.5", None), ("-1", None), ("٣", None)],
)
def test_the_time_to_wait_is_digits(text: str, retry: int | None) -> None:
    [event] = parsed(f"retry: {text}\ndata: x\n\n".encode())
    assert event.retry == retry
    assert event.fields().get("retry") == retry


def test_what_is_no_field_is_ignored() -> None:
    assert told(b"unknown: 1\n:comment\nDATA: 2\n data: 3\ndata: 4\n\n") == [
        {"data": "4"}
    ]


def test_data_that_is_json() -> None:
    [event] = parsed(b'data: {"a":\ndata: 1}\n\n')
    assert event.json() == {"a": 1}
    with pytest.raises(ValueError, match="Expecting value"):
        ServerSentEvent("[DONE").json()


def test_bytes_that_are_no_utf8() -> None:
    assert told(b"data: \xff\n\n") == [{"data": "\ufffd"}]


@given(
    st.lists(
        st.sampled_from([b"data: \xc3\xbc", b"id:1", b"", b":", b"event: e", b"x"])
    ),
    st.sampled_from([b"\n", b"\r", b"\r\n"]),
    st.lists(st.integers(1, 9), min_size=1),
)
def test_how_the_bytes_arrive_changes_nothing(
    lines: list[bytes], end: bytes, sizes: list[int]
) -> None:
    stream = b"".join(line + end for line in lines)
    chunks: list[bytes] = []
    rest, number = stream, 0
    while rest:
        size = sizes[number % len(sizes)]
        chunks.append(rest[:size])
        rest, number = rest[size:], number + 1
    assert parsed(*chunks) == parsed(stream)
    reader = LineSplitter()
    assert [line for chunk in chunks for line in reader.feed(chunk)] == lines
