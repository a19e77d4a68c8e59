"""The limits that requests are held to (JSON Schema 2020-12, Validation, 6.2-6.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import pytest
from pydantic import Field

from generator.runtime.errors import RequestValidationError
from generator.runtime.limits import Sent, check_arguments, limit_in
from generator.runtime.models import Adapter, Model, check_sent
from generator.runtime.unset import UNSET


class Address(Model):
    town: Annotated[str, Sent(max_length=3)] | None = None


class Person(Model):
    name: Annotated[Annotated[str, Sent(min_length=2)], Field(alias="fullName")]
    age: Annotated[int, Sent(ge=0, lt=150)] | None = None
    tags: (
        Annotated[list[Annotated[str, Sent(pattern="^a")]], Sent(unique_items=True)]
        | None
    ) = None
    homes: list[Address] | None = None
    notes: dict[str, Annotated[str, Sent(max_length=2)]] | None = None
    size: Annotated[int | float, Sent(ge=1.5)] | None = None
    either: Annotated[int, Sent(le=3)] | Annotated[str, Sent(max_length=1)] | None = (
        None
    )


@pytest.mark.parametrize(
    ("limits", "fits", "broken"),
    [
        ({"ge": 1}, [1, 2.5, Decimal(1)], [0, 0.5, Decimal("0.9")]),
        ({"le": 1}, [1, -3], [1.01, 2]),
        ({"gt": 1}, [1.5], [1]),
        ({"lt": 1}, [0.5], [1]),
        ({"multiple_of": 0.1}, [0.3, 7, Decimal("0.1")], [0.35]),
        ({"min_length": 2}, ["ab", [1, 2], {"a": 1, "b": 2}], ["a", [1], {}]),
        ({"max_length": 1}, ["", ["x"], ("x",)], ["ab", [1, 2], {"a": 1, "b": 2}]),
        ({"pattern": "b+"}, ["abba"], ["aca"]),
        ({"unique_items": True}, [[1, 2], []], [[1, 1], [{"a": 1}, {"a": 1}]]),
        ({"items": Sent(le=1)}, [[1, 0]], [[0, 2]]),
    ],
)
def test_a_limit(limits: dict[str, Any], fits: list[Any], broken: list[Any]) -> None:
    sent = Sent(**limits)
    for value in fits:
        sent.check(value, ("here",))
    for value in broken:
        with pytest.raises(RequestValidationError, match=r"^here(\.1)?: ") as caught:
            sent.check(value, ("here",))
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", ["text", True, None, [5]])
def test_a_bound_concerns_numbers_alone(value: object) -> None:
    Sent(ge=10, le=10).check(value, ())


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"name": "x"}, "fullName"),
        ({"age": 150}, "age"),
        ({"tags": ["a", "b"]}, "tags.1"),
        ({"tags": ["a", "a"]}, "tags"),
        ({"homes": [{}, {"town": "Rome"}]}, "homes.1.town"),
        ({"notes": {"n": "long"}}, "notes.n"),
        ({"size": 1.4}, "size"),
        ({"either": 4}, "either"),
        ({"either": "xy"}, "either"),
    ],
)
def test_a_model_is_checked_when_it_is_sent(given: dict[str, Any], place: str) -> None:
    person = Person(**{"name": "Jo", **given})
    with pytest.raises(RequestValidationError, match=rf"^{place}: "):
        check_sent(person)


def test_what_fits_is_sent() -> None:
    check_sent(Person(name="Jo", age=0, tags=["a", "ab"], homes=[Address(town="Ulm")]))


def test_no_answer_is_refused() -> None:
    found = Adapter[Person](Person).from_json(b'{"fullName": "J", "age": -1}')
    assert (found.name, found.age) == ("J", -1)


def test_types_without_limits_cost_nothing() -> None:
    assert limit_in(list[dict[str, int | None]]) is None


def test_arguments_are_checked_where_they_are() -> None:
    limits = {("query", "limit"): Sent(ge=1), ("header", "X-Id"): Sent(max_length=2)}
    query: dict[str, object] = {"limit": 3}
    places = {"path": None, "query": query, "header": None, "cookie": None}
    check_arguments(limits, places)
    for left_out in (None, UNSET):
        check_arguments(limits, {**places, "query": {"limit": left_out}})
    with pytest.raises(RequestValidationError, match=r"^limit: it has to be 1"):
        check_arguments(limits, {**places, "query": {"limit": 0}})
    with pytest.raises(RequestValidationError, match=r"^X-Id: its length"):
        check_arguments(limits, {**places, "header": {"X-Id": "abc"}})


def test_a_body_that_is_no_model_is_checked_as_well() -> None:
    adapter = Adapter[Any](list[Annotated[str, Sent(min_length=2)]])
    adapter.check_sent(["ab"])
    with pytest.raises(RequestValidationError, match=r"^0: "):
        adapter.check_sent(["a"])


def test_text_may_be_a_value_of_another_member_as_it_is_written() -> None:
    adapter = Adapter[Any](UUID | Annotated[str, Sent(pattern="^[a-z]+$")])
    adapter.check_sent("6fa459ea-ee8a-3ca4-894e-db77e160355e")
    adapter.check_sent("name")
