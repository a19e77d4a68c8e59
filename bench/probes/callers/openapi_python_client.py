"""The client that openapi-python-client generates for the shop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any
from uuid import UUID

PACKAGE = "shop_openapi_python_client"
ORDER = UUID("8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10")


def call(url: str) -> Callable[[], object]:
    """One order, again and again."""
    package: Any = import_module(PACKAGE)
    operation: Any = import_module(f"{PACKAGE}.api.orders.get_order")
    client = package.AuthenticatedClient(base_url=url, token="secret")
    return lambda: operation.sync(ORDER, client=client, expand="customer")


async def call_async(url: str) -> Callable[[], Awaitable[object]]:
    """One order, again and again."""
    package: Any = import_module(PACKAGE)
    operation: Any = import_module(f"{PACKAGE}.api.orders.get_order")
    client = package.AuthenticatedClient(base_url=url, token="secret")

    async def once() -> object:
        return await operation.asyncio(ORDER, client=client, expand="customer")

    return once
