"""The resource `things`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

from .. import errors
from .._runtime.async_client import AsyncAPIClient, async_raw
from .._runtime.async_streaming import async_streaming
from .._runtime.bodies import Encoding, FormBody, JsonBody, MultipartBody
from .._runtime.files import FileInput
from .._runtime.operations import Failure, Operation
from .._runtime.parameters import Style
from .._runtime.responses import Binary, Empty, Json
from .._runtime.sync_client import APIClient, raw
from .._runtime.sync_streaming import streaming
from .._runtime.unset import UNSET, Unset
from ..models.things import Problem, Thing, ThingsChangeBody, ThingsUploadBody

_LOAD: Operation[Thing] = Operation(
    name="things.load",
    method="GET",
    path="/things/{id}",
    styles={
        ("query", "ids"): Style("form"),
        ("query", "pipes"): Style("pipeDelimited"),
        ("query", "spaces"): Style("spaceDelimited"),
    },
    success={"200": Json(Thing)},
    failures={"404": Failure(Json(Problem), errors.NotFoundError)},
    reasons=lambda: errors.ThingsLoadRejection,
    security=(("key",),),
)

_REPLACE: Operation[Thing] = Operation(
    name="things.replace",
    method="PUT",
    path="/things/{id}",
    body=JsonBody(Thing),
    success={"200": Json(Thing)},
    security=(("key",),),
)

_UPLOAD: Operation[None] = Operation(
    name="things.upload",
    method="POST",
    path="/things/{id}",
    body=MultipartBody(ThingsUploadBody, {"file": Encoding(file=True)}),
    success={"204": Empty()},
    security=(("key",),),
)

_CHANGE: Operation[None] = Operation(
    name="things.change",
    method="PATCH",
    path="/things/{id}",
    body=FormBody(ThingsChangeBody),
    success={"204": Empty()},
    security=(("key",),),
)

_EXPORT: Operation[bytes] = Operation(
    name="things.export",
    method="GET",
    path="/export",
    success={"200": Binary("application/pdf")},
    accept="application/pdf",
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
    ) -> Thing:
        """Load.

        Returns:
            It.

        Raises:
            errors.NotFoundError: HTTP 404: Gone.
        """
        return self._client.call(
            _LOAD,
            path={"id": id},
            query={
                "ids": ids,
                "tags": tags,
                "pipes": pipes,
                "spaces": spaces,
                "since": since,
                "flag": flag,
            },
        )

    def replace(
        self,
        id: str,
        *,
        name: str,
        kind: str | Unset = UNSET,
        size: int | None | Unset = UNSET,
    ) -> Thing:
        """Replace.

        Returns:
            It.
        """
        return self._client.call(
            _REPLACE,
            path={"id": id},
            fields={"name": name, "kind": kind, "size": size},
        )

    def upload(self, id: str, *, file: FileInput, note: str | Unset = UNSET) -> None:
        """Upload."""
        return self._client.call(
            _UPLOAD,
            path={"id": id},
            fields={"file": file, "note": note},
        )

    def change(self, id: str, *, name: str, size: int | Unset = UNSET) -> None:
        """Change."""
        return self._client.call(
            _CHANGE,
            path={"id": id},
            fields={"name": name, "size": size},
        )

    def export(self) -> bytes:
        """Export.

        Returns:
            A file.
        """
        return self._client.call(_EXPORT)


class ThingsResourceWithRawResponse:
    """The methods of `ThingsResource`, returning the answer as it came."""

    def __init__(self, client: APIClient) -> None:
        resource = ThingsResource(client)
        self.load = raw(resource.load)
        self.replace = raw(resource.replace)
        self.upload = raw(resource.upload)
        self.change = raw(resource.change)
        self.export = raw(resource.export)


class ThingsResourceWithStreamingResponse:
    """The methods of `ThingsResource`, leaving the body to be read."""

    def __init__(self, client: APIClient) -> None:
        resource = ThingsResource(client)
        self.load = streaming(resource.load)
        self.replace = streaming(resource.replace)
        self.upload = streaming(resource.upload)
        self.change = streaming(resource.change)
        self.export = streaming(resource.export)


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
    ) -> Thing:
        """Load.

        Returns:
            It.

        Raises:
            errors.NotFoundError: HTTP 404: Gone.
        """
        return await self._client.call(
            _LOAD,
            path={"id": id},
            query={
                "ids": ids,
                "tags": tags,
                "pipes": pipes,
                "spaces": spaces,
                "since": since,
                "flag": flag,
            },
        )

    async def replace(
        self,
        id: str,
        *,
        name: str,
        kind: str | Unset = UNSET,
        size: int | None | Unset = UNSET,
    ) -> Thing:
        """Replace.

        Returns:
            It.
        """
        return await self._client.call(
            _REPLACE,
            path={"id": id},
            fields={"name": name, "kind": kind, "size": size},
        )

    async def upload(
        self,
        id: str,
        *,
        file: FileInput,
        note: str | Unset = UNSET,
    ) -> None:
        """Upload."""
        return await self._client.call(
            _UPLOAD,
            path={"id": id},
            fields={"file": file, "note": note},
        )

    async def change(self, id: str, *, name: str, size: int | Unset = UNSET) -> None:
        """Change."""
        return await self._client.call(
            _CHANGE,
            path={"id": id},
            fields={"name": name, "size": size},
        )

    async def export(self) -> bytes:
        """Export.

        Returns:
            A file.
        """
        return await self._client.call(_EXPORT)


class AsyncThingsResourceWithRawResponse:
    """The methods of `AsyncThingsResource`, returning the answer as it came."""

    def __init__(self, client: AsyncAPIClient) -> None:
        resource = AsyncThingsResource(client)
        self.load = async_raw(resource.load)
        self.replace = async_raw(resource.replace)
        self.upload = async_raw(resource.upload)
        self.change = async_raw(resource.change)
        self.export = async_raw(resource.export)


class AsyncThingsResourceWithStreamingResponse:
    """The methods of `AsyncThingsResource`, leaving the body to be read."""

    def __init__(self, client: AsyncAPIClient) -> None:
        resource = AsyncThingsResource(client)
        self.load = async_streaming(resource.load)
        self.replace = async_streaming(resource.replace)
        self.upload = async_streaming(resource.upload)
        self.change = async_streaming(resource.change)
        self.export = async_streaming(resource.export)
