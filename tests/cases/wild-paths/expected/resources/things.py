"""The `things` resource.

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import Unpack

from .. import models
from .._runtime.client.async_client import AsyncCalls, async_raw, async_streaming
from .._runtime.client.options import RequestOptions
from .._runtime.client.sync_client import Calls, raw, streaming
from .._runtime.core.operation import Operation
from .._runtime.core.unset import UNSET, Unset
from .._runtime.decoding.decoders import Empty


@cache
def _list() -> Operation[None]:
    return Operation(
        name="things.list",
        method="GET",
        path="/things",
        success={"204": Empty()},
    )


@cache
def _list_full() -> Operation[None]:
    return Operation(
        name="things.list_full",
        method="GET",
        path="/things?view=full",
        types={("query", "page"): int},
        success={"204": Empty()},
    )


@cache
def _list_viewed() -> Operation[None]:
    return Operation(
        name="things.list_viewed",
        method="GET",
        path="/things?view={view}&all",
        types={("path", "view"): str},
        success={"204": Empty()},
    )


@cache
def _list_components() -> Operation[None]:
    return Operation(
        name="things.list_components",
        method="GET",
        path="/things?all",
        types={("query", "comp"): models.ThingsListComponentsComp},
        required=(("query", "comp"),),
        success={"204": Empty()},
    )


@cache
def _first() -> Operation[None]:
    return Operation(
        name="things.first",
        method="GET",
        path="/things",
        success={"204": Empty()},
    )


@cache
def _slashed() -> Operation[None]:
    return Operation(
        name="things.slashed",
        method="GET",
        path="/things/",
        success={"204": Empty()},
    )


@cache
def _as_json() -> Operation[None]:
    return Operation(
        name="things.as_json",
        method="GET",
        path="/things/{id}.json",
        types={("path", "id"): int},
        success={"204": Empty()},
    )


@cache
def _as_format() -> Operation[None]:
    return Operation(
        name="things.as_format",
        method="GET",
        path="/things/{id}.{format}",
        types={("path", "id"): int, ("path", "format"): models.ThingsAsFormatFormat},
        success={"204": Empty()},
    )


@cache
def _partial() -> Operation[None]:
    return Operation(
        name="things.partial",
        method="GET",
        path="/files/v{major}-{minor}/({name})",
        types={("path", "major"): int, ("path", "minor"): int, ("path", "name"): str},
        success={"204": Empty()},
    )


@cache
def _twice() -> Operation[None]:
    return Operation(
        name="things.twice",
        method="GET",
        path="/twice/{id}/of/{id}",
        types={("path", "id"): str},
        success={"204": Empty()},
    )


@cache
def _both() -> Operation[None]:
    return Operation(
        name="things.both",
        method="GET",
        path="/both/{id}",
        types={
            ("path", "id"): str,
            ("query", "id"): int,
            ("header", "id"): str,
            ("cookie", "id"): str,
        },
        success={"204": Empty()},
    )


@cache
def _undeclared() -> Operation[None]:
    return Operation(
        name="things.undeclared",
        method="GET",
        path="/undeclared/{first-name}/{Last Name}",
        types={("path", "first-name"): str, ("path", "Last Name"): str},
        success={"204": Empty()},
    )


@cache
def _spaces() -> Operation[None]:
    return Operation(
        name="things.spaces",
        method="GET",
        path="/spaces in/päth",
        success={"204": Empty()},
    )


@cache
def _colon() -> Operation[None]:
    return Operation(
        name="things.colon",
        method="POST",
        path="/colon:action/{name=projects/*}",
        types={("path", "name=projects/*"): str},
        success={"204": Empty()},
    )


@cache
def _double() -> Operation[None]:
    return Operation(
        name="things.double",
        method="GET",
        path="//double//slash",
        success={"204": Empty()},
    )


@cache
def _catch() -> Operation[None]:
    return Operation(
        name="things.catch",
        method="GET",
        path="/{any}",
        types={("path", "any"): str},
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

    def list(self, **options: Unpack[RequestOptions]) -> None:
        """List."""
        return self._calls.call(_list(), options=options)

    def list_full(
        self,
        *,
        page: int | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """List full."""
        return self._calls.call(_list_full(), query={"page": page}, options=options)

    def list_viewed(self, view: str, **options: Unpack[RequestOptions]) -> None:
        """List viewed."""
        return self._calls.call(_list_viewed(), path={"view": view}, options=options)

    def list_components(
        self,
        *,
        comp: models.ThingsListComponentsComp | models.ThingsListComponentsCompValue,
        **options: Unpack[RequestOptions],
    ) -> None:
        """List components."""
        return self._calls.call(
            _list_components(),
            query={"comp": comp},
            options=options,
        )

    def first(self, **options: Unpack[RequestOptions]) -> None:
        """First."""
        return self._calls.call(_first(), options=options)

    def slashed(self, **options: Unpack[RequestOptions]) -> None:
        """Slashed."""
        return self._calls.call(_slashed(), options=options)

    def as_json(self, id: int, **options: Unpack[RequestOptions]) -> None:
        """As json."""
        return self._calls.call(_as_json(), path={"id": id}, options=options)

    def as_format(
        self,
        id: int,
        format: models.ThingsAsFormatFormat | models.ThingsAsFormatFormatValue,
        **options: Unpack[RequestOptions],
    ) -> None:
        """As format."""
        return self._calls.call(
            _as_format(),
            path={"id": id, "format": format},
            options=options,
        )

    def partial(
        self,
        major: int,
        minor: int,
        name: str,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Partial."""
        return self._calls.call(
            _partial(),
            path={"major": major, "minor": minor, "name": name},
            options=options,
        )

    def twice(self, id: str, **options: Unpack[RequestOptions]) -> None:
        """Twice."""
        return self._calls.call(_twice(), path={"id": id}, options=options)

    def both(
        self,
        id: str,
        *,
        query_id: int | Unset = UNSET,
        header_id: str | Unset = UNSET,
        cookie_id: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Both."""
        return self._calls.call(
            _both(),
            path={"id": id},
            query={"id": query_id},
            headers={"id": header_id},
            cookies={"id": cookie_id},
            options=options,
        )

    def undeclared(
        self,
        first_name: str,
        last_name: str,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Undeclared."""
        return self._calls.call(
            _undeclared(),
            path={"first-name": first_name, "Last Name": last_name},
            options=options,
        )

    def spaces(self, **options: Unpack[RequestOptions]) -> None:
        """Spaces."""
        return self._calls.call(_spaces(), options=options)

    def colon(self, name_projects: str, **options: Unpack[RequestOptions]) -> None:
        """Colon."""
        return self._calls.call(
            _colon(),
            path={"name=projects/*": name_projects},
            options=options,
        )

    def double(self, **options: Unpack[RequestOptions]) -> None:
        """Double."""
        return self._calls.call(_double(), options=options)

    def catch(self, any: str, **options: Unpack[RequestOptions]) -> None:
        """Catch."""
        return self._calls.call(_catch(), path={"any": any}, options=options)


class ThingsResourceWithRawResponse:
    """The methods of `ThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.list = raw(resource.list)
        self.list_full = raw(resource.list_full)
        self.list_viewed = raw(resource.list_viewed)
        self.list_components = raw(resource.list_components)
        self.first = raw(resource.first)
        self.slashed = raw(resource.slashed)
        self.as_json = raw(resource.as_json)
        self.as_format = raw(resource.as_format)
        self.partial = raw(resource.partial)
        self.twice = raw(resource.twice)
        self.both = raw(resource.both)
        self.undeclared = raw(resource.undeclared)
        self.spaces = raw(resource.spaces)
        self.colon = raw(resource.colon)
        self.double = raw(resource.double)
        self.catch = raw(resource.catch)


class ThingsResourceWithStreamingResponse:
    """The methods of `ThingsResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.list = streaming(resource.list)
        self.list_full = streaming(resource.list_full)
        self.list_viewed = streaming(resource.list_viewed)
        self.list_components = streaming(resource.list_components)
        self.first = streaming(resource.first)
        self.slashed = streaming(resource.slashed)
        self.as_json = streaming(resource.as_json)
        self.as_format = streaming(resource.as_format)
        self.partial = streaming(resource.partial)
        self.twice = streaming(resource.twice)
        self.both = streaming(resource.both)
        self.undeclared = streaming(resource.undeclared)
        self.spaces = streaming(resource.spaces)
        self.colon = streaming(resource.colon)
        self.double = streaming(resource.double)
        self.catch = streaming(resource.catch)


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

    async def list(self, **options: Unpack[RequestOptions]) -> None:
        """List."""
        return await self._calls.call(_list(), options=options)

    async def list_full(
        self,
        *,
        page: int | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """List full."""
        return await self._calls.call(
            _list_full(),
            query={"page": page},
            options=options,
        )

    async def list_viewed(self, view: str, **options: Unpack[RequestOptions]) -> None:
        """List viewed."""
        return await self._calls.call(
            _list_viewed(),
            path={"view": view},
            options=options,
        )

    async def list_components(
        self,
        *,
        comp: models.ThingsListComponentsComp | models.ThingsListComponentsCompValue,
        **options: Unpack[RequestOptions],
    ) -> None:
        """List components."""
        return await self._calls.call(
            _list_components(),
            query={"comp": comp},
            options=options,
        )

    async def first(self, **options: Unpack[RequestOptions]) -> None:
        """First."""
        return await self._calls.call(_first(), options=options)

    async def slashed(self, **options: Unpack[RequestOptions]) -> None:
        """Slashed."""
        return await self._calls.call(_slashed(), options=options)

    async def as_json(self, id: int, **options: Unpack[RequestOptions]) -> None:
        """As json."""
        return await self._calls.call(_as_json(), path={"id": id}, options=options)

    async def as_format(
        self,
        id: int,
        format: models.ThingsAsFormatFormat | models.ThingsAsFormatFormatValue,
        **options: Unpack[RequestOptions],
    ) -> None:
        """As format."""
        return await self._calls.call(
            _as_format(),
            path={"id": id, "format": format},
            options=options,
        )

    async def partial(
        self,
        major: int,
        minor: int,
        name: str,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Partial."""
        return await self._calls.call(
            _partial(),
            path={"major": major, "minor": minor, "name": name},
            options=options,
        )

    async def twice(self, id: str, **options: Unpack[RequestOptions]) -> None:
        """Twice."""
        return await self._calls.call(_twice(), path={"id": id}, options=options)

    async def both(
        self,
        id: str,
        *,
        query_id: int | Unset = UNSET,
        header_id: str | Unset = UNSET,
        cookie_id: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Both."""
        return await self._calls.call(
            _both(),
            path={"id": id},
            query={"id": query_id},
            headers={"id": header_id},
            cookies={"id": cookie_id},
            options=options,
        )

    async def undeclared(
        self,
        first_name: str,
        last_name: str,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Undeclared."""
        return await self._calls.call(
            _undeclared(),
            path={"first-name": first_name, "Last Name": last_name},
            options=options,
        )

    async def spaces(self, **options: Unpack[RequestOptions]) -> None:
        """Spaces."""
        return await self._calls.call(_spaces(), options=options)

    async def colon(
        self,
        name_projects: str,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Colon."""
        return await self._calls.call(
            _colon(),
            path={"name=projects/*": name_projects},
            options=options,
        )

    async def double(self, **options: Unpack[RequestOptions]) -> None:
        """Double."""
        return await self._calls.call(_double(), options=options)

    async def catch(self, any: str, **options: Unpack[RequestOptions]) -> None:
        """Catch."""
        return await self._calls.call(_catch(), path={"any": any}, options=options)


class AsyncThingsResourceWithRawResponse:
    """The methods of `AsyncThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.list = async_raw(resource.list)
        self.list_full = async_raw(resource.list_full)
        self.list_viewed = async_raw(resource.list_viewed)
        self.list_components = async_raw(resource.list_components)
        self.first = async_raw(resource.first)
        self.slashed = async_raw(resource.slashed)
        self.as_json = async_raw(resource.as_json)
        self.as_format = async_raw(resource.as_format)
        self.partial = async_raw(resource.partial)
        self.twice = async_raw(resource.twice)
        self.both = async_raw(resource.both)
        self.undeclared = async_raw(resource.undeclared)
        self.spaces = async_raw(resource.spaces)
        self.colon = async_raw(resource.colon)
        self.double = async_raw(resource.double)
        self.catch = async_raw(resource.catch)


class AsyncThingsResourceWithStreamingResponse:
    """The methods of `AsyncThingsResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.list = async_streaming(resource.list)
        self.list_full = async_streaming(resource.list_full)
        self.list_viewed = async_streaming(resource.list_viewed)
        self.list_components = async_streaming(resource.list_components)
        self.first = async_streaming(resource.first)
        self.slashed = async_streaming(resource.slashed)
        self.as_json = async_streaming(resource.as_json)
        self.as_format = async_streaming(resource.as_format)
        self.partial = async_streaming(resource.partial)
        self.twice = async_streaming(resource.twice)
        self.both = async_streaming(resource.both)
        self.undeclared = async_streaming(resource.undeclared)
        self.spaces = async_streaming(resource.spaces)
        self.colon = async_streaming(resource.colon)
        self.double = async_streaming(resource.double)
        self.catch = async_streaming(resource.catch)
