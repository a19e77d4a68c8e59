"""Locks that a forked process does not find locked by a thread it does not have."""

from __future__ import annotations

import os
import threading
from types import TracebackType
from weakref import WeakSet


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
