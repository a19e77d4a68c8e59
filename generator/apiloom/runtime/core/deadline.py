"""Deadlines of calls, enforced by limits of single reads and writes.

The HTTP library limits single operations: to connect, to write, to wait for the next
bytes.  A server that sends a byte now and then keeps a request alive for ever.  So the
network connections of an HTTP client are wrapped: each operation on them may take no
longer than what is left of the call it belongs to, and then raises.  The library closes
a connection on which an operation failed; no thread and no connection is left behind.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from datetime import timedelta
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, cast
from weakref import WeakSet

import httpx2

from .lazy import Deferred

if TYPE_CHECKING:
    import anyio
else:
    # For async code.
    anyio = Deferred("anyio")

_OPERATIONS: Final = ("connect", "read", "write", "pool")
_SLICE: Final = 64 * 1024
"""The most bytes that are written without a look at the clock."""


class Remaining(float):
    """Time limit of one operation, and the deadline of its call.

    To the HTTP library, and to transports that are not wrapped, it is a number.
    """

    __slots__ = ("complaint", "end")

    end: float
    complaint: str

    def left(self) -> float:
        """Return the seconds that an operation may take from now on.

        Raises:
            httpx2.ReadTimeout: The time of the call is over.
        """
        left = self.end - monotonic()
        if left <= 0:
            raise httpx2.ReadTimeout(self.complaint)
        return min(float(self), left)


def limit_operations(
    request: httpx2.Request, seconds: float, end: float, complaint: str
) -> None:
    """Limit each operation of a request by what is left of its call.

    Args:
        request: The request, whose own timeouts stay where they are shorter.
        seconds: What is left of the call now.
        end: The deadline of the call, by `time.monotonic`.
        complaint: The message of the error when it is not.
    """
    stated: dict[str, float | None] = request.extensions.get("timeout", {})
    limits: dict[str, float | None] = {}
    limit = remaining = None
    for operation in _OPERATIONS:
        own = stated.get(operation)
        if remaining is None or own != limit:
            limit = own
            remaining = Remaining(seconds if own is None or own > seconds else own)
            remaining.end = end
            remaining.complaint = complaint
        limits[operation] = remaining
    request.extensions = {**request.extensions, "timeout": limits}


def pools(http: httpx2.Client | httpx2.AsyncClient) -> list[Any]:
    """Return the connection pools of an HTTP client; none of what is not known.

    There is no public way to them: a transport of another kind has none.
    """
    mounted: Any = getattr(http, "_mounts", {})
    transports = [getattr(http, "_transport", None), *mounted.values()]
    found = [getattr(transport, "_pool", None) for transport in transports]
    return [pool for pool in found if hasattr(pool, "_network_backend")]


def wrap_connections(http: httpx2.Client | httpx2.AsyncClient) -> bool:
    """Wrap the connections that an HTTP client opens from now on.

    Returns:
        Whether all of its transports are the library's own, so that every operation
        of a call ends in time.
    """
    wrapper = _AsyncBackend if isinstance(http, httpx2.AsyncClient) else _Backend
    known = pools(http)
    for pool in known:
        if not isinstance(pool._network_backend, wrapper):
            pool._network_backend = wrapper(pool._network_backend)
    mounted: Any = getattr(http, "_mounts", {})
    is_whole = len(known) == 1 + sum(one is not None for one in mounted.values())
    if is_whole:
        _WRAPPED.add(http)
    return is_whole


_WRAPPED: Final[WeakSet[httpx2.Client | httpx2.AsyncClient]] = WeakSet()
_OWN: Final[WeakSet[httpx2.Client | httpx2.AsyncClient]] = WeakSet()


def own(http: httpx2.Client | httpx2.AsyncClient) -> None:
    """Note that an HTTP client is not the caller's, and runs none of its code."""
    _OWN.add(http)


def is_own(http: httpx2.Client | httpx2.AsyncClient) -> bool:
    """Return whether an HTTP client is not the caller's."""
    return http in _OWN


def is_wrapped(http: httpx2.Client | httpx2.AsyncClient) -> bool:
    """Return whether every operation of an HTTP client ends with its call."""
    return http in _WRAPPED


@lru_cache(maxsize=64)
def deadline_passed(deadline: float | None) -> str:
    """Return the message for a call whose time is over."""
    stated = "" if deadline is None else f" of {deadline:g} s"
    return f"the deadline{stated} has passed"


class _Backend:
    """Opens network connections of a sync client."""

    def __init__(self, backend: Any) -> None:
        self._backend: Final = backend

    def connect_tcp(self, *args: Any, timeout: float | None = None, **more: Any) -> Any:
        connect = self._backend.connect_tcp
        return _Stream(_limited(connect, *args, timeout=timeout, **more))

    def connect_unix_socket(
        self, *args: Any, timeout: float | None = None, **more: Any
    ) -> Any:
        connect = self._backend.connect_unix_socket
        return _Stream(_limited(connect, *args, timeout=timeout, **more))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)


