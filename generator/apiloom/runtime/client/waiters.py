"""Waiters: when a job is polled again, and when it is over.

The course of a wait does no I/O.  It yields `Poll` and `Pause`; `async_waiters` and
`sync_waiters` carry them out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, cast

from ..core.effects import Pause
from ..core.errors import JobFailed, Scalar, WaitTimeout
from ..core.lazy import Deferred
from ..core.reasons import same
from ..core.retries import retry_after
from ..decoding.decoders import RawResponse

if TYPE_CHECKING:
    from ..types import models
else:
    models = Deferred("..types.models", __package__)

T = TypeVar("T")

_LONGEST_PAUSE: float = 3600.0


@dataclass(frozen=True, slots=True)
class Poll:
    """Poll the state of the job; the driver sends back the `RawResponse`."""


Course: TypeAlias = Generator[Poll | Pause, RawResponse[Any] | None, T]
"""The course of a wait that ends with a `T`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiter(Generic[T]):
    """End states of a job, and the intervals of its polling (``x-waiter``).

    The job ends when the member at `path` is one of `success` or `failure`; any
    other state, known or not, is waited through.  Pauses start at `interval` seconds
    and grow by `backoff` up to `longest`.
    """

    name: str
    path: tuple[str, ...]
    success: tuple[Scalar, ...]
    failure: tuple[Scalar, ...] = ()
    failed: type[JobFailed] = JobFailed
    interval: float
    backoff: float = 1.0
    longest: float

    def course(
        self,
        timeout: float | None,
        on_poll: Callable[[Any], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> Course[T]:
        """Return the steps of a wait of at most `timeout` seconds; None has no limit.

        The last poll is at the end of that time.  A response that asks for a longer
        pause than is left (Retry-After, RFC 9110, section 10.2.3) ends the wait.
        Raises `failed` and `WaitTimeout`.
        """
        end = None if timeout is None else clock() + timeout
        pause = self.interval
        while True:
            raw = yield Poll()
            if raw is None:
                raise TypeError("the driver returned no response")
            body: Any = raw.parse()
            if on_poll is not None:
                on_poll(body)
            state = self._state(body)
            if any(same(state, one) for one in self.success):
                return cast("T", body)
            if any(same(state, one) for one in self.failure):
                raise self.failed(
                    f"{self.name}: the job ended as {state!r}",
                    response=raw.http_response,
                    body=body,
                    state=state,
                )
            asked = retry_after(raw.http_response)
            delay = pause if asked is None else asked
            if end is None:
                # However long a server says: it is asked again once an hour.
                delay = min(delay, max(pause, _LONGEST_PAUSE))
            left = None if end is None else end - clock()
            if left is not None and delay > left:
                if left <= 0 or asked is not None:
                    raise WaitTimeout(
                        f"{self.name}: still {state!r} after {timeout:g} seconds",
                        response=raw.http_response,
                        body=body,
                        state=state,
                    )
                delay = left
            yield Pause(delay)
            pause = min(pause * self.backoff, self.longest)

    def _state(self, body: object) -> Scalar:
        """Return the state of the job in a response; None if it has none."""
        found = models.wire_member(body, self.path)
        value: Any = found.value if isinstance(found, Enum) else found
        return value if isinstance(value, str | int | float | bool) else None
