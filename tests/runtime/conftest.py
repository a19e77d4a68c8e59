"""The runtime without any generated client around it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import anyio
import httpx2
import pytest

from apiloom.runtime.core.operation import Operation
from tests.runtime.driving import Driver, Handler, drive_async, drive_sync


@pytest.fixture
def answer() -> Callable[..., httpx2.Response]:
    """Make an answer as it comes back from a server: with its request."""

    def made(status: int = 200, **content: Any) -> httpx2.Response:
        request = httpx2.Request("GET", "https://api.test/v1/things?key=secret")
        return httpx2.Response(status, request=request, **content)

    return made


@pytest.fixture(params=["sync", "asyncio", "trio"])
def drive(request: pytest.FixtureRequest) -> Driver:
    if request.param == "sync":
        return drive_sync
    backend: str = request.param

    def drive_it(handler: Handler, operation: Operation[Any], **call: Any) -> Any:
        return drive_async(backend, handler, operation, **call)

    return drive_it


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made; none of them takes any time."""
    made: list[float] = []

    async def pause(seconds: float) -> None:
        made.append(seconds)

    monkeypatch.setattr(time, "sleep", made.append)
    monkeypatch.setattr(anyio, "sleep", pause)
    return made
