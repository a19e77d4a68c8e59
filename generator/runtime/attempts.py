"""Blocking work that somebody waits for, and not for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import Final, Generic, TypeVar, cast

T = TypeVar("T")


class TimeUp(Exception):
    """The work had not ended when the time was over."""


class Attempt(Generic[T]):
    """Work in a thread of its own, which is left alone when the time is over.

    Nothing can end a blocking call from outside.
    """

    def __init__(self, work: Callable[[], T], left_alone: Callable[[], None]) -> None:
        """Take the work, and what is to be done after it if nobody waited so long."""
        self._work: Final = work
        self._left_alone: Final = left_alone
        self._context: Final = copy_context()
        self._lock: Final = threading.Lock()
        self._over: Final = threading.Event()
        self._is_given_up = False
        self._result: T | None = None
        self._error: BaseException | None = None

    def within(self, seconds: float) -> T:
        """What the work gives, or raises.  Raises `TimeUp` if it takes longer."""
        threading.Thread(target=self._run, daemon=True).start()
        try:
            self._over.wait(seconds)
        finally:
            with self._lock:
                self._is_given_up = not self._over.is_set()
        if self._is_given_up:
            raise TimeUp
        if self._error is not None:
            raise self._error
        return cast("T", self._result)

    def _run(self) -> None:
        result: T | None = None
        error: BaseException | None = None
        try:
            result = self._context.run(self._work)
        except BaseException as caught:
            error = caught
        with self._lock:
            if not self._is_given_up:
                self._result, self._error = result, error
                self._over.set()
                return
        self._left_alone()
