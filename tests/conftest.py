"""What every test may ask for."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MEASURED = frozenset(
    f"tests/{name}" for name in ("runtime", "security", "test_cases.py", "unit", "wire")
)
"""The tests that run apiloom itself, or the runtime as it is in apiloom.

The others call generated clients, which have copies of the runtime, or judge in other
processes. Tracing makes Python half as fast, so that they are run without.
"""


def pytest_configure() -> None:
    """Let processes be interrupted: what a shell starts in the background ignores it.

    A process that is started ignores what the one that starts it ignores.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, and measure coverage where it counts.

    The file that was begun last decides when all are done: better a short one.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    for item in items:
        within = item.path.relative_to(ROOT).parts[:2]
        if "/".join(within) not in MEASURED:
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """Let the garbage collector look at what tests make, and more seldom.

    Every look would go through thousands of tests and all modules; it is a sixth of
    the time of many folders.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders that nothing has used; whoever needs one creates it.

    Most tests need none, and `mktemp` looks through all that it made before.
    """
    within = tmp_path_factory.mktemp("caches")
    return (within / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_cache(caches: Iterator[Path]) -> Iterator[Path]:
    """What a test remembers of finished runs is neither the user's nor another's."""
    folder = next(caches)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("APILOOM_CACHE_DIR", str(folder))
        yield folder
