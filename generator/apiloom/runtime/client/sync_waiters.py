"""Waiting for jobs with the sync client."""

# The clock of a client is no business of callers, whose names those of a resource are.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..core.effects import Pause
from ..core.operation import Operation
from ..core.unset import settled
from .waiters import Waiter

if TYPE_CHECKING:
    from .sync_client import APIClient

T = TypeVar("T")


def wait_for(
    client: APIClient,
    waiter: Waiter[T],
    operation: Operation[Any],
    *,
    timeout: float | None,
    on_poll: Callable[[Any], object] | None,
    **arguments: Any,
) -> T:
    """Carry out an operation, with the arguments of a call, until the job is over.

    Returns the answer that says so; raises what `Waiter.course` and a call raise.
    """
    asking = client.answering_raw()
    course = waiter.course(timeout, on_poll, client._clock)
    try:
        step = next(course)
        while True:
            if isinstance(step, Pause):
                client._sleep(step.seconds)
                step = next(course)
            else:
                raw: Any = asking.call(operation, **settled(arguments))
                step = course.send(raw)
    except StopIteration as stop:
        return cast("T", stop.value)
