"""What `openai` is asked for, by hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx2
from pydantic import BaseModel

_HEADERS = {"authorization": "Bearer secret"}


class Model(BaseModel):
    """A model that can be asked."""

    id: str
    created: int
    object: str
    owned_by: str


class Models(BaseModel):
    """All of them."""

    object: str
    data: list[Model]


def call(url: str) -> Callable[[], object]:
    """The models, again and again."""
    client = httpx2.Client(headers=_HEADERS)

    def once() -> list[Model]:
        response = client.get(f"{url}/models")
        response.raise_for_status()
        return Models.model_validate_json(response.content).data

    return once


async def call_async(url: str) -> Callable[[], Awaitable[object]]:
    """The models, again and again."""
    client = httpx2.AsyncClient(headers=_HEADERS)

    async def once() -> list[Model]:
        response = await client.get(f"{url}/models")
        response.raise_for_status()
        return Models.model_validate_json(response.content).data

    return once
