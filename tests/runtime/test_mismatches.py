"""Mismatches of responses: which variant is read, what is reported, and how often."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import httpx2
import pytest

from apiloom.runtime.client.sync_client import Calls
from apiloom.runtime.core.errors import ResponseValidationError
from apiloom.runtime.decoding import lenient
from apiloom.runtime.decoding.decoders import AnyOf, Json, Text
from apiloom.runtime.decoding.mismatches import Mismatch, listed, pointer_of
from apiloom.runtime.decoding.reports import Places
from apiloom.runtime.telemetry.hooks import Hooks
from apiloom.runtime.types.models import Model
from tests.runtime.driving import PATH, Driver, answers, operation, options


class Person(Model):
    name: str
    born: date


class Company(Model):
    name: str
    seats: int
    city: str


class Left(Model):
    left: Left | Right | None = None
    size: int


class Right(Model):
    left: Left | Right | None = None
    weight: int


def test_the_variant_with_the_fewest_mismatches_is_read() -> None:
    value = [
        {"name": "a", "seats": "x", "city": "c"},
        {"name": 1, "born": "2020-01-02"},
    ]
    (first, second), found = lenient.read(list[Person | Company], value)
    assert (type(first), first.seats) == (Company, "x")
    assert (type(second), second.born) == (Person, date(2020, 1, 2))
    assert [one.pointer for one in found] == ["/0/seats", "/1/name"]


def test_unions_inside_unions_take_no_time() -> None:
    value: dict[str, Any] = {"size": "x"}
    for _ in range(12):
        value = {"left": value, "size": 1}
    lenient.read(Left, {"size": "x"})
    began = time.process_time()
    made, found = lenient.read(Left, value)
    assert time.process_time() - began < 30
    assert len(found) == 1
    assert type(made.left.left) is Left


def test_what_is_nested_too_deeply_cannot_be_read(drive: Driver) -> None:
    depth = 100_000
    body = b'{"size":' + b"[" * depth + b"]" * depth + b"}"
    called = operation(success={"200": Json(Left)})
    with pytest.raises(ResponseValidationError, match="cannot be read"):
        drive(answers(httpx2.Response(200, content=body)), called, path=PATH)


def test_a_client_reports_so_many_places_and_no_more() -> None:
    events: list[Any] = []
    bodies = iter(
        {f"key{number}{each}": [] for each in range(400)} for number in range(5)
    )

    def handle(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json=next(bodies))

    with httpx2.Client(transport=httpx2.MockTransport(handle)) as http:
        calls = Calls(options(hooks=Hooks(on_mismatch=events.append)), http)
        for _ in range(5):
            calls.call(operation(success={"200": Json(dict[str, int])}), path=PATH)
    assert sum(len(event.mismatches) for event in events) == 1000


def test_what_a_hook_does() -> None:
    async def waits(event: object) -> None:
        """Never awaited."""

    def refuses(event: object) -> None:
        raise LookupError("mine")

    said = httpx2.MockTransport(lambda _: httpx2.Response(200, json={}))
    for hook, error in ((waits, TypeError), (refuses, LookupError)):
        hooks: Any = Hooks(on_mismatch=hook)  # type: ignore[arg-type]
        with httpx2.Client(transport=said) as http, pytest.raises(error):
            Calls(options(hooks=hooks), http).call(operation(), path=PATH)


def test_a_content_type_chooses_among_kinds(drive: Driver) -> None:
    called = operation(success={"200": AnyOf(Text("text/csv"), Json(Company))})
    said = httpx2.Response(
        200,
        json={"name": "n", "seats": 1, "city": "c"},
        headers={"content-type": "application/problem+json"},
    )
    assert type(drive(answers(said), called, path=PATH)) is Company


def test_many_are_listed_in_a_line() -> None:
    several = [Mismatch(f"/{number}", "a string", "null") for number in range(12)]
    assert listed(several).endswith("/9: expected a string, got null (and 2 more)")
    assert pointer_of(("a/b", "c~d", "e\nf", 1)) == "/a~1b/c~0d/e%0Af/1"


def test_places_are_found_by_models_and_bodies() -> None:
    places = Places(
        "\nspec.yaml#/components/schemas/Pet 10 =\n .na%20me 2\n .owner 1 =PetOwner\n"
        "  .a~1b 1\n#/components/schemas/Dog 3 =Hound "
        "<spec.yaml#/components/schemas/Pet\n /allOf/1/properties/barks 4\n"
        "#/paths/~1a/get/responses/2XX/x 9 @pets.list\n"
        "#/paths/~1a/get/responses/201/x 1 @pets.list\nother.yaml#/Cat 5 =\n"
    )
    pet = "#/components/schemas/Pet"
    assert places.of_property("Pet", "na me") == (
        f"{pet}/properties/na me",
        "spec.yaml",
        12,
    )
    owner = places.of_property("PetOwner", "a/b")
    assert owner == (f"{pet}/properties/owner/properties/a~1b", "spec.yaml", 14)
    inherited = places.of_property("Hound", "owner")
    assert inherited is not None
    assert (inherited.pointer, inherited.line) == (f"{pet}/properties/owner", 13)
    own = places.of_property("Hound", "barks")
    assert own is not None
    assert own.line == 21
    assert places.of_property("Hound", "other") == (
        "#/components/schemas/Dog",
        "spec.yaml",
        17,
    )
    assert places.of_property("Cat", None) == ("other.yaml#/Cat", "other.yaml", 5)
    assert places.of_property("Nobody", "x") is None
    body = places.of_body("pets.list", 201, "application/json")
    assert body is not None
    assert body.line == 31
    assert places.of_body("pets.none", 200, "") is None
