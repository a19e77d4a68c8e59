"""Sample values: the document's own where they fit, else made to fit."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiloom.docs.samples.validity import Value
from apiloom.docs.samples.values import Samples
from apiloom.ir.api import Api
from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    ANY,
    NULL,
    Alias,
    Array,
    Constraints,
    Enumeration,
    EnumValue,
    Field,
    Hint,
    Literal,
    Map,
    Model,
    Primitive,
    Reference,
    Tuple,
    Type,
    Union,
    nullable,
)
from apiloom.locations import Pointer

TEXT = Primitive(Kind.STRING)
NUMBER = Primitive(Kind.INTEGER)
PET = Pointer("", ("components", "schemas", "Pet"))
KIND = Pointer("", ("components", "schemas", "Kind"))
NAME = Pointer("", ("components", "schemas", "Name"))
LOOP = Pointer("", ("components", "schemas", "Loop"))
FIELDS = (
    Field("name", Reference(NAME), required=True, examples=('"Rex"',)),
    Field("kind", Reference(KIND), required=True, default='"cat"'),
    Field("id", NUMBER, required=True, read_only=True),
    Field("note", TEXT, required=False),
)
API = Api(
    title="Pets",
    version="1",
    description="",
    servers=(),
    tags=(),
    security_schemes=(),
    operations=(),
    definitions={
        PET: Model(PET, Hint("Pet"), FIELDS),
        KIND: Enumeration(
            KIND, Hint("Kind"), Kind.STRING, (EnumValue("dog"), EnumValue("cat"))
        ),
        NAME: Alias(
            NAME, Hint("Name"), Primitive(Kind.STRING, Constraints(max_length=9))
        ),
        LOOP: Model(
            LOOP,
            Hint("Loop"),
            (
                Field("next", nullable(Reference(LOOP)), required=True),
                Field("all", Array(Reference(LOOP)), required=True),
                Field("by_name", Map(Reference(LOOP)), required=True),
            ),
        ),
    },
)
SAMPLES = Samples(API)


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_made_fits(kind: Kind) -> None:
    type_ = Primitive(kind)
    assert SAMPLES.fits(SAMPLES.of(type_, "thing"), type_)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([Kind.INTEGER, Kind.NUMBER]),
    st.integers(-50, 50),
    st.integers(0, 20),
    st.sampled_from([None, 1, 5]),
    st.booleans(),
)
def test_numbers_keep_their_limits(
    kind: Kind, least: int, room: int, step: int | None, exclusive: bool
) -> None:
    room += 2 * (step or 1)
    limits = Constraints(minimum=least, maximum=least + room, multiple_of=step)
    if exclusive:
        limits = Constraints(
            exclusive_minimum=least, exclusive_maximum=least + room, multiple_of=step
        )
    value = SAMPLES.of(Primitive(kind, limits), "amount")
    assert isinstance(value, int | float)
    assert SAMPLES.fits(value, Primitive(kind, limits))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=12), st.integers(0, 40), st.integers(0, 40))
def test_texts_keep_their_length(name: str, least: int, room: int) -> None:
    type_ = Primitive(
        Kind.STRING, Constraints(min_length=least, max_length=least + room)
    )
    assert SAMPLES.fits(SAMPLES.of(type_, name), type_)


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("^[A-Z]{3}$", True),
        (r"^\d{4}-\d{2}-\d{2}$", True),
        ("^[0-9a-f]{24}$", True),
        ("^so special that nothing matches$", False),
        ("(unreadable", True),
    ],
)
def test_patterns_are_matched_where_that_is_simple(pattern: str, matches: bool) -> None:
    type_ = Primitive(Kind.STRING, Constraints(pattern=pattern))
    assert SAMPLES.fits(SAMPLES.of(type_, "code"), type_) is matches


@pytest.mark.parametrize(
    ("type_", "stated", "expected"),
    [
        (NUMBER, ("5", "6"), 5),
        (NUMBER, ('"five"', "6"), 6),
        (NUMBER, ("true", "null"), 1),
        (NUMBER, (None, "6.5"), 1),
        (Primitive(Kind.NUMBER), ("6.5",), 6.5),
        (Primitive(Kind.STRING, Constraints(max_length=3)), ('"long"', '"abc"'), "abc"),
        (TEXT, (json.dumps("x" * 201),), "color"),
        (Primitive(Kind.UUID), ('"no"',), "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"),
        (Primitive(Kind.DATE), ('"2024-02-30"', '"2024-02-29"'), "2024-02-29"),
        (Primitive(Kind.DATE_TIME), ('"2024-02-29"',), "2025-01-31T12:00:00Z"),
        (Primitive(Kind.BYTE), ('"!"', '"QQ=="'), "QQ=="),
        (Primitive(Kind.DECIMAL), ('"x"', '"1.50"'), "1.50"),
        (Primitive(Kind.DECIMAL), ("1.5",), 1.5),
        (Literal((1, "a")), ("true", '"a"'), "a"),
        (Array(NUMBER), ('["a"]', "[3]"), [3]),
        (Map(NUMBER), ('{"a": "b"}', '{"a": 3}'), {"a": 3}),
        (Tuple((TEXT, NUMBER), None), ('["a"]', '["a", 1, 2]', '["b", 2]'), ["b", 2]),
        (Tuple((TEXT,), NUMBER), ('["a", "b"]', '["a", 2, 3]'), ["a", 2, 3]),
        (Union((NUMBER, TEXT)), ("[]", '"a"'), "a"),
        (Reference(KIND), ('"bird"', '"cat"'), "cat"),
        (Reference(PET), ('{"name": "Tom"}', '{"name": "Tom", "kind": "dog"}'),
         {"name": "Tom", "kind": "dog"}),
        (Reference(PET), ('{"name": "a name too long", "kind": "dog"}',),
         {"name": "Rex", "kind": "cat"}),
    ],
)  # fmt: skip
def test_the_first_stated_value_that_fits(
    type_: Type, stated: tuple[str | None, ...], expected: Value
) -> None:
    assert SAMPLES.of(type_, "color", *stated) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("billingEmail", "jane@example.com"),
        ("callback_url", "https://example.com"),
        ("accountName", "account_name"),
        ("", "text"),
    ],
)
def test_texts_are_named_for_what_they_are(name: str, expected: str) -> None:
    assert SAMPLES.of(TEXT, name) == expected


def test_lists_have_as_many_elements_as_they_must() -> None:
    one, three = Array(TEXT), Array(TEXT, Constraints(min_items=3))
    assert SAMPLES.of(one, "tags") == ["tag"]
    assert SAMPLES.of(three, "tags") == ["tag"] * 3


def test_objects_have_what_is_required() -> None:
    assert SAMPLES.of(Reference(PET), "pet") == {"name": "Rex", "kind": "cat"}


def test_objects_without_required_properties_show_something() -> None:
    optional = tuple(replace(one, required=False) for one in FIELDS)
    shown = SAMPLES.telling(Model(PET, Hint("Pet"), optional))
    assert [field.wire for field in shown] == ["name"]
    plain = tuple(replace(one, examples=()) for one in optional[1:])
    assert [
        field.wire for field in SAMPLES.telling(Model(PET, Hint("Pet"), plain))
    ] == ["kind"]


def test_recursion_comes_to_an_end() -> None:
    expected = {"next": None, "all": [], "by_name": {}}
    assert SAMPLES.of(Reference(LOOP), "loop") == expected
    assert SAMPLES.fits(expected, Reference(LOOP))


def test_the_simplest_values() -> None:
    assert SAMPLES.of(NULL, "nothing") is None
    assert SAMPLES.of(ANY, "thing") == "thing"
    assert SAMPLES.of(Literal(("b", "a")), "letter") == "b"
    assert SAMPLES.of(nullable(NUMBER), "count") == 1
    assert SAMPLES.of(Map(NUMBER), "counts") == {"key": 1}
    assert SAMPLES.of(Tuple((TEXT, NUMBER), None), "pair") == ["pair", 1]
