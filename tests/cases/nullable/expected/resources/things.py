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
from .._runtime.core.operation import Operation
from .._runtime.core.unset import UNSET, Unset
from .._runtime.decoding.decoders import Json
from .._runtime.encoding.bodies import JsonBody

if TYPE_CHECKING:
    from .. import dicts
else:
    dicts = Deferred("..dicts", __package__)


@cache
def _update() -> Operation[models.Thing]:
    return Operation(
        name="things.update",
        method="PATCH",
        path="/things/{id}",
        types={("path", "id"): str, ("query", "limit"): int},
        body=JsonBody(models.ThingsUpdateBody),
        success={"200": Json(models.Thing)},
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

    def update(
        self,
        id: str,
        *,
        a: str,
        b: str | None,
        limit: int | Unset = UNSET,
        c: str | Unset = UNSET,
        d: models.Inner | dicts.Inner | None | Unset = UNSET,
        e: models.Inner | dicts.Inner | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.Thing:
        """Update.

        Args:
            limit: Default of the API: `20`.
            c: Default of the API: `"see"`.

        Returns:
            It.
        """
        return self._calls.call(
            _update(),
            path={"id": id},
            query={"limit": limit},
            fields={"a": a, "b": b, "c": c, "d": d, "e": e},
            options=options,
        )


class ThingsResourceWithRawResponse:
    """The methods of `ThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.update = raw(resource.update)


class ThingsResourceWithStreamingResponse:
    """The methods of `ThingsResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.update = streaming(resource.update)


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

    async def update(
        self,
        id: str,
        *,
        a: str,
        b: str | None,
        limit: int | Unset = UNSET,
        c: str | Unset = UNSET,
        d: models.Inner | dicts.Inner | None | Unset = UNSET,
        e: models.Inner | dicts.Inner | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.Thing:
        """Update.

        Args:
            limit: Default of the API: `20`.
            c: Default of the API: `"see"`.

        Returns:
            It.
        """
        return await self._calls.call(
            _update(),
            path={"id": id},
            query={"limit": limit},
            fields={"a": a, "b": b, "c": c, "d": d, "e": e},
            options=options,
        )


class AsyncThingsResourceWithRawResponse:
    """The methods of `AsyncThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.update = async_raw(resource.update)


class AsyncThingsResourceWithStreamingResponse:
    """The methods of `AsyncThingsResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.update = async_streaming(resource.update)
