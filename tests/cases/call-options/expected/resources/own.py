"""The `own` resource.

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import TypedDict, Unpack

from .. import models
from .._runtime.client.async_client import AsyncCalls, async_raw, async_streaming
from .._runtime.client.options import ExtraHeaders
from .._runtime.client.sync_client import Calls, raw, streaming
from .._runtime.core.operation import Operation
from .._runtime.core.unset import UNSET, Unset
from .._runtime.decoding.decoders import Empty
from .._runtime.encoding.bodies import JsonBody


class _OptionsWithoutExtraBodyAndTimeout(TypedDict, total=False):
    """Options whose names are not those of arguments."""

    extra_headers: ExtraHeaders | None
    extra_query: Mapping[str, object] | None
    max_retries: int


@cache
def _every() -> Operation[None]:
    return Operation(
        name="own.every",
        method="PUT",
        path="/own",
        types={
            ("query", "timeout"): int,
            ("query", "max_retries"): int,
            ("query", "extra_headers"): str,
            ("query", "extra_query"): str,
            ("query", "extra_body"): str,
        },
        success={"204": Empty()},
        security=(("key",),),
    )


@cache
def _start() -> Operation[None]:
    return Operation(
        name="own.start",
        method="POST",
        path="/own",
        types={("query", "timeout"): int, ("query", "options"): str},
        body=JsonBody(models.OwnStartBody),
        body_required=False,
        success={"204": Empty()},
        security=(("key",),),
    )


class OwnResource:
    """Own."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    @cached_property
    def with_raw_response(self) -> OwnResourceWithRawResponse:
        """The same methods, returning a `RawResponse`."""
        return OwnResourceWithRawResponse(self._calls.raw())

    @cached_property
    def with_streaming_response(self) -> OwnResourceWithStreamingResponse:
        """The same methods as context managers that stream the body."""
        return OwnResourceWithStreamingResponse(self._calls.streaming())

    def every(
        self,
        *,
        timeout: int | Unset = UNSET,
        max_retries: int | Unset = UNSET,
        extra_headers: str | Unset = UNSET,
        extra_query: str | Unset = UNSET,
        extra_body: str | Unset = UNSET,
    ) -> None:
        """Every."""
        return self._calls.call(
            _every(),
            query={
                "timeout": timeout,
                "max_retries": max_retries,
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
            },
        )

    def start(
        self,
        *,
        timeout: int | Unset = UNSET,
        options: str | Unset = UNSET,
        extra_body: str | Unset = UNSET,
        **options_: Unpack[_OptionsWithoutExtraBodyAndTimeout],
    ) -> None:
        """Start."""
        return self._calls.call(
            _start(),
            query={"timeout": timeout, "options": options},
            fields={"extra_body": extra_body},
            options=options_,
        )


class OwnResourceWithRawResponse:
    """The methods of `OwnResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = OwnResource(calls)
        self.every = raw(resource.every)
        self.start = raw(resource.start)


class OwnResourceWithStreamingResponse:
    """The methods of `OwnResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = OwnResource(calls)
        self.every = streaming(resource.every)
        self.start = streaming(resource.start)


class AsyncOwnResource:
    """Own."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    @cached_property
    def with_raw_response(self) -> AsyncOwnResourceWithRawResponse:
        """The same methods, returning a `RawResponse`."""
        return AsyncOwnResourceWithRawResponse(self._calls.raw())

    @cached_property
    def with_streaming_response(self) -> AsyncOwnResourceWithStreamingResponse:
        """The same methods as context managers that stream the body."""
        return AsyncOwnResourceWithStreamingResponse(self._calls.streaming())

    async def every(
        self,
        *,
        timeout: int | Unset = UNSET,
        max_retries: int | Unset = UNSET,
        extra_headers: str | Unset = UNSET,
        extra_query: str | Unset = UNSET,
        extra_body: str | Unset = UNSET,
    ) -> None:
        """Every."""
        return await self._calls.call(
            _every(),
            query={
                "timeout": timeout,
                "max_retries": max_retries,
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
            },
        )

    async def start(
        self,
        *,
        timeout: int | Unset = UNSET,
        options: str | Unset = UNSET,
        extra_body: str | Unset = UNSET,
        **options_: Unpack[_OptionsWithoutExtraBodyAndTimeout],
    ) -> None:
        """Start."""
        return await self._calls.call(
            _start(),
            query={"timeout": timeout, "options": options},
            fields={"extra_body": extra_body},
            options=options_,
        )


class AsyncOwnResourceWithRawResponse:
    """The methods of `AsyncOwnResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncOwnResource(calls)
        self.every = async_raw(resource.every)
        self.start = async_raw(resource.start)


class AsyncOwnResourceWithStreamingResponse:
    """The methods of `AsyncOwnResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncOwnResource(calls)
        self.every = async_streaming(resource.every)
        self.start = async_streaming(resource.start)
