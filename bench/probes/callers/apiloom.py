"""The client that apiloom generates for the shop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any
from uuid import UUID

PACKAGE = "shop_apiloom"
ORDER = UUID("8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10")


def client(url: str) -> Any:
    """The client of the server at a URL."""
    return import_module(PACKAGE).Shop(access_token="secret", base_url=url)


def call(url: str) -> Callable[[], object]:
    """One order, again and again."""
    shop = client(url)
    return lambda: shop.orders.get(ORDER, expand="customer")


async def call_async(url: str) -> Callable[[], Awaitable[object]]:
    """One order, again and again."""
    package: Any = import_module(PACKAGE)
    shop = package.AsyncShop(access_token="secret", base_url=url)

    async def once() -> object:
        return await shop.orders.get(ORDER, expand="customer")

    return once
