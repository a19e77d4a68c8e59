"""Connection pools of a client, opened by its first call.

A forked process, and another event loop, cannot use what another one opened: responses
would be read by whoever reads first.  They get connections of their own.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

import httpx2

from ..core.errors import APIConnectionError
from ..core.lazy import Deferred

if TYPE_CHECKING:
    import asyncio

    import anyio
    from anyio import lowlevel

    from ..core import deadline
    from ..decoding.limits import ResponseLimits
    from . import cookies
else:
    anyio = Deferred("anyio")
    asyncio = Deferred("asyncio")
    cookies = Deferred(".cookies", __package__)
    lowlevel = Deferred("anyio.lowlevel")
    deadline = Deferred("..core.deadline", __package__)

_ABANDONED: Final[list[object]] = []
"""What the parent of this process opened: to close it here could end it there."""


class Pool:
    """Connections that a sync client and its copies share."""

    def __init__(self, given: object, limits: ResponseLimits | None = None) -> None:
        """Initialize with the caller's own HTTP client, if there is one.

        Raises:
            TypeError: It is one of another kind, which would send, and fail then.
        """
        if given is not None and not isinstance(given, httpx2.Client):
            raise TypeError(_wrong_kind("Client", given))
        self._given: Final = given
        self._limits: Final = limits
        self._http: httpx2.Client | None = None
        self._process = os.getpid()
        self._lock = threading.Lock()
        # Entered twice by one call, it fails in an endless course instead of a
        # standstill.
        self.mutex = threading.RLock()

    def http(self) -> httpx2.Client:
        """Return the HTTP client of this process; it is made on first use.

        Raises:
            APIConnectionError: The caller's HTTP client has connections of the process
                that this one was forked from.
        """
        if self._process != os.getpid():
            self._leave_process()
        http = self._http
        if http is None:
            with self._lock:
                http = self._http
                if http is None:
                    http = self._given or cookies.limited(httpx2.Client(), self._limits)
                    deadline.wrap_connections(http)
                    self._http = http
        return http

    def _leave_process(self) -> None:
        if self._given is not None:
            _check_is_unused(self._given, f"process {self._process}, before a fork")
        _ABANDONED.append(self._http)
        self._http = None
        self._lock = threading.Lock()
        self.mutex = threading.RLock()
        self._process = os.getpid()

    def close(self) -> None:
        """Close the connections, unless they are the caller's own."""
        http, self._http = self._http, None
        if self._given is None and http is not None and self._process == os.getpid():
            http.close()


class _Local:
    """Connections and lock of one event loop."""

    __slots__ = ("http", "loop", "mutex")

    def __init__(self, loop: object, http: httpx2.AsyncClient) -> None:
        self.loop: Final = loop
        self.http: Final = http
        self.mutex: anyio.Lock | None = None


class AsyncPool:
    """Connections of an async client and its copies, for each event loop."""

    def __init__(self, given: object, limits: ResponseLimits | None = None) -> None:
        """Initialize with the caller's own HTTP client, if there is one.

        Raises:
            TypeError: It is one of another kind, which would send, and fail then.
        """
        if given is not None and not isinstance(given, httpx2.AsyncClient):
            raise TypeError(_wrong_kind("AsyncClient", given))
        self._given: Final = given
        self._limits: Final = limits
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._locals: WeakKeyDictionary[Any, _Local] = WeakKeyDictionary()
        self._latest: _Local | None = None

    def http(self) -> httpx2.AsyncClient:
        """Return the HTTP client of this event loop; it is made on first use.

        Raises:
            APIConnectionError: The caller's HTTP client has connections of another
                event loop, or of the process that this one was forked from.
        """
        return self._here().http

    @property
    def mutex(self) -> anyio.Lock:
        """The lock that the calls of this event loop wait for."""
        local = self._here()
        if local.mutex is None:
            local.mutex = anyio.Lock()
        return local.mutex

    def _here(self) -> _Local:
        if self._process != os.getpid():
            self._leave_process()
        loop = _running_loop()
        latest = self._latest
        if latest is not None and latest.loop is loop:
            return latest
        with self._lock:
            local = self._locals.get(loop)
            if local is None:
                local = self._opened(loop)
                self._locals[loop] = local
            self._latest = local
        return local

    def _opened(self, loop: object) -> _Local:
        http = self._given
        if http is None:
            http = cookies.limited(httpx2.AsyncClient(), self._limits)
        elif self._latest is not None:
            _check_is_unused(http, "another event loop")
        deadline.wrap_connections(http)
        return _Local(loop, http)

    def _leave_process(self) -> None:
        if self._given is not None:
            _check_is_unused(self._given, f"process {self._process}, before a fork")
        _ABANDONED.append((self._latest, *self._locals.values()))
        self._locals = WeakKeyDictionary()
        self._latest = None
        self._lock = threading.Lock()
        self._process = os.getpid()

    async def aclose(self) -> None:
        """Close the connections of this event loop, unless they are the caller's own.

        Those of other event loops cannot be closed here; they are forgotten.
        """
        if self._process != os.getpid():
            self._leave_process()
        local = self._locals.get(_running_loop())
        self._locals.clear()
        self._latest = None
        if self._given is None and local is not None:
            await local.http.aclose()


def _running_loop() -> object:
    """Return what the event loop is known by that runs this code."""
    if "trio" not in sys.modules:
        return asyncio.get_running_loop()
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return lowlevel.current_token().native_token


def _check_is_unused(http: httpx2.Client | httpx2.AsyncClient, where: str) -> None:
    """Check that an HTTP client has no connections of somewhere else.

    Raises:
        APIConnectionError: It has, and this process or event loop cannot use them.
    """
    if any(pool.connections for pool in deadline.pools(http)):
        raise APIConnectionError(
            f"http_client has connections that were opened in {where}. Pass a client "
            "for each process and each event loop an HTTP client of its own, or none.",
            method="",
            url="",
        )


def _wrong_kind(kind: str, given: object) -> str:
    found = f"{type(given).__module__}.{type(given).__name__}"
    return f"http_client: an {httpx2.__name__}.{kind}, not {found}"
