"""What a client asks an authorization server before it can ask the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx2

from ..client.sending import NEVER_SENT, connection_error
from ..core.effects import Pause, Send, Steps
from ..core.errors import REDACT
from ..telemetry.observers import watch_token

if TYPE_CHECKING:
    from ..telemetry.instrumentation import Watch
    from .credentials import AuthContext


def fetched(
    build: Callable[[], Steps[httpx2.Request]],
    context: AuthContext,
    *,
    is_repeatable: bool = True,
) -> Steps[httpx2.Response]:
    """The answer to a request that `build` makes, afresh for each attempt.

    It is repeated, watched, and limited in time like the call that it is for, whose
    retry budget it shares.  Raises `APIConnectionError` if no answer comes.
    """
    attempt = 0
    watched: Watch | None = None
    try:
        while True:
            request = yield from build()
            request.extensions.setdefault(REDACT, context.redact)
            failed: httpx2.RequestError | None = None
            response: httpx2.Response | None = None
            left = context.left(request)
            watched = watched or watch_token(context.operation, context.hooks, request)
            try:
                if watched is not None:
                    yield from watched.sending(request, attempt)
                response = yield Send(
                    request,
                    within=left,
                    deadline=context.deadline,
                    limits=context.limits,
                )
                if response is None:
                    raise TypeError("a request is answered with a response")
                delay = context.policy.after_status(attempt, is_repeatable, response)
            except httpx2.RequestError as error:
                failed = error
                sent = not isinstance(error, NEVER_SENT)
                delay = context.policy.after_error(attempt, is_repeatable, sent=sent)
            if watched is not None and response is not None:
                yield from watched.answered(response)
            elif watched is not None and failed is not None:
                watched.failed(failed)
            if delay is None or not context.may_repeat(delay):
                if response is not None:
                    return response
                raise connection_error(failed, request, context.passed()) from failed
            if watched is not None:
                yield from watched.repeating(delay, response, failed)
            attempt += 1
            yield Pause(delay)
    except BaseException as error:
        if watched is not None:
            watched.abandoned(error)
        raise
