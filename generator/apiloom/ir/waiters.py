"""How to tell that a job is over."""

from __future__ import annotations

from dataclasses import dataclass

from apiloom.ir.types import Scalar


@dataclass(frozen=True, slots=True)
class Waiter:
    """A method that asks an operation until a job is over (``x-waiter``).

    The job is over when the member at `path` is one of the states; times are in
    seconds, and without a `timeout` the method waits for ever.
    """

    name: str
    path: tuple[str, ...]
    success: tuple[Scalar, ...]
    failure: tuple[Scalar, ...]
    interval: float
    backoff: float
    longest: float
    timeout: float | None
    description: str = ""
