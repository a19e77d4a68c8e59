"""The documented ways to fail, and how an answer finds the one that it shows."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from apiloom.runtime.core.reasons import (
    ErrorReason,
    Match,
    UndocumentedReason,
    member,
    reason_for,
)


class Rejection(ErrorReason):
    TOO_LARGE = (
        "too_large",
        400,
        "Too large",
        "More than 10 MB.",
        Match(("error", "detail"), pattern="larger than"),
    )
    NO_CREDIT = (
        "no_credit",
        400,
        "No credit",
        "",
        Match(("code",), value=4021),
    )
    FLAGGED = ("flagged", 400, "Flagged", "", Match(("flag",)))
    BAD_REQUEST = ("bad_request", 400, "Bad Request", "Something else.")
    ONLY_CASE = ("only_case", 409, "Only case", "", Match(("code",), value="x"))
    NOT_READY = ("not_ready", 200, "Not ready", "", Match(("status",), value="wait"))
    CLIENT_ERROR = ("client_error", "4XX", "Client error")
    UNEXPECTED = ("unexpected", "default", "Unexpected")
    UNKNOWN = ("unknown", None, "Unknown", "Not described by the documentation.")


class Narrow(ErrorReason):
    NOT_FOUND = ("not_found", 404, "Not Found")
    UNKNOWN = ("unknown", None, "Unknown")


# --- reasons -----------------------------------------------------------------


def test_a_reason_says_what_the_documentation_says() -> None:
    reason = Rejection.TOO_LARGE
    assert (reason.value, reason.status) == ("too_large", 400)
    assert (reason.title, reason.description) == ("Too large", "More than 10 MB.")
    by_value: Any = Rejection
    assert by_value("too_large") is reason
    assert Rejection.CLIENT_ERROR.description == ""
    assert pickle.loads(pickle.dumps(reason)) is reason


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (400, {"error": {"detail": "It is LARGER than 10 MB"}}, Rejection.TOO_LARGE),
        (400, {"code": 4021}, Rejection.NO_CREDIT),
        (400, {"code": "4021"}, Rejection.BAD_REQUEST),
        (400, {"flag": False}, Rejection.FLAGGED),
        (400, {"flag": None}, Rejection.BAD_REQUEST),
        (400, {"code": 4021, "error": {"detail": "larger than"}}, Rejection.TOO_LARGE),
        (400, None, Rejection.BAD_REQUEST),
        (400, "larger than", Rejection.BAD_REQUEST),
        (400, [{"code": 1}, {"code": 4021}], Rejection.BAD_REQUEST),
        (400, [{"other": 1}, {"code": 4021}], Rejection.NO_CREDIT),
        (409, {"code": "x"}, Rejection.ONLY_CASE),
        (409, {"code": "y"}, Rejection.CLIENT_ERROR),
        (418, {}, Rejection.CLIENT_ERROR),
        (500, {}, Rejection.UNEXPECTED),
        (200, {"status": "wait"}, Rejection.NOT_READY),
        (200, {"status": "other"}, Rejection.UNKNOWN),
    ],
)
def test_an_answer_finds_its_reason(
    status: int, body: object, reason: Rejection
) -> None:
    assert reason_for(Rejection, status, body) is reason


def test_what_nothing_describes_is_unknown() -> None:
    assert reason_for(Narrow, 404, {}) is Narrow.NOT_FOUND
    assert reason_for(Narrow, 400, {}) is Narrow.UNKNOWN
    assert reason_for(Narrow, 200, None) is Narrow.UNKNOWN
    assert reason_for(UndocumentedReason, 500, {}) is UndocumentedReason.UNKNOWN


class Ranged(ErrorReason):
    """Cases of a range, and one whose name is a key of a Responses Object."""

    DEFAULT = ("default", 400, "Default")
    EARLY = ("early", "4XX", "Too early", "", Match(("code",), value="early"))
    CLIENT_ERROR = ("client_error", "4XX", "Client error")
    UNKNOWN = ("unknown", None, "Unknown")


def test_a_range_has_cases_as_well() -> None:
    assert reason_for(Ranged, 418, {"code": "early"}) is Ranged.EARLY
    assert reason_for(Ranged, 418, {"code": "other"}) is Ranged.CLIENT_ERROR
    assert reason_for(Ranged, 400, {"code": "early"}) is Ranged.DEFAULT
    assert reason_for(Ranged, 500, {"code": "early"}) is Ranged.UNKNOWN
    assert (Ranged.EARLY.status, Ranged.CLIENT_ERROR.status) == (None, None)


# --- paths and matches -------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (("a",), 1),
        (("b", "c"), "x"),
        (("b", "missing"), None),
        (("a", "b"), None),
        (("list", "id"), 7),
        (("list", "deep", "id"), 8),
        (("list",), [{"other": 0}, {"id": 7}, {"deep": [{"id": 8}]}]),
        (("empty", "id"), None),
        ((), None),
        (("false",), False),
        (("dotted.name",), 1),
    ],
)
def test_a_member_by_its_path(path: tuple[str, ...], found: object) -> None:
    body: dict[str, Any] = {
        "a": 1,
        "b": {"c": "x"},
        "list": [{"other": 0}, {"id": 7}, {"deep": [{"id": 8}]}],
        "empty": [],
        "false": False,
        "dotted.name": 1,
    }
    assert member(body, path) == (body if path == () else found)


@pytest.mark.parametrize("body", [None, 1, "text", [], [1, "x"], True])
def test_there_is_nothing_in_what_is_no_object(body: object) -> None:
    assert member(body, ("a",)) is None


@pytest.mark.parametrize(
    ("match", "body", "applies"),
    [
        (Match(("a",)), {"a": ""}, True),
        (Match(("a",)), {"a": None}, False),
        (Match(("a",)), {}, False),
        (Match(("a",), value=0), {"a": 0}, True),
        (Match(("a",), value=0), {"a": None}, False),
        (Match(("a",), value=False), {"a": False}, True),
        (Match(("a",), value="x"), {"a": "X"}, False),
        (Match(("a",), value=1), {"a": [1]}, False),
        (Match(("a",), pattern="^not .* found$"), {"a": "Not even found"}, True),
        (Match(("a",), pattern="found$"), {"a": "found it"}, False),
        (Match(("a",), pattern="x"), {"a": ["b", 1, "axb"]}, True),
        (Match(("a",), pattern="x"), {"a": ["b", 1]}, False),
        (Match(("a",), pattern="1"), {"a": 1}, False),
        (Match(("a",), pattern="x"), {}, False),
    ],
)
def test_a_match(match: Match, body: object, applies: bool) -> None:
    assert match.applies(body) is applies


@pytest.mark.parametrize(("value", "found"), [(1, True), (0, False), (True, 1)])
def test_booleans_are_not_numbers(value: object, found: object) -> None:
    assert not Match(("a",), value=value).applies({"a": found})
