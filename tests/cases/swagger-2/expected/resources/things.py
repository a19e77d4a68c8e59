"""The `things` resource.

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Unpack

from .. import models
from .._runtime.client.async_client import AsyncCalls, async_raw, async_streaming
from .._runtime.client.options import RequestOptions
from .._runtime.client.sync_client import Calls, raw, streaming
from .._runtime.core.lazy import Deferred
from .._runtime.core.operation import Failure, Operation
from .._runtime.core.unset import UNSET, Unset
from .._runtime.decoding.decoders import Binary, Empty, Json
from .._runtime.encoding.bodies import Encoding, FormBody, JsonBody
from .._runtime.encoding.files import FileInput
from .._runtime.encoding.multipart import MultipartBody
from .._runtime.encoding.parameters import Style

if TYPE_CHECKING:
    from .. import errors
    from .._runtime.types import scalars
else:
    errors = Deferred("..errors", __package__)
    scalars = Deferred(".._runtime.types.scalars", __package__)


@cache
def _load() -> Operation[models.Thing]:
    return Operation(
        name="things.load",
        method="GET",
        path="/things/{id}",
        styles={
            ("query", "ids"): Style("form"),
            ("query", "pipes"): Style("pipeDelimited"),
            ("query", "spaces"): Style("spaceDelimited"),
        },
        types={
            ("path", "id"): str,
            ("query", "ids"): list[int],
            ("query", "tags"): list[str],
            ("query", "pipes"): list[str],
            ("query", "spaces"): list[str],
            ("query", "since"): scalars.Date,
            ("query", "flag"): bool,
        },
        success={"200": Json(models.Thing)},
        failures=lambda: {"404": Failure(Json(models.Problem), errors.NotFoundError)},
        reasons=lambda: errors.ThingsLoadRejection,
        security=(("key",),),
    )


@cache
def _replace() -> Operation[models.Thing]:
    return Operation(
        name="things.replace",
        method="PUT",
        path="/things/{id}",
        types={("path", "id"): str},
        body=JsonBody(models.Thing),
        success={"200": Json(models.Thing)},
        security=(("key",),),
    )


@cache
def _upload() -> Operation[None]:
    return Operation(
        name="things.upload",
        method="POST",
        path="/things/{id}",
        types={("path", "id"): str},
        body=MultipartBody(models.ThingsUploadBody, {"file": Encoding(file=True)}),
        success={"204": Empty()},
        security=(("key",),),
    )


@cache
def _change() -> Operation[None]:
    return Operation(
        name="things.change",
        method="PATCH",
        path="/things/{id}",
        types={("path", "id"): str},
        body=FormBody(models.ThingsChangeBody),
        success={"204": Empty()},
        security=(("key",),),
    )


@cache
def _export() -> Operation[bytes]:
    return Operation(
        name="things.export",
        method="GET",
        path="/export",
        success={"200": Binary("application/pdf")},
        accept="application/pdf",
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

    def load(
        self,
        id: str,
        *,
        ids: Sequence[int] | Unset = UNSET,
        tags: Sequence[str] | Unset = UNSET,
        pipes: Sequence[str] | Unset = UNSET,
        spaces: Sequence[str] | Unset = UNSET,
        since: dt.date | str | Unset = UNSET,
        flag: bool | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.Thing:
        """Load.

        Returns:
            It.

        Raises:
            errors.NotFoundError: HTTP 404: Gone.
        """
        return self._calls.call(
            _load(),
            path={"id": id},
            query={
                "ids": ids,
                "tags": tags,
                "pipes": pipes,
                "spaces": spaces,
                "since": since,
                "flag": flag,
            },
            options=options,
        )

    def replace(
        self,
        id: str,
        *,
        name: str,
        kind: str | Unset = UNSET,
        size: int | None | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.Thing:
        """Replace.

        Returns:
            It.
        """
        return self._calls.call(
            _replace(),
            path={"id": id},
            fields={"name": name, "kind": kind, "size": size},
            options=options,
        )

    def upload(
        self,
        id: str,
        *,
        file: FileInput,
        note: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Upload."""
        return self._calls.call(
            _upload(),
            path={"id": id},
            fields={"file": file, "note": note},
            options=options,
        )

    def change(
        self,
        id: str,
        *,
        name: str,
        size: int | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Change."""
        return self._calls.call(
            _change(),
            path={"id": id},
            fields={"name": name, "size": size},
            options=options,
        )

    def export(self, **options: Unpack[RequestOptions]) -> bytes:
        """Export.

        Returns:
            A file.
        """
        return self._calls.call(_export(), options=options)


class ThingsResourceWithRawResponse:
    """The methods of `ThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.load = raw(resource.load)
        self.replace = raw(resource.replace)
        self.upload = raw(resource.upload)
        self.change = raw(resource.change)
        self.export = raw(resource.export)


class ThingsResourceWithStreamingResponse:
    """The methods of `ThingsResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.load = streaming(resource.load)
        self.replace = streaming(resource.replace)
        self.upload = streaming(resource.upload)
        self.change = streaming(resource.change)
        self.export = streaming(resource.export)


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

    async def load(
        self,
        id: str,
        *,
        ids: Sequence[int] | Unset = UNSET,
        tags: Sequence[str] | Unset = UNSET,
        pipes: Sequence[str] | Unset = UNSET,
        spaces: Sequence[str] | Unset = UNSET,
        since: dt.date | str | Unset = UNSET,
        flag: bool | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.Thing:
        """Load.

        Returns:
            It.

        Raises:
            errors.NotFoundError: HTTP 404: Gone.
        """
        return await self._calls.call(
            _load(),
            path={"id": id},
            query={
                "ids": ids,
                "tags": tags,
                "pipes": pipes,
                "spaces": spaces,
                "since": since,
                "flag": flag,
            },
            options=options,
        )

    async def replace(
        self,
        id: str,
        *,
        name: str,
        kind: str | Unset = UNSET,
        size: int | None | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.Thing:
        """Replace.

        Returns:
            It.
        """
        return await self._calls.call(
            _replace(),
            path={"id": id},
            fields={"name": name, "kind": kind, "size": size},
            options=options,
        )

    async def upload(
        self,
        id: str,
        *,
        file: FileInput,
        note: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Upload."""
        return await self._calls.call(
            _upload(),
            path={"id": id},
            fields={"file": file, "note": note},
            options=options,
        )

    async def change(
        self,
        id: str,
        *,
        name: str,
        size: int | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Change."""
        return await self._calls.call(
            _change(),
            path={"id": id},
            fields={"name": name, "size": size},
            options=options,
        )

    async def export(self, **options: Unpack[RequestOptions]) -> bytes:
        """Export.

        Returns:
            A file.
        """
        return await self._calls.call(_export(), options=options)


class AsyncThingsResourceWithRawResponse:
    """The methods of `AsyncThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.load = async_raw(resource.load)
        self.replace = async_raw(resource.replace)
        self.upload = async_raw(resource.upload)
        self.change = async_raw(resource.change)
        self.export = async_raw(resource.export)


class AsyncThingsResourceWithStreamingResponse:
    """The methods of `AsyncThingsResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.load = async_streaming(resource.load)
        self.replace = async_streaming(resource.replace)
        self.upload = async_streaming(resource.upload)
        self.change = async_streaming(resource.change)
        self.export = async_streaming(resource.export)
