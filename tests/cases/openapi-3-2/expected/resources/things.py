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
from .._runtime.decoding.decoders import Empty, Json
from .._runtime.encoding.bodies import JsonBody
from .._runtime.encoding.parameters import Style

if TYPE_CHECKING:
    from .. import dicts
else:
    dicts = Deferred("..dicts", __package__)


@cache
def _find() -> Operation[list[models.Thing]]:
    return Operation(
        name="things.find",
        method="QUERY",
        path="/things",
        body=JsonBody(models.ThingsFindBody),
        success={"200": Json(list[models.Thing])},
    )


@cache
def _link() -> Operation[None]:
    return Operation(
        name="things.link",
        method="LINK",
        path="/things",
        success={"204": Empty()},
    )


@cache
def _purge() -> Operation[None]:
    return Operation(
        name="things.purge",
        method="PURGE",
        path="/things",
        types={("query", "all"): bool},
        success={"204": Empty()},
    )


@cache
def _search() -> Operation[None]:
    return Operation(
        name="things.search",
        method="GET",
        path="/search",
        styles={("query", "q"): Style("querystring")},
        types={("query", "q"): models.ThingsSearchQ},
        required=(("query", "q"),),
        success={"204": Empty()},
    )


@cache
def _filter() -> Operation[None]:
    return Operation(
        name="things.filter",
        method="GET",
        path="/filter",
        styles={("query", "json"): Style("querystring-json")},
        types={("query", "json"): models.Thing},
        success={"204": Empty()},
    )


@cache
def _cookies() -> Operation[None]:
    return Operation(
        name="things.cookies",
        method="GET",
        path="/cookies",
        styles={
            ("cookie", "flavour"): Style("cookie", explode=True),
            ("cookie", "kinds"): Style("cookie", explode=True),
        },
        types={("cookie", "flavour"): str, ("cookie", "kinds"): list[str]},
        success={"204": Empty()},
    )


@cache
def _media() -> Operation[models.Thing]:
    return Operation(
        name="things.media",
        method="GET",
        path="/media",
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

    def find(
        self,
        *,
        filter: str,
        **options: Unpack[RequestOptions],
    ) -> list[models.Thing]:
        """Find."""
        return self._calls.call(_find(), fields={"filter": filter}, options=options)

    def link(self, **options: Unpack[RequestOptions]) -> None:
        """Link."""
        return self._calls.call(_link(), options=options)

    def purge(
        self,
        *,
        all: bool | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Purge."""
        return self._calls.call(_purge(), query={"all": all}, options=options)

    def search(
        self,
        *,
        q: models.ThingsSearchQ | dicts.ThingsSearchQ,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Search."""
        return self._calls.call(_search(), query={"q": q}, options=options)

    def filter(
        self,
        *,
        json: models.Thing | dicts.Thing | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Filter."""
        return self._calls.call(_filter(), query={"json": json}, options=options)

    def cookies(
        self,
        *,
        flavour: str | Unset = UNSET,
        kinds: Sequence[str] | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Cookies."""
        return self._calls.call(
            _cookies(),
            cookies={"flavour": flavour, "kinds": kinds},
            options=options,
        )

    def media(self, **options: Unpack[RequestOptions]) -> models.Thing:
        """Media.

        Returns:
            It.
        """
        return self._calls.call(_media(), options=options)


class ThingsResourceWithRawResponse:
    """The methods of `ThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.find = raw(resource.find)
        self.link = raw(resource.link)
        self.purge = raw(resource.purge)
        self.search = raw(resource.search)
        self.filter = raw(resource.filter)
        self.cookies = raw(resource.cookies)
        self.media = raw(resource.media)


class ThingsResourceWithStreamingResponse:
    """The methods of `ThingsResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.find = streaming(resource.find)
        self.link = streaming(resource.link)
        self.purge = streaming(resource.purge)
        self.search = streaming(resource.search)
        self.filter = streaming(resource.filter)
        self.cookies = streaming(resource.cookies)
        self.media = streaming(resource.media)


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

    async def find(
        self,
        *,
        filter: str,
        **options: Unpack[RequestOptions],
    ) -> list[models.Thing]:
        """Find."""
        return await self._calls.call(
            _find(),
            fields={"filter": filter},
            options=options,
        )

    async def link(self, **options: Unpack[RequestOptions]) -> None:
        """Link."""
        return await self._calls.call(_link(), options=options)

    async def purge(
        self,
        *,
        all: bool | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Purge."""
        return await self._calls.call(_purge(), query={"all": all}, options=options)

    async def search(
        self,
        *,
        q: models.ThingsSearchQ | dicts.ThingsSearchQ,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Search."""
        return await self._calls.call(_search(), query={"q": q}, options=options)

    async def filter(
        self,
        *,
        json: models.Thing | dicts.Thing | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Filter."""
        return await self._calls.call(_filter(), query={"json": json}, options=options)

    async def cookies(
        self,
        *,
        flavour: str | Unset = UNSET,
        kinds: Sequence[str] | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Cookies."""
        return await self._calls.call(
            _cookies(),
            cookies={"flavour": flavour, "kinds": kinds},
            options=options,
        )

    async def media(self, **options: Unpack[RequestOptions]) -> models.Thing:
        """Media.

        Returns:
            It.
        """
        return await self._calls.call(_media(), options=options)


class AsyncThingsResourceWithRawResponse:
    """The methods of `AsyncThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.find = async_raw(resource.find)
        self.link = async_raw(resource.link)
        self.purge = async_raw(resource.purge)
        self.search = async_raw(resource.search)
        self.filter = async_raw(resource.filter)
        self.cookies = async_raw(resource.cookies)
        self.media = async_raw(resource.media)


class AsyncThingsResourceWithStreamingResponse:
    """The methods of `AsyncThingsResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.find = async_streaming(resource.find)
        self.link = async_streaming(resource.link)
        self.purge = async_streaming(resource.purge)
        self.search = async_streaming(resource.search)
        self.filter = async_streaming(resource.filter)
        self.cookies = async_streaming(resource.cookies)
        self.media = async_streaming(resource.media)
