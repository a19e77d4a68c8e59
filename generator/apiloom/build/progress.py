"""A progress bar for work that takes longer than a second, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import import_module
from threading import Timer
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds of work that need no progress bar."""


@contextmanager
def progress(total: int, quiet: bool) -> Generator[Callable[[str], None]]:
    """Give a function to call at the start of each step, with the step's name.

    The bar appears on stderr when the work has taken a second, if that is a terminal.
    """
    if quiet or not total or not sys.stderr.isatty():
        yield _nothing
        return
    bar = _bar()
    task = bar.add_task("", total=total)
    started = 0

    def step(name: str) -> None:
        nonlocal started
        bar.update(task, description=name, completed=started)
        started += 1

    timer = Timer(PATIENCE, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield step
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


def _bar() -> Progress:
    # Loading rich takes longer than all else that a run needs when nothing changed.
    rich = import_module("rich.progress")
    console = import_module("rich.console").Console(stderr=True)
    return cast("Progress", rich.Progress(console=console, transient=True))


def _nothing(name: str) -> None:
    """Show nothing."""
