"""The `things` resource.

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses.
"""

from __future__ import annotations

from collections.abc import Sequence
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
def _all() -> Operation[models.All]:
    return Operation(
        name="things.all",
        method="POST",
        path="/all",
        body=JsonBody(models.All),
        success={"200": Json(models.All)},
    )


@cache
def _find() -> Operation[models.All]:
    return Operation(
        name="things.find",
        method="GET",
        path="/find",
        types={
            ("query", "limit"): int,
            ("query", "order"): models.Order,
            ("query", "wrong"): int,
            ("query", "shown"): str,
            ("query", "several"): str,
        },
        success={"200": Json(models.All)},
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
        always: str,
        text: str | Unset = UNSET,
        number: float | Unset = UNSET,
        list: Sequence[str] | Unset = UNSET,
        object: models.AllObject | dicts.AllObject | Unset = UNSET,
        nothing: str | None | Unset = UNSET,
        wrong_text: str | Unset = UNSET,
        wrong_number: int | Unset = UNSET,
        wrong_list: Sequence[str] | Unset = UNSET,
        wrong_enum: models.AllWrongEnum | models.AllWrongEnumValue | Unset = UNSET,
        order: models.Order | models.OrderValue | Unset = UNSET,
        gone: str | Unset = UNSET,
        old: models.Old | dicts.Old | Unset = UNSET,
        titled: str | Unset = UNSET,
        shown: str | Unset = UNSET,
        body: str | Unset = UNSET,
        plus_1: int | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.All:
        """All.

        Args:
            always: Default of the API: `"a"`.
            text: Default of the API: `"see"`.
            number: Default of the API: `1`.
            list: Default of the API: `[]`.
            object: Default of the API: `{"a": 1}`.
            wrong_text: Default of the API: `"5"`.
            wrong_number: Default of the API: `"five"`.
            wrong_list: Default of the API: `"none"`.
            wrong_enum: Default of the API: `"c"`.
            order: Default of the API: `"up"`.
            gone: Not used any more. Deprecated.
            old: Deprecated.
            titled: Example: `"one"`.
            shown: Example: `"seen"`.
            body: Default of the API: `""`.
            plus_1: Default of the API: `0`.

        Returns:
            The same.
        """
        return self._calls.call(
            _all(),
            fields={
                "always": always,
                "text": text,
                "number": number,
                "list": list,
                "object": object,
                "nothing": nothing,
                "wrong_text": wrong_text,
                "wrong_number": wrong_number,
                "wrong_list": wrong_list,
                "wrong_enum": wrong_enum,
                "order": order,
                "gone": gone,
                "old": old,
                "titled": titled,
                "shown": shown,
                "": body,
                "+1": plus_1,
            },
            options=options,
        )

    def find(
        self,
        *,
        limit: int | Unset = UNSET,
        order: models.Order | models.OrderValue | Unset = UNSET,
        wrong: int | Unset = UNSET,
        shown: str | Unset = UNSET,
        several: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.All:
        """Finds things.

        Deprecated.

        Args:
            limit: Default of the API: `20`.
            order: The order. Default of the API: `"up"`. Deprecated.
            wrong: Default of the API: `"many"`.
            shown: Example: `"seen"`.
            several: Example: `"uno"`.

        Returns:
            Them.
        """
        return self._calls.call(
            _find(),
            query={
                "limit": limit,
                "order": order,
                "wrong": wrong,
                "shown": shown,
                "several": several,
            },
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
        always: str,
        text: str | Unset = UNSET,
        number: float | Unset = UNSET,
        list: Sequence[str] | Unset = UNSET,
        object: models.AllObject | dicts.AllObject | Unset = UNSET,
        nothing: str | None | Unset = UNSET,
        wrong_text: str | Unset = UNSET,
        wrong_number: int | Unset = UNSET,
        wrong_list: Sequence[str] | Unset = UNSET,
        wrong_enum: models.AllWrongEnum | models.AllWrongEnumValue | Unset = UNSET,
        order: models.Order | models.OrderValue | Unset = UNSET,
        gone: str | Unset = UNSET,
        old: models.Old | dicts.Old | Unset = UNSET,
        titled: str | Unset = UNSET,
        shown: str | Unset = UNSET,
        body: str | Unset = UNSET,
        plus_1: int | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.All:
        """All.

        Args:
            always: Default of the API: `"a"`.
            text: Default of the API: `"see"`.
            number: Default of the API: `1`.
            list: Default of the API: `[]`.
            object: Default of the API: `{"a": 1}`.
            wrong_text: Default of the API: `"5"`.
            wrong_number: Default of the API: `"five"`.
            wrong_list: Default of the API: `"none"`.
            wrong_enum: Default of the API: `"c"`.
            order: Default of the API: `"up"`.
            gone: Not used any more. Deprecated.
            old: Deprecated.
            titled: Example: `"one"`.
            shown: Example: `"seen"`.
            body: Default of the API: `""`.
            plus_1: Default of the API: `0`.

        Returns:
            The same.
        """
        return await self._calls.call(
            _all(),
            fields={
                "always": always,
                "text": text,
                "number": number,
                "list": list,
                "object": object,
                "nothing": nothing,
                "wrong_text": wrong_text,
                "wrong_number": wrong_number,
                "wrong_list": wrong_list,
                "wrong_enum": wrong_enum,
                "order": order,
                "gone": gone,
                "old": old,
                "titled": titled,
                "shown": shown,
                "": body,
                "+1": plus_1,
            },
            options=options,
        )

    async def find(
        self,
        *,
        limit: int | Unset = UNSET,
        order: models.Order | models.OrderValue | Unset = UNSET,
        wrong: int | Unset = UNSET,
        shown: str | Unset = UNSET,
        several: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.All:
        """Finds things.

        Deprecated.

        Args:
            limit: Default of the API: `20`.
            order: The order. Default of the API: `"up"`. Deprecated.
            wrong: Default of the API: `"many"`.
            shown: Example: `"seen"`.
            several: Example: `"uno"`.

        Returns:
            Them.
        """
        return await self._calls.call(
            _find(),
            query={
                "limit": limit,
                "order": order,
                "wrong": wrong,
                "shown": shown,
                "several": several,
            },
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
