"""The garbage collector, at rest while a large answer is read."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

LARGE: Final = 64 * 1024
"""From so many bytes of JSON on, the collector costs more than to stop it."""


@contextmanager
def collector_paused() -> Generator[None]:
    """No collection in between, unless another thread wants one.

    What is read from JSON has no cycles and is all in use until it is read, but there
    is so much of it that Python would look through it several times for garbage.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
