"""Functions of the caller's that are called at each attempt of each call.

What they are told is in `hook_events`, which no other client loads.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:
    from ..core.effects import Notify
    from .hook_events import MismatchEvent, RequestEvent, ResponseEvent, RetryEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """Functions to call for events; an exception that one raises ends the call."""

    on_request: Callable[[RequestEvent], None] | None = None
    on_response: Callable[[ResponseEvent], None] | None = None
    on_retry: Callable[[RetryEvent], None] | None = None
    on_mismatch: Callable[[MismatchEvent], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsyncHooks:
    """Hooks of async clients; awaitables that they return are awaited.

    `on_mismatch` is called while a body is read, and is a plain function here, too.
    """

    on_request: Callable[[RequestEvent], Awaitable[None] | None] | None = None
    on_response: Callable[[ResponseEvent], Awaitable[None] | None] | None = None
    on_retry: Callable[[RetryEvent], Awaitable[None] | None] | None = None
    on_mismatch: Callable[[MismatchEvent], None] | None = None


AnyHooks: TypeAlias = Hooks | AsyncHooks


def notify(step: Notify) -> None:
    """Call a hook; raise TypeError if it returns an awaitable."""
    returned = step.hook(step.event)
    if inspect.isawaitable(returned):
        if inspect.iscoroutine(returned):
            returned.close()
        raise TypeError("a sync client cannot await a hook: use a plain function")


async def async_notify(step: Notify) -> None:
    """Call a hook, and await what it returns if that is awaitable."""
    returned = step.hook(step.event)
    if inspect.isawaitable(returned):
        await cast("Awaitable[object]", returned)
