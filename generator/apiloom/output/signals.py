"""Signals that ask a process to end: heeded when nothing is left half-done."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Ended", "cleaning_up", "orderly_end", "uninterrupted"]


class Ended(BaseException):
    """A signal asked this process to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def orderly_end() -> Generator[None]:
    """Let a signal that ends the process end it after `finally` clauses have run."""
    numbers = [*_default_signals()]

    def end(number: int, _: FrameType | None) -> None:
        raise Ended(number)

    for number in numbers:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def cleaning_up() -> Generator[None]:
    """End this process by the signal that asks for it, after `finally` clauses."""
    try:
        with orderly_end():
            yield
    except Ended as ended:
        os.kill(os.getpid(), ended.number)
        raise SystemExit(128 + ended.number) from None


def _default_signals() -> Iterator[signal.Signals]:
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            yield number


@contextmanager
def uninterrupted() -> Generator[None]:
    """Hold signals back, but for those that nobody can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
