"""Scalars of text: read exactly, written back as they came, and quickly."""

from __future__ import annotations

import copy
import datetime as dt
import decimal
import gc
import json
import pickle
import sys
import uuid
from typing import Any, Literal

import pytest
from pydantic import TypeAdapter, ValidationError

from apiloom.runtime.types.models import Adapter, Model
from apiloom.runtime.types.response_context import LARGE as LARGE_BODY
from apiloom.runtime.types.response_context import RESPONSE
from apiloom.runtime.types.scalars import (
    UUID,
    Base64,
    Date,
    DateTime,
    Decimal,
    DecimalNumber,
    JsonNumber,
)

CANONICAL = {
    "at": [
        "2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.000001Z",
        "2026-01-02T03:04:05.123456+05:45",
        "2026-01-02T03:04:05-12:34",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-23:59",
    ],
    "day": ["2026-01-02", "0001-01-01", "9999-12-31"],
    "id": ["8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10", str(uuid.UUID(int=0))],
}
OTHERS = {
    "at": [
        "2026-01-02T03:04:05+00:00",
        "2026-01-02T03:04:05-00:00",
        "2026-01-02T03:04:05-00:30",
        "2026-01-02t03:04:05z",
        "2026-01-02 03:04:05Z",
        "2026-01-02T03:04:05.1Z",
        "2026-01-02T03:04:05.120Z",
        "2026-01-02T03:04:05.120000Z",
        "2026-01-02T03:04:05.000000Z",
        "2026-01-02T03:04:05.1234567Z",
        "2026-01-02T03:04:60Z",
        "2026-01-02T03:04:05",
    ],
    "id": [
        "8C4BD29E-6C1C-4E4E-9A8A-5B6A2D7F9A10",
        "8c4bd29e6c1c4e4e9a8a5b6a2d7f9a10",
        "{8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10}",
        "urn:uuid:8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10",
    ],
}
BROKEN = {
    "at": ["", "soon", "2026-13-01T00:00:00Z", "2026-01-02", "1700000000.000000000"],
    "day": ["", "2026-02-30", "2026-01-02T00:00:00Z", "2026-01-02\n"],
    "id": ["", "8c4bd29e", "8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a1g"],
}
TYPES: dict[str, type] = {"at": dt.datetime, "day": dt.date, "id": uuid.UUID}


class Line(Model):
    at: DateTime


class Several(Model):
    """The same type where something has to be chosen, and where nothing has."""

    either: str | DateTime
    line: Line | UUID


class Thing(Model):
    at: DateTime | None = None
    day: Date | None = None
    id: UUID | None = None


THINGS: Adapter[Thing] = Adapter(Thing)


def each(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in table.items() for text in texts]


def read(name: str, text: object) -> Any:
    return THINGS.from_json(json.dumps({name: text}))


@pytest.mark.parametrize(("name", "text"), [*each(CANONICAL), *each(OTHERS)])
def test_what_is_read_is_written(name: str, text: str) -> None:
    thing = read(name, text)
    assert isinstance(getattr(thing, name), TYPES[name])
    for same in (
        thing,
        copy.deepcopy(thing),
        pickle.loads(pickle.dumps(thing)),
        Thing.model_validate(thing.model_dump(exclude_unset=True)),
        Thing.model_validate(thing.to_dict()),
    ):
        assert same == thing
        assert same.to_dict() == {name: text}
        assert json.loads(same.to_json()) == {name: text}


@pytest.mark.parametrize(("name", "text"), each(CANONICAL))
def test_canonical_text_takes_no_python_code(name: str, text: str) -> None:
    content = json.dumps({name: text})
    THINGS.from_json(content)
    called: list[str] = []

    def record(frame: Any, event: str, argument: object) -> None:
        if event == "call" and "scalars" in frame.f_code.co_filename:
            called.append(frame.f_code.co_name)

    sys.setprofile(record)
    try:
        found = THINGS.from_json(content)
    finally:
        sys.setprofile(None)
    assert not called
    # And gives what it always gave: nothing has to be remembered.
    assert type(getattr(found, name)) is TYPES[name]


