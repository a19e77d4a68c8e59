"""The `things` resource.

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING, Unpack
from uuid import UUID

from .. import models
from .._runtime.client.async_client import AsyncCalls, async_raw, async_streaming
from .._runtime.client.options import RequestOptions
from .._runtime.client.sync_client import Calls, raw, streaming
from .._runtime.core.lazy import Deferred
from .._runtime.core.operation import Operation
from .._runtime.core.unset import UNSET, Unset
from .._runtime.decoding.decoders import Empty, Json
from .._runtime.encoding.bodies import JsonBody

if TYPE_CHECKING:
    from .._runtime.types import scalars
else:
    scalars = Deferred(".._runtime.types.scalars", __package__)


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
def _at() -> Operation[None]:
    return Operation(
        name="things.at",
        method="GET",
        path="/at/{day}",
        types={
            ("path", "day"): scalars.Date,
            ("query", "time"): str,
            ("query", "span"): str,
            ("query", "id"): scalars.UUID,
            ("query", "ids"): list[scalars.UUID],
            ("header", "since"): scalars.DateTime,
        },
        success={"204": Empty()},
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
        port: int | str | Unset = UNSET,
        at: dt.datetime | str | Unset = UNSET,
        day: dt.date | str | Unset = UNSET,
        time: str | Unset = UNSET,
        span: str | Unset = UNSET,
        id: UUID | str | Unset = UNSET,
        bytes: bytes | Unset = UNSET,
        encoded: bytes | Unset = UNSET,
        urlsafe: bytes | Unset = UNSET,
        safe_format: bytes | Unset = UNSET,
        hexadecimal: str | Unset = UNSET,
        sum: Decimal | Unset = UNSET,
        price: Decimal | float | Unset = UNSET,
        small: int | Unset = UNSET,
        large: int | Unset = UNSET,
        unbounded: int | Unset = UNSET,
        single: float | Unset = UNSET,
        double: float | Unset = UNSET,
        number: float | Unset = UNSET,
        uri: str | Unset = UNSET,
        reference: str | Unset = UNSET,
        mail: str | Unset = UNSET,
        v4: str | Unset = UNSET,
        v6: str | Unset = UNSET,
        host: str | Unset = UNSET,
        pattern: str | Unset = UNSET,
        pointer: str | Unset = UNSET,
        password: str | Unset = UNSET,
        unknown: str | Unset = UNSET,
        untyped: dt.date | str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.All:
        """All.

        Returns:
            The same.
        """
        return self._calls.call(
            _all(),
            fields={
                "port": port,
                "at": at,
                "day": day,
                "time": time,
                "span": span,
                "id": id,
                "bytes": bytes,
                "encoded": encoded,
                "urlsafe": urlsafe,
                "safe_format": safe_format,
                "hexadecimal": hexadecimal,
                "sum": sum,
                "price": price,
                "small": small,
                "large": large,
                "unbounded": unbounded,
                "single": single,
                "double": double,
                "number": number,
                "uri": uri,
                "reference": reference,
                "mail": mail,
                "v4": v4,
                "v6": v6,
                "host": host,
                "pattern": pattern,
                "pointer": pointer,
                "password": password,
                "unknown": unknown,
                "untyped": untyped,
            },
            options=options,
        )

    def at(
        self,
        day: dt.date | str,
        *,
        time: str | Unset = UNSET,
        span: str | Unset = UNSET,
        id: UUID | str | Unset = UNSET,
        ids: Sequence[UUID | str] | Unset = UNSET,
        since: dt.datetime | str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """At."""
        return self._calls.call(
            _at(),
            path={"day": day},
            query={"time": time, "span": span, "id": id, "ids": ids},
            headers={"since": since},
            options=options,
        )


class ThingsResourceWithRawResponse:
    """The methods of `ThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.all = raw(resource.all)
        self.at = raw(resource.at)


class ThingsResourceWithStreamingResponse:
    """The methods of `ThingsResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.all = streaming(resource.all)
        self.at = streaming(resource.at)


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
        port: int | str | Unset = UNSET,
        at: dt.datetime | str | Unset = UNSET,
        day: dt.date | str | Unset = UNSET,
        time: str | Unset = UNSET,
        span: str | Unset = UNSET,
        id: UUID | str | Unset = UNSET,
        bytes: bytes | Unset = UNSET,
        encoded: bytes | Unset = UNSET,
        urlsafe: bytes | Unset = UNSET,
        safe_format: bytes | Unset = UNSET,
        hexadecimal: str | Unset = UNSET,
        sum: Decimal | Unset = UNSET,
        price: Decimal | float | Unset = UNSET,
        small: int | Unset = UNSET,
        large: int | Unset = UNSET,
        unbounded: int | Unset = UNSET,
        single: float | Unset = UNSET,
        double: float | Unset = UNSET,
        number: float | Unset = UNSET,
        uri: str | Unset = UNSET,
        reference: str | Unset = UNSET,
        mail: str | Unset = UNSET,
        v4: str | Unset = UNSET,
        v6: str | Unset = UNSET,
        host: str | Unset = UNSET,
        pattern: str | Unset = UNSET,
        pointer: str | Unset = UNSET,
        password: str | Unset = UNSET,
        unknown: str | Unset = UNSET,
        untyped: dt.date | str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.All:
        """All.

        Returns:
            The same.
        """
        return await self._calls.call(
            _all(),
            fields={
                "port": port,
                "at": at,
                "day": day,
                "time": time,
                "span": span,
                "id": id,
                "bytes": bytes,
                "encoded": encoded,
                "urlsafe": urlsafe,
                "safe_format": safe_format,
                "hexadecimal": hexadecimal,
                "sum": sum,
                "price": price,
                "small": small,
                "large": large,
                "unbounded": unbounded,
                "single": single,
                "double": double,
                "number": number,
                "uri": uri,
                "reference": reference,
                "mail": mail,
                "v4": v4,
                "v6": v6,
                "host": host,
                "pattern": pattern,
                "pointer": pointer,
                "password": password,
                "unknown": unknown,
                "untyped": untyped,
            },
            options=options,
        )

    async def at(
        self,
        day: dt.date | str,
        *,
        time: str | Unset = UNSET,
        span: str | Unset = UNSET,
        id: UUID | str | Unset = UNSET,
        ids: Sequence[UUID | str] | Unset = UNSET,
        since: dt.datetime | str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """At."""
        return await self._calls.call(
            _at(),
            path={"day": day},
            query={"time": time, "span": span, "id": id, "ids": ids},
            headers={"since": since},
            options=options,
        )


class AsyncThingsResourceWithRawResponse:
    """The methods of `AsyncThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.all = async_raw(resource.all)
        self.at = async_raw(resource.at)


class AsyncThingsResourceWithStreamingResponse:
    """The methods of `AsyncThingsResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.all = async_streaming(resource.all)
        self.at = async_streaming(resource.at)
