"""Retries: which requests are retried, when, and how often."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from .locks import ProcessLock

if TYPE_CHECKING:
    import httpx2

IDEMPOTENT: Final = frozenset(
    {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "QUERY"}
)
"""The methods that may be repeated (RFC 9110, section 9.2.2; QUERY is a draft)."""

_TRANSIENT: Final = frozenset({408, 425, 500, 502, 503, 504})
_RESETS: Final = (
    ("x-ratelimit-reset", "x-ratelimit-remaining"),
    ("ratelimit-reset", "ratelimit-remaining"),
    ("x-rate-limit-reset", "x-rate-limit-remaining"),
)
_MOMENT: Final = 1e9
"""A larger number is a moment (seconds since 1970), a smaller one a wait."""
_MILLISECONDS: Final = 1e11
_LONGEST: Final = 40
"""The characters of a number that is taken for one."""


class RetryPolicy(NamedTuple):
    """Exponential backoff with full jitter, bounded in number and in time.

    A request is repeated if nothing of it can have been processed (the connection
    was never made, or the status was 429), or if it is `safe` to repeat (its
    method is idempotent, or it has an idempotency key) and the failure looks
    transient.
    """

    max_retries: int
    first_delay: float = 0.5
    longest_delay: float = 8.0
    longest_retry_after: float = 60.0
    random: Callable[[], float] = random.random

    def after_status(
        self, attempt: int, safe: bool, response: httpx2.Response
    ) -> float | None:
        """Return the seconds to wait before a retry, or None to return the response."""
        status = response.status_code
        again = status == 429 or (safe and status in _TRANSIENT)
        if not again or attempt >= self.max_retries:
            return None
        asked = retry_after(response)
        if asked is None:
            return self._backoff(attempt)
        return asked if asked <= self.longest_retry_after else None

    def after_error(self, attempt: int, safe: bool, *, sent: bool) -> float | None:
        """Return the seconds to wait before a retry, or None to raise the error."""
        if attempt >= self.max_retries or (sent and not safe):
            return None
        return self._backoff(attempt)

    def _backoff(self, attempt: int) -> float:
        ceiling = min(self.longest_delay, self.first_delay * 2.0**attempt)
        return ceiling * self.random()


_COUNTING: Final = ProcessLock()
"""One for all budgets: each holds it for an addition."""


class RetryBudget:
    """Limit of retries across all calls of a client, to spare a server in trouble.

    Each retry takes a token, each response that needed none gives a part of one
    back.  A server that is down is soon asked once for each call, and no more; as it
    recovers, retries come back.  Clients in several threads may share a budget.
    """

    __slots__ = ("_capacity", "_refill", "_tokens")

    def __init__(self, capacity: float = 100.0, refill: float = 0.1) -> None:
        """Initialize with the number of tokens, and what a success gives back.

        ``RetryBudget(math.inf)`` is never used up, ``RetryBudget(0)`` never allows any.
        """
        self._capacity = capacity
        self._refill = refill
        self._tokens = capacity

    def __repr__(self) -> str:
        return f"RetryBudget({self._capacity}, {self._refill})"

    @property
    def tokens(self) -> float:
        """Tokens that are left."""
        return self._tokens

    def withdraw(self) -> bool:
        """Withdraw a token for a retry; return False if there is none."""
        with _COUNTING:
            if self._tokens < 1:
                return False
            self._tokens -= 1
            return True

    def deposit(self) -> None:
        """Give back a part of a token for a response."""
        if self._tokens < self._capacity:
            with _COUNTING:
                self._tokens = min(self._capacity, self._tokens + self._refill)


def is_trouble(status: int) -> bool:
    """Return whether a status says that the server has enough to do."""
    return status == 429 or status in _TRANSIENT


def retry_after(response: httpx2.Response) -> float | None:
    """Return the wait that a response asks for, in seconds.

    ``Retry-After`` (RFC 9110, section 10.2.3), ``retry-after-ms``, and for 429 the
    moment or the wait of ``X-RateLimit-Reset``, unless requests are said to remain.
    """
    headers = response.headers
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value: str | None = headers.get("retry-after")
    seconds = _number(value)
    if seconds is not None:
        return seconds
    if value is not None and len(value) <= _LONGEST:
        until = _date(value)
        if until is not None:
            return max(0.0, until - time.time())
    if response.status_code != 429:
        # Many servers send these with every response, whatever the trouble is.
        return None
    for reset, remaining in _RESETS:
        moment = _number(headers.get(reset))
        if moment is not None and not _number(headers.get(remaining)):
            if moment >= _MILLISECONDS:
                moment /= 1000
            return moment if moment < _MOMENT else max(0.0, moment - time.time())
    return None


def _date(value: str) -> float | None:
    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.timestamp()
    except (ValueError, OverflowError, TypeError, LookupError):
        return None


def _number(value: str | None) -> float | None:
    if value is None or len(value) > _LONGEST or "_" in value or not value.isascii():
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None
