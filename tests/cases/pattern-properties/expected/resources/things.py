"""The resource `things`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

from .._runtime.async_client import AsyncAPIClient, async_raw
from .._runtime.async_streaming import async_streaming
from .._runtime.bodies import JsonBody
from .._runtime.operations import Operation
from .._runtime.responses import Json
from .._runtime.sync_client import APIClient, raw
from .._runtime.sync_streaming import streaming
from .._runtime.unset import UNSET, Unset
from ..models.things import Closed, Entry, Map, Mixed, Named, Open, Sealed

_MAPS: Operation[Map] = Operation(
    name="things.maps",
    method="POST",
    path="/maps",
    body=JsonBody(Map),
    success={"200": Json(Map)},
)

_CLOSED: Operation[Closed] = Operation(
    name="things.closed",
    method="POST",
    path="/closed",
    body=JsonBody(Closed),
    success={"200": Json(Closed)},
)

_MIXED: Operation[Mixed] = Operation(
    name="things.mixed",
    method="POST",
    path="/mixed",
    body=JsonBody(Mixed),
    success={"200": Json(Mixed)},
)

_NAMED: Operation[Named] = Operation(
    name="things.named",
    method="POST",
    path="/named",
    body=JsonBody(Named),
    success={"200": Json(Named)},
)

_OPEN: Operation[Open] = Operation(
    name="things.open",
    method="POST",
    path="/open",
    body=JsonBody(Open),
    success={"200": Json(Open)},
)

_SEALED: Operation[Sealed] = Operation(
    name="things.sealed",
    method="POST",
    path="/sealed",
    body=JsonBody(Sealed),
    success={"200": Json(Sealed)},
)


class ThingsResource:
    """Things."""

    def __init__(self, client: APIClient) -> None:
        self._client = client

    @cached_property
    def with_raw_response(self) -> ThingsResourceWithRawResponse:
        """The same methods, returning the answer as it came."""
        return ThingsResourceWithRawResponse(self._client.answering_raw())

    @cached_property
    def with_streaming_response(self) -> ThingsResourceWithStreamingResponse:
        """The same methods, for `with`: the body is read as it arrives."""
        return ThingsResourceWithStreamingResponse(self._client.answering_streaming())

    def maps(self, *, body: Mapping[str, Entry | Mapping[str, object] | int]) -> Map:
        """Maps.

        Returns:
            The same.
        """
        return self._client.call(_MAPS, body=body)

    def closed(self, *, body: Mapping[str, str]) -> Closed:
        """Closed.

        Returns:
            The same.
        """
        return self._client.call(_CLOSED, body=body)

    def mixed(self, *, body: Mixed | Mapping[str, object]) -> Mixed:
        """Mixed.

        Returns:
            The same.
        """
        return self._client.call(_MIXED, body=body)

    def named(self, *, body: Mapping[str, int]) -> Named:
        """Named.

        Returns:
            The same.
        """
        return self._client.call(_NAMED, body=body)

    def open(self, *, body: Mapping[str, str | int | object]) -> Open:
        """Open.

        Returns:
            The same.
        """
        return self._client.call(_OPEN, body=body)

    def sealed(self, *, at: dt.date | str, more: str | Unset = UNSET) -> Sealed:
        """Sealed.

        Returns:
            The same.
        """
        return self._client.call(_SEALED, fields={"at": at, "more": more})


class ThingsResourceWithRawResponse:
    """The methods of `ThingsResource`, returning the answer as it came."""

    def __init__(self, client: APIClient) -> None:
        resource = ThingsResource(client)
        self.maps = raw(resource.maps)
        self.closed = raw(resource.closed)
        self.mixed = raw(resource.mixed)
        self.named = raw(resource.named)
        self.open = raw(resource.open)
        self.sealed = raw(resource.sealed)


class ThingsResourceWithStreamingResponse:
    """The methods of `ThingsResource`, leaving the body to be read."""

    def __init__(self, client: APIClient) -> None:
        resource = ThingsResource(client)
        self.maps = streaming(resource.maps)
        self.closed = streaming(resource.closed)
        self.mixed = streaming(resource.mixed)
        self.named = streaming(resource.named)
        self.open = streaming(resource.open)
        self.sealed = streaming(resource.sealed)


class AsyncThingsResource:
    """Things."""

    def __init__(self, client: AsyncAPIClient) -> None:
        self._client = client

    @cached_property
    def with_raw_response(self) -> AsyncThingsResourceWithRawResponse:
        """The same methods, returning the answer as it came."""
        return AsyncThingsResourceWithRawResponse(self._client.answering_raw())

    @cached_property
    def with_streaming_response(self) -> AsyncThingsResourceWithStreamingResponse:
        """The same methods, for `with`: the body is read as it arrives."""
        return AsyncThingsResourceWithStreamingResponse(
            self._client.answering_streaming(),
        )

    async def maps(
        self,
        *,
        body: Mapping[str, Entry | Mapping[str, object] | int],
    ) -> Map:
        """Maps.

        Returns:
            The same.
        """
        return await self._client.call(_MAPS, body=body)

    async def closed(self, *, body: Mapping[str, str]) -> Closed:
        """Closed.

        Returns:
            The same.
        """
        return await self._client.call(_CLOSED, body=body)

    async def mixed(self, *, body: Mixed | Mapping[str, object]) -> Mixed:
        """Mixed.

        Returns:
            The same.
        """
        return await self._client.call(_MIXED, body=body)

    async def named(self, *, body: Mapping[str, int]) -> Named:
        """Named.

        Returns:
            The same.
        """
        return await self._client.call(_NAMED, body=body)

    async def open(self, *, body: Mapping[str, str | int | object]) -> Open:
        """Open.

        Returns:
            The same.
        """
        return await self._client.call(_OPEN, body=body)

    async def sealed(self, *, at: dt.date | str, more: str | Unset = UNSET) -> Sealed:
        """Sealed.

        Returns:
            The same.
        """
        return await self._client.call(_SEALED, fields={"at": at, "more": more})


class AsyncThingsResourceWithRawResponse:
    """The methods of `AsyncThingsResource`, returning the answer as it came."""

    def __init__(self, client: AsyncAPIClient) -> None:
        resource = AsyncThingsResource(client)
        self.maps = async_raw(resource.maps)
        self.closed = async_raw(resource.closed)
        self.mixed = async_raw(resource.mixed)
        self.named = async_raw(resource.named)
        self.open = async_raw(resource.open)
        self.sealed = async_raw(resource.sealed)


class AsyncThingsResourceWithStreamingResponse:
    """The methods of `AsyncThingsResource`, leaving the body to be read."""

    def __init__(self, client: AsyncAPIClient) -> None:
        resource = AsyncThingsResource(client)
        self.maps = async_streaming(resource.maps)
        self.closed = async_streaming(resource.closed)
        self.mixed = async_streaming(resource.mixed)
        self.named = async_streaming(resource.named)
        self.open = async_streaming(resource.open)
        self.sealed = async_streaming(resource.sealed)
