"""What the scenarios in tests/wire do not say: several parameters, Python's types."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote, unquote_to_bytes
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from apiloom.runtime.core.errors import RequestValidationError
from apiloom.runtime.core.unset import UNSET
from apiloom.runtime.encoding.parameters import (
    Style,
    cookie_header,
    expand_path,
    form_pairs,
    header_pairs,
    jsonable,
    nested,
    query_string,
)
from apiloom.runtime.types.enums import OpenIntEnum, OpenStrEnum
from apiloom.runtime.types.models import Model
from apiloom.runtime.types.scalars import Base64


class Colour(OpenStrEnum):
    RED = "red"


class Level(OpenIntEnum):
    LOW = 1


class Thing(Model):
    size: int = Field(alias="theSize")
    note: str | None = None
    data: Base64 | None = None


class Plain(BaseModel):
    size: int = Field(alias="theSize", default=1)


def test_parameters_keep_their_order_and_those_left_out_are_not_there() -> None:
    values = {"b": 1, "a": UNSET, "c": [1, 2], "d": None, "e": "x"}
    assert query_string(values, {}) == "b=1&c=1&c=2&e=x"
    assert cookie_header({"a": 1, "b": UNSET, "c": "x"}, {}) == "a=1; c=x"
    pairs = header_pairs({"A": 1, "B": UNSET, "C": None, "D": "x"}, {})
    assert pairs == [("A", "1"), ("D", "x")]
    assert query_string({}, {}) == cookie_header({}, {}) == ""


def test_several_placeholders_in_one_segment() -> None:
    values = {"a": "1/2", "b": "x", "c": "..."}
    assert expand_path("/{a}-{b}/v{c}/end", values, {}) == "/1%2F2-x/v.../end"


def test_a_placeholder_may_occur_twice() -> None:
    assert expand_path("/{a}/{a}", {"a": 1}, {}) == "/1/1"


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("/{a}{b}", {"a": ".", "b": "."}),
        ("/{a}.", {"a": "."}),
        ("/x/{a}/{b}", {"a": "ok", "b": ".."}),
        ("/{a}{b}", {"a": ".", "b": 0}),
        ("/.{a}", {"a": "."}),
    ],
)
def test_no_combination_climbs(template: str, values: dict[str, object]) -> None:
    with pytest.raises(RequestValidationError, match=r"\(path\): "):
        expand_path(template, values, {})


@pytest.mark.parametrize("value", [None, "", [], {}])
def test_an_empty_path_parameter_is_refused_by_name(value: object) -> None:
    with pytest.raises(RequestValidationError, match=r"^batch_id \(path\): .*empty"):
        expand_path("/{batch_id}", {"batch_id": value}, {})


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_whatever_a_path_parameter_is_it_stays_in_its_segment(value: str) -> None:
    value = value.encode("utf-8", "replace").decode()
    if value in (".", ".."):
        return
    path = expand_path("/a/{id}/b", {"id": value}, {})
    before, written, after = path[1:].split("/")
    assert (before, after) == ("a", "b")
    assert unquote(written, errors="strict") == value
    assert written.isascii()
    assert not set(written) & set("?# \r\n\t/")


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=8),
        st.text(st.characters(codec="utf-8"), max_size=12)
        | st.lists(
            st.text(st.characters(codec="utf-8"), max_size=5), min_size=1, max_size=3
        ),
        max_size=4,
    )
)
def test_a_server_reads_the_query_that_was_meant(
    values: dict[str, str | list[str]],
) -> None:
    meant = [
        (name, item)
        for name, value in values.items()
        for item in (value if isinstance(value, list) else [value])
    ]
    text = query_string(values, {})
    assert parse_qsl(text, keep_blank_values=True, separator="&") == meant


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=1, max_size=4),
    st.sampled_from(["form", "spaceDelimited", "pipeDelimited"]),
)
def test_delimited_items_can_be_told_apart(items: list[str], style: str) -> None:
    text = query_string({"q": items}, {("query", "q"): Style(style)})
    delimiter = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}[style]
    found = text.removeprefix("q=").split(delimiter)
    if style == "form":
        assert [unquote_to_bytes(one).decode() for one in found] == items
    else:
        assert unquote(delimiter).join(items) == unquote(text.removeprefix("q="))


def test_values_of_pythons_types() -> None:
    moment = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    cases: list[tuple[object, object]] = [
        (Colour.RED, "red"),
        (Colour("new"), "new"),
        (Level.LOW, 1),
        (Level(9), 9),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (moment, "2024-05-06T07:08:09Z"),
        (date(2024, 5, 6), "2024-05-06"),
        (time(1, 2, 3), "01:02:03"),
        (timedelta(days=1, seconds=2), "P1DT2S"),
        (Decimal("1.50"), "1.50"),
        (b"\xff\xfe", "//4="),
        ((1, Colour.RED), [1, "red"]),
        (MappingProxyType({"a": UNSET, 1: date(2024, 1, 2)}), {"1": "2024-01-02"}),
        (OrderedDict(a=[{"b": UUID(int=0)}]), {"a": [{"b": str(UUID(int=0))}]}),
        (Thing(theSize=1, data=b"a"), {"theSize": 1, "data": "YQ=="}),
        (Thing(theSize=1, note=None), {"theSize": 1, "note": None}),
        ([Thing(theSize=2)], [{"theSize": 2}]),
        (Plain(), {"theSize": 1}),
    ]
    for value, expected in cases:
        assert jsonable(value) == expected
        assert type(jsonable(value)) is type(expected)


def test_a_model_is_an_object_under_its_wire_names() -> None:
    style = {("query", "f"): Style("deepObject", explode=True)}
    assert query_string({"f": Thing(theSize=3)}, style) == "f%5BtheSize%5D=3"
    assert query_string({"f": Thing(theSize=3)}, {}) == "theSize=3"


def test_enums_are_written_as_their_values() -> None:
    assert query_string({"q": [Colour.RED, Colour("x y")]}, {}) == "q=red&q=x%20y"
    assert expand_path("/{a}", {"a": Level(7)}, {}) == "/7"
    assert header_pairs({"X": Level.LOW}, {}) == [("X", "1")]


def test_nested_names_each_leaf() -> None:
    value = {"a": [{"b": 1}, {"b": None}], "c": {"d": {"e": "x"}}, "f": []}
    assert list(nested("n", value)) == [
        ("n[a][0][b]", 1),
        ("n[a][1][b]", None),
        ("n[c][d][e]", "x"),
    ]


@pytest.mark.parametrize(
    ("value", "style", "pairs"),
    [
        ("x", Style("form", explode=True), [("n", "x")]),
        (True, Style("form", explode=True), [("n", "true")]),
        ([1, 2], Style("form", explode=True), [("n", "1"), ("n", "2")]),
        ([1, 2], Style("form"), [("n", "1,2")]),
        ([1, 2], Style("spaceDelimited"), [("n", "1 2")]),
        ([1, 2], Style("pipeDelimited"), [("n", "1|2")]),
        ([{"a": 1}], Style("form", explode=True), [("n", '{"a":1}')]),
        ({"a": 1, "b": "c"}, Style("form", explode=True), [("a", "1"), ("b", "c")]),
        ({"a": 1}, Style("deepObject", explode=True), [("n[a]", "1")]),
        (
            [{"a": 1}, {"a": 2}],
            Style("deepObject", explode=True),
            [("n[0][a]", "1"), ("n[1][a]", "2")],
        ),
        ({"a": [1]}, Style("json"), [("n", '{"a":[1]}')]),
        ("ü", Style("json"), [("n", '"ü"')]),
    ],
)
def test_a_field_of_a_form(
    value: object, style: Style, pairs: list[tuple[str, str]]
) -> None:
    assert list(form_pairs("n", value, style)) == pairs
