"""Answers that break their specification, read all the same."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import httpx2
import pytest
from pydantic import Field
from typing_extensions import TypeAliasType

from apiloom.runtime.core.errors import RejectedError, ResponseValidationError
from apiloom.runtime.core.operation import OutcomeCheck
from apiloom.runtime.decoding import lenient
from apiloom.runtime.decoding.decoders import AnyOf, Binary, Json
from apiloom.runtime.types.enums import OpenStrEnum
from apiloom.runtime.types.models import Model
from apiloom.runtime.types.unions import Discriminated, UnknownVariant
from tests.runtime.driving import (
    PATH,
    Driver,
    Refused,
    answers,
    operation,
    options,
)

ID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"


class State(OpenStrEnum):
    READY = "ready"


class Inner(Model):
    id: UUID
    count: int = 0


class Cat(Model):
    kind: Literal["cat"]
    lives: int


class Dog(Model):
    kind: Literal["dog"]
    tail: bool


class Whole(Model):
    id: UUID
    self_: Annotated[str, Field(alias="self")]
    made: datetime | None = None
    inner: Inner
    several: list[Inner] = Field(default_factory=list[Inner])
    named: dict[str, Inner] = Field(default_factory=dict[str, Inner])
    state: State | None = None
    either: Inner | Cat | None = None
    pet: (
        Annotated[
            Cat | Dog | UnknownVariant, Discriminated("kind", {"cat": Cat, "dog": Dog})
        ]
        | None
    ) = None
    parent: Whole | None = None


FINE: dict[str, Any] = {"id": ID, "self": "s", "inner": {"id": ID}}


def lenient_value(type_: Any, value: Any) -> Any:
    return lenient.read(type_, value)[0]


def read(**changes: Any) -> Any:
    return lenient_value(Whole, {**FINE, **changes})


def test_what_fits_is_read_as_ever() -> None:
    assert read(made="2025-01-01T00:00:00Z") == Whole.model_validate(
        {**FINE, "made": "2025-01-01T00:00:00Z"}
    )


def test_a_wrong_member_is_left_as_it_came() -> None:
    found = read(id="no uuid", made="2025-01-01T00:00:00Z", state="new", more={"a": 1})
    assert type(found) is Whole
    assert found.id == "no uuid"
    assert isinstance(found.made, datetime)
    assert found.inner.id == UUID(ID)
    assert found.self_ == "s"
    assert not found.state.is_known
    assert found.more == {"a": 1}


def test_a_missing_member_is_none_and_not_written() -> None:
    found = lenient_value(Whole, {"inner": {}})
    assert (found.id, found.self_, found.inner.id) == (None, None, None)
    assert (found.several, found.inner.count, found.parent) == ([], 0, None)
    assert found.to_dict() == {"inner": {}}


def test_it_goes_as_deep_as_it_has_to() -> None:
    broken = {"id": 7, "count": "3"}
    found = read(several=[{"id": ID}, broken, "x"], named={"a": broken, "b": None})
    assert found.several[0] == Inner(id=UUID(ID))
    assert (found.several[1].id, found.several[1].count) == (7, "3")
    assert found.several[2] == "x"
    assert found.named["a"].id == 7
    assert found.named["b"] is None
    above = read(parent={**FINE, "id": 1}).parent
    assert (type(above), above.id, above.inner.id) == (Whole, 1, UUID(ID))


def test_the_likeliest_of_several() -> None:
    assert type(read(either={"id": 1, "count": 2}).either) is Inner
    assert type(read(either={"kind": "cat", "lives": "x"}).either) is Cat
    assert read(either=["x"]).either == ["x"]
    assert type(read(pet={"kind": "dog", "tail": "x"}).pet) is Dog
    assert type(read(pet={"kind": "fish", "id": 1}, id=1).pet) is UnknownVariant
    assert read(pet=3).pet == 3


def test_what_is_no_object_at_all() -> None:
    assert lenient_value(Whole, [1]) == [1]
    assert lenient_value(list[Inner], {"id": 1}) == {"id": 1}
    assert lenient_value(int, "x") == "x"


def test_calls_that_do_not_validate(drive: Driver) -> None:
    called = operation(success={"200": Json(Whole)})
    said = httpx2.Response(200, json={**FINE, "id": "no uuid"})
    strict = options(validate_responses="strict")
    with pytest.raises(ResponseValidationError, match="/id: expected a UUID, got a st"):
        drive(answers(said), called, path=PATH, options=strict)
    given = options(validate_responses="off")
    found = drive(answers(said), called, path=PATH, options=given)
    assert (type(found), found.id) == (Whole, "no uuid")
    raw = drive(answers(said), called, path=PATH, options=given, raw=True)
    assert raw.parse().id == "no uuid"


def test_what_is_no_json_is_an_error_all_the_same(drive: Driver) -> None:
    given = options(validate_responses="off")
    said = httpx2.Response(200, text="<html>")
    with pytest.raises(ResponseValidationError) as caught:
        drive(
            answers(said),
            operation(success={"200": Json(Whole)}),
            path=PATH,
            options=given,
        )
    assert caught.value.response.text == "<html>"
    assert caught.value.__cause__ is not None


def test_the_content_type_still_decides(drive: Driver) -> None:
    both = AnyOf(Json(Inner), Binary("text/csv"))
    called = operation(success={"200": both})
    given = options(validate_responses="off")
    text = httpx2.Response(200, text="a", headers={"content-type": "text/csv"})
    assert drive(answers(text), called, path=PATH, options=given) == b"a"
    said = httpx2.Response(200, json={"id": 1})
    assert drive(answers(said), called, path=PATH, options=given).id == 1


def test_a_failure_inside_a_success_is_still_one(drive: Driver) -> None:
    outcome = OutcomeCheck(("state",), ("ready",), Refused)
    called = operation(success={"200": Json(Whole)}, outcome=outcome)
    given = options(validate_responses="off")
    said = httpx2.Response(200, json={"state": "broken"})
    with pytest.raises(RejectedError) as caught:
        drive(answers(said), called, path=PATH, options=given)
    assert type(caught.value.body) is Whole
    ready = httpx2.Response(200, json={"state": "ready"})
    assert drive(answers(ready), called, path=PATH, options=given).id is None


Trees = TypeAliasType("Trees", "list[Trees | None]")
Tables = TypeAliasType("Tables", "dict[str, Tables | None]")
Pairs = TypeAliasType("Pairs", "tuple[int, Pairs | None]")


@pytest.mark.parametrize("type_", [Trees, Tables, Pairs])
def test_a_type_that_holds_itself_beside_null_has_words(type_: Any) -> None:
    assert lenient.expected(type_) in ("an array", "an object")
