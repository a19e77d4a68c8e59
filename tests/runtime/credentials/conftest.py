"""A server that gives tokens and asks for digests, over real HTTP and in real time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.runtime.authority import Authority, authority


@pytest.fixture
def server() -> Iterator[Authority]:
    with authority() as running:
        yield running


@pytest.fixture
def pauses() -> None:
    """Time is real here: nothing pauses, and other threads have to run."""
