"""githubkit, reading a list of labels."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any


def _client(url: str) -> Any:
    package: Any = import_module("githubkit")
    # Its cache and its own retries would be something else to measure.
    return package.GitHub(
        "secret", base_url=f"{url}/", http_cache=False, auto_retry=False
    )


def call(url: str) -> Callable[[], object]:
    """The labels of a repository, again and again."""
    client = _client(url)
    labels = client.rest.issues.list_labels_for_repo
    # Entered, it keeps its connection; otherwise each call would make one of its own.
    client.__enter__()

    def once() -> object:
        # Only the client itself keeps what belongs to it alive.
        assert client
        return labels("owner", "name").parsed_data

    return once


async def call_async(url: str) -> Callable[[], Awaitable[object]]:
    """The labels of a repository, again and again."""
    client = _client(url)
    labels = client.rest.issues.async_list_labels_for_repo
    await client.__aenter__()

    async def once() -> object:
        assert client
        return (await labels("owner", "name")).parsed_data

    return once