class _Stream:
    """A network connection of a sync client."""

    def __init__(self, stream: Any) -> None:
        self._stream: Final = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data: bytes = _limited(self._stream.read, max_bytes, timeout=timeout)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        write = self._stream.write
        if len(buffer) <= _SLICE or not isinstance(timeout, Remaining):
            _limited(write, buffer, timeout=timeout)
            return
        view = memoryview(buffer)
        for start in range(0, len(view), _SLICE):
            _limited(write, view[start : start + _SLICE], timeout=timeout)

    def start_tls(self, *args: Any, timeout: float | None = None, **more: Any) -> Any:
        start = self._stream.start_tls
        return _Stream(_limited(start, *args, timeout=timeout, **more))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _limited(operation: Any, *args: Any, timeout: float | None, **more: Any) -> Any:
    """Carry out an operation; if it fails and time is over, say that instead."""
    if not isinstance(timeout, Remaining):
        return operation(*args, timeout=timeout, **more)
    try:
        return operation(*args, timeout=timeout.left(), **more)
    except Exception:
        timeout.left()
        raise


class _AsyncBackend:
    """Opens network connections of an async client."""

    def __init__(self, backend: Any) -> None:
        self._backend: Final = backend

    async def connect_tcp(
        self, *args: Any, timeout: float | None = None, **more: Any
    ) -> Any:
        connect = self._backend.connect_tcp
        return _AsyncStream(
            await _async_limited(connect, *args, timeout=timeout, **more)
        )

    async def connect_unix_socket(
        self, *args: Any, timeout: float | None = None, **more: Any
    ) -> Any:
        connect = self._backend.connect_unix_socket
        return _AsyncStream(
            await _async_limited(connect, *args, timeout=timeout, **more)
        )

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)


class _AsyncStream:
    """A network connection of an async client."""

    def __init__(self, stream: Any) -> None:
        self._stream: Final = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        read = self._stream.read
        data: bytes = await _async_limited(read, max_bytes, timeout=timeout)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # The limit is that of the whole buffer, however slowly it is taken.
        await _async_limited(self._stream.write, buffer, timeout=timeout)

    async def start_tls(
        self, *args: Any, timeout: float | None = None, **more: Any
    ) -> Any:
        start = self._stream.start_tls
        return _AsyncStream(await _async_limited(start, *args, timeout=timeout, **more))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


async def _async_limited(
    operation: Any, *args: Any, timeout: float | None, **more: Any
) -> Any:
    """Carry out an operation; if it fails and time is over, say that instead."""
    if not isinstance(timeout, Remaining):
        return await operation(*args, timeout=timeout, **more)
    try:
        return await operation(*args, timeout=timeout.left(), **more)
    except Exception:
        timeout.left()
        raise


def limited(
    response: httpx2.Response, end: float, deadline: float | None = None
) -> httpx2.Response:
    """Return the response, whose body raises `ReadTimeout` when time is over.

    Args:
        response: A response; a body that has been read is left alone.
        end: The deadline of the body, by `time.monotonic`.
        deadline: The seconds that the whole call was given, for the message.
    """
    stream = response.stream
    if response.is_closed:
        return response
    if isinstance(stream, httpx2.SyncByteStream):
        response.stream = Limited(stream, end, deadline_passed(deadline))
    else:
        response.stream = AsyncLimited(stream, end, deadline_passed(deadline))
    return response


class Limited(httpx2.SyncByteStream):
    """A body that is read as long as there is time.

    Reading from the network is limited where that is done (`transport`); what passes
    between two chunks is noticed here.
    """

    def __init__(
        self, stream: httpx2.SyncByteStream, end: float, complaint: str
    ) -> None:
        """Initialize with a body, its deadline, and the message after it."""
        self._stream: Final = stream
        self._end: Final = end
        self._complaint: Final = complaint

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            if monotonic() >= self._end:
                raise httpx2.ReadTimeout(self._complaint)
            yield chunk
            if monotonic() >= self._end:
                raise httpx2.ReadTimeout(self._complaint)

    def close(self) -> None:
        """Close the body, and with it a connection that was not read to the end."""
        self._stream.close()

    @property
    def elapsed(self) -> timedelta | None:
        """Time of the whole request, which the HTTP library keeps with the body."""
        return getattr(self._stream, "elapsed", None)


class AsyncLimited(httpx2.AsyncByteStream):
    """A body that is read as long as there is time."""

    def __init__(
        self, stream: httpx2.AsyncByteStream, end: float, complaint: str
    ) -> None:
        """Initialize with a body, its deadline, and the message after it."""
        self._stream: Final = stream
        self._end: Final = end
        self._complaint: Final = complaint

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks = aiter(self._stream)
        try:
            while True:
                left = self._end - monotonic()
                if left <= 0:
                    raise httpx2.ReadTimeout(self._complaint)
                chunk: bytes | None = None
                with anyio.move_on_after(left) as scope:
                    chunk = await anext(chunks, None)
                if scope.cancelled_caught:
                    raise httpx2.ReadTimeout(self._complaint)
                if chunk is None:
                    return
                yield chunk
        finally:
            if isinstance(chunks, AsyncGenerator):
                await cast("AsyncGenerator[bytes, None]", chunks).aclose()

    async def aclose(self) -> None:
        """Close the body."""
        await self._stream.aclose()

    @property
    def elapsed(self) -> timedelta | None:
        """Time of the whole request, which the HTTP library keeps with the body."""
        return getattr(self._stream, "elapsed", None)
