"""Locks: between the calls of a client, and between the threads of a process."""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from types import TracebackType
from typing import TYPE_CHECKING
from weakref import WeakSet

from .lazy import Deferred

if TYPE_CHECKING:
    from threading import RLock

    import anyio
else:
    anyio = Deferred("anyio")


class LockTimeout(Exception):
    """Another call had not finished when the time was over."""


@contextmanager
def locked(lock: RLock, within: float | None) -> Generator[None, None, None]:
    """Hold a lock.

    Args:
        lock: The lock.
        within: Seconds to wait for it at most; None for as long as it takes.

    Raises:
        LockTimeout: The time was over.
    """
    if not lock.acquire(timeout=-1 if within is None else within):
        raise LockTimeout
    try:
        yield
    finally:
        lock.release()


@asynccontextmanager
async def async_locked(
    lock: anyio.Lock, within: float | None
) -> AsyncGenerator[None, None]:
    """Hold a lock.

    Args:
        lock: The lock.
        within: Seconds to wait for it at most; None for as long as it takes.

    Raises:
        LockTimeout: The time was over.
    """
    with anyio.move_on_after(within) as scope:
        await lock.acquire()
    if scope.cancelled_caught:
        raise LockTimeout
    try:
        yield
    finally:
        lock.release()


class ProcessLock:
    """A lock for the threads of one process; a forked one begins with it unlocked."""

    __slots__ = ("__weakref__", "_lock")

    def __init__(self) -> None:
        """Start unlocked."""
        self._lock = threading.Lock()
        _LOCKS.add(self)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.release()

    def renew(self) -> None:
        """Start again, unlocked."""
        self._lock = threading.Lock()


_LOCKS: WeakSet[ProcessLock] = WeakSet()


def _renew_all() -> None:
    for lock in list(_LOCKS):
        lock.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
