"""The client of the shop, by hand: what everything else is measured against.

Written as one writes it for a single service: httpx2's client with the credential as a
header, and pydantic's plain models, read by `model_validate_json`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from typing import Self
from urllib.parse import quote
from uuid import UUID

import httpx2
from pydantic import BaseModel, Field

ORDER = UUID("8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10")
TOKEN = "secret"


class OrderStatus(StrEnum):
    """Where an order stands."""

    PLACED = "placed"
    PAID = "paid"
    SHIPPED = "shipped"
    RETURNED = "returned"


class Address(BaseModel):
    """Where a customer lives."""

    street: str
    city: str
    postcode: str
    country: str


class Customer(BaseModel):
    """Who ordered."""

    id: UUID
    name: str
    email: str
    newsletter: bool | None = None
    address: Address


class OrderLine(BaseModel):
    """A product in an order."""

    id: UUID
    product: str
    quantity: int
    unit_price: float = Field(alias="unitPrice")
    discount: float | None = None
    added_at: datetime = Field(alias="addedAt")
    tags: list[str] | None = None


class Order(BaseModel):
    """What a customer has ordered."""

    id: UUID
    status: OrderStatus
    customer: Customer
    lines: list[OrderLine]
    placed_at: datetime = Field(alias="placedAt")
    shipped_at: datetime | None = Field(None, alias="shippedAt")
    note: str | None = None


class Shop:
    """The client."""

    def __init__(self, url: str, http: httpx2.Client) -> None:
        """Take the URL of the server and what to call it with."""
        self._url = url
        self._http = http

    @classmethod
    def at(cls, url: str) -> Self:
        """A client of the server at a URL."""
        headers = {"authorization": f"Bearer {TOKEN}"}
        return cls(url, httpx2.Client(headers=headers, timeout=60.0))

    def get_order(self, order_id: UUID, *, expand: str | None = None) -> Order:
        """Get an order."""
        params = None if expand is None else {"expand": expand}
        url = f"{self._url}/orders/{quote(str(order_id), safe='')}"
        response = self._http.get(url, params=params)
        response.raise_for_status()
        return Order.model_validate_json(response.content)


class AsyncShop:
    """The client, for code that awaits."""

    def __init__(self, url: str, http: httpx2.AsyncClient) -> None:
        """Take the URL of the server and what to call it with."""
        self._url = url
        self._http = http

    @classmethod
    def at(cls, url: str) -> Self:
        """A client of the server at a URL."""
        headers = {"authorization": f"Bearer {TOKEN}"}
        return cls(url, httpx2.AsyncClient(headers=headers, timeout=60.0))

    async def get_order(self, order_id: UUID, *, expand: str | None = None) -> Order:
        """Get an order."""
        params = None if expand is None else {"expand": expand}
        url = f"{self._url}/orders/{quote(str(order_id), safe='')}"
        response = await self._http.get(url, params=params)
        response.raise_for_status()
        return Order.model_validate_json(response.content)


def call(url: str) -> Callable[[], object]:
    """One order, again and again."""
    client = Shop.at(url)
    return lambda: client.get_order(ORDER, expand="customer")


async def call_async(url: str) -> Callable[[], Awaitable[object]]:
    """One order, again and again."""
    client = AsyncShop.at(url)
    return lambda: client.get_order(ORDER, expand="customer")
