"""One request on its way: the total time that it may take, and reading the answer.

The HTTP library limits single operations: to connect, to write, to wait for the next
bytes.  A server that sends a byte now and then keeps a request alive for ever; the
total time ends it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final, cast

import anyio
import httpx2

from .errors import APIConnectionError, APITimeoutError, plain_url
from .steps import Send

NEVER_SENT: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
"""What the HTTP library raises before anything of a request is sent."""

UNDECODABLE: Final = "undecodable"
"""The extension of an answer whose body could not be decompressed: the error."""

_LEAST: Final = 0.001
_ENCODED: Final = ("content-encoding", "content-length", "transfer-encoding")


def send(http: httpx2.Client, step: Send) -> httpx2.Response:
    """Send a request and read the answer.

    Raises the `httpx2.RequestError` that came in between.
    """
    request = step.request
    if step.within is None:
        response = http.send(request, stream=True, follow_redirects=False)
        return response if step.stream else _read(response)
    limit = _Limit(request, step.within)
    request.extensions = {**request.extensions, "trace": limit}
    response = http.send(request, stream=True, follow_redirects=False)
    if step.stream:
        return response
    limited = _Limited(cast("httpx2.SyncByteStream", response.stream), limit)
    response.stream = limited
    return _read(response)


async def async_send(http: httpx2.AsyncClient, step: Send) -> httpx2.Response:
    """Send a request and read the answer.

    Raises the `httpx2.RequestError` that came in between.
    """
    if step.within is None:
        return await _exchanged(http, step)
    response: httpx2.Response | None = None
    with anyio.move_on_after(step.within):
        response = await _exchanged(http, step)
    if response is None:
        raise httpx2.ReadTimeout("the total time is over", request=step.request)
    return response


async def _exchanged(http: httpx2.AsyncClient, step: Send) -> httpx2.Response:
    response = await http.send(step.request, stream=True, follow_redirects=False)
    if step.stream:
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


def _read(response: httpx2.Response) -> httpx2.Response:
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


class _Limit:
    """When a request has to be over.

    The HTTP library calls it at each stage of a request (the extension ``trace``), and
    so each stage gets no more than what is left of the time.
    """

    def __init__(self, request: httpx2.Request, within: float) -> None:
        self._request: Final = request
        self._end: Final = time.monotonic() + within
        self._stated: Final = dict(request.extensions.get("timeout", {}))
        # What the library reads when a stage begins; changed at its beginning.
        self._timeouts: Final[dict[str, float | None]] = {}
        request.extensions = {**request.extensions, "timeout": self._timeouts}
        self(None, None)

    def __call__(self, name: object, info: object) -> None:
        left = max(self._end - time.monotonic(), _LEAST)
        for operation in ("connect", "read", "write", "pool"):
            stated = self._stated.get(operation)
            self._timeouts[operation] = left if stated is None else min(stated, left)

    def check(self) -> None:
        """Raise a time-out if the time is over."""
        if time.monotonic() > self._end:
            raise httpx2.ReadTimeout("the total time is over", request=self._request)


class _Limited(httpx2.SyncByteStream):
    """The bytes of an answer, until the time is over."""

    def __init__(self, inner: httpx2.SyncByteStream, limit: _Limit) -> None:
        self._inner: Final = inner
        self._limit: Final = limit

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._inner:
            self._limit.check()
            yield chunk

    def close(self) -> None:
        self._inner.close()
