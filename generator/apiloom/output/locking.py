"""A lock on a folder: one process writes there, and none reads meanwhile.

The kernel releases a lock with the process that holds it, so a killed run blocks
nobody, and nothing of it stands in the folder. Where neither the file system nor the
system offers locks, runs are not kept apart.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Final

__all__ = ["PATIENCE", "LockTimeoutError", "reading", "writing"]

PATIENCE: Final = 60.0
"""Seconds to wait for another process."""
_PAUSE: Final = 0.02


class LockTimeoutError(Exception):
    """Another process holds the lock, and has not released it in time."""


@contextmanager
def writing(folder: Path, patience: float = PATIENCE) -> Generator[None]:
    """Hold the only lock on a folder, which exists.

    Raises LockTimeoutError when another process holds one for longer than `patience`
    seconds, and OSError when the folder cannot be opened.
    """
    descriptor = _acquire(folder, exclusive=True, patience=patience)
    try:
        yield
    finally:
        _release(descriptor)


@contextmanager
def reading(folder: Path) -> Generator[None]:
    """Hold a lock on a folder that keeps writers out, not other readers.

    Without a folder, or when a writer takes too long, there is no lock.
    """
    try:
        descriptor = _acquire(folder, exclusive=False, patience=PATIENCE)
    except (OSError, LockTimeoutError):
        descriptor = None
    try:
        yield
    finally:
        _release(descriptor)


def _release(descriptor: int | None) -> None:
    if descriptor is not None:
        with suppress(OSError):
            os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _acquire(folder: Path, *, exclusive: bool, patience: float) -> int | None:
        # Windows locks files, not folders: one outside of the project stands for it.
        if not exclusive:
            return None
        return _acquire_file(folder, patience)

    def _lock(descriptor: int) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(error.errno, error.strerror) from error

else:
    import fcntl

    def _acquire(folder: Path, *, exclusive: bool, patience: float) -> int | None:
        kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            _wait(lambda: fcntl.flock(descriptor, kind | fcntl.LOCK_NB), patience)
        except OSError:  # a file system without locks on folders
            os.close(descriptor)
            return _acquire_file(folder, patience) if exclusive else None
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _acquire_file(folder: Path, patience: float) -> int | None:
    name = sha256(os.fsencode(folder.resolve())).hexdigest()[:24]
    temporary = import_module("tempfile").gettempdir()
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(f"{temporary}/apiloom-{name}.lock", flags, 0o600)
    except OSError:
        return None
    try:
        _wait(lambda: _lock(descriptor), patience)
    except OSError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _wait(attempt: Callable[[], None], patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            attempt()
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise LockTimeoutError from None
            time.sleep(_PAUSE)
        else:
            return
