"""Functions of the caller's that are called at each attempt of each call.

An event shows no credential: its URL is without query and user name, and the
request itself, which carries the credentials, is only there for those who ask for
`http_request`.  The requests for access tokens are told as well (`is_token_request`),
but neither what they send nor what they are given.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, cast

from .steps import Notify

if TYPE_CHECKING:
    import httpx2


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One attempt of one call."""

    operation: str
    """The method that was called, such as ``batch.launch``."""
    method: str
    """The HTTP method."""
    url: str
    """Where the request goes, without query and user name."""
    url_template: str
    """The path with the names of its parameters in place of their values."""
    attempt: int
    """1 for the first request of a call, 2 for its first repetition."""
    is_token_request: bool = False
    """Whether the request is for an access token that `operation` needs.

    Its attempts are counted on their own.  `http_request` and `http_response` are then
    copies without bodies, credentials and cookies: to change them has no effect.
    """
    http_request: httpx2.Request = field(repr=False, compare=False)
    """The request itself: with credentials, and to be changed by those who sign it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestEvent(Event):
    """A request is about to be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseEvent(Event):
    """An answer came, whatever its status."""

    status_code: int
    headers: httpx2.Headers = field(repr=False, compare=False)
    request_id: str | None
    duration: float
    """Seconds from sending the request to having read the answer."""
    http_response: httpx2.Response = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryEvent(Event):
    """The request is going to be repeated: `status_code` came, or `error`."""

    delay: float
    """Seconds to wait before."""
    status_code: int | None
    error: Exception | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """What to call when; an exception that a hook raises ends the call."""

    on_request: Callable[[RequestEvent], None] | None = None
    on_response: Callable[[ResponseEvent], None] | None = None
    on_retry: Callable[[RetryEvent], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsyncHooks:
    """The same for async clients: what a hook returns is awaited if it can be."""

    on_request: Callable[[RequestEvent], Awaitable[None] | None] | None = None
    on_response: Callable[[ResponseEvent], Awaitable[None] | None] | None = None
    on_retry: Callable[[RetryEvent], Awaitable[None] | None] | None = None


AnyHooks: TypeAlias = Hooks | AsyncHooks


def notify(step: Notify) -> None:
    """Call a hook.  Raises TypeError for one that would have to be awaited."""
    returned = step.hook(step.event)
    if inspect.isawaitable(returned):
        if inspect.iscoroutine(returned):
            returned.close()
        raise TypeError("a sync client cannot await a hook: use a plain function")


async def async_notify(step: Notify) -> None:
    """Call a hook, and await what it returns if that is to be awaited."""
    returned = step.hook(step.event)
    if inspect.isawaitable(returned):
        await cast("Awaitable[object]", returned)
