"""The `files` resource.

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import Unpack

from .._runtime.client.async_client import AsyncCalls, async_raw, async_streaming
from .._runtime.client.options import RequestOptions
from .._runtime.client.sync_client import Calls, raw, streaming
from .._runtime.core.operation import Operation
from .._runtime.core.servers import OperationServer
from .._runtime.decoding.decoders import Empty


@cache
def _list() -> Operation[None]:
    return Operation(
        name="files.list",
        method="GET",
        path="/files",
        success={"204": Empty()},
        security=(("key",),),
        servers=(
            OperationServer(
                "live",
                "https://{region}.files.test/{version}",
                {"region": "eu", "version": "v3"},
            ),
            OperationServer("sandbox", "https://files.sandbox.test"),
        ),
    )


@cache
def _upload() -> Operation[None]:
    return Operation(
        name="files.upload",
        method="PUT",
        path="/files",
        success={"204": Empty()},
        servers=(
            OperationServer(
                "uploads",
                "https://upload.test/{version}/",
                {"version": "v9"},
            ),
        ),
    )


class FilesResource:
    """Files."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    @cached_property
    def with_raw_response(self) -> FilesResourceWithRawResponse:
        """The same methods, returning a `RawResponse`."""
        return FilesResourceWithRawResponse(self._calls.raw())

    @cached_property
    def with_streaming_response(self) -> FilesResourceWithStreamingResponse:
        """The same methods as context managers that stream the body."""
        return FilesResourceWithStreamingResponse(self._calls.streaming())

    def list(self, **options: Unpack[RequestOptions]) -> None:
        """List.

        Sent to `https://eu.files.test/v3`, unless the client has a `base_url`.
        """
        return self._calls.call(_list(), options=options)

    def upload(self, **options: Unpack[RequestOptions]) -> None:
        """Upload.

        Sent to `https://upload.test/v9`, unless the client has a `base_url`.
        """
        return self._calls.call(_upload(), options=options)


class FilesResourceWithRawResponse:
    """The methods of `FilesResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = FilesResource(calls)
        self.list = raw(resource.list)
        self.upload = raw(resource.upload)


class FilesResourceWithStreamingResponse:
    """The methods of `FilesResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = FilesResource(calls)
        self.list = streaming(resource.list)
        self.upload = streaming(resource.upload)


class AsyncFilesResource:
    """Files."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    @cached_property
    def with_raw_response(self) -> AsyncFilesResourceWithRawResponse:
        """The same methods, returning a `RawResponse`."""
        return AsyncFilesResourceWithRawResponse(self._calls.raw())

    @cached_property
    def with_streaming_response(self) -> AsyncFilesResourceWithStreamingResponse:
        """The same methods as context managers that stream the body."""
        return AsyncFilesResourceWithStreamingResponse(self._calls.streaming())

    async def list(self, **options: Unpack[RequestOptions]) -> None:
        """List.

        Sent to `https://eu.files.test/v3`, unless the client has a `base_url`.
        """
        return await self._calls.call(_list(), options=options)

    async def upload(self, **options: Unpack[RequestOptions]) -> None:
        """Upload.

        Sent to `https://upload.test/v9`, unless the client has a `base_url`.
        """
        return await self._calls.call(_upload(), options=options)


class AsyncFilesResourceWithRawResponse:
    """The methods of `AsyncFilesResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncFilesResource(calls)
        self.list = async_raw(resource.list)
        self.upload = async_raw(resource.upload)


class AsyncFilesResourceWithStreamingResponse:
    """The methods of `AsyncFilesResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncFilesResource(calls)
        self.list = async_streaming(resource.list)
        self.upload = async_streaming(resource.upload)
