"""Waiting for jobs with the async client."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..core.effects import Pause
from ..core.lazy import Deferred
from ..core.operation import Operation
from ..core.unset import settled
from .waiters import Waiter

if TYPE_CHECKING:
    import anyio

    from .async_client import AsyncAPIClient
else:
    anyio = Deferred("anyio")

T = TypeVar("T")


async def async_wait_for(
    client: AsyncAPIClient,
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
    course = waiter.course(timeout, on_poll, monotonic)
    try:
        step = next(course)
        while True:
            if isinstance(step, Pause):
                await anyio.sleep(step.seconds)
                step = next(course)
            else:
                raw: Any = await asking.call(operation, **settled(arguments))
                step = course.send(raw)
    except StopIteration as stop:
        return cast("T", stop.value)
