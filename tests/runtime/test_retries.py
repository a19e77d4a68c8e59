"""What is repeated, how often, and after how long."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiloom.runtime.core.retries import RetryPolicy, retry_after

IDEMPOTENT = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "QUERY")
UNSAFE = ("POST", "PATCH")
TRANSIENT = (408, 425, 500, 502, 503, 504)
FINAL = (200, 201, 204, 301, 400, 401, 403, 404, 409, 422, 501, 505)

methods = st.sampled_from(IDEMPOTENT + UNSAFE)
statuses = st.integers(100, 599)
budgets = st.integers(0, 10)
chances = st.floats(0, 1, exclude_max=True)


def policy(max_retries: int = 2, chance: float = 0.5) -> RetryPolicy:
    return RetryPolicy(max_retries, random=lambda: chance)


def answer(status: int, **headers: str) -> httpx2.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.Response(status, headers=named)


@pytest.mark.parametrize("method", IDEMPOTENT + UNSAFE)
def test_too_many_requests_is_repeated_for_every_method(method: str) -> None:
    assert policy().after_status(0, method in IDEMPOTENT, answer(429)) is not None


@pytest.mark.parametrize("status", TRANSIENT)
def test_transient_failures_are_repeated_if_that_is_safe(status: int) -> None:
    for method in IDEMPOTENT:
        assert (
            policy().after_status(0, method in IDEMPOTENT, answer(status)) is not None
        )
    for method in UNSAFE:
        assert policy().after_status(0, method in IDEMPOTENT, answer(status)) is None


@pytest.mark.parametrize("status", FINAL)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_everything_else_is_final(method: str, status: int) -> None:
    assert policy().after_status(0, method in IDEMPOTENT, answer(status)) is None


@pytest.mark.parametrize("method", IDEMPOTENT + UNSAFE)
def test_what_was_never_sent_is_repeated(method: str) -> None:
    assert policy().after_error(0, method in IDEMPOTENT, sent=False) is not None


def test_what_was_sent_is_repeated_if_that_is_safe() -> None:
    for method in IDEMPOTENT:
        assert policy().after_error(0, method in IDEMPOTENT, sent=True) is not None
    for method in UNSAFE:
        assert policy().after_error(0, method in IDEMPOTENT, sent=True) is None


@settings(max_examples=300, deadline=None)
@given(budgets, st.integers(0, 20), methods, statuses, st.booleans(), chances)
def test_never_more_than_the_budget(
    budget: int, attempt: int, method: str, status: int, sent: bool, chance: float
) -> None:
    found = RetryPolicy(budget, random=lambda: chance)
    for delay in (
        found.after_status(attempt, method in IDEMPOTENT, answer(status)),
        found.after_error(attempt, method in IDEMPOTENT, sent=sent),
    ):
        if attempt >= budget:
            assert delay is None
        if delay is not None:
            assert 0 <= delay <= found.longest_delay


@settings(max_examples=300, deadline=None)
@given(methods, statuses, st.text("0123456789.e-", max_size=6), chances)
def test_what_a_server_may_have_carried_out_is_never_repeated(
    method: str, status: int, header: str, chance: float
) -> None:
    found = policy(9, chance).after_status(
        0, method in IDEMPOTENT, answer(status, retry_after=header)
    )
    if method in UNSAFE and status != 429:
        assert found is None
    if found is not None:
        assert 0 <= found <= 60


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 60), chances)
def test_the_wait_grows_to_its_limit(attempt: int, chance: float) -> None:
    found = RetryPolicy(1000, 0.5, 8.0, random=lambda: chance)
    delay = found.after_error(attempt, True, sent=True)
    assert delay == pytest.approx(chance * min(8.0, 0.5 * 2**attempt))


def test_the_server_says_when() -> None:
    wait = policy().after_status
    assert wait(0, True, answer(429, retry_after="3")) == 3.0
    assert wait(0, True, answer(503, retry_after="0")) == 0.0
    assert wait(0, True, answer(429, retry_after="60")) == 60.0
    assert wait(1, False, answer(429, retry_after_ms="1500")) == 1.5


def test_nobody_waits_longer_than_a_minute() -> None:
    wait = policy().after_status
    assert wait(0, True, answer(429, retry_after="61")) is None
    assert wait(0, True, answer(503, retry_after="86400")) is None


def test_a_header_that_says_nothing_is_not_there() -> None:
    for header in ("soon", "", "-1", "nan", "inf", "1e999"):
        found = answer(429, retry_after=header)
        assert retry_after(found) is None
        assert policy().after_status(0, True, found) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry_after": "120"}, 120.0),
        ({"retry_after": "1.5"}, 1.5),
        ({"retry_after": " 7 "}, 7.0),
        ({"retry_after_ms": "250"}, 0.25),
        ({"retry_after_ms": "250", "retry_after": "9"}, 0.25),
        ({"retry_after_ms": "soon", "retry_after": "9"}, 9.0),
        ({"retry_after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
        ({"retry_after": "Wed, 21 Oct 2015 07:28:00"}, 0.0),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(answer(429, **headers)) == seconds


def test_retry_after_as_a_date() -> None:
    moment = datetime.now(UTC) + timedelta(seconds=30)
    found = retry_after(answer(503, retry_after=format_datetime(moment, usegmt=True)))
    assert found is not None
    assert 25 < found <= 30


# --- rate limits ---------------------------------------------------------------

NOW = 1_800_000_000.0


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: NOW)


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x_ratelimit_reset": "1800000030"}, 30.0),
        ({"x_ratelimit_reset": "1800000030.5"}, 30.5),
        ({"x_ratelimit_reset": "1800000030000"}, 30.0),
        ({"x_ratelimit_reset": "1700000000"}, 0.0),
        ({"x_ratelimit_reset": "30"}, 30.0),
        ({"ratelimit_reset": "30"}, 30.0),
        ({"x_rate_limit_reset": "1800000002"}, 2.0),
        ({"x_ratelimit_reset": "30", "x_ratelimit_remaining": "0"}, 30.0),
        ({"x_ratelimit_reset": "30", "x_ratelimit_remaining": "17"}, None),
        ({"x_ratelimit_reset": "30", "retry_after": "2"}, 2.0),
        ({"x_ratelimit_reset": "30", "retry_after": "soon"}, 30.0),
        ({"x_ratelimit_reset": "soon"}, None),
        ({"x_ratelimit_reset": "-1"}, None),
    ],
)
def test_the_moment_when_a_limit_is_lifted(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after(answer(429, **headers)) == seconds


@pytest.mark.usefixtures("now")
def test_a_limit_is_the_trouble_of_429_alone() -> None:
    """Servers tell their limits with every answer."""
    assert retry_after(answer(503, x_ratelimit_reset="30")) is None


@pytest.mark.usefixtures("now")
def test_nobody_waits_for_a_limit_of_an_hour() -> None:
    found = answer(429, x_ratelimit_reset="1800003600")
    assert policy().after_status(0, True, found) is None
