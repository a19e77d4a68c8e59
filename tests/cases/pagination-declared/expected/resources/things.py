"""The resource `things`."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from .._runtime.async_client import AsyncAPIClient, async_raw
from .._runtime.async_pages import AsyncListPage, AsyncPage
from .._runtime.async_streaming import async_streaming
from .._runtime.bodies import JsonBody
from .._runtime.operations import Operation
from .._runtime.pagination import CursorPages, LinkedPages, NumberedPages, OffsetPages
from .._runtime.paginator import AsyncPaginator
from .._runtime.responses import Json
from .._runtime.sync_client import APIClient, raw
from .._runtime.sync_pages import SyncListPage, SyncPage, first_page
from .._runtime.sync_streaming import streaming
from .._runtime.unset import UNSET, Unset, or_uuid4_each
from ..models.things import (
    Thing,
    ThingsChangesResponse,
    ThingsLinksResponse,
    ThingsSearchBody,
    ThingsSearchResponse,
)

_SEARCH: Operation[ThingsSearchResponse] = Operation(
    name="things.search",
    method="POST",
    path="/search",
    body=JsonBody(ThingsSearchBody),
    success={"200": Json(ThingsSearchResponse)},
    security=(("key",),),
    pages=OffsetPages(parameter="from", place="fields", total=("hits", "total")),
)

_CHUNKS: Operation[list[int]] = Operation(
    name="things.chunks",
    method="GET",
    path="/chunks",
    success={"200": Json(list[int])},
    security=(("key",),),
    pages=NumberedPages(parameter="chunk", first=0),
)

_CHANGES: Operation[ThingsChangesResponse] = Operation(
    name="things.changes",
    method="GET",
    path="/changes",
    success={"200": Json(ThingsChangesResponse)},
    security=(("key",),),
    pages=CursorPages(parameter="since", last_item=("id",), more=("go_on",)),
)

_LINKS: Operation[ThingsLinksResponse] = Operation(
    name="things.links",
    method="GET",
    path="/links",
    success={"200": Json(ThingsLinksResponse)},
    security=(("key",),),
    pages=LinkedPages(parameter="bookmark", next=("next.page",)),
)


class ThingsSearchPage(SyncPage[Thing], ThingsSearchResponse):
    """A page of `things.search`."""

    _items_at = ("hits", "hits")


class AsyncThingsSearchPage(AsyncPage[Thing], ThingsSearchResponse):
    """A page of `things.search`."""

    _items_at = ("hits", "hits")


class ThingsChangesPage(SyncPage[Thing], ThingsChangesResponse):
    """A page of `things.changes`."""

    _items_at = ("list",)


class AsyncThingsChangesPage(AsyncPage[Thing], ThingsChangesResponse):
    """A page of `things.changes`."""

    _items_at = ("list",)


class ThingsLinksPage(SyncPage[Thing], ThingsLinksResponse):
    """A page of `things.links`."""

    _items_at = ("list",)


class AsyncThingsLinksPage(AsyncPage[Thing], ThingsLinksResponse):
    """A page of `things.links`."""

    _items_at = ("list",)


class ThingsResource:
    """Things."""

    def __init__(self, client: APIClient) -> None:
        self._client = client

    @cached_property
    def with_raw_response(self) -> ThingsResourceWithRawResponse:
        """The same methods, returning the answer as it came."""
        return ThingsResourceWithRawResponse(self._client.answering_raw())

    @cached_property
    def with_streaming_response(self) -> ThingsResourceWithStreamingResponse:
        """The same methods, for `with`: the body is read as it arrives."""
        return ThingsResourceWithStreamingResponse(self._client.answering_streaming())

    def search(
        self,
        *,
        words: str,
        from_: int | Unset = UNSET,
        size: int | Unset = UNSET,
    ) -> ThingsSearchPage:
        """Search.

        Returns:
            The first page. To iterate over it gives the items of all pages.
        """
        return first_page(
            self._client,
            ThingsSearchPage,
            _SEARCH,
            fields={"words": words, "from": from_, "size": size},
        )

    def chunks(self, *, chunk: int | Unset = UNSET) -> SyncListPage[int]:
        """Chunks.

        Returns:
            The first page. To iterate over it gives the items of all pages.
        """
        return first_page(
            self._client,
            SyncListPage[int],
            _CHUNKS,
            query={"chunk": chunk},
        )

    def changes(
        self,
        *,
        since: int | Unset = UNSET,
        x_trace: UUID | str | Unset = UNSET,
    ) -> ThingsChangesPage:
        """Changes.

        Args:
            since
            x_trace: Made anew for every call if left out.

        Returns:
            The first page. To iterate over it gives the items of all pages.
        """
        return first_page(
            self._client,
            ThingsChangesPage,
            _CHANGES,
            query={"since": since},
            headers={"X-Trace": or_uuid4_each(x_trace)},
        )

    def links(self, *, bookmark: str | Unset = UNSET) -> ThingsLinksPage:
        """Links.

        Returns:
            The first page. To iterate over it gives the items of all pages.
        """
        return first_page(
            self._client,
            ThingsLinksPage,
            _LINKS,
            query={"bookmark": bookmark},
        )


class ThingsResourceWithRawResponse:
    """The methods of `ThingsResource`, returning the answer as it came."""

    def __init__(self, client: APIClient) -> None:
        resource = ThingsResource(client)
        self.search = raw(resource.search)
        self.chunks = raw(resource.chunks)
        self.changes = raw(resource.changes)
        self.links = raw(resource.links)


class ThingsResourceWithStreamingResponse:
    """The methods of `ThingsResource`, leaving the body to be read."""

    def __init__(self, client: APIClient) -> None:
        resource = ThingsResource(client)
        self.search = streaming(resource.search)
        self.chunks = streaming(resource.chunks)
        self.changes = streaming(resource.changes)
        self.links = streaming(resource.links)


class AsyncThingsResource:
    """Things."""

    def __init__(self, client: AsyncAPIClient) -> None:
        self._client = client

    @cached_property
    def with_raw_response(self) -> AsyncThingsResourceWithRawResponse:
        """The same methods, returning the answer as it came."""
        return AsyncThingsResourceWithRawResponse(self._client.answering_raw())

    @cached_property
    def with_streaming_response(self) -> AsyncThingsResourceWithStreamingResponse:
        """The same methods, for `with`: the body is read as it arrives."""
        return AsyncThingsResourceWithStreamingResponse(
            self._client.answering_streaming(),
        )

    def search(
        self,
        *,
        words: str,
        from_: int | Unset = UNSET,
        size: int | Unset = UNSET,
    ) -> AsyncPaginator[AsyncThingsSearchPage, Thing]:
        """Search.

        Returns:
            Awaited, the first page. To iterate over it gives the items of all pages.
        """
        return AsyncPaginator(
            self._client,
            AsyncThingsSearchPage,
            _SEARCH,
            fields={"words": words, "from": from_, "size": size},
        )

    def chunks(
        self,
        *,
        chunk: int | Unset = UNSET,
    ) -> AsyncPaginator[AsyncListPage[int], int]:
        """Chunks.

        Returns:
            Awaited, the first page. To iterate over it gives the items of all pages.
        """
        return AsyncPaginator(
            self._client,
            AsyncListPage[int],
            _CHUNKS,
            query={"chunk": chunk},
        )

    def changes(
        self,
        *,
        since: int | Unset = UNSET,
        x_trace: UUID | str | Unset = UNSET,
    ) -> AsyncPaginator[AsyncThingsChangesPage, Thing]:
        """Changes.

        Args:
            since
            x_trace: Made anew for every call if left out.

        Returns:
            Awaited, the first page. To iterate over it gives the items of all pages.
        """
        return AsyncPaginator(
            self._client,
            AsyncThingsChangesPage,
            _CHANGES,
            query={"since": since},
            headers={"X-Trace": or_uuid4_each(x_trace)},
        )

    def links(
        self,
        *,
        bookmark: str | Unset = UNSET,
    ) -> AsyncPaginator[AsyncThingsLinksPage, Thing]:
        """Links.

        Returns:
            Awaited, the first page. To iterate over it gives the items of all pages.
        """
        return AsyncPaginator(
            self._client,
            AsyncThingsLinksPage,
            _LINKS,
            query={"bookmark": bookmark},
        )


class AsyncThingsResourceWithRawResponse:
    """The methods of `AsyncThingsResource`, returning the answer as it came."""

    def __init__(self, client: AsyncAPIClient) -> None:
        resource = AsyncThingsResource(client)
        self.search = async_raw(resource.search)
        self.chunks = async_raw(resource.chunks)
        self.changes = async_raw(resource.changes)
        self.links = async_raw(resource.links)


class AsyncThingsResourceWithStreamingResponse:
    """The methods of `AsyncThingsResource`, leaving the body to be read."""

    def __init__(self, client: AsyncAPIClient) -> None:
        resource = AsyncThingsResource(client)
        self.search = async_streaming(resource.search)
        self.chunks = async_streaming(resource.chunks)
        self.changes = async_streaming(resource.changes)
        self.links = async_streaming(resource.links)
