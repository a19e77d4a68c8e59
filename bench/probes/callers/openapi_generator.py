"""The client that openapi-generator generates for the shop; it has no async one."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import UUID

PACKAGE = "shop_openapi_generator"
ORDER = UUID("8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10")


def call(url: str) -> Callable[[], object]:
    """One order, again and again."""
    package: Any = import_module(PACKAGE)
    configuration = package.Configuration(host=url, access_token="secret")
    orders = package.OrdersApi(package.ApiClient(configuration))
    return lambda: orders.get_order(ORDER, expand="customer")
