"""One request on its way: the total time that it may take, and reading the response.

Nothing but a `RequestError` of the HTTP library leaves these functions, whatever a
server sends; and what the caller's own code raises, which makes the body of a request.
"""

from __future__ import annotations

from contextlib import aclosing
from itertools import chain
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import httpx2

from ..core.deadline import (
    deadline_passed,
    is_own,
    is_wrapped,
    limit_operations,
    limited,
)
from ..core.effects import Send, Step
from ..core.errors import (
    REDACT,
    APIConnectionError,
    APIError,
    APITimeoutError,
    ResponseValidationError,
    plain_url,
    redacted,
)
from ..core.lazy import Deferred
from ..decoding.charsets import USUAL, safe_charset
from ..decoding.limits import (
    DEFAULT_LIMITS,
    LIMITS,
    ResponseLimits,
    refuse_too_large,
    too_large,
)

if TYPE_CHECKING:
    import anyio

    from ..core import redaction
else:
    # For async code, and for calls that have a deadline.
    anyio = Deferred("anyio")
    redaction = Deferred("..core.redaction", __package__)

NEVER_SENT: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
"""What the HTTP library raises before anything of a request is sent."""

UNREADABLE: Final = "unreadable"
"""The extension of a response whose body could not be read: the reason."""

_LENGTHS: Final = frozenset(
    map(len, ("content-encoding", "content-length", "content-type"))
)
_ENCODED: Final = (b"content-encoding", b"content-length", b"transfer-encoding")


def send(http: httpx2.Client, step: Send) -> httpx2.Response:
    """Send a request and read the response.

    Raises:
        httpx2.RequestError: What came in between.
    """
    end = _limit_time(step)
    try:
        response = http.send(step.request, stream=True, follow_redirects=False)
    except Exception as error:
        raise _request_error(error, step, http) from error
    reading = _Reading(step, response, end)
    try:
        if reading.is_for_caller():
            return _limit_stream(step, response, end)
        for chunk in response.iter_bytes():
            reading.add(chunk)
        return reading.buffered()
    except Exception as error:
        response.close()
        return reading.unreadable(error)
    except BaseException:
        response.close()
        raise


async def async_send(http: httpx2.AsyncClient, step: Send) -> httpx2.Response:
    """Send a request and read the response.

    Raises:
        httpx2.RequestError: What came in between.
    """
    end = _limit_time(step)
    if step.within is None or is_wrapped(http):
        return await _async_exchange(http, step, end)
    response: httpx2.Response | None = None
    with anyio.move_on_after(step.within):
        response = await _async_exchange(http, step, end)
    if response is None:
        raise httpx2.ReadTimeout("the total time is over", request=step.request)
    return response


async def _async_exchange(
    http: httpx2.AsyncClient, step: Send, end: float | None
) -> httpx2.Response:
    try:
        response = await http.send(step.request, stream=True, follow_redirects=False)
    except Exception as error:
        raise _request_error(error, step, http) from error
    reading = _Reading(step, response, end)
    try:
        if reading.is_for_caller():
            return _limit_stream(step, response, end)
        async with aclosing(response.aiter_bytes()) as chunks:
            async for chunk in chunks:
                reading.add(chunk)
        return reading.buffered()
    except Exception as error:
        await response.aclose()
        return reading.unreadable(error)
    except BaseException:
        await response.aclose()
        raise


def _limit_time(step: Send) -> float | None:
    """Limit the operations of a request; return the deadline."""
    if step.within is None:
        return None
    end = monotonic() + step.within
    limit_operations(step.request, step.within, end, deadline_passed(step.deadline))
    return end


def _limit_stream(
    step: Send, response: httpx2.Response, end: float | None
) -> httpx2.Response:
    """Limit a response that the caller reads, if the call has a deadline."""
    if end is None:
        return response
    return limited(response, end, step.deadline)


def _request_error(
    error: Exception, step: Send, http: httpx2.Client | httpx2.AsyncClient
) -> Exception:
    """Return what to raise for an exception of sending a request.

    It is the exception itself if it is the library's, or comes from the caller's code.
    """
    if isinstance(error, httpx2.RequestError) or is_callers(error, step, http):
        return error
    return httpx2.RemoteProtocolError(described(error), request=step.request)


def is_callers(
    error: Exception, step: Step, http: httpx2.Client | httpx2.AsyncClient
) -> bool:
    """Return whether an exception of a step was raised by the caller's own code.

    That of a hook, or of a function that gives a secret, always is.  That of sending is
    if it comes from the body of the request; or from a transport, an event hook or an
    authentication of the caller's HTTP client.
    """
    if not isinstance(step, Send):
        return True
    if step.content is not None and step.content.failure is error:
        return True
    return not is_own(http) and redaction.is_callers(error)


