"""httpx2 with the request built once and sent again and again: no call does less."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx2

from bench.probes.callers.handwritten import ORDER, TOKEN, Order

_HEADERS = {"authorization": f"Bearer {TOKEN}"}


def call(url: str) -> Callable[[], object]:
    """One order, again and again."""
    client = httpx2.Client(headers=_HEADERS)
    request = client.build_request("GET", f"{url}/orders/{ORDER}?expand=customer")

    def once() -> Order:
        return Order.model_validate_json(client.send(request).content)

    return once


async def call_async(url: str) -> Callable[[], Awaitable[object]]:
    """One order, again and again."""
    client = httpx2.AsyncClient(headers=_HEADERS)
    request = client.build_request("GET", f"{url}/orders/{ORDER}?expand=customer")

    async def once() -> Order:
        return Order.model_validate_json((await client.send(request)).content)

    return once
