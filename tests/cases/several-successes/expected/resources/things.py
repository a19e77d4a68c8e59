"""The `things` resource.

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Unpack

from .. import models
from .._runtime.client.async_client import AsyncCalls, async_raw, async_streaming
from .._runtime.client.options import RequestOptions
from .._runtime.client.sync_client import Calls, raw, streaming
from .._runtime.core.lazy import Deferred
from .._runtime.core.operation import Failure, Operation
from .._runtime.decoding.decoders import AnyOf, Binary, Empty, Json, Text, Undescribed

if TYPE_CHECKING:
    from .. import errors
else:
    errors = Deferred("..errors", __package__)


@cache
def _create() -> Operation[models.Found | models.Made | str | bytes | None]:
    return Operation(
        name="things.create",
        method="POST",
        path="/things",
        success={
            "200": Json(models.Found),
            "201": AnyOf(Json(models.Made), Text("text/plain")),
            "202": Empty(),
            "204": Empty(),
            "206": Binary("application/octet-stream"),
        },
        failures=lambda: {
            "409": Failure(Json(models.Made), errors.ConflictError),
            "4XX": Failure(Json(models.Problem)),
            "5XX": Failure(Undescribed()),
            "default": Failure(Json(models.Other)),
        },
        reasons=lambda: errors.ThingsCreateRejection,
        accept="application/json, text/plain, application/octet-stream",
    )


@cache
def _cached() -> Operation[models.Found]:
    return Operation(
        name="things.cached",
        method="GET",
        path="/cached",
        success={"200": Json(models.Found)},
        failures=lambda: {"304": Failure(Undescribed(), errors.NotModifiedError)},
        reasons=lambda: errors.ThingsCachedRejection,
    )


@cache
def _ranges() -> Operation[list[models.Made] | models.Found]:
    return Operation(
        name="things.ranges",
        method="GET",
        path="/ranges",
        success={"207": Json(list[models.Made]), "2XX": Json(models.Found)},
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

    def create(
        self,
        **options: Unpack[RequestOptions],
    ) -> models.Found | models.Made | str | bytes | None:
        """Create.

        Returns:
            Found. Made. Later. Nothing. A part.

        Raises:
            errors.ConflictError: HTTP 409: There is one.
            errors.ClientStatusError: HTTP 4XX: Yours.
            errors.ServerStatusError: HTTP 5XX: Ours.
            errors.APIStatusError: Any other status: Who knows.
        """
        return self._calls.call(_create(), options=options)

    def cached(self, **options: Unpack[RequestOptions]) -> models.Found:
        """Cached.

        Returns:
            It.

        Raises:
            errors.NotModifiedError: HTTP 304: As it was.
        """
        return self._calls.call(_cached(), options=options)

    def ranges(
        self,
        **options: Unpack[RequestOptions],
    ) -> list[models.Made] | models.Found:
        """Ranges.

        Returns:
            Some of them. All of them.
        """
        return self._calls.call(_ranges(), options=options)


class ThingsResourceWithRawResponse:
    """The methods of `ThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.create = raw(resource.create)
        self.cached = raw(resource.cached)
        self.ranges = raw(resource.ranges)


class ThingsResourceWithStreamingResponse:
    """The methods of `ThingsResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.create = streaming(resource.create)
        self.cached = streaming(resource.cached)
        self.ranges = streaming(resource.ranges)


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

    async def create(
        self,
        **options: Unpack[RequestOptions],
    ) -> models.Found | models.Made | str | bytes | None:
        """Create.

        Returns:
            Found. Made. Later. Nothing. A part.

        Raises:
            errors.ConflictError: HTTP 409: There is one.
            errors.ClientStatusError: HTTP 4XX: Yours.
            errors.ServerStatusError: HTTP 5XX: Ours.
            errors.APIStatusError: Any other status: Who knows.
        """
        return await self._calls.call(_create(), options=options)

    async def cached(self, **options: Unpack[RequestOptions]) -> models.Found:
        """Cached.

        Returns:
            It.

        Raises:
            errors.NotModifiedError: HTTP 304: As it was.
        """
        return await self._calls.call(_cached(), options=options)

    async def ranges(
        self,
        **options: Unpack[RequestOptions],
    ) -> list[models.Made] | models.Found:
        """Ranges.

        Returns:
            Some of them. All of them.
        """
        return await self._calls.call(_ranges(), options=options)


class AsyncThingsResourceWithRawResponse:
    """The methods of `AsyncThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.create = async_raw(resource.create)
        self.cached = async_raw(resource.cached)
        self.ranges = async_raw(resource.ranges)


class AsyncThingsResourceWithStreamingResponse:
    """The methods of `AsyncThingsResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.create = async_streaming(resource.create)
        self.cached = async_streaming(resource.cached)
        self.ranges = async_streaming(resource.ranges)
