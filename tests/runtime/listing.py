"""A list of things in pages, without a generated client around it."""

from __future__ import annotations

from typing import Any

import httpx2

from apiloom.runtime.client.sync_client import Calls
from apiloom.runtime.core.operation import Operation
from apiloom.runtime.decoding.decoders import Json
from apiloom.runtime.pagination.async_pages import AsyncPage
from apiloom.runtime.pagination.strategies import CursorPages, Pagination
from apiloom.runtime.pagination.sync_pages import SyncPage, first_page
from apiloom.runtime.types.models import Model
from tests.runtime.driving import Thing, answers, options


class Things(Model):
    """What an answer is."""

    things: list[Thing] | None = None
    next: str | None = None
    more: bool | None = None


class ThingsPage(SyncPage[Thing], Things):
    """A page of it."""

    _items_at = ("things",)


class AsyncThingsPage(AsyncPage[Thing], Things):
    """A page of it, for code that awaits."""

    _items_at = ("things",)


def listing(pages: Pagination, **changes: Any) -> Operation[Any]:
    given: dict[str, Any] = {
        "name": "things.list",
        "method": "GET",
        "path": "/things",
        "success": {"200": Json(Things)},
        "pages": pages,
    }
    return Operation(**(given | changes))


CURSOR = CursorPages(parameter="cursor", next=("next",))


def page(*names: str, next_: str | None = None, **rest: Any) -> httpx2.Response:
    things = [{"name": name} for name in names]
    return httpx2.Response(200, json={"things": things, "next": next_, **rest})


def first(*given: httpx2.Response, operation: Operation[Any] | None = None) -> Any:
    http = httpx2.Client(transport=httpx2.MockTransport(answers(*given)))
    calls = Calls(options(), http)
    return first_page(calls, ThingsPage, operation or listing(CURSOR))
