"""The `jobs` resource.

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypedDict, Unpack
from uuid import UUID

from .. import models
from .._runtime.client.async_client import AsyncCalls, async_raw, async_streaming
from .._runtime.client.async_waiters import async_wait_for
from .._runtime.client.options import ExtraHeaders, RequestOptions
from .._runtime.client.sync_client import Calls, raw, streaming
from .._runtime.client.sync_waiters import wait_for
from .._runtime.client.waiters import Waiter
from .._runtime.core.lazy import Deferred
from .._runtime.core.operation import Operation
from .._runtime.core.unset import UNSET, Unset
from .._runtime.decoding.decoders import Empty, Json

if TYPE_CHECKING:
    from .. import errors
    from .._runtime.types import scalars
else:
    errors = Deferred("..errors", __package__)
    scalars = Deferred(".._runtime.types.scalars", __package__)

_WAIT: Waiter[models.JobsStatusResponse] = Waiter(
    name="jobs.wait",
    path=("job", "state"),
    success=("done", "skipped"),
    failure=("failed",),
    failed=errors.JobsWaitFailed,
    interval=2.0,
    backoff=2.0,
    longest=5.0,
)


class _OptionsWithoutTimeout(TypedDict, total=False):
    """Options whose names are not those of arguments."""

    extra_headers: ExtraHeaders | None
    extra_query: Mapping[str, object] | None
    extra_body: Mapping[str, object] | None
    max_retries: int


@cache
def _status() -> Operation[models.JobsStatusResponse | None]:
    return Operation(
        name="jobs.status",
        method="GET",
        path="/jobs/{id}",
        types={("path", "id"): scalars.UUID, ("query", "lang"): str},
        success={"200": Json(models.JobsStatusResponse), "202": Empty()},
    )


class JobsResource:
    """Jobs."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    @cached_property
    def with_raw_response(self) -> JobsResourceWithRawResponse:
        """The same methods, returning a `RawResponse`."""
        return JobsResourceWithRawResponse(self._calls.raw())

    @cached_property
    def with_streaming_response(self) -> JobsResourceWithStreamingResponse:
        """The same methods as context managers that stream the body."""
        return JobsResourceWithStreamingResponse(self._calls.streaming())

    def status(
        self,
        id: UUID | str,
        *,
        lang: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.JobsStatusResponse | None:
        """Status.

        Returns:
            How it is. It is not known yet.
        """
        return self._calls.call(
            _status(),
            path={"id": id},
            query={"lang": lang},
            options=options,
        )

    def wait(
        self,
        id: UUID | str,
        *,
        lang: str | Unset = UNSET,
        timeout: float | None = 30.0,
        on_poll: Callable[[models.JobsStatusResponse | None], object] | None = None,
        **options: Unpack[_OptionsWithoutTimeout],
    ) -> models.JobsStatusResponse:
        """Wait until the job is done.

        The job ends when `job.state` in the response is `done`, `skipped` or `failed`.
        Polls every 2 seconds, backing off to 5; `Retry-After` takes precedence.

        Args:
            timeout: Maximum wait in seconds; None waits forever.
            on_poll: Called with the response of each poll.

        Returns:
            The last response, once the job has succeeded.

        Raises:
            errors.JobsWaitFailed: `job.state` is `failed`.
            errors.WaitTimeout: The job did not end within the timeout.
        """
        return wait_for(
            self._calls,
            _WAIT,
            _status(),
            timeout=timeout,
            on_poll=on_poll,
            path={"id": id},
            query={"lang": lang},
            options=options,
        )


class JobsResourceWithRawResponse:
    """The methods of `JobsResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = JobsResource(calls)
        self.status = raw(resource.status)


class JobsResourceWithStreamingResponse:
    """The methods of `JobsResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = JobsResource(calls)
        self.status = streaming(resource.status)


class AsyncJobsResource:
    """Jobs."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    @cached_property
    def with_raw_response(self) -> AsyncJobsResourceWithRawResponse:
        """The same methods, returning a `RawResponse`."""
        return AsyncJobsResourceWithRawResponse(self._calls.raw())

    @cached_property
    def with_streaming_response(self) -> AsyncJobsResourceWithStreamingResponse:
        """The same methods as context managers that stream the body."""
        return AsyncJobsResourceWithStreamingResponse(self._calls.streaming())

    async def status(
        self,
        id: UUID | str,
        *,
        lang: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.JobsStatusResponse | None:
        """Status.

        Returns:
            How it is. It is not known yet.
        """
        return await self._calls.call(
            _status(),
            path={"id": id},
            query={"lang": lang},
            options=options,
        )

    async def wait(
        self,
        id: UUID | str,
        *,
        lang: str | Unset = UNSET,
        timeout: float | None = 30.0,
        on_poll: Callable[[models.JobsStatusResponse | None], object] | None = None,
        **options: Unpack[_OptionsWithoutTimeout],
    ) -> models.JobsStatusResponse:
        """Wait until the job is done.

        The job ends when `job.state` in the response is `done`, `skipped` or `failed`.
        Polls every 2 seconds, backing off to 5; `Retry-After` takes precedence.

        Args:
            timeout: Maximum wait in seconds; None waits forever.
            on_poll: Called with the response of each poll.

        Returns:
            The last response, once the job has succeeded.

        Raises:
            errors.JobsWaitFailed: `job.state` is `failed`.
            errors.WaitTimeout: The job did not end within the timeout.
        """
        return await async_wait_for(
            self._calls,
            _WAIT,
            _status(),
            timeout=timeout,
            on_poll=on_poll,
            path={"id": id},
            query={"lang": lang},
            options=options,
        )


class AsyncJobsResourceWithRawResponse:
    """The methods of `AsyncJobsResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncJobsResource(calls)
        self.status = async_raw(resource.status)


class AsyncJobsResourceWithStreamingResponse:
    """The methods of `AsyncJobsResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncJobsResource(calls)
        self.status = async_streaming(resource.status)
