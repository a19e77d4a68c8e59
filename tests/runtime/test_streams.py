"""Items from bytes: JSON Lines, JSON sequences, and what events carry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from apiloom.runtime.core.errors import ResponseValidationError
from apiloom.runtime.decoding.decoders import AnyOf, Empty, Json
from apiloom.runtime.decoding.sse import ServerSentEvent
from apiloom.runtime.decoding.streams import (
    EventStream,
    ItemDecoder,
    JsonLines,
    JsonSequence,
    sequence_of,
)
from apiloom.runtime.types.models import Model
from apiloom.runtime.types.validators import EmbeddedJson

Answer = Callable[..., httpx2.Response]


class Pet(Model):
    name: str
    age: int | None = None


class Told(Model):
    """An event as OpenAPI 3.2 describes it, its data being JSON in a string."""

    data: EmbeddedJson[Pet]
    event: str | None = None
    id: str | None = None
    retry: int | None = None


class Loose(Model):
    """An event whose data is described as if it were JSON."""

    data: Pet | str
    event: str | None = None


def items(decoder: ItemDecoder, answer: Answer, *chunks: bytes) -> list[Any]:
    reader = decoder.reader(answer(content=b""))
    found = [item for chunk in chunks for item in reader.feed(chunk)]
    return found + list(reader.finish())


@pytest.mark.parametrize(
    "chunks",
    [
        (b'{"name":"a"}\n{"name":"b","age":1}\n',),
        (b'{"name":"a"}\r\n\r\n \n{"name":"b","age":1}',),
        (b'{"na', b'me":"a"}', b"\n", b'{"name":"b",', b'"age":1}\n'),
        ('\ufeff{"name":"a"}\n{"name":"b","age":1}\n'.encode(),),
    ],
)
def test_json_lines(answer: Answer, chunks: tuple[bytes, ...]) -> None:
    found = items(JsonLines(Pet), answer, *chunks)
    assert found == [Pet(name="a"), Pet(name="b", age=1)]


def test_lines_are_read_as_soon_as_they_are_there(answer: Answer) -> None:
    reader = JsonLines(int).reader(answer(content=b""))
    assert list(reader.feed(b"1\n2\n3")) == [1, 2]
    assert list(reader.feed(b"4")) == []
    assert list(reader.finish()) == [34]


def test_json_sequences(answer: Answer) -> None:
    """RFC 7464: texts may be spread over lines; a separator starts each."""
    found = items(
        JsonSequence(Pet),
        answer,
        b'\x1e{"name":\n"a"}\n\x1e\x1e',
        b'\n\x1e{"name":"b"}\n',
    )
    assert found == [Pet(name="a"), Pet(name="b")]


@pytest.mark.parametrize("text", [b"12", b"true", b"null"])
def test_a_value_that_may_have_been_cut_off(answer: Answer, text: bytes) -> None:
    """RFC 7464, section 2.4; brackets and quotation marks show their end themselves."""
    assert len(items(JsonSequence(Any), answer, b"\x1e" + text + b"\n")) == 1
    for chunks in ((b"\x1e" + text,), (b"\x1e" + text, b"\x1e1\n")):
        with pytest.raises(ResponseValidationError, match=r"item 1 .*cut off"):
            items(JsonSequence(Any), answer, *chunks)
    assert items(JsonSequence(Any), answer, b"\x1e[1]") == [[1]]


def test_an_item_that_does_not_fit_is_named(answer: Answer) -> None:
    reader = JsonLines(Pet).reader(answer(content=b""))
    feed = reader.feed(b'{"name":"a"}\n{"age":1}\n')
    assert next(feed) == Pet(name="a")
    with pytest.raises(ResponseValidationError) as caught:
        next(feed)
    assert caught.value.message == (
        "GET /v1/things: item 2 of the stream does not fit the specification: "
        "/1/name: expected a string, got nothing"
    )
    assert [one.pointer for one in caught.value.mismatches] == ["/1/name"]


EVENTS = b'event: new\ndata: {"name":"a"}\nid: 1\n\ndata: {"name":"b"}\nretry: 5\n\n'


def test_items_are_the_data_of_events(answer: Answer) -> None:
    assert items(EventStream(Pet), answer, EVENTS) == [Pet(name="a"), Pet(name="b")]


def test_items_are_events(answer: Answer) -> None:
    found = items(EventStream(Told, whole=True), answer, EVENTS)
    assert found == [
        Told(data=Pet(name="a"), event="new", id="1"),
        Told(data=Pet(name="b"), retry=5),
    ]
    assert isinstance(found[0].data, Pet)
    # Written back as it came: a string with JSON in it.
    assert found[0].to_dict() == {"data": '{"name":"a"}', "event": "new", "id": "1"}
    assert found[1].model_fields_set == {"data", "retry"}


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"bye", "data: it is no JSON: Expecting value"),
        (b'{"age":1}', r"/0/data/name: "),
    ],
)
def test_data_that_has_to_be_json_is_nothing_else(
    answer: Answer, data: bytes, complaint: str
) -> None:
    decoder = EventStream(Told, whole=True, embedded=True)
    assert items(decoder, answer, EVENTS)[0].data == Pet(name="a")
    said = b"data: " + data + b"\n\n"
    with pytest.raises(ResponseValidationError, match=f"item 1 .*: {complaint}"):
        items(decoder, answer, said)
    lenient = decoder.reader(answer(content=b""), "off")
    [told] = lenient.feed(said)
    assert told.data == "bye" if data == b"bye" else told.data.age == 1


def test_items_are_events_with_data_that_may_be_json(answer: Answer) -> None:
    decoder = EventStream(Loose, whole=True, json_data=True)
    found = items(decoder, answer, EVENTS, b"data: bye {}\n\n", b'data: 1, "x": 2\n\n')
    assert [one.data for one in found] == [
        Pet(name="a"),
        Pet(name="b"),
        "bye {}",
        '1, "x": 2',
    ]


def test_items_are_texts_or_events_as_they_came(answer: Answer) -> None:
    texts = items(EventStream(str), answer, b"data: a\ndata: b\n\n")
    assert texts == ["a\nb"]
    [event] = items(EventStream(ServerSentEvent), answer, b"data: a\nid: 1\n\n")
    assert (event.data, event.id) == ("a", "1")


def test_a_mark_ends_the_items(answer: Answer) -> None:
    decoder = EventStream(Pet, end="END")
    reader = decoder.reader(answer(content=b""))
    found = list(reader.feed(EVENTS + b"data: END\n\ndata: {}\n\n"))
    assert [pet.name for pet in found] == ["a", "b"]
    assert reader.ended
    assert list(reader.feed(b"data: {}\n\n")) == []
    with pytest.raises(ResponseValidationError, match="item 1"):
        items(decoder, answer, b"data: [DONE]\n\n")
    for undeclared in (EventStream(Pet), EventStream(str), EventStream()):
        reader = undeclared.reader(answer(content=b""))
        assert list(reader.feed(b"data: [DONE]\n\ndata: {}\n\n")) == []
        assert reader.ended


def test_a_body_that_was_read_already(answer: Answer) -> None:
    assert EventStream(Pet).decode(answer(content=EVENTS)) == [
        Pet(name="a"),
        Pet(name="b"),
    ]
    assert JsonLines(int).decode(answer(content=b"1\n2")) == [1, 2]


@pytest.mark.parametrize(
    ("status", "found", "chosen"),
    [
        (200, "text/event-stream; charset=utf-8", "events"),
        (200, "application/jsonl", "lines"),
        (200, "", "events"),
        (200, "text/plain", "events"),
        (200, "application/json", None),
        (200, "application/problem+json", None),
        (200, "text/html", None),
        (201, "application/x-ndjson", "records"),
        (201, "application/json", "records"),
        (201, "text/event-stream", None),
        (204, "", "events"),
        (299, "text/event-stream", "events"),
    ],
)
def test_what_reads_an_answer(
    answer: Answer, status: int, found: str, chosen: str | None
) -> None:
    decoders = {
        "events": EventStream(Pet),
        "lines": JsonLines(Pet),
        "records": JsonSequence(Pet),
    }
    success = {
        "200": AnyOf(decoders["events"], decoders["lines"]),
        "201": decoders["records"],
        "204": Empty(),
    }
    headers = {"content-type": found} if found else {}
    response = answer(status, headers=headers, content=b"")
    wanted = decoders[chosen] if chosen else None
    assert sequence_of(success, response) is wanted
    assert sequence_of({"200": Json(Pet)}, response) is None


def test_json_in_a_string() -> None:
    told = Told.model_validate({"data": {"name": "a"}})
    assert told.to_json() == '{"data":"{\\"name\\":\\"a\\"}"}'
    assert told.model_dump()["data"] == {"name": "a", "age": None}
