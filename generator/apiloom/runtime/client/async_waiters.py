"""Waiting for jobs with the async client."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..core.effects import Pause
from ..core.operation import Operation
from ..core.unset import settled
from .waiters import Waiter

if TYPE_CHECKING:
    from .async_client import AsyncCalls

T = TypeVar("T")


async def async_wait_for(
    calls: AsyncCalls,
    waiter: Waiter[T],
    operation: Operation[Any],
    *,
    timeout: float | None,
    on_poll: Callable[[Any], object] | None,
    **arguments: Any,
) -> T:
    """Call an operation until its job ends.

    Args:
        calls: The calls of the client.
        waiter: The states in which the job ends, and the intervals.
        operation: The operation that returns the state.
        timeout: Seconds to wait at most; None has no limit.
        on_poll: Called with each response.
        arguments: Those of a call.

    Returns:
        The response of the last call.

    Raises:
        JobFailed: The job ended in a state that is a failure.
        WaitTimeout: The job did not end in time.
        APIError: A call failed.
    """
    asking = calls.raw()
    course = waiter.course(timeout, on_poll, calls.clock)
    try:
        step = next(course)
        while True:
            if isinstance(step, Pause):
                await calls.sleep(step.seconds)
                step = next(course)
            else:
                raw: Any = await asking.call(operation, **settled(arguments))
                step = course.send(raw)
    except StopIteration as stop:
        return cast("T", stop.value)
