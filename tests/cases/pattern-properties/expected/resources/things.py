"""The `things` resource.

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Unpack

from .. import models
from .._runtime.client.async_client import AsyncCalls, async_raw, async_streaming
from .._runtime.client.options import RequestOptions
from .._runtime.client.sync_client import Calls, raw, streaming
from .._runtime.core.lazy import Deferred
from .._runtime.core.operation import Operation
from .._runtime.core.unset import UNSET, Unset
from .._runtime.decoding.decoders import Json
from .._runtime.encoding.bodies import JsonBody

if TYPE_CHECKING:
    from .. import dicts
else:
    dicts = Deferred("..dicts", __package__)


@cache
def _maps() -> Operation[models.Map]:
    return Operation(
        name="things.maps",
        method="POST",
        path="/maps",
        body=JsonBody(models.Map),
        success={"200": Json(models.Map)},
    )


@cache
def _closed() -> Operation[models.Closed]:
    return Operation(
        name="things.closed",
        method="POST",
        path="/closed",
        body=JsonBody(models.Closed),
        success={"200": Json(models.Closed)},
    )


@cache
def _mixed() -> Operation[models.Mixed]:
    return Operation(
        name="things.mixed",
        method="POST",
        path="/mixed",
        body=JsonBody(models.Mixed),
        success={"200": Json(models.Mixed)},
    )


@cache
def _named() -> Operation[models.Named]:
    return Operation(
        name="things.named",
        method="POST",
        path="/named",
        body=JsonBody(models.Named),
        success={"200": Json(models.Named)},
    )


@cache
def _open() -> Operation[models.Open]:
    return Operation(
        name="things.open",
        method="POST",
        path="/open",
        body=JsonBody(models.Open),
        success={"200": Json(models.Open)},
    )


@cache
def _sealed() -> Operation[models.Sealed]:
    return Operation(
        name="things.sealed",
        method="POST",
        path="/sealed",
        body=JsonBody(models.Sealed),
        success={"200": Json(models.Sealed)},
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

    def maps(
        self,
        *,
        body: Mapping[str, models.Entry | dicts.Entry | int],
        **options: Unpack[RequestOptions],
    ) -> models.Map:
        """Maps.

        Returns:
            The same.
        """
        return self._calls.call(_maps(), body=body, options=options)

    def closed(
        self,
        *,
        body: Mapping[str, str],
        **options: Unpack[RequestOptions],
    ) -> models.Closed:
        """Closed.

        Returns:
            The same.
        """
        return self._calls.call(_closed(), body=body, options=options)

    def mixed(
        self,
        *,
        body: models.Mixed | Mapping[str, object],
        **options: Unpack[RequestOptions],
    ) -> models.Mixed:
        """Mixed.

        Returns:
            The same.
        """
        return self._calls.call(_mixed(), body=body, options=options)

    def named(
        self,
        *,
        body: Mapping[str, int],
        **options: Unpack[RequestOptions],
    ) -> models.Named:
        """Named.

        Returns:
            The same.
        """
        return self._calls.call(_named(), body=body, options=options)

    def open(
        self,
        *,
        body: Mapping[str, str | int | object],
        **options: Unpack[RequestOptions],
    ) -> models.Open:
        """Open.

        Returns:
            The same.
        """
        return self._calls.call(_open(), body=body, options=options)

    def sealed(
        self,
        *,
        at: dt.date | str,
        more: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.Sealed:
        """Sealed.

        Returns:
            The same.
        """
        return self._calls.call(
            _sealed(),
            fields={"at": at, "more": more},
            options=options,
        )


class ThingsResourceWithRawResponse:
    """The methods of `ThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.maps = raw(resource.maps)
        self.closed = raw(resource.closed)
        self.mixed = raw(resource.mixed)
        self.named = raw(resource.named)
        self.open = raw(resource.open)
        self.sealed = raw(resource.sealed)


class ThingsResourceWithStreamingResponse:
    """The methods of `ThingsResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.maps = streaming(resource.maps)
        self.closed = streaming(resource.closed)
        self.mixed = streaming(resource.mixed)
        self.named = streaming(resource.named)
        self.open = streaming(resource.open)
        self.sealed = streaming(resource.sealed)


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

    async def maps(
        self,
        *,
        body: Mapping[str, models.Entry | dicts.Entry | int],
        **options: Unpack[RequestOptions],
    ) -> models.Map:
        """Maps.

        Returns:
            The same.
        """
        return await self._calls.call(_maps(), body=body, options=options)

    async def closed(
        self,
        *,
        body: Mapping[str, str],
        **options: Unpack[RequestOptions],
    ) -> models.Closed:
        """Closed.

        Returns:
            The same.
        """
        return await self._calls.call(_closed(), body=body, options=options)

    async def mixed(
        self,
        *,
        body: models.Mixed | Mapping[str, object],
        **options: Unpack[RequestOptions],
    ) -> models.Mixed:
        """Mixed.

        Returns:
            The same.
        """
        return await self._calls.call(_mixed(), body=body, options=options)

    async def named(
        self,
        *,
        body: Mapping[str, int],
        **options: Unpack[RequestOptions],
    ) -> models.Named:
        """Named.

        Returns:
            The same.
        """
        return await self._calls.call(_named(), body=body, options=options)

    async def open(
        self,
        *,
        body: Mapping[str, str | int | object],
        **options: Unpack[RequestOptions],
    ) -> models.Open:
        """Open.

        Returns:
            The same.
        """
        return await self._calls.call(_open(), body=body, options=options)

    async def sealed(
        self,
        *,
        at: dt.date | str,
        more: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.Sealed:
        """Sealed.

        Returns:
            The same.
        """
        return await self._calls.call(
            _sealed(),
            fields={"at": at, "more": more},
            options=options,
        )


class AsyncThingsResourceWithRawResponse:
    """The methods of `AsyncThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.maps = async_raw(resource.maps)
        self.closed = async_raw(resource.closed)
        self.mixed = async_raw(resource.mixed)
        self.named = async_raw(resource.named)
        self.open = async_raw(resource.open)
        self.sealed = async_raw(resource.sealed)


class AsyncThingsResourceWithStreamingResponse:
    """The methods of `AsyncThingsResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.maps = async_streaming(resource.maps)
        self.closed = async_streaming(resource.closed)
        self.mixed = async_streaming(resource.mixed)
        self.named = async_streaming(resource.named)
        self.open = async_streaming(resource.open)
        self.sealed = async_streaming(resource.sealed)