def test_a_moment_of_utc_has_the_time_zone_of_python() -> None:
    for text in (CANONICAL["at"][0], OTHERS["at"][0]):
        assert read("at", text).at.tzinfo is dt.UTC


@pytest.mark.parametrize(("name", "text"), each(BROKEN))
def test_other_text_stays_text_in_an_answer_alone(name: str, text: str) -> None:
    assert getattr(read(name, text), name) == text
    with pytest.raises(ValidationError) as caught:
        Thing.model_validate({name: text})
    assert [error["loc"] for error in caught.value.errors()] == [(name,)]
    with pytest.raises(ValidationError) as caught:
        Thing.model_validate_json(json.dumps({name: text}))
    assert [error["loc"] for error in caught.value.errors()] == [(name,)]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("at", "Input should be a date-time of RFC 3339"),
        ("day", "Input should be a full-date of RFC 3339"),
        ("id", "Input should be a UUID of RFC 9562"),
    ],
)
def test_one_sentence_says_what_is_wrong(name: str, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read(name, [])
    assert [error["msg"] for error in caught.value.errors()] == [message]


@pytest.mark.parametrize(
    ("name", "format_"), [("at", "date-time"), ("day", "date"), ("id", "uuid")]
)
@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_the_schema_of_a_model_says_the_format(
    name: str, format_: str, mode: Literal["validation", "serialization"]
) -> None:
    schema = Thing.model_json_schema(mode=mode)["properties"][name]
    assert schema["anyOf"] == [{"format": format_, "type": "string"}, {"type": "null"}]


@pytest.mark.parametrize(
    ("union", "text"),
    [
        (DateTime | str, "2026-01-02T03:04:05Z"),
        (str | DateTime, "2026-01-02T03:04:05Z"),
        (str | DateTime | None, "2026-01-02T03:04:05.123Z"),
        (Date | str, "2026-01-02"),
        (str | Date, "2026-01-02"),
        (str | UUID, "8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10"),
        (UUID | Base64, "8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10"),
        (DateTime | Literal["2026-01-02T03:04:05Z"], "2026-01-02T03:04:05Z"),
    ],
)
def test_in_a_union_with_text_what_has_the_format_is_read(
    union: Any, text: str
) -> None:
    either: Adapter[Any] = Adapter(union)
    assert isinstance(either.from_json(json.dumps(text)), (dt.date, uuid.UUID))


@pytest.mark.parametrize("text", [CANONICAL["at"][0], OTHERS["at"][0]])
def test_what_is_chosen_does_not_change_what_is_read(text: str) -> None:
    content = json.dumps({"either": text, "line": {"at": text}})
    found = Adapter[Several](Several).from_json(content)
    assert isinstance(found.either, dt.datetime)
    assert isinstance(found.line, Line)
    assert isinstance(found.line.at, dt.datetime)
    assert json.loads(found.to_json()) == json.loads(content)


def test_the_last_moment_of_a_day_is_written_as_it_was() -> None:
    # From 3.14 on, Python reads it; until then it stays text.
    text = "2026-01-02T24:00:00Z"
    assert read("at", text).to_dict() == {"at": text}


# --- large answers -----------------------------------------------------------

LISTS: Adapter[list[int | Thing]] = Adapter(list[int | Thing])
LARGE = json.dumps([0] * LARGE_BODY)


@pytest.fixture
def collections() -> Any:
    """The collections of garbage there have been."""
    found: list[str] = []

    def record(phase: str, facts: dict[str, int]) -> None:
        found.append(phase)

    gc.callbacks.append(record)
    yield found
    gc.callbacks.remove(record)


def test_a_large_answer_is_not_interrupted(collections: list[str]) -> None:
    content = json.dumps([{"extra": number} for number in range(10_000)])
    LISTS.from_json(content)
    assert gc.isenabled()
    gc.collect()
    collections.clear()
    kept = LISTS.from_json(content)
    # At most the one that is due when all has been read.
    assert collections.count("start") <= 1
    assert len(kept) == 10_000


def test_the_collector_is_left_as_it_was() -> None:
    for content in (LARGE, LARGE[:-1]):
        gc.disable()
        try:
            if content is LARGE:
                LISTS.from_json(content)
            else:
                with pytest.raises(ValidationError):
                    LISTS.from_json(content)
            assert not gc.isenabled()
        finally:
            gc.enable()
    with pytest.raises(ValidationError):
        LISTS.from_json(LARGE[:-1])
    assert gc.isenabled()


@pytest.mark.parametrize("text", ["12.0", "12", "0.1", "12345678901234567890", "-3.5"])
def test_a_number_that_is_a_decimal_is_written_as_it_was(text: str) -> None:
    adapter = TypeAdapter[Any](DecimalNumber)
    found = adapter.validate_json(text)
    assert type(found) is decimal.Decimal
    assert adapter.dump_json(found).decode() == text


NUMBER: Adapter[int | float] = Adapter(JsonNumber)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("12.0", 12.0),
        ("-0.5", -0.5),
        ("1e3", 1000.0),
        ("12345678901234567890123", 12345678901234567890123),
    ],
)
def test_a_number_is_of_the_kind_that_it_is_written_as(
    text: str, value: int | float
) -> None:
    weighed: Adapter[int | float] = Adapter(int | float)
    for adapter in (NUMBER, weighed):
        found = adapter.from_json(text)
        assert (type(found), found) == (type(value), value)
        assert json.loads(adapter.to_json(found)) == value
    given = NUMBER.from_python(json.loads(text))
    assert (type(given), given) == (type(value), value)


