"""Waiting for one's turn, no longer than the time that a call has."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

import anyio

if TYPE_CHECKING:
    from threading import RLock


class LockTimeout(Exception):
    """Another call had not finished when the time was over."""


@contextmanager
def locked(lock: RLock, within: float | None) -> Generator[None, None, None]:
    """Hold a lock.  Raises `LockTimeout` after so many seconds."""
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
    """Hold a lock.  Raises `LockTimeout` after so many seconds."""
    with anyio.move_on_after(within) as scope:
        await lock.acquire()
    if scope.cancelled_caught:
        raise LockTimeout
    try:
        yield
    finally:
        lock.release()
