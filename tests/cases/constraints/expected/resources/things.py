"""The `things` resource.

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Annotated, Unpack

from .. import models
from .._runtime.client.async_client import AsyncCalls, async_raw, async_streaming
from .._runtime.client.options import RequestOptions
from .._runtime.client.sync_client import Calls, raw, streaming
from .._runtime.core.lazy import Deferred
from .._runtime.core.operation import Operation
from .._runtime.core.unset import UNSET, Unset
from .._runtime.decoding.decoders import Json
from .._runtime.encoding.bodies import JsonBody
from .._runtime.types.constraints import Sent

if TYPE_CHECKING:
    from .. import dicts
else:
    dicts = Deferred("..dicts", __package__)


@cache
def _all() -> Operation[models.All]:
    return Operation(
        name="things.all",
        method="POST",
        path="/all",
        body=JsonBody(models.All),
        success={"200": Json(models.All)},
    )


@cache
def _find() -> Operation[models.Limited]:
    return Operation(
        name="things.find",
        method="GET",
        path="/find/{id}",
        types={
            ("path", "id"): Annotated[str, Sent(min_length=2, pattern="^[a-z]+$")],
            ("query", "limit"): Annotated[int, Sent(ge=1, le=100)],
            ("query", "ids"): Annotated[
                list[Annotated[int, Sent(gt=0)]],
                Sent(min_length=1, max_length=2),
            ],
            ("header", "X-Token"): Annotated[str, Sent(max_length=3)],
        },
        success={"200": Json(models.Limited)},
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

    def all(
        self,
        *,
        word: str,
        pattern: str | Unset = UNSET,
        unicode: str | Unset = UNSET,
        minimum: float | Unset = UNSET,
        maximum: int | Unset = UNSET,
        above: float | Unset = UNSET,
        below: int | Unset = UNSET,
        multiple: float | Unset = UNSET,
        list: Sequence[str] | Unset = UNSET,
        unique: Sequence[int] | Unset = UNSET,
        map: Mapping[str, int] | Unset = UNSET,
        optional: str | None | Unset = UNSET,
        either: str | int | Unset = UNSET,
        inner: models.Limited | dicts.Limited | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.All:
        """All.

        Returns:
            The same.
        """
        return self._calls.call(
            _all(),
            fields={
                "word": word,
                "pattern": pattern,
                "unicode": unicode,
                "minimum": minimum,
                "maximum": maximum,
                "above": above,
                "below": below,
                "multiple": multiple,
                "list": list,
                "unique": unique,
                "map": map,
                "optional": optional,
                "either": either,
                "inner": inner,
            },
            options=options,
        )

    def find(
        self,
        id: str,
        *,
        limit: int | Unset = UNSET,
        ids: Sequence[int] | Unset = UNSET,
        x_token: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.Limited:
        """Find.

        Args:
            limit: Default of the API: `20`.

        Returns:
            It.
        """
        return self._calls.call(
            _find(),
            path={"id": id},
            query={"limit": limit, "ids": ids},
            headers={"X-Token": x_token},
            options=options,
        )


class ThingsResourceWithRawResponse:
    """The methods of `ThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.all = raw(resource.all)
        self.find = raw(resource.find)


class ThingsResourceWithStreamingResponse:
    """The methods of `ThingsResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.all = streaming(resource.all)
        self.find = streaming(resource.find)


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

    async def all(
        self,
        *,
        word: str,
        pattern: str | Unset = UNSET,
        unicode: str | Unset = UNSET,
        minimum: float | Unset = UNSET,
        maximum: int | Unset = UNSET,
        above: float | Unset = UNSET,
        below: int | Unset = UNSET,
        multiple: float | Unset = UNSET,
        list: Sequence[str] | Unset = UNSET,
        unique: Sequence[int] | Unset = UNSET,
        map: Mapping[str, int] | Unset = UNSET,
        optional: str | None | Unset = UNSET,
        either: str | int | Unset = UNSET,
        inner: models.Limited | dicts.Limited | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.All:
        """All.

        Returns:
            The same.
        """
        return await self._calls.call(
            _all(),
            fields={
                "word": word,
                "pattern": pattern,
                "unicode": unicode,
                "minimum": minimum,
                "maximum": maximum,
                "above": above,
                "below": below,
                "multiple": multiple,
                "list": list,
                "unique": unique,
                "map": map,
                "optional": optional,
                "either": either,
                "inner": inner,
            },
            options=options,
        )

    async def find(
        self,
        id: str,
        *,
        limit: int | Unset = UNSET,
        ids: Sequence[int] | Unset = UNSET,
        x_token: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.Limited:
        """Find.

        Args:
            limit: Default of the API: `20`.

        Returns:
            It.
        """
        return await self._calls.call(
            _find(),
            path={"id": id},
            query={"limit": limit, "ids": ids},
            headers={"X-Token": x_token},
            options=options,
        )


class AsyncThingsResourceWithRawResponse:
    """The methods of `AsyncThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.all = async_raw(resource.all)
        self.find = async_raw(resource.find)


class AsyncThingsResourceWithStreamingResponse:
    """The methods of `AsyncThingsResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.all = async_streaming(resource.all)
        self.find = async_streaming(resource.find)
