"""A progress bar for work that takes longer than a second, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.progress import Progress

PATIENCE = 1.0
"""Seconds of work that need no progress bar."""


@contextmanager
def progress(total: int, quiet: bool) -> Generator[Callable[[str], None]]:
    """Give a function to call at the start of each step, with the step's name.

    The bar appears on stderr when the work has taken a second, if that is a terminal.
    """
    if quiet or not sys.stderr.isatty():
        yield _nothing
        return
    bar = Progress(console=Console(stderr=True), transient=True)
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


def _nothing(name: str) -> None:
    """Show nothing."""
