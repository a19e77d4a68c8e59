"""The runtime without any generated client around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import httpx2
import pytest

from generator.runtime.auth import Credentials
from generator.runtime.client import Options, StatusBodies, StatusErrors, Timeout


def options(
    *,
    base_url: str = "https://api.test/v1",
    credentials: Credentials | None = None,
    timeout: Timeout = 5.0,
    max_retries: int = 2,
    headers: Mapping[str, str] | None = None,
    status_errors: StatusErrors | None = None,
    status_bodies: StatusBodies | None = None,
    user_agent: str = "tests/1",
) -> Options:
    """Options of a client of an API that does not exist."""
    return Options(
        base_url=base_url,
        credentials=credentials or {},
        timeout=timeout,
        max_retries=max_retries,
        headers=headers,
        status_errors=status_errors or {},
        status_bodies=status_bodies or {},
        user_agent=user_agent,
    )


@pytest.fixture
def answer() -> Callable[..., httpx2.Response]:
    """Make an answer as it comes back from a server: with its request."""

    def made(status: int = 200, **content: Any) -> httpx2.Response:
        request = httpx2.Request("GET", "https://api.test/v1/things?key=secret")
        return httpx2.Response(status, request=request, **content)

    return made
