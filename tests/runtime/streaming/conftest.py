"""Code that awaits, run on both libraries."""

from __future__ import annotations

import anyio
import pytest

from tests.runtime.streaming.opening import Run


@pytest.fixture(params=["asyncio", "trio"])
def run(request: pytest.FixtureRequest) -> Run:
    return lambda main: anyio.run(main, backend=request.param)
