"""Waiters: the states that end a job."""

from __future__ import annotations

from dataclasses import dataclass

from apiloom.ir.types import Scalar


@dataclass(frozen=True, slots=True)
class Waiter:
    """A method that polls an operation until a job ends (``x-waiter``).

    The job ends when the member at `path` is one of the states; times are in
    seconds, and without a `timeout` the method waits forever.
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
