"""The `items` resource.

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import Unpack, overload

from .. import models
from .._runtime.client.async_client import AsyncCalls, async_raw, async_streaming
from .._runtime.client.options import RequestOptions
from .._runtime.client.sync_client import Calls, raw, streaming
from .._runtime.core.operation import Operation
from .._runtime.core.unset import UNSET, Unset
from .._runtime.decoding.decoders import Empty
from .._runtime.encoding.bodies import JsonBody


@cache
def _touch() -> Operation[None]:
    return Operation(
        name="items.touch",
        method="POST",
        path="/items/{id}",
        types={("path", "id"): str},
        body=JsonBody(models.ItemsTouchBody),
        body_required=False,
        success={"204": Empty()},
    )


@cache
def _change() -> Operation[None]:
    return Operation(
        name="items.change",
        method="PATCH",
        path="/items/{id}",
        types={("path", "id"): str, ("query", "dry"): bool},
        body=JsonBody(models.Item),
        body_required=False,
        success={"204": Empty()},
    )


class ItemsResource:
    """Items."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    @cached_property
    def with_raw_response(self) -> ItemsResourceWithRawResponse:
        """The same methods, returning a `RawResponse`."""
        return ItemsResourceWithRawResponse(self._calls.raw())

    @cached_property
    def with_streaming_response(self) -> ItemsResourceWithStreamingResponse:
        """The same methods as context managers that stream the body."""
        return ItemsResourceWithStreamingResponse(self._calls.streaming())

    def touch(
        self,
        id: str,
        *,
        note: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Touch."""
        return self._calls.call(
            _touch(),
            path={"id": id},
            fields={"note": note},
            options=options,
        )

    @overload
    def change(
        self,
        id: str,
        *,
        title: str,
        dry: bool | Unset = UNSET,
        status: str | None | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None: ...

    @overload
    def change(
        self,
        id: str,
        *,
        dry: bool | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None: ...

    def change(
        self,
        id: str,
        *,
        dry: bool | Unset = UNSET,
        title: str | Unset = UNSET,
        status: str | None | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Change."""
        return self._calls.call(
            _change(),
            path={"id": id},
            query={"dry": dry},
            fields={"title": title, "status": status},
            options=options,
        )


class ItemsResourceWithRawResponse:
    """The methods of `ItemsResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = ItemsResource(calls)
        self.touch = raw(resource.touch)
        self.change = raw(resource.change)


class ItemsResourceWithStreamingResponse:
    """The methods of `ItemsResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = ItemsResource(calls)
        self.touch = streaming(resource.touch)
        self.change = streaming(resource.change)


class AsyncItemsResource:
    """Items."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    @cached_property
    def with_raw_response(self) -> AsyncItemsResourceWithRawResponse:
        """The same methods, returning a `RawResponse`."""
        return AsyncItemsResourceWithRawResponse(self._calls.raw())

    @cached_property
    def with_streaming_response(self) -> AsyncItemsResourceWithStreamingResponse:
        """The same methods as context managers that stream the body."""
        return AsyncItemsResourceWithStreamingResponse(self._calls.streaming())

    async def touch(
        self,
        id: str,
        *,
        note: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Touch."""
        return await self._calls.call(
            _touch(),
            path={"id": id},
            fields={"note": note},
            options=options,
        )

    @overload
    async def change(
        self,
        id: str,
        *,
        title: str,
        dry: bool | Unset = UNSET,
        status: str | None | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None: ...

    @overload
    async def change(
        self,
        id: str,
        *,
        dry: bool | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None: ...

    async def change(
        self,
        id: str,
        *,
        dry: bool | Unset = UNSET,
        title: str | Unset = UNSET,
        status: str | None | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Change."""
        return await self._calls.call(
            _change(),
            path={"id": id},
            query={"dry": dry},
            fields={"title": title, "status": status},
            options=options,
        )


class AsyncItemsResourceWithRawResponse:
    """The methods of `AsyncItemsResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncItemsResource(calls)
        self.touch = async_raw(resource.touch)
        self.change = async_raw(resource.change)


class AsyncItemsResourceWithStreamingResponse:
    """The methods of `AsyncItemsResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncItemsResource(calls)
        self.touch = async_streaming(resource.touch)
        self.change = async_streaming(resource.change)
