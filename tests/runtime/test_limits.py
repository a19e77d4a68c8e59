"""The limits that requests are held to (JSON Schema 2020-12, Validation, 6.2-6.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import pytest
from pydantic import Field

from apiloom.runtime.core.errors import RequestValidationError
from apiloom.runtime.core.operation import Arguments, Operation
from apiloom.runtime.core.unset import UNSET
from apiloom.runtime.encoding.arguments import checked_arguments
from apiloom.runtime.encoding.checks import Checker
from apiloom.runtime.encoding.problems import Problems
from apiloom.runtime.types.constraints import Sent, limit_in
from apiloom.runtime.types.models import Adapter, Model


def broken(sent: Sent, value: object) -> list[tuple[tuple[str, ...], str]]:
    found: list[tuple[tuple[str, ...], str]] = []
    sent.check(value, ("here",), lambda *it: found.append(it))
    return found


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


PERSON = Checker(Person)


@pytest.mark.parametrize(
    ("limits", "fits", "beyond"),
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
def test_a_limit(limits: dict[str, Any], fits: list[Any], beyond: list[Any]) -> None:
    sent = Sent(**limits)
    for value in fits:
        assert broken(sent, value) == []
    for value in beyond:
        [(path, message)] = broken(sent, value)
        assert path in (("here",), ("here", "1"))
        assert message.startswith("must ")


@pytest.mark.parametrize("value", ["text", True, None, [5]])
def test_a_bound_concerns_numbers_alone(value: object) -> None:
    assert broken(Sent(ge=10, le=10), value) == []


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
    with pytest.raises(RequestValidationError, match=rf"^{place} \(body\): "):
        PERSON.checked(person, "body")


def test_what_fits_is_sent() -> None:
    fits = Person(name="Jo", age=0, tags=["a", "ab"], homes=[Address(town="Ulm")])
    assert PERSON.checked(fits, "body") is fits


def test_no_answer_is_refused() -> None:
    found = Adapter[Person](Person).from_json(b'{"fullName": "J", "age": -1}')
    assert (found.name, found.age) == ("J", -1)


def test_types_without_limits_cost_nothing() -> None:
    assert limit_in(list[dict[str, int | None]]) is None


def test_arguments_are_checked_where_they_are() -> None:
    operation: Operation[Any] = Operation(
        name="things.list",
        method="GET",
        path="/things",
        types={
            ("query", "limit"): Annotated[int, Sent(ge=1)],
            ("header", "X-Id"): Annotated[str, Sent(max_length=2)],
            ("header", "limit"): str,
        },
        required=(("header", "X-Id"),),
        success={},
    )

    def checked(validate: bool = True, **places: dict[str, object]) -> Arguments:
        problems = Problems()
        made = checked_arguments(
            operation, Arguments(**places), problems, validate=validate
        )
        problems.refuse(operation.name)
        return made

    assert checked(query={"limit": "3"}).query == {"limit": 3}
    assert checked(query={"limit": UNSET}).query == {}
    with pytest.raises(RequestValidationError) as caught:
        checked(query={"limit": 0}, header={"X-Id": "abc", "limit": 5})
    assert caught.value.problems == (
        "limit (query): must be 1 or more",
        "X-Id (header): must have 2 or fewer characters, not 3",
        "limit (header): must be a string, not int",
    )
    assert str(caught.value).startswith("things.list: limit (query): must be 1 or ")
    with pytest.raises(RequestValidationError, match=r"X-Id \(header\): is required"):
        checked(header={"X-Id": UNSET})
    loose = checked(False, query={"limit": 0}, header={"X-Id": UNSET})
    assert (loose.query, loose.header) == ({"limit": 0}, {})
    with pytest.raises(RequestValidationError, match="an integer, not str"):
        checked(False, query={"limit": "soon"})


def test_a_body_that_is_no_model_is_checked_as_well() -> None:
    checker = Checker(list[Annotated[str, Sent(min_length=2)]])
    assert checker.checked(["ab"], "body") == ["ab"]
    with pytest.raises(RequestValidationError, match=r"^0 \(body\): "):
        checker.checked(["a"], "body")


def test_text_may_be_a_value_of_another_member_as_it_is_written() -> None:
    checker = Checker(UUID | Annotated[str, Sent(pattern="^[a-z]+$")])
    checker.checked("6fa459ea-ee8a-3ca4-894e-db77e160355e", "body")
    checker.checked("name", "body")


@pytest.mark.parametrize(
    ("limits", "value"),
    [
        ({"ge": 1}, Decimal("NaN")),
        ({"multiple_of": 0.1}, float("inf")),
        ({"multiple_of": 0.1}, Decimal("1e999999")),
        ({"multiple_of": 0}, 5),
        ({"multiple_of": 0.1}, 1e300),
        ({"unique_items": True}, [1, True, 0, False]),
    ],
)
def test_no_value_breaks_a_check(limits: dict[str, Any], value: object) -> None:
    assert broken(Sent(**limits), value) == []
