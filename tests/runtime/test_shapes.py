"""Bodies of errors that came in another shape: what is documented can be touched."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from apiloom.runtime.core.operation import Failure
from apiloom.runtime.decoding.decoders import AnyOf, Json, Text
from apiloom.runtime.types.models import Model
from tests.runtime.test_client_answers import PATH, answers, drive_sync, operation


class Place(Model):
    path: list[str]
    line: int | None = None


class Detail(Model):
    place: Place
    hint: Place | None = None
    message: str


class Cause(Model):
    cause: Cause
    text: str


class Problem(Model):
    error: Detail
    details: list[Detail] = []  # noqa: RUF012 - pydantic copies it
    by_name: dict[str, Detail] | None = None
    cause: Cause
    code: int


def body(sent: Any, *media_types: str) -> Any:
    json_body = Json(Problem, *media_types)
    decoder = AnyOf(json_body, Text("text/html")) if media_types else json_body
    failing = operation(failures=lambda: {"400": Failure(body=decoder)})
    with pytest.raises(Exception, match="400") as caught:
        drive_sync(answers(httpx2.Response(400, json=sent)), failing, path=PATH)
    error: Any = caught.value
    assert error.raw_body == sent
    return error.body


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"error": "text", "details": {"a": 1}, "by_name": [], "cause": []},
        {"error": {"place": None}, "details": ["text", None, {"place": "x"}]},
        {"error": {"place": {"path": "a"}, "hint": 1}, "by_name": {"a": 1}},
        [{"error": 1}],
        None,
    ],
)
@pytest.mark.parametrize("media_types", [(), ("application/json",)])
def test_nested_attributes_can_be_touched(
    sent: Any, media_types: tuple[str, ...]
) -> None:
    problem = body(sent, *media_types)
    assert type(problem) is Problem
    assert isinstance(problem.error.message, str | None)
    assert isinstance(problem.error.place.line, int | None)
    assert [part for part in problem.error.place.path if not part] == []
    hints = [problem.error.hint.line] if problem.error.hint else []
    assert hints in ([], [None])
    assert all(type(detail.place) is Place for detail in problem.details)
    assert all(it.place.path == [] for it in (problem.by_name or {}).values())
    assert type(problem.cause) is Cause
    assert problem.cause.cause is None  # it would be inside of itself
    assert problem.code is None
    assert problem.to_dict() is not None


def test_a_text_stays_where_a_list_of_texts_is_documented() -> None:
    assert body({"error": {"place": {"path": "a/b"}}}).error.place.path == "a/b"
    assert body({"error": {"place": {"path": 1}}}).error.place.path == []
    assert body({"details": "text"}).details == []


def test_what_fits_stays_as_it_came() -> None:
    sent = {
        "error": {"place": {"path": ["a"]}, "message": "m"},
        "code": "odd",
        "more": 1,
    }
    problem = body(sent)
    assert problem.error.place.path == ["a"]
    assert problem.code == "odd"
    assert problem.more == 1
    assert problem.to_dict() == sent


class Level(Model):
    a: Level2
    b: Level2


class Level2(Model):
    a: Level3
    b: Level3


class Level3(Model):
    text: str


def test_an_object_that_is_made_is_made_once() -> None:
    made = Json(Level).deepened(Json(Level).shaped("text"))
    assert made.a.b is made.b.a
    assert made.a.b.text is None
