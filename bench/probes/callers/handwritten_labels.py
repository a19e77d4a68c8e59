"""What githubkit is asked for, by hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import httpx2
from pydantic import BaseModel, TypeAdapter

_HEADERS = {"authorization": "Bearer secret"}


class Label(BaseModel):
    """A label of a repository."""

    id: int
    node_id: str
    url: str
    name: str
    description: str | None
    color: str
    default: bool
    archived_at: datetime | None
    archived_by: None


_LABELS = TypeAdapter(list[Label])


def call(url: str) -> Callable[[], object]:
    """The labels of a repository, again and again."""
    client = httpx2.Client(headers=_HEADERS)

    def once() -> list[Label]:
        response = client.get(f"{url}/repos/owner/name/labels")
        response.raise_for_status()
        return _LABELS.validate_json(response.content)

    return once


async def call_async(url: str) -> Callable[[], Awaitable[object]]:
    """The labels of a repository, again and again."""
    client = httpx2.AsyncClient(headers=_HEADERS)

    async def once() -> list[Label]:
        response = await client.get(f"{url}/repos/owner/name/labels")
        response.raise_for_status()
        return _LABELS.validate_json(response.content)

    return once
