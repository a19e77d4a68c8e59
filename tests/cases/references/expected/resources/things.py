"""The `things` resource.

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses.
"""

from __future__ import annotations

import datetime as dt
from functools import cache, cached_property
from typing import TYPE_CHECKING, Unpack

from .. import models
from .._runtime.client.async_client import AsyncCalls, async_raw, async_streaming
from .._runtime.client.options import RequestOptions
from .._runtime.client.sync_client import Calls, raw, streaming
from .._runtime.core.lazy import Deferred
from .._runtime.core.operation import Failure, Operation
from .._runtime.core.unset import UNSET, Unset
from .._runtime.decoding.decoders import Json
from .._runtime.encoding.bodies import JsonBody

if TYPE_CHECKING:
    from .. import dicts, errors
else:
    dicts = Deferred("..dicts", __package__)
    errors = Deferred("..errors", __package__)


@cache
def _by_file() -> Operation[models.Local]:
    return Operation(
        name="things.by_file",
        method="GET",
        path="/things/{id}",
        types={("path", "id"): models.Ids},
        success={"200": Json(models.Local)},
    )


@cache
def _get_here() -> Operation[models.Local]:
    return Operation(
        name="things.get_here",
        method="GET",
        path="/here/{id}",
        types={("path", "id"): models.Ids},
        success={"200": Json(models.Local)},
    )


@cache
def _there() -> Operation[models.Local]:
    return Operation(
        name="things.there",
        method="GET",
        path="/there/{id}",
        types={("path", "id"): models.Ids},
        success={"200": Json(models.Local)},
    )


