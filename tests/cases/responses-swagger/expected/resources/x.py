"""The `x` resource.

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
from .._runtime.types import JsonValue

if TYPE_CHECKING:
    from .. import errors
else:
    errors = Deferred("..errors", __package__)


@cache
def _json() -> Operation[JsonValue]:
    return Operation(
        name="x.json",
        method="GET",
        path="/json",
        success={"200": Undescribed("application/json")},
    )


@cache
def _gone() -> Operation[None]:
    return Operation(
        name="x.gone",
        method="DELETE",
        path="/gone",
        success={"204": Empty()},
    )


@cache
def _image() -> Operation[bytes]:
    return Operation(
        name="x.image",
        method="GET",
        path="/image",
        success={"200": Binary("image/png")},
        failures=lambda: {"404": Failure(Undescribed(), errors.NotFoundError)},
        reasons=lambda: errors.XImageRejection,
        accept="image/png",
    )


@cache
def _shared() -> Operation[str]:
    return Operation(
        name="x.shared",
        method="GET",
        path="/shared",
        success={"200": Text("text/plain")},
        accept="text/plain",
    )


@cache
def _file() -> Operation[bytes]:
    return Operation(
        name="x.file",
        method="GET",
        path="/file",
        success={"200": Binary("application/json")},
    )


@cache
def _forms() -> Operation[models.Thing | str]:
    return Operation(
        name="x.forms",
        method="GET",
        path="/forms",
        success={
            "200": AnyOf(
                Json(models.Thing),
                Text("text/csv"),
                Text("application/xml"),
                Text("text/html"),
            ),
        },
        failures=lambda: {
            "400": Failure(
                AnyOf(
                    Json(models.Thing),
                    Text("text/csv"),
                    Text("application/xml"),
                    Text("text/html"),
                ),
                errors.BadRequestError,
            ),
        },
        reasons=lambda: errors.XFormsRejection,
        accept="application/json, text/csv, application/xml;q=0.5, text/html;q=0.5",
    )


@cache
def _thing() -> Operation[models.Thing]:
    return Operation(
        name="x.thing",
        method="GET",
        path="/thing",
        success={"200": Json(models.Thing)},
    )


class XResource:
    """X."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    @cached_property
    def with_raw_response(self) -> XResourceWithRawResponse:
        """The same methods, returning a `RawResponse`."""
        return XResourceWithRawResponse(self._calls.raw())

    @cached_property
    def with_streaming_response(self) -> XResourceWithStreamingResponse:
        """The same methods as context managers that stream the body."""
        return XResourceWithStreamingResponse(self._calls.streaming())

    def json(self, **options: Unpack[RequestOptions]) -> JsonValue:
        """Json.

        Returns:
            Whatever.
        """
        return self._calls.call(_json(), options=options)

    def gone(self, **options: Unpack[RequestOptions]) -> None:
        """Gone."""
        return self._calls.call(_gone(), options=options)

    def image(self, **options: Unpack[RequestOptions]) -> bytes:
        """Image.

        Returns:
            An image.

        Raises:
            errors.NotFoundError: HTTP 404: None.
        """
        return self._calls.call(_image(), options=options)

    def shared(self, **options: Unpack[RequestOptions]) -> str:
        """Shared.

        Returns:
            Done.
        """
        return self._calls.call(_shared(), options=options)

    def file(self, **options: Unpack[RequestOptions]) -> bytes:
        """File.

        Returns:
            A file.
        """
        return self._calls.call(_file(), options=options)

    def forms(self, **options: Unpack[RequestOptions]) -> models.Thing | str:
        """Forms.

        Returns:
            In several formats.

        Raises:
            errors.BadRequestError: HTTP 400: Bad.
        """
        return self._calls.call(_forms(), options=options)

    def thing(self, **options: Unpack[RequestOptions]) -> models.Thing:
        """Thing.

        Returns:
            A thing.
        """
        return self._calls.call(_thing(), options=options)


class XResourceWithRawResponse:
    """The methods of `XResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = XResource(calls)
        self.json = raw(resource.json)
        self.gone = raw(resource.gone)
        self.image = raw(resource.image)
        self.shared = raw(resource.shared)
        self.file = raw(resource.file)
        self.forms = raw(resource.forms)
        self.thing = raw(resource.thing)


class XResourceWithStreamingResponse:
    """The methods of `XResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = XResource(calls)
        self.json = streaming(resource.json)
        self.gone = streaming(resource.gone)
        self.image = streaming(resource.image)
        self.shared = streaming(resource.shared)
        self.file = streaming(resource.file)
        self.forms = streaming(resource.forms)
        self.thing = streaming(resource.thing)


class AsyncXResource:
    """X."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    @cached_property
    def with_raw_response(self) -> AsyncXResourceWithRawResponse:
        """The same methods, returning a `RawResponse`."""
        return AsyncXResourceWithRawResponse(self._calls.raw())

    @cached_property
    def with_streaming_response(self) -> AsyncXResourceWithStreamingResponse:
        """The same methods as context managers that stream the body."""
        return AsyncXResourceWithStreamingResponse(self._calls.streaming())

    async def json(self, **options: Unpack[RequestOptions]) -> JsonValue:
        """Json.

        Returns:
            Whatever.
        """
        return await self._calls.call(_json(), options=options)

    async def gone(self, **options: Unpack[RequestOptions]) -> None:
        """Gone."""
        return await self._calls.call(_gone(), options=options)

    async def image(self, **options: Unpack[RequestOptions]) -> bytes:
        """Image.

        Returns:
            An image.

        Raises:
            errors.NotFoundError: HTTP 404: None.
        """
        return await self._calls.call(_image(), options=options)

    async def shared(self, **options: Unpack[RequestOptions]) -> str:
        """Shared.

        Returns:
            Done.
        """
        return await self._calls.call(_shared(), options=options)

    async def file(self, **options: Unpack[RequestOptions]) -> bytes:
        """File.

        Returns:
            A file.
        """
        return await self._calls.call(_file(), options=options)

    async def forms(self, **options: Unpack[RequestOptions]) -> models.Thing | str:
        """Forms.

        Returns:
            In several formats.

        Raises:
            errors.BadRequestError: HTTP 400: Bad.
        """
        return await self._calls.call(_forms(), options=options)

    async def thing(self, **options: Unpack[RequestOptions]) -> models.Thing:
        """Thing.

        Returns:
            A thing.
        """
        return await self._calls.call(_thing(), options=options)


class AsyncXResourceWithRawResponse:
    """The methods of `AsyncXResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncXResource(calls)
        self.json = async_raw(resource.json)
        self.gone = async_raw(resource.gone)
        self.image = async_raw(resource.image)
        self.shared = async_raw(resource.shared)
        self.file = async_raw(resource.file)
        self.forms = async_raw(resource.forms)
        self.thing = async_raw(resource.thing)


class AsyncXResourceWithStreamingResponse:
    """The methods of `AsyncXResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncXResource(calls)
        self.json = async_streaming(resource.json)
        self.gone = async_streaming(resource.gone)
        self.image = async_streaming(resource.image)
        self.shared = async_streaming(resource.shared)
        self.file = async_streaming(resource.file)
        self.forms = async_streaming(resource.forms)
        self.thing = async_streaming(resource.thing)
