"""One request on its way: the total time that it may take, and reading the answer.

The HTTP library limits single operations: to connect, to write, to wait for the next
bytes.  A server that sends a byte now and then keeps a request alive for ever; the
total time ends it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import httpx2

from .deferred import Deferred
from .errors import APIConnectionError, APITimeoutError, plain_url
from .steps import Send

if TYPE_CHECKING:
    import anyio

    from . import attempts, limited
else:
    # For code that awaits, and for calls that have a deadline.
    anyio = Deferred("anyio")
    attempts = Deferred(".attempts", __package__)
    limited = Deferred(".limited", __package__)

NEVER_SENT: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
"""What the HTTP library raises before anything of a request is sent."""

UNDECODABLE: Final = "undecodable"
"""The extension of an answer whose body could not be decompressed: the error."""

_ENCODED: Final = ("content-encoding", "content-length", "transfer-encoding")


def send(http: httpx2.Client, step: Send) -> httpx2.Response:
    """Send a request and read the answer.

    Raises the `httpx2.RequestError` that came in between.
    """
    if step.within is None:
        return _exchanged(http, step)
    # A blocking call with an end gets a thread of its own, which is left alone when the
    # time is over.  It ends at the latest when the server does, or the time is over
    # once more.
    end = time.monotonic() + step.within
    limits: dict[str, float | None] = dict(step.request.extensions.get("timeout", {}))
    for operation in ("connect", "read", "write", "pool"):
        limit = limits.get(operation)
        limits[operation] = step.within if limit is None else min(limit, step.within)
    step.request.extensions = {**step.request.extensions, "timeout": limits}
    late: list[httpx2.Response] = []

    def exchanged() -> httpx2.Response:
        late.append(_exchanged(http, step))
        return late[0]

    def left_alone() -> None:
        for response in late:
            response.close()

    try:
        response = attempts.Attempt(exchanged, left_alone).within(step.within)
    except attempts.TimeUp:
        message = "the total time is over"
        raise httpx2.ReadTimeout(message, request=step.request) from None
    return limited.limited(response, end, step.deadline)


async def async_send(http: httpx2.AsyncClient, step: Send) -> httpx2.Response:
    """Send a request and read the answer.

    Raises the `httpx2.RequestError` that came in between.
    """
    if step.within is None:
        return await _async_exchanged(http, step)
    end = time.monotonic() + step.within
    response: httpx2.Response | None = None
    with anyio.move_on_after(step.within):
        response = await _async_exchanged(http, step)
    if response is None:
        raise httpx2.ReadTimeout("the total time is over", request=step.request)
    return limited.limited(response, end, step.deadline)


async def _async_exchanged(http: httpx2.AsyncClient, step: Send) -> httpx2.Response:
    response = await http.send(step.request, stream=True, follow_redirects=False)
    if _is_left(step, response):
        return response
    try:
        await response.aread()
    except httpx2.DecodingError as error:
        await response.aclose()
        return _undecodable(response, error)
    except BaseException:
        await response.aclose()
        raise
    return response


def _is_left(step: Send, response: httpx2.Response) -> bool:
    """Whether somebody else reads the body."""
    return step.stream is not None and step.stream(response)


def _exchanged(http: httpx2.Client, step: Send) -> httpx2.Response:
    response = http.send(step.request, stream=True, follow_redirects=False)
    if _is_left(step, response):
        return response
    try:
        response.read()
    except httpx2.DecodingError as error:
        response.close()
        return _undecodable(response, error)
    except BaseException:
        response.close()
        raise
    return response


def _undecodable(
    response: httpx2.Response, error: httpx2.DecodingError
) -> httpx2.Response:
    """An answer without its body: its status and headers are still worth knowing."""
    headers = [
        (name, value)
        for name, value in response.headers.multi_items()
        if name.lower() not in _ENCODED
    ]
    return httpx2.Response(
        response.status_code,
        headers=headers,
        request=response.request,
        extensions={**response.extensions, UNDECODABLE: error},
    )


def connection_error(
    error: httpx2.RequestError | None, request: httpx2.Request, deadline: float | None
) -> APIConnectionError:
    """The exception for what the HTTP library raised, or for a `deadline` that passed.

    Its message is one line, and has none of the secrets of the request.
    """
    url = plain_url(request.url)
    timed_out = deadline is not None or isinstance(error, httpx2.TimeoutException)
    kind = APITimeoutError if timed_out else APIConnectionError
    what = "timed out" if timed_out else "failed"
    if deadline is not None:
        detail = limited.passed(deadline)
    else:
        name = type(error).__name__
        # What is said of a malformed header quotes it, secrets and all.
        quotes = isinstance(error, httpx2.LocalProtocolError)
        detail = name if quotes else " ".join(str(error).split()) or name
    return kind(
        f"{request.method} {url} {what}: {detail}", method=request.method, url=url
    )
