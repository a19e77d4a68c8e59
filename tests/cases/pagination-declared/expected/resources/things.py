"""The `things` resource.

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Unpack
from uuid import UUID

from .. import models, pages
from .._runtime.client.async_client import AsyncCalls, async_raw, async_streaming
from .._runtime.client.options import RequestOptions
from .._runtime.client.sync_client import Calls, raw, streaming
from .._runtime.core.lazy import Deferred
from .._runtime.core.operation import Operation
from .._runtime.core.unset import UNSET, Unset, or_uuid4_each
from .._runtime.decoding.decoders import Json
from .._runtime.encoding.bodies import JsonBody

if TYPE_CHECKING:
    from .._runtime.pagination import strategies, sync_pages
    from .._runtime.types import scalars
else:
    scalars = Deferred(".._runtime.types.scalars", __package__)
    strategies = Deferred(".._runtime.pagination.strategies", __package__)
    sync_pages = Deferred(".._runtime.pagination.sync_pages", __package__)


@cache
def _search() -> Operation[models.ThingsSearchResponse]:
    return Operation(
        name="things.search",
        method="POST",
        path="/search",
        body=JsonBody(models.ThingsSearchBody),
        success={"200": Json(models.ThingsSearchResponse)},
        security=(("key",),),
        pages=strategies.OffsetPages(
            parameter="from",
            place="fields",
            total=("hits", "total"),
        ),
    )


@cache
def _chunks() -> Operation[list[int]]:
    return Operation(
        name="things.chunks",
        method="GET",
        path="/chunks",
        types={("query", "chunk"): int},
        success={"200": Json(list[int])},
        security=(("key",),),
        pages=strategies.NumberedPages(parameter="chunk", first=0),
    )


@cache
def _changes() -> Operation[models.ThingsChangesResponse]:
    return Operation(
        name="things.changes",
        method="GET",
        path="/changes",
        types={("query", "since"): int, ("header", "X-Trace"): scalars.UUID},
        required=(("header", "X-Trace"),),
        success={"200": Json(models.ThingsChangesResponse)},
        security=(("key",),),
        pages=strategies.CursorPages(
            parameter="since",
            last_item=("id",),
            more=("go_on",),
        ),
    )


@cache
def _links() -> Operation[models.ThingsLinksResponse]:
    return Operation(
        name="things.links",
        method="GET",
        path="/links",
        types={("query", "bookmark"): str},
        success={"200": Json(models.ThingsLinksResponse)},
        security=(("key",),),
        pages=strategies.LinkedPages(parameter="bookmark", next=("next.page",)),
    )


class ThingsResource:
    """Things."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    @cached_property
    def with_raw_response(self) -> ThingsResourceWithRawResponse:
        """The same methods, returning a `RawResponse`."""
        return ThingsResourceWithRawResponse(self._calls.raw())

    @cached_property
    def with_streaming_response(self) -> ThingsResourceWithStreamingResponse:
        """The same methods as context managers that stream the body."""
        return ThingsResourceWithStreamingResponse(self._calls.streaming())

    def search(
        self,
        *,
        words: str,
        from_: int | Unset = UNSET,
        size: int | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> pages.ThingsSearchPage:
        """Search.

        Returns:
            The first page. Iterating yields the items of all pages.
        """
        return sync_pages.first_page(
            self._calls,
            pages.ThingsSearchPage,
            _search(),
            fields={"words": words, "from": from_, "size": size},
            options=options,
        )

    def chunks(
        self,
        *,
        chunk: int | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> pages.SyncListPage[int]:
        """Chunks.

        Returns:
            The first page. Iterating yields the items of all pages.
        """
        return sync_pages.first_page(
            self._calls,
            pages.SyncListPage[int],
            _chunks(),
            query={"chunk": chunk},
            options=options,
        )

    def changes(
        self,
        *,
        since: int | Unset = UNSET,
        x_trace: UUID | str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> pages.ThingsChangesPage:
        """Changes.

        Args:
            x_trace: Generated for each call by default.

        Returns:
            The first page. Iterating yields the items of all pages.
        """
        return sync_pages.first_page(
            self._calls,
            pages.ThingsChangesPage,
            _changes(),
            query={"since": since},
            headers={"X-Trace": or_uuid4_each(x_trace)},
            options=options,
        )

    def links(
        self,
        *,
        bookmark: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> pages.ThingsLinksPage:
        """Links.

        Returns:
            The first page. Iterating yields the items of all pages.
        """
        return sync_pages.first_page(
            self._calls,
            pages.ThingsLinksPage,
            _links(),
            query={"bookmark": bookmark},
            options=options,
        )


class ThingsResourceWithRawResponse:
    """The methods of `ThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.search = raw(resource.search)
        self.chunks = raw(resource.chunks)
        self.changes = raw(resource.changes)
        self.links = raw(resource.links)


class ThingsResourceWithStreamingResponse:
    """The methods of `ThingsResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.search = streaming(resource.search)
        self.chunks = streaming(resource.chunks)
        self.changes = streaming(resource.changes)
        self.links = streaming(resource.links)


class AsyncThingsResource:
    """Things."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    @cached_property
    def with_raw_response(self) -> AsyncThingsResourceWithRawResponse:
        """The same methods, returning a `RawResponse`."""
        return AsyncThingsResourceWithRawResponse(self._calls.raw())

    @cached_property
    def with_streaming_response(self) -> AsyncThingsResourceWithStreamingResponse:
        """The same methods as context managers that stream the body."""
        return AsyncThingsResourceWithStreamingResponse(self._calls.streaming())

    def search(
        self,
        *,
        words: str,
        from_: int | Unset = UNSET,
        size: int | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> pages.AsyncPaginator[pages.AsyncThingsSearchPage, models.Thing]:
        """Search.

        Returns:
            A paginator: await it for the first page, or iterate over all items.
        """
        return pages.AsyncPaginator(
            self._calls,
            pages.AsyncThingsSearchPage,
            _search(),
            fields={"words": words, "from": from_, "size": size},
            options=options,
        )

    def chunks(
        self,
        *,
        chunk: int | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> pages.AsyncPaginator[pages.AsyncListPage[int], int]:
        """Chunks.

        Returns:
            A paginator: await it for the first page, or iterate over all items.
        """
        return pages.AsyncPaginator(
            self._calls,
            pages.AsyncListPage[int],
            _chunks(),
            query={"chunk": chunk},
            options=options,
        )

    def changes(
        self,
        *,
        since: int | Unset = UNSET,
        x_trace: UUID | str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> pages.AsyncPaginator[pages.AsyncThingsChangesPage, models.Thing]:
        """Changes.

        Args:
            x_trace: Generated for each call by default.

        Returns:
            A paginator: await it for the first page, or iterate over all items.
        """
        return pages.AsyncPaginator(
            self._calls,
            pages.AsyncThingsChangesPage,
            _changes(),
            query={"since": since},
            headers={"X-Trace": or_uuid4_each(x_trace)},
            options=options,
        )

    def links(
        self,
        *,
        bookmark: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> pages.AsyncPaginator[pages.AsyncThingsLinksPage, models.Thing]:
        """Links.

        Returns:
            A paginator: await it for the first page, or iterate over all items.
        """
        return pages.AsyncPaginator(
            self._calls,
            pages.AsyncThingsLinksPage,
            _links(),
            query={"bookmark": bookmark},
            options=options,
        )


class AsyncThingsResourceWithRawResponse:
    """The methods of `AsyncThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.search = async_raw(resource.search)
        self.chunks = async_raw(resource.chunks)
        self.changes = async_raw(resource.changes)
        self.links = async_raw(resource.links)


class AsyncThingsResourceWithStreamingResponse:
    """The methods of `AsyncThingsResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.search = async_streaming(resource.search)
        self.chunks = async_streaming(resource.chunks)
        self.changes = async_streaming(resource.changes)
        self.links = async_streaming(resource.links)
