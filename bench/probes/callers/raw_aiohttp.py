"""aiohttp alone: the bytes of a response, read as JSON."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any


async def call_async(url: str) -> Callable[[], Awaitable[object]]:
    """The response, again and again."""
    package: Any = import_module("aiohttp")
    session = package.ClientSession()

    async def once() -> object:
        async with session.get(url) as response:
            return json.loads(await response.read())

    return once
