"""Whatever is wrong with a call is told before anything is sent, all of it at once."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

ID = uuid.UUID(int=7)
NAN = float("nan")
NAIVE = dt.datetime(2024, 1, 1, 5)
AWARE = dt.datetime(2024, 1, 1, 5, tzinfo=dt.UTC)
DONE = httpx2.Response(204)


def problems(stage: Stage, method: str, *args: Any, **options: Any) -> tuple[str, ...]:
    """What the error of a call names, as ``place: argument``; nothing is sent."""
    before = len(stage.requests)
    client = stage.client(DONE)
    with pytest.raises(stage.package.errors.RequestValidationError) as caught:
        getattr(client.readings, method)(*args, **options)
    assert len(stage.requests) == before
    assert str(caught.value).startswith(f"readings.{method}: ")
    assert "\n" not in str(caught.value)
    return tuple(one.partition(": ")[0] for one in caught.value.problems)


def check_every_problem_has_its_place(stage: Stage) -> None:
    assert problems(
        stage,
        "replace",
        "soon",
        day=NAIVE,
        since=dt.date(2024, 1, 1),
        page=0,
        codes=["a", "B", "c"],
        ratio=NAN,
        any={"a": [NAN]},
        x_trace="x",
        sid="many",
        title="",
        at=NAIVE,
        parts=[{"size": -1}, {}],
    ) == (
        "id (path)",
        "day (query)",
        "since (query)",
        "page (query)",
        "codes (query)",
        "codes.1 (query)",
        "ratio (query)",
        "any.a.0 (query)",
        "X-Trace (header)",
        "sid (cookie)",
        "parts.1.size (body)",
        "title (body)",
        "at (body)",
    )


def check_what_cannot_be_written_is_told_beside_the_rest(stage: Stage) -> None:
    odd = {"x_one": "\u00fc", "x_two": "a\nb", "first": "\ud800", "second": "\ud800"}
    assert problems(stage, "odd", "", "..", page="x", **odd) == (
        "page (query)",
        "first (cookie)",
        "second (cookie)",
        "a (path)",
        "b (path)",
        "X-One (header)",
        "X-Two (header)",
    )


def check_many_problems_are_counted(stage: Stage) -> None:
    with pytest.raises(
        stage.package.errors.RequestValidationError, match=r"; and 15 more$"
    ):
        parts = [{"size": -1}] * 25
        stage.client(DONE).readings.replace(ID, x_trace="xx", title="a", parts=parts)


def check_what_no_request_carries(stage: Stage) -> None:
    models = stage.package.models
    for wrong in (NAN, float("inf"), Decimal("-Infinity"), "\ud800", object(), NAIVE):
        for any_ in (wrong, [wrong], {"a": {"b": wrong}}):
            body = {"x_trace": "xx", "title": "a", "any": any_}
            [place] = problems(stage, "replace", ID, **body)
            assert place.startswith("any")
            assert problems(stage, "form", n=1, any=any_)
            if wrong is not NAIVE or any_ is wrong:
                assert problems(stage, "parts", any=any_)
    for part in (models.Part(size=NAN), models.Part.model_construct(size=NAN)):
        named = {"x_trace": "xx", "title": "a", "parts": [part]}
        assert problems(stage, "replace", ID, **named) == ("parts.0.size (body)",)
    for method in ("form", "parts"):
        found = problems(stage, method, n=10, at=NAIVE)
        assert sorted(found) == ["at (body)", "n (body)"]


def check_a_listed_text_beside_numbers_stays_text(stage: Stage) -> None:
    readings = stage.client(DONE).readings
    listed = {"title": "a", "level": "NaN", "count": "1"}
    readings.replace(ID, x_trace="xx", **listed)
    assert stage.body == listed
    served = stage.client(httpx2.Response(200, json=listed)).readings.read(ID)
    assert served.to_dict() == listed
    readings.replace(ID, x_trace="xx", title="a", level=1.5, count=1)
    assert stage.body == {"title": "a", "level": 1.5, "count": 1}


def check_what_fits_is_sent(stage: Stage) -> None:
    stage.client(DONE).readings.replace(
        str(ID), x_trace="xx", title="a", at=AWARE, since="2024-01-01T00:00:00.50+01:00"
    )
    assert stage.body == {"title": "a", "at": "2024-01-01T05:00:00Z"}
    assert stage.sent.url.params["since"] == "2024-01-01T00:00:00.50+01:00"


def check_what_a_response_brought_is_written_back(stage: Stage) -> None:
    odd = {
        "title": "much too long",
        "at": "soon",
        "status": "reopened",
        "note": None,
        "parts": [{"size": -1}],
    }
    for at in ("soon", "2024-01-01T05:00:00", "2024-01-01 05:00:00.10"):
        came = {**odd, "at": at}
        found = stage.client(httpx2.Response(200, json=came)).readings.read(ID)
        found.status = "closed"
        client = stage.client(DONE)
        given = {name: getattr(found, name) for name in ("at", "status", "parts")}
        client.readings.replace(ID, x_trace="xx", title="a", **given)
        expected = {"title": "a", "at": at, "status": "closed", "parts": odd["parts"]}
        assert stage.body == expected
        checker = stage.package._runtime.encoding.checks.Checker(type(found))
        checker.checked(found, "body")
        assert found.to_dict() == {**came, "status": "closed"}
        found.title = ""  # what the caller says is the caller's
        with pytest.raises(stage.package.errors.RequestValidationError, match="title"):
            checker.checked(found, "body")
    mine = stage.package.models.Part(size=-1)
    named = {"x_trace": "xx", "title": "a", "parts": [mine]}
    assert problems(stage, "replace", ID, **named) == ("parts.0.size (body)",)


def check_limits_can_be_switched_off(stage: Stage) -> None:
    unset = stage.package.UNSET
    for client in (
        stage.client(DONE, validate_requests=False),
        stage.client(DONE).with_options(validate_requests=False),
    ):
        loose = client.readings
        loose.replace(
            ID, page=0, codes=["B"], x_trace=unset, title=unset, parts=[{}], at=AWARE
        )
        assert stage.body == {"at": "2024-01-01T05:00:00Z", "parts": [{}]}
        assert stage.sent.url.params.multi_items() == [("page", "0"), ("codes", "B")]
        assert "x-trace" not in stage.sent.headers
        loose.form(n=unset)
        for wrong in ({"page": "x"}, {"title": 5}, {"title": "a", "any": NAN}):
            with pytest.raises(stage.package.errors.RequestValidationError):
                loose.replace(ID, **{"x_trace": "a", "title": "a", **wrong})
    assert problems(stage, "replace", ID, x_trace=unset, title=unset) == (
        "X-Trace (header)",
        "title (body)",
    )
