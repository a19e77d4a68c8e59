"""The vendor's own client of OpenAI's API, reading a list of models."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any


def call(url: str) -> Callable[[], object]:
    """The models, again and again."""
    package: Any = import_module("openai")
    client = package.OpenAI(api_key="secret", base_url=url)
    return lambda: client.models.list().data


async def call_async(url: str) -> Callable[[], Awaitable[object]]:
    """The models, again and again."""
    package: Any = import_module("openai")
    client = package.AsyncOpenAI(api_key="secret", base_url=url)

    async def once() -> object:
        return (await client.models.list()).data

    return once
