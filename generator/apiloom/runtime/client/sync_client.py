"""Driver of the calls of the sync client, and its base class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar, Unpack, cast, overload

import httpx2

from ..core.effects import Ask, Exclusive, Notify, Pause, Send, Step, Steps
from ..core.errors import APIError
from ..core.lazy import Deferred
from ..core.locks import locked
from ..core.operation import Arguments
from ..core.unset import UNSET
from .base import BaseCalls, BaseClient
from .connections import Pool
from .options import RequestOptions

if TYPE_CHECKING:
    import time

    from pydantic import JsonValue

    from ..core import redaction
    from ..core.operation import Operation
    from ..decoding import sync_streaming_responses as responses
    from ..decoding.decoders import RawResponse
    from ..telemetry import hooks
    from . import adhoc, sending
    from .call import StreamOpener
    from .options import Options
else:
    time = Deferred("time")
    responses = Deferred("..decoding.sync_streaming_responses", __package__)
    hooks = Deferred("..telemetry.hooks", __package__)
    redaction = Deferred("..core.redaction", __package__)
    sending = Deferred(".sending", __package__)
    adhoc = Deferred(".adhoc", __package__)

P = ParamSpec("P")
T = TypeVar("T")


class Calls(BaseCalls):
    """Calls of the sync client."""

    def __init__(self, options: Options, http_client: httpx2.Client | None) -> None:
        """Initialize with options and, if the caller has one, an HTTP client."""
        super().__init__(options)
        self.pool = Pool(http_client, options.limits)

    def call(
        self,
        operation: Operation[T],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        cookies: Mapping[str, object] | None = None,
        body: object = UNSET,
        fields: Mapping[str, object] | None = None,
        items: StreamOpener | None = None,
        options: Mapping[str, object] | None = None,
    ) -> T:
        """Call an operation.

        Args:
            operation: The operation.
            path: The parameters of the path; omitted ones are UNSET, here and below.
            query: The parameters of the query.
            headers: The parameters that are headers.
            cookies: The parameters that are cookies.
            body: The whole body.
            fields: The fields of the body, in its place.
            items: How the response is read, if it is a stream of items.
            options: What the caller sets for this call alone: see `RequestOptions`.

        Raises:
            APIError: The call failed.
            TypeError: There is no such option.
        """
        http = self.pool.http()
        arguments = Arguments(path, query, headers, cookies, body, fields)
        course = self.course
        if options:
            course = self.course_with(operation.name, options)
        steps = course.steps(http, operation, arguments, items)
        try:
            return self._drive(http, steps)
        except Exception as error:
            redaction.clear_frames(error)
            raise

    @staticmethod
    def unread(
        response: httpx2.Response, parse: Callable[[], object], is_live: bool
    ) -> object:
        return responses.StreamingResponse(response, parse, is_live)

    def sleep(self, seconds: float) -> None:
        """Wait: between retries, and between the polls of a waiter."""
        time.sleep(seconds)

    def _drive(self, http: httpx2.Client, steps: Steps[T]) -> T:
        failure: Exception | None = None
        failed: Step | None = None
        try:
            step = next(steps)
            while True:
                try:
                    if isinstance(step, Send):
                        response: object = sending.send(http, step)
                    else:
                        response = self._carry_out(http, step)
                except Exception as error:
                    failure, failed = error, step
                    step = steps.throw(error)
                else:
                    step = steps.send(response)
        except StopIteration as stop:
            return cast("T", stop.value)
        except Exception as error:
            if isinstance(error, APIError):
                raise
            if failed is not None and error is failure:
                is_callers = sending.is_callers(error, failed, http)
            else:
                # What the operating system says is about a file of the caller.
                is_callers = sending.is_of_hook(error) or isinstance(error, OSError)
            if is_callers:
                raise
            raise sending.unexpected(error) from error
        finally:
            # Whatever happened, the files that the call opened are closed.
            steps.close()

    def _carry_out(
        self, http: httpx2.Client, step: Pause | Notify | Ask | Exclusive
    ) -> object:
        """Do what a course asks for besides sending."""
        if isinstance(step, Pause):
            self.sleep(step.seconds)
            return None
        if isinstance(step, Notify):
            hooks.notify(step)
            return None
        if isinstance(step, Ask):
            return step.function()
        with locked(self.pool.mutex, step.within):
            return self._drive(http, step.course())


class APIClient(BaseClient[Calls]):
    """Base of the generated sync client."""

    def __init__(self, options: Options, http_client: httpx2.Client | None) -> None:
        """Initialize with options and, if the caller has one, an HTTP client."""
        super().__init__(Calls(options, http_client))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, unless they belong to a caller's own HTTP client."""
        self._calls.pool.close()

    @overload
    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        json: object = UNSET,
        body: object = UNSET,
        headers: Mapping[str, str] | None = None,
        response_type: type[T],
        **options: Unpack[RequestOptions],
    ) -> T: ...

    @overload
    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        json: object = UNSET,
        body: object = UNSET,
        headers: Mapping[str, str] | None = None,
        # A union, say: it has a type that checkers cannot tell from its value.
        response_type: object,
        **options: Unpack[RequestOptions],
    ) -> object: ...

    @overload
    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        json: object = UNSET,
        body: object = UNSET,
        headers: Mapping[str, str] | None = None,
        **options: Unpack[RequestOptions],
    ) -> JsonValue: ...

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        json: object = UNSET,
        body: object = UNSET,
        headers: Mapping[str, str] | None = None,
        response_type: object = UNSET,
        **options: Unpack[RequestOptions],
    ) -> object:
        """Send a request that the specification does not know.

        Credentials, retries and errors are as for any other call.

        Args:
            method: The HTTP method.
            path: The path below `base_url`, with its values already in it.
            params: The query; a list is written as several parameters.
            json: A body of JSON: plain values and models.
            body: Any other body: text, bytes or a file; `headers` may say what it is.
            headers: Sent with this request.
            response_type: What the response is read as: a model or any other type of
                JSON, `str`, `bytes`, `type(None)`, or the HTTP library's `Response`
                for the response as it came. Without it, JSON's types or text.
            options: See `RequestOptions`.

        Raises:
            RequestValidationError: The path or the body cannot be sent.
            APIStatusError: The status is no 2XX.
            ResponseValidationError: The response cannot be read, or is no
                `response_type` where that is an error (`validate_responses`).
        """
        operation, content, kept = adhoc.undocumented(
            method,
            path,
            json,
            body,
            headers,
            response_type,
            self._calls.options.security,
        )
        return self._calls.call(
            operation, query=params, headers=kept, body=content, options=options
        )


def raw(
    method: Callable[P, T],
) -> Callable[P, RawResponse[T]]:
    """Type a method of a resource whose client responses raw."""
    return cast("Callable[P, RawResponse[T]]", method)


def streaming(
    method: Callable[P, T],
) -> Callable[P, responses.StreamingCall[T]]:
    """Return a method of a resource as a context manager that streams the body."""

    def call(*args: P.args, **keywords: P.kwargs) -> responses.StreamingCall[T]:
        return responses.StreamingCall(method, args, keywords)

    return call
