"""Exceptions, their pickles, and how an answer finds its documented reason."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from generator.runtime import errors
from generator.runtime.errors import (
    STATUS_ERRORS,
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    ClientStatusError,
    ErrorReason,
    Match,
    MissingCredentialError,
    RejectedError,
    RequestValidationError,
    ResponseValidationError,
    ServerStatusError,
    UndocumentedReason,
    member,
    status_error,
)
from generator.runtime.models import Model

Answer = Callable[..., httpx2.Response]


class Problem(Model):
    message: str


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
    assert Rejection("too_large") is reason
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
    assert Rejection.for_answer(status, body) is reason


def test_what_nothing_describes_is_unknown() -> None:
    assert Narrow.for_answer(404, {}) is Narrow.NOT_FOUND
    assert Narrow.for_answer(400, {}) is Narrow.UNKNOWN
    assert Narrow.for_answer(200, None) is Narrow.UNKNOWN
    assert UndocumentedReason.for_answer(500, {}) is UndocumentedReason.UNKNOWN


class Ranged(ErrorReason):
    """Cases of a range, and one whose name is a key of a Responses Object."""

    DEFAULT = ("default", 400, "Default")
    EARLY = ("early", "4XX", "Too early", "", Match(("code",), value="early"))
    CLIENT_ERROR = ("client_error", "4XX", "Client error")
    UNKNOWN = ("unknown", None, "Unknown")


def test_a_range_has_cases_as_well() -> None:
    assert Ranged.for_answer(418, {"code": "early"}) is Ranged.EARLY
    assert Ranged.for_answer(418, {"code": "other"}) is Ranged.CLIENT_ERROR
    assert Ranged.for_answer(400, {"code": "early"}) is Ranged.DEFAULT
    assert Ranged.for_answer(500, {"code": "early"}) is Ranged.UNKNOWN
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


# --- classes -----------------------------------------------------------------


@pytest.mark.parametrize("status", sorted(STATUS_ERRORS))
def test_every_status_has_its_class(status: int) -> None:
    cls = STATUS_ERRORS[status]
    family = ClientStatusError if status < 500 else ServerStatusError
    assert cls.status == status
    assert issubclass(cls, family)
    assert status_error(status) is cls
    assert cls.__doc__ == f"HTTP {status}."


@pytest.mark.parametrize(
    ("status", "cls"),
    [
        (418, ClientStatusError),
        (499, ClientStatusError),
        (501, ServerStatusError),
        (599, ServerStatusError),
        (302, APIStatusError),
        (304, APIStatusError),
    ],
)
def test_other_statuses_have_their_family(
    status: int, cls: type[APIStatusError]
) -> None:
    assert status_error(status) is cls


def test_a_refused_argument_is_a_value_error() -> None:
    assert issubclass(RequestValidationError, ValueError)
    assert issubclass(APITimeoutError, APIConnectionError)
    assert not issubclass(RejectedError, APIStatusError)


def test_the_request_id_is_found_where_servers_put_it(answer: Answer) -> None:
    for header in ("X-Request-Id", "request-id", "x-correlation-id"):
        found = ResponseValidationError("m", response=answer(headers={header: "r"}))
        assert found.request_id == "r"
    assert ResponseValidationError("m", response=answer()).request_id is None


def samples() -> dict[type[APIError], APIError]:
    """One error of every class."""
    request = httpx2.Request("POST", "https://api.test/v1/x")
    response = httpx2.Response(
        400, request=request, json={"message": "m"}, headers={"x-request-id": "r1"}
    )
    body = Problem(message="m")
    reason = Rejection.NO_CREDIT
    made: dict[type[APIError], APIError] = {
        APIError: APIError("what happened"),
        MissingCredentialError: MissingCredentialError("pass api_key=…"),
        RequestValidationError: RequestValidationError("a: wrong"),
        APIConnectionError: APIConnectionError("failed", method="GET", url="u"),
        APITimeoutError: APITimeoutError("timed out", method="GET", url="u"),
        ResponseValidationError: ResponseValidationError("m", response=response),
        RejectedError: RejectedError(
            "m", response=response, body=body, reason=reason, raw_reason={"a": 1}
        ),
    }
    for cls in (
        APIStatusError,
        ClientStatusError,
        ServerStatusError,
        *STATUS_ERRORS.values(),
    ):
        made[cls] = cls("m", response=response, body=body, reason=reason)
    return made


def public_errors() -> list[type[APIError]]:
    return [
        cls
        for name, cls in inspect.getmembers(errors, inspect.isclass)
        if issubclass(cls, APIError) and not name.startswith("_")
    ]


@pytest.mark.parametrize("cls", public_errors(), ids=lambda cls: cls.__name__)
@pytest.mark.parametrize("how", ["pickle", "copy"])
def test_every_error_can_leave_its_process(cls: type[APIError], how: str) -> None:
    error = samples()[cls]
    again = pickle.loads(pickle.dumps(error)) if how == "pickle" else copy.copy(error)
    assert type(again) is cls
    assert again.message == error.message == str(again)
    assert again.args == error.args
    assert repr(again) == repr(error)
    if isinstance(error, APIConnectionError):
        assert (again.method, again.url) == ("GET", "u")
    if isinstance(error, ResponseValidationError | APIStatusError | RejectedError):
        assert again.status_code == 400
        assert again.headers == error.headers
        assert again.request_id == "r1"
        assert again.response.json() == {"message": "m"}
    if isinstance(error, APIStatusError | RejectedError):
        assert again.body == error.body
        assert type(again.body) is Problem
        assert again.reason is Rejection.NO_CREDIT
    if isinstance(error, RejectedError):
        assert again.raw_reason == {"a": 1}


def test_an_error_without_a_message() -> None:
    assert APIError().message == ""
