"""httpx2 alone: the bytes of a response, read as JSON."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import httpx2


async def call_async(url: str) -> Callable[[], Awaitable[object]]:
    """The response, again and again."""
    client = httpx2.AsyncClient(timeout=60)

    async def once() -> object:
        return json.loads((await client.get(url)).content)

    return once
