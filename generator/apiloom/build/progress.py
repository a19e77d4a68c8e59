"""A progress bar for work that takes longer than a second, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from threading import Timer
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds of work that need no progress bar."""


STAGES = ("read", "lower", "render", "write")
"""The stages of a client, between which the bar moves."""


class Steps:
    """The steps of some work, which nobody sees."""

    def __call__(self, name: str) -> None:
        """Begin a step, which is called after a client."""

    def stage(self, name: str) -> None:
        """Begin a stage of the present step."""


class _Shown(Steps):
    """Steps that a bar shows."""

    def __init__(self, bar: Progress, total: int) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=total * len(STAGES))
        self._started = 0
        self._name = ""

    def __call__(self, name: str) -> None:
        """Begin a step."""
        self._name = name
        done = self._started * len(STAGES)
        self._bar.update(self._task, description=name, completed=done)
        self._started += 1

    def stage(self, name: str) -> None:
        """Begin a stage of the present step."""
        if not self._name or name not in STAGES:
            return
        done = (self._started - 1) * len(STAGES) + STAGES.index(name)
        text = f"{self._name}: {name}"
        self._bar.update(self._task, description=text, completed=done)


@contextmanager
def progress(total: int, quiet: bool) -> Generator[Steps]:
    """Give a function to call at the start of each step, with the step's name.

    Its `stage` is called at the start of each stage within a step. The bar appears on
    stderr when the work has taken a second, if that is a terminal.
    """
    if quiet or not total or not sys.stderr.isatty():
        yield Steps()
        return
    bar = _bar()
    steps = _Shown(bar, total)
    timer = Timer(PATIENCE, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield steps
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


def _bar() -> Progress:
    # Loading rich takes longer than all else that a run needs when nothing changed.
    rich = import_module("rich.progress")
    console = import_module("rich.console").Console(stderr=True)
    return cast("Progress", rich.Progress(console=console, transient=True))
