"""Which requests may be repeated, and how long to wait before."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import httpx2

_IDEMPOTENT: Final = frozenset(
    {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "QUERY"}
)
_TRANSIENT: Final = frozenset({408, 425, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential backoff with full jitter, bounded in number and in time.

    A request is repeated if nothing of it can have been processed (the connection
    was never made, or the server answered 429), or if its method is idempotent
    (RFC 9110, section 9.2.2) and the failure looks transient.
    """

    max_retries: int
    first_delay: float = 0.5
    longest_delay: float = 8.0
    longest_retry_after: float = 60.0
    random: Callable[[], float] = random.random

    def after_status(
        self, attempt: int, method: str, response: httpx2.Response
    ) -> float | None:
        """Seconds to wait before the next attempt, or None to give the answer back."""
        status = response.status_code
        again = status == 429 or (status in _TRANSIENT and method in _IDEMPOTENT)
        if not again or attempt >= self.max_retries:
            return None
        asked = retry_after(response)
        if asked is None:
            return self._backoff(attempt)
        return asked if asked <= self.longest_retry_after else None

    def after_error(self, attempt: int, method: str, *, sent: bool) -> float | None:
        """Seconds to wait after a failed exchange, or None to raise the error."""
        if attempt >= self.max_retries or (sent and method not in _IDEMPOTENT):
            return None
        return self._backoff(attempt)

    def _backoff(self, attempt: int) -> float:
        ceiling = min(self.longest_delay, self.first_delay * 2.0**attempt)
        return ceiling * self.random()


def retry_after(response: httpx2.Response) -> float | None:
    """The wait that an answer asks for (RFC 9110, section 10.2.3), in seconds."""
    milliseconds = _number(response.headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value: str | None = response.headers.get("retry-after")
    seconds = _number(value)
    if seconds is not None or value is None:
        return seconds
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _number(value: str | None) -> float | None:
    try:
        number = float(value) if value is not None else None
    except ValueError:
        return None
    return number if number is not None and 0 <= number < float("inf") else None
