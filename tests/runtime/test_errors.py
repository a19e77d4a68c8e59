"""Exceptions: their tree, their messages, and their pickles."""

from __future__ import annotations

import copy
import inspect
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from apiloom.runtime.auth.token_errors import TokenError, TokenErrorReason
from apiloom.runtime.core import errors
from apiloom.runtime.core.errors import (
    STATUS_ERRORS,
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    ClientStatusError,
    JobFailed,
    MissingCredentialError,
    PayloadValidationError,
    RejectedError,
    RequestValidationError,
    ResponseValidationError,
    ServerStatusError,
    UnknownWebhookError,
    WaitTimeout,
    WebhookSignatureError,
    status_error,
)
from apiloom.runtime.core.reasons import ErrorReason
from apiloom.runtime.types.models import Model

ROOT = Path(__file__).resolve().parents[2]

Answer = Callable[..., httpx2.Response]


class Problem(Model):
    message: str


class Rejection(ErrorReason):
    NO_CREDIT = ("no_credit", 400, "No credit")
    UNKNOWN = ("unknown", None, "Unknown")


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


def samples() -> dict[type[APIError], Any]:
    """One error of every class."""
    request = httpx2.Request("POST", "https://api.test/v1/x")
    response = httpx2.Response(
        400, request=request, json={"message": "m"}, headers={"x-request-id": "r1"}
    )
    body = Problem(message="m")
    reason = Rejection.NO_CREDIT
    made: dict[type[APIError], Any] = {
        APIError: APIError("what happened"),
        MissingCredentialError: MissingCredentialError("pass api_key=…"),
        RequestValidationError: RequestValidationError("a: wrong"),
        APIConnectionError: APIConnectionError("failed", method="GET", url="u"),
        APITimeoutError: APITimeoutError("timed out", method="GET", url="u"),
        TokenError: TokenError(
            "m",
            url="u",
            status_code=400,
            reason=TokenErrorReason.INVALID_SCOPE,
            raw_reason="invalid_scope",
            description=None,
            uri=None,
        ),
        ResponseValidationError: ResponseValidationError("m", response=response),
        PayloadValidationError: PayloadValidationError(
            "m", webhook="sent", payload=b"{}"
        ),
        UnknownWebhookError: UnknownWebhookError("m", webhook="sent"),
        WebhookSignatureError: WebhookSignatureError("m"),
        RejectedError: RejectedError(
            "m", response=response, body=body, reason=reason, raw_reason={"a": 1}
        ),
        JobFailed: JobFailed("m", response=response, body=body, state="failed"),
        WaitTimeout: WaitTimeout("m", response=response, body=body, state=None),
    }
    for cls in (
        APIStatusError,
        ClientStatusError,
        ServerStatusError,
        *STATUS_ERRORS.values(),
    ):
        made[cls] = cls("m", response=response, body=body, reason=reason)
    return made


COPIERS: dict[str, Callable[[Any], Any]] = {
    "pickle": lambda error: pickle.loads(pickle.dumps(error)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


def public_errors() -> list[type[APIError]]:
    classes: list[tuple[str, type]] = [
        *inspect.getmembers(errors, inspect.isclass),
        ("PayloadValidationError", PayloadValidationError),
        ("UnknownWebhookError", UnknownWebhookError),
        ("TokenError", TokenError),
    ]
    return [
        cls
        for name, cls in classes
        if issubclass(cls, APIError) and not name.startswith("_")
    ]


@pytest.mark.parametrize(
    "cls", public_errors(), ids=[cls.__name__ for cls in public_errors()]
)
@pytest.mark.parametrize("how", COPIERS)
def test_every_error_can_leave_its_process(cls: type[APIError], how: str) -> None:
    error = samples()[cls]
    again = COPIERS[how](error)
    assert again.__class__ is cls
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


def test_the_documentation_lists_the_headers_of_request_ids() -> None:
    page = (ROOT / "generated/vec/docs/errors.md").read_text("utf-8")
    section = page.partition("## Request IDs")[2].partition("##")[0]
    assert re.findall("`(.*?)`", section)[1:] == [*errors.REQUEST_ID_HEADERS]