@pytest.mark.parametrize("given", ["twelve", None, [], {}])
def test_one_sentence_says_that_it_is_no_number(given: object) -> None:
    for read in (NUMBER.from_python, lambda one: NUMBER.from_json(json.dumps(one))):
        with pytest.raises(ValidationError) as caught:
            read(given)
        (error,) = caught.value.errors()
        assert (error["loc"], error["msg"]) == ((), "Input should be a number")


@pytest.mark.parametrize("other", [bool, str, int, DateTime, Literal[1], Thing])
@pytest.mark.parametrize("text", ["1", "1.0", "1.5", '"12"', '"x"', "{}"])
def test_a_union_chooses_as_if_both_kinds_were_among_it(other: Any, text: str) -> None:
    for named, spelled in (
        (JsonNumber | other, int | float | other),
        (other | JsonNumber, other | int | float),
    ):
        found, expected = (
            Adapter[Any](union).from_json(text)
            for union in (named | Thing | str, spelled | Thing | str)
        )
        assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        *((int, text) for text in ('"1"', "true", "1.5", '"x"', "null")),
        *((float, text) for text in ('"1.5"', "true", '"NaN"')),
        *((bool, text) for text in ('"true"', "1", "0", "1.0", '"yes"')),
        *((JsonNumber, text) for text in ('"12"', '"1.5"', "true")),
        *((DecimalNumber, text) for text in ('"1.5"', "true", "null")),
        *((Decimal, text) for text in ("1", "1.5", "true")),
        (str, "1"),
        (int | bool, '"1"'),
        (int | str, "true"),
        (Literal[1], '"1"'),
        (Literal[1], "true"),
        (list[int], '["1"]'),
        (dict[str, bool], '{"a": 1}'),
    ],
)
def test_a_response_has_the_json_type_that_is_described(type_: Any, text: str) -> None:
    adapter: Adapter[Any] = Adapter(type_)
    with pytest.raises(ValidationError):
        adapter.from_json(text)
    if text == '"1"' and type_ is int:
        # A form has nothing but text.
        assert adapter.from_json(text, is_exact=False) == 1


def test_the_schema_of_a_number_has_both_kinds() -> None:
    schema = TypeAdapter[Any](JsonNumber).json_schema()
    assert schema == {"anyOf": [{"type": "integer"}, {"type": "number"}]}


@pytest.mark.parametrize("number", ["1700000000", "1.5", "true"])
def test_a_number_is_no_date_time(number: str) -> None:
    """Pydantic alone would read it as a Unix timestamp."""
    for type_ in (DateTime, Date):
        with pytest.raises(ValidationError):
            TypeAdapter(type_).validate_json(number, context=RESPONSE)
