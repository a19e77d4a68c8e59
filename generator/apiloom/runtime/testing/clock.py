"""A clock that only moves when it is told to: nothing in a test waits."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

HAS_SLEPT: Final[ContextVar[bool]] = ContextVar("HAS_SLEPT", default=False)
"""Whether this thread or task has slept since its last request: it retries then."""


class FakeClock:
    """The time of a fake, in seconds since it was made."""

    def __init__(self) -> None:
        """Initialize at zero."""
        self._now = 0.0
        self._slept = 0.0

    @property
    def now(self) -> float:
        """The time."""
        return self._now

    @property
    def slept(self) -> float:
        """Return the seconds that the client has slept, between retries and polls."""
        return self._slept

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._now += seconds

    def monotonic(self) -> float:
        """Return the time, as `time.monotonic` does."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Let time pass at once, as `time.sleep` would."""
        HAS_SLEPT.set(True)
        self._slept += seconds
        self.advance(seconds)

    async def async_sleep(self, seconds: float) -> None:
        """Let time pass at once, as `anyio.sleep` would."""
        self.sleep(seconds)
