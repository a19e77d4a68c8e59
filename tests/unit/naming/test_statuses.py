"""Statuses as exceptions, as members of error enums, and as words."""

from __future__ import annotations

import builtins

import pytest

from apiloom.naming.statuses import phrase, status_error_name, status_member_name
from apiloom.runtime.core.errors import STATUS_ERRORS


@pytest.mark.parametrize("status", sorted(STATUS_ERRORS))
def test_the_errors_of_the_runtime_are_named_as_here(status: int) -> None:
    assert status_error_name(status) == STATUS_ERRORS[status].__name__


@pytest.mark.parametrize(
    ("status", "error", "member", "called"),
    [
        (400, "BadRequestError", "BAD_REQUEST", "Bad Request"),
        (418, "ImATeapotError", "IM_A_TEAPOT", "I'm a Teapot"),
        (499, "Status499Error", "STATUS_499", "499"),
        (500, "InternalServerError", "INTERNAL_SERVER_ERROR", "Internal Server Error"),
        (
            507,
            "InsufficientStorageError",
            "INSUFFICIENT_STORAGE",
            "Insufficient Storage",
        ),
    ],
)
def test_statuses(status: int, error: str, member: str, called: str) -> None:
    assert status_error_name(status) == error
    assert status_member_name(str(status)) == member
    assert phrase(str(status)) == called


@pytest.mark.parametrize("status", range(300, 600))
def test_no_status_error_hides_an_exception_of_python(status: int) -> None:
    assert status_error_name(status).isidentifier()
    assert not hasattr(builtins, status_error_name(status))


@pytest.mark.parametrize(
    ("status", "member"),
    [("4XX", "CLIENT_ERROR"), ("5XX", "SERVER_ERROR"), ("default", "UNEXPECTED")],
)
def test_ranges(status: str, member: str) -> None:
    assert status_member_name(status) == member
    assert phrase(status) == status