def described(error: BaseException) -> str:
    """Return one line about an exception of code that was not expected to fail."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


class _Reading:
    """A response whose body is read, as far as the limits of the client allow."""

    __slots__ = (
        "_chunks",
        "_end",
        "_is_encoded",
        "_limits",
        "_response",
        "_size",
        "_step",
    )

    def __init__(
        self, step: Send, response: httpx2.Response, end: float | None
    ) -> None:
        """Initialize with a response, and the deadline of its call."""
        self._step: Final = step
        self._response: Final = response
        self._limits: Final[ResponseLimits] = step.limits or DEFAULT_LIMITS
        self._end = end
        self._chunks: Final[list[bytes]] = []
        self._size = 0
        self._is_encoded = False

    def is_for_caller(self) -> bool:
        """Check the headers; return whether the caller reads the body.

        Raises:
            TooLarge: The headers, or the body by its stated length, exceed a limit.
        """
        response, limits = self._response, self._limits
        headers = response.headers
        raw = headers.raw
        size = sum(map(len, chain.from_iterable(raw)))
        charset, length = USUAL, ""
        # All that is asked of the headers, in one pass: each look-up takes as long.
        for name, value in raw:
            if len(name) not in _LENGTHS:
                continue
            lowered = name.lower()
            if lowered == b"content-type":
                if b"charset" in value.lower():
                    charset = safe_charset(headers.get("content-type"))
            elif lowered == b"content-length":
                length = (
                    headers["content-length"] if length else value.decode("latin-1")
                )
            elif lowered == b"content-encoding":
                self._is_encoded = True
        most = limits.header_bytes
        if most is not None and size > most:
            raise too_large("more bytes of headers", "header_bytes", most)
        # The library looks for a charset in a way that is quadratic, and takes any
        # codec of Python for one.
        response.encoding = charset
        response.extensions[LIMITS] = limits
        stream = self._step.stream
        if stream is not None:
            if stream(response):
                return True
            if self._end is None and limits.seconds is not None:
                self._end = monotonic() + limits.seconds
        most = limits.body_bytes
        if (
            most is not None
            and self._step.request.method != "HEAD"
            and length.isdecimal()
            and (len(length) > 20 or int(length) > most)
        ):
            raise too_large("a body of more bytes", "body_bytes", most)
        return False

    def add(self, chunk: bytes) -> None:
        """Add a chunk of the body, decompressed.

        Raises:
            TooLarge: The body exceeds a limit.
            httpx2.ReadTimeout: The time of the call is over.
        """
        self._chunks.append(chunk)
        size = self._size = self._size + len(chunk)
        refuse_too_large(self._response, size, self._limits)
        if self._end is not None and monotonic() >= self._end:
            raise httpx2.ReadTimeout(deadline_passed(self._step.deadline))

    def buffered(self) -> httpx2.Response:
        """Return the response with its whole body.

        Raises:
            httpx2.DecodingError: The compressed body is cut off.
        """
        response = self._response
        if self._is_encoded:
            check_is_complete(response)
        # What `Response.read` does, which knows no limit.
        vars(response)["_content"] = b"".join(self._chunks)
        return response

    def unreadable(self, error: Exception) -> httpx2.Response:
        """Return a response without its body: its status and headers are known.

        Raises:
            httpx2.RequestError: The connection broke, so that it may help to retry.
        """
        if isinstance(error, httpx2.RequestError) and not isinstance(
            error, httpx2.DecodingError
        ):
            raise error
        response = self._response
        headers = [
            (name, value)
            for name, value in response.headers.raw
            if name.lower() not in _ENCODED
        ]
        shown = httpx2.Response(
            response.status_code,
            headers=headers if len(headers) < 1000 else headers[:1000],
            request=response.request,
            extensions={**response.extensions, UNREADABLE: error},
        )
        shown.encoding = "utf-8"
        return shown


def check_is_complete(response: httpx2.Response) -> None:
    """Check that a compressed body was read to its end, which the library does not.

    Raises:
        httpx2.DecodingError: It is cut off.
    """
    if not response.num_bytes_downloaded or "content-encoding" not in response.headers:
        return
    decoder: Any = getattr(response, "_decoder", None)
    for child in getattr(decoder, "children", None) or [decoder]:
        inner: Any = child
        while hasattr(inner, "decompressor"):
            inner = inner.decompressor
        is_finished: Any = getattr(inner, "is_finished", None)
        ended: object = (
            is_finished() if callable(is_finished) else getattr(inner, "eof", True)
        )
        if ended is False:
            raise httpx2.DecodingError(
                "the compressed body is cut off", request=response.request
            )


def unexpected(error: Exception) -> APIError:
    """Return the exception for one that nothing of a response should have caused."""
    return APIError(f"the call failed: {described(error)}")


def of_hook(error: Exception) -> Exception:
    """Return the exception of a hook that is called while a response is read, marked.

    It leaves the call as it is: the response is not at fault.
    """
    error.add_note(_OF_HOOK)
    return error


def is_of_hook(error: Exception) -> bool:
    """Return whether an exception is one that `of_hook` has marked."""
    return _OF_HOOK in getattr(error, "__notes__", ())


_OF_HOOK: Final = "(raised by the hook on_mismatch)"


def broken(error: Exception, response: httpx2.Response) -> Exception:
    """Return the exception for what went wrong while a response was read.

    It is the error itself if it is one of the client's, or of a hook of the caller's.
    """
    if is_of_hook(error):
        return error
    if isinstance(error, APIError):
        failure: Exception = error
    elif isinstance(error, httpx2.RequestError):
        failure = connection_error(error, response.request, None)
    else:
        failure = ResponseValidationError(
            f"the response cannot be read: {described(error)}", response=response
        )
    if failure is not error:
        failure.__cause__ = error
    redaction.protect(failure, response.request.extensions.get(REDACT))
    return failure


def connection_error(
    error: BaseException | None, request: httpx2.Request, deadline: float | None
) -> APIConnectionError:
    """Return the exception for what the HTTP library raised, or a passed `deadline`.

    Its message is one line, and has none of the secrets of the request.
    """
    url = plain_url(request.url)
    timed_out = deadline is not None or isinstance(error, httpx2.TimeoutException)
    kind = APITimeoutError if timed_out else APIConnectionError
    what = "timed out" if timed_out else "failed"
    if deadline is not None:
        detail = deadline_passed(deadline)
    else:
        name = type(error).__name__
        # What is said of a malformed header quotes it, secrets and all.
        quotes = isinstance(error, httpx2.LocalProtocolError)
        detail = name if quotes else " ".join(str(error).split())[:500] or name
    message = f"{request.method} {url} {what}: {detail}"
    return kind(redacted(message, request), method=request.method, url=url)