@cache
def _all() -> Operation[models.ThingsAllResponse]:
    return Operation(
        name="things.all",
        method="POST",
        path="/all",
        body=JsonBody(models.ThingsAllResponse),
        success={"200": Json(models.ThingsAllResponse)},
        failures=lambda: {
            "404": Failure(
                Json(models.Problem, "application/problem+json"),
                errors.NotFoundError,
            ),
        },
        reasons=lambda: errors.ThingsAllRejection,
        accept="application/json, application/problem+json",
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

    def by_file(self, id: int, **options: Unpack[RequestOptions]) -> models.Local:
        """By file.

        Returns:
            It.
        """
        return self._calls.call(_by_file(), path={"id": id}, options=options)

    def get_here(self, id: int, **options: Unpack[RequestOptions]) -> models.Local:
        """Get here.

        Returns:
            By a reference into another operation's answer.
        """
        return self._calls.call(_get_here(), path={"id": id}, options=options)

    def there(self, id: int, **options: Unpack[RequestOptions]) -> models.Local:
        """There.

        Returns:
            By a reference into another operation's answer.
        """
        return self._calls.call(_there(), path={"id": id}, options=options)

    def all(
        self,
        *,
        local: models.Local | dicts.Local | Unset = UNSET,
        yaml: models.Circle | dicts.Circle | Unset = UNSET,
        json: models.Square | dicts.Square | Unset = UNSET,
        whole: models.Whole | dicts.Whole | Unset = UNSET,
        property: models.LocalInner | dicts.LocalInner | Unset = UNSET,
        item: models.Items | dicts.Items | Unset = UNSET,
        part: models.Model1 | dicts.Model1 | Unset = UNSET,
        branch: models.Model0 | dicts.Model0 | Unset = UNSET,
        escaped: dt.date | str | Unset = UNSET,
        percent: models.AB | dicts.AB | Unset = UNSET,
        unicode: float | Unset = UNSET,
        parameter: int | Unset = UNSET,
        header: int | Unset = UNSET,
        definition: str | Unset = UNSET,
        chain: models.Local | dicts.Local | Unset = UNSET,
        siblings: (
            models.ThingsAllResponseSiblings | dicts.ThingsAllResponseSiblings | Unset
        ) = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ThingsAllResponse:
        """All.

        Args:
            siblings: Siblings are heard.

        Returns:
            It.

        Raises:
            errors.NotFoundError: HTTP 404: Nothing there.
        """
        return self._calls.call(
            _all(),
            fields={
                "local": local,
                "yaml": yaml,
                "json": json,
                "whole": whole,
                "property": property,
                "item": item,
                "part": part,
                "branch": branch,
                "escaped": escaped,
                "percent": percent,
                "unicode": unicode,
                "parameter": parameter,
                "header": header,
                "definition": definition,
                "chain": chain,
                "siblings": siblings,
            },
            options=options,
        )


class ThingsResourceWithRawResponse:
    """The methods of `ThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.by_file = raw(resource.by_file)
        self.get_here = raw(resource.get_here)
        self.there = raw(resource.there)
        self.all = raw(resource.all)


class ThingsResourceWithStreamingResponse:
    """The methods of `ThingsResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.by_file = streaming(resource.by_file)
        self.get_here = streaming(resource.get_here)
        self.there = streaming(resource.there)
        self.all = streaming(resource.all)


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

    async def by_file(self, id: int, **options: Unpack[RequestOptions]) -> models.Local:
        """By file.

        Returns:
            It.
        """
        return await self._calls.call(_by_file(), path={"id": id}, options=options)

    async def get_here(
        self,
        id: int,
        **options: Unpack[RequestOptions],
    ) -> models.Local:
        """Get here.

        Returns:
            By a reference into another operation's answer.
        """
        return await self._calls.call(_get_here(), path={"id": id}, options=options)

    async def there(self, id: int, **options: Unpack[RequestOptions]) -> models.Local:
        """There.

        Returns:
            By a reference into another operation's answer.
        """
        return await self._calls.call(_there(), path={"id": id}, options=options)

    async def all(
        self,
        *,
        local: models.Local | dicts.Local | Unset = UNSET,
        yaml: models.Circle | dicts.Circle | Unset = UNSET,
        json: models.Square | dicts.Square | Unset = UNSET,
        whole: models.Whole | dicts.Whole | Unset = UNSET,
        property: models.LocalInner | dicts.LocalInner | Unset = UNSET,
        item: models.Items | dicts.Items | Unset = UNSET,
        part: models.Model1 | dicts.Model1 | Unset = UNSET,
        branch: models.Model0 | dicts.Model0 | Unset = UNSET,
        escaped: dt.date | str | Unset = UNSET,
        percent: models.AB | dicts.AB | Unset = UNSET,
        unicode: float | Unset = UNSET,
        parameter: int | Unset = UNSET,
        header: int | Unset = UNSET,
        definition: str | Unset = UNSET,
        chain: models.Local | dicts.Local | Unset = UNSET,
        siblings: (
            models.ThingsAllResponseSiblings | dicts.ThingsAllResponseSiblings | Unset
        ) = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ThingsAllResponse:
        """All.

        Args:
            siblings: Siblings are heard.

        Returns:
            It.

        Raises:
            errors.NotFoundError: HTTP 404: Nothing there.
        """
        return await self._calls.call(
            _all(),
            fields={
                "local": local,
                "yaml": yaml,
                "json": json,
                "whole": whole,
                "property": property,
                "item": item,
                "part": part,
                "branch": branch,
                "escaped": escaped,
                "percent": percent,
                "unicode": unicode,
                "parameter": parameter,
                "header": header,
                "definition": definition,
                "chain": chain,
                "siblings": siblings,
            },
            options=options,
        )


class AsyncThingsResourceWithRawResponse:
    """The methods of `AsyncThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.by_file = async_raw(resource.by_file)
        self.get_here = async_raw(resource.get_here)
        self.there = async_raw(resource.there)
        self.all = async_raw(resource.all)


class AsyncThingsResourceWithStreamingResponse:
    """The methods of `AsyncThingsResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.by_file = async_streaming(resource.by_file)
        self.get_here = async_streaming(resource.get_here)
        self.there = async_streaming(resource.there)
        self.all = async_streaming(resource.all)
