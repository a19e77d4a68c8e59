"""One request on its way: the total time that it may take, and reading the answer.

The HTTP library limits single operations: to connect, to write, to wait for the next
bytes.  A server that sends a byte now and then keeps a request alive for ever; the
total time ends it.
"""

from __future__ import annotations

import threading
from contextvars import copy_context
from typing import Final

import anyio
import httpx2

from .errors import APIConnectionError, APITimeoutError, plain_url
from .steps import Send

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
    # Nothing can end a blocking call from outside: it gets a thread of its own, which
    # is left alone when the time is over.  It ends at the latest when the server does.
    stated: dict[str, float | None] = dict(step.request.extensions.get("timeout", {}))
    limits = dict(stated)
    for operation in ("connect", "read", "write", "pool"):
        limit = stated.get(operation)
        limits[operation] = step.within if limit is None else min(limit, step.within)
    step.request.extensions = {**step.request.extensions, "timeout": limits}
    response = _Attempt(http, step).within(step.within)
    # Who reads a body as it arrives has as much time as it takes.
    limits.update(stated)
    return response


async def async_send(http: httpx2.AsyncClient, step: Send) -> httpx2.Response:
    """Send a request and read the answer.

    Raises the `httpx2.RequestError` that came in between.
    """
    if step.within is None:
        return await _async_exchanged(http, step)
    response: httpx2.Response | None = None
    with anyio.move_on_after(step.within):
        response = await _async_exchanged(http, step)
    if response is None:
        raise httpx2.ReadTimeout("the total time is over", request=step.request)
    return response


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
        detail = f"the deadline of {deadline:g} s has passed"
    else:
        name = type(error).__name__
        # What is said of a malformed header quotes it, secrets and all.
        quotes = isinstance(error, httpx2.LocalProtocolError)
        detail = name if quotes else " ".join(str(error).split()) or name
    return kind(
        f"{request.method} {url} {what}: {detail}", method=request.method, url=url
    )


class _Attempt:
    """A blocking exchange that is only waited for as long as there is time."""

    def __init__(self, http: httpx2.Client, step: Send) -> None:
        self._http: Final = http
        self._step: Final = step
        self._context: Final = copy_context()
        self._lock: Final = threading.Lock()
        self._over: Final = threading.Event()
        self._is_given_up = False
        self._response: httpx2.Response | None = None
        self._error: BaseException | None = None

    def within(self, seconds: float) -> httpx2.Response:
        """The answer.  Raises `httpx2.ReadTimeout` if there is none in time."""
        threading.Thread(target=self._run, daemon=True).start()
        try:
            self._over.wait(seconds)
        finally:
            with self._lock:
                self._is_given_up = not self._over.is_set()
        if self._error is not None:
            raise self._error
        if self._response is None:
            request = self._step.request
            raise httpx2.ReadTimeout("the total time is over", request=request)
        return self._response

    def _run(self) -> None:
        response: httpx2.Response | None = None
        error: BaseException | None = None
        try:
            response = self._context.run(_exchanged, self._http, self._step)
        except BaseException as caught:
            error = caught
        with self._lock:
            if not self._is_given_up:
                self._response, self._error = response, error
                self._over.set()
                return
        if response is not None:
            response.close()
