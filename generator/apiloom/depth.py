"""Room for documents that nest deeply, and one message for those that nest too deeply.

Stages follow schemas from one to the next by recursion. How far is limited by
`MAX_CALLS`, not by Python's own limit, which is there to find recursion without end;
a thread with a stack of its own bears that many calls, the main one need not.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final, TypeVar

from apiloom.diagnostics import Code, UnusableInput
from apiloom.document.tree import MAX_DEPTH, MORE_DEPTH
from apiloom.locations import Location, Pointer

__all__ = ["MAX_CALLS", "with_room"]

T = TypeVar("T")

MAX_CALLS: Final = 1_500 * MAX_DEPTH
"""How many calls may be open: by default those of some 20,000 schemas in a chain."""

_STACK: Final = (256, 64, 16)
"""Megabytes to try; they are used only where calls go as deep as that."""


def with_room(spec: str, work: Callable[[], T]) -> T:
    """Return what `work` returns, done where recursion has room.

    Raises UnusableInput where even that does not suffice, and what `work` raises.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            with _limit():
                results.append(work())
        except RecursionError:
            errors.append(_too_deep(spec))
        except BaseException as error:
            errors.append(error)

    thread = _started(run)
    thread.join()
    if errors:
        raise errors[0]
    return results[0]


def _started(run: Callable[[], None]) -> threading.Thread:
    """Start a thread with the largest stack that the system gives."""
    former = threading.stack_size()
    try:
        for size in _STACK:
            # A daemon: who interrupts the program does not wait for it.
            thread = threading.Thread(target=run, name="apiloom", daemon=True)
            try:
                threading.stack_size(size * 1024 * 1024)
                thread.start()
            except (RuntimeError, ValueError):
                continue
            return thread
    finally:
        threading.stack_size(former)
    thread = threading.Thread(target=run, name="apiloom", daemon=True)
    thread.start()
    return thread


@contextmanager
def _limit() -> Generator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, MAX_CALLS))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _too_deep(spec: str) -> UnusableInput:
    message = (
        "schemas of the document lead from one to the next, or nest, through more than "
        f"{MAX_CALLS:,} calls of apiloom"
    )
    place = Location(spec, 1, 1, Pointer())
    return UnusableInput(Code.NESTED_TOO_DEEPLY, message, place, MORE_DEPTH)
