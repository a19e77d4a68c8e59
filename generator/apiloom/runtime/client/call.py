"""Steps of a call: the request, its retries, and the result.

A generator yields requests to send, pauses to make and hooks to call, and receives
responses.  The two clients (`async_client` and `sync_client`) carry out its steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar, cast

import httpx2

from ..auth.credentials import Applied, AuthContext, authorize
from ..core.effects import OpenFor, Pause, Send, Steps
from ..core.errors import (
    REDACT,
    REQUEST_IDS,
    APIError,
    APIStatusError,
    RequestValidationError,
    ResponseValidationError,
)
from ..core.lazy import Deferred
from ..core.operation import OPERATION, Arguments, Operation
from ..core.retries import IDEMPOTENT, RetryPolicy, is_trouble
from ..decoding.decoders import RawResponse
from ..decoding.limits import DEFAULT_LIMITS
from ..decoding.mismatches import Reported
from ..decoding.results import Reporting, decoder_of, failure, success
from ..telemetry.observers import watch
from .options import Mode, Options
from .request_builder import RequestBuilder
from .sending import NEVER_SENT, connection_error, described, is_of_hook

if TYPE_CHECKING:
    from ..core import redaction, redirects
    from ..encoding.files import Content
else:
    redaction = Deferred("..core.redaction", __package__)
    redirects = Deferred("..core.redirects", __package__)

T = TypeVar("T")


class Course:
    """Steps of the calls of a client."""

    def __init__(
        self,
        options: Options,
        mode: Mode,
        clock: Callable[[], float],
        unread: Callable[[httpx2.Response, Callable[[], object], bool], object],
        reported: set[Reported],
    ) -> None:
        """Initialize with what all calls of a client have in common.

        Args:
            options: The options of the client.
            mode: What calls return.
            clock: Returns the time in seconds.
            unread: Makes a streaming response for the sync or the async client.
            reported: What the client has reported already.
        """
        self._options: Final = options
        self._mode: Final = mode
        self._clock: Final = clock
        self._unread: Final = unread
        self._reporting: Final = Reporting(
            options.validate_responses, options.hooks, reported, options.package
        )
        self._policy: Final = RetryPolicy(options.max_retries)
        self._requests: Final = RequestBuilder(options)
        self._stated: Final = options.stated
        self._queried: Final = options.query_names

    def steps(
        self,
        http: httpx2.Client | httpx2.AsyncClient,
        operation: Operation[T],
        arguments: Arguments,
        items: StreamOpener | None = None,
    ) -> Steps[T]:
        """Send a request, retry while that is safe, and read the response.

        Args:
            http: The HTTP client that sends.
            operation: The operation that is called.
            arguments: What the caller passed.
            items: How the response is read, if it is a stream of items.

        Returns:
            The steps of the call, for the driver to carry out.
        """
        options = self._options
        policy = self._policy
        open_for: OpenFor | None = None
        if self._mode == "streaming" or items is not None:
            open_for = partial(_is_left_open, operation, items)
        limits = options.limits or DEFAULT_LIMITS
        deadline = options.deadline
        if deadline is None and open_for is None:
            # Streams and downloads may take as long as they like.
            deadline = limits.seconds
        end = None if deadline is None else self._clock() + deadline
        watched = watch(operation, options.hooks, options.base_url, options.package)
        context = AuthContext(
            http,
            options.base_url,
            options.user_agent,
            options.timeout,
            deadline,
            end,
            policy,
            options.retry_budget,
            self._clock,
            operation=operation.name,
            hooks=options.hooks,
            package=options.package,
            limits=limits,
            credentials=options.credentials,
            headers=options.headers,
            query=self._queried,
        )
        followed = 0
        was_renewed = False
        attempt = resent = 0
        applied: Applied | None = None
        try:
            while True:
                applied = yield from authorize(
                    operation.name, operation.security, options.credentials, context
                )
                request, content = self._built_request(
                    http, operation, arguments, applied
                )
                left = context.left(request)
                response: httpx2.Response | None = None
                failed: httpx2.RequestError | None = None
                if content is not None and not content.replayable:
                    policy = RetryPolicy(0)
                try:
                    if watched is not None:
                        yield from watched.sending(request, resent)
                    response = yield Send(
                        request, open_for, left, deadline, limits, content
                    )
                    if response is None:
                        raise TypeError("the driver returned no response")
                    delay = None
                    if response.status_code >= 400:
                        safe = _is_safe(operation, request)
                        delay = policy.after_status(attempt, safe, response)
                except httpx2.RequestError as error:
                    failed = error
                    sent = not isinstance(error, NEVER_SENT)
                    safe = _is_safe(operation, request)
                    delay = policy.after_error(attempt, safe, sent=sent)
                finally:
                    if content is not None:
                        content.close()
                if watched is not None and response is not None:
                    yield from watched.received(response)
                elif watched is not None and failed is not None:
                    watched.failed(failed)
                if (
                    response is not None
                    and 300 <= response.status_code < 400
                    and followed < _most_redirects(options, http)
                ):
                    target = redirects.target_of(response)
                    if target is not None:
                        followed += 1
                        operation = replace(operation, url=target)
                        arguments = arguments._replace(query=None)
                        if content is not None:
                            content.rewind()
                        continue
                renewed = False
                if response is not None and response.status_code == 401:
                    if not was_renewed:
                        renewed = yield from self._renew(operation, applied, response)
                        renewed = renewed and (content is None or content.replayable)
                    was_renewed = True
                if end is not None and delay is not None:
                    delay = delay if self._clock() + delay < end else None
                if renewed:
                    # Nothing was done, and nothing is wrong with the server.
                    delay = 0.0
                elif delay is None or not options.retry_budget.withdraw():
                    if response is not None:
                        return self._result(operation, response, items)
                    raise connection_error(
                        failed, request, context.passed()
                    ) from failed
                else:
                    attempt += 1
                if watched is not None:
                    yield from watched.repeating(delay, response, failed)
                if content is not None:
                    content.rewind()
                resent += 1
                if not renewed:
                    yield Pause(delay)
        except BaseException as error:
            if watched is not None:
                watched.abandoned(error)
            if isinstance(error, APIError):
                redact = applied.redact if applied is not None else context.redact
                redaction.protect(error, redact)
            raise

    def _built_request(
        self,
        http: httpx2.Client | httpx2.AsyncClient,
        operation: Operation[T],
        arguments: Arguments,
        applied: Applied,
    ) -> tuple[httpx2.Request, Content | None]:
        """Build a request, whose credentials can be removed from what is said of it.

        Raises:
            RequestValidationError: An argument cannot be sent.
        """
        try:
            request, content = self._requests.build(http, operation, arguments, applied)
        except (APIError, OSError):
            raise
        except Exception as error:
            message = (
                f"{operation.name}: an argument cannot be sent: {described(error)}"
            )
            raise RequestValidationError(applied.redact(message)) from error
        applied.stated = self._stated
        applied.url = request.url
        request.extensions[REDACT] = applied.redact
        request.extensions[OPERATION] = operation.name
        if self._options.request_ids:
            request.extensions[REQUEST_IDS] = self._options.request_ids
        return request, content

    def _renew(
        self, operation: Operation[T], applied: Applied, response: httpx2.Response
    ) -> Steps[bool]:
        """Renew credentials that were refused; return whether to try them.

        Raises:
            APIError: They cannot be renewed; its cause is what refused them.
        """
        try:
            return (yield from applied.renew(response))
        except APIError as error:
            if error.__cause__ is not None:
                raise
            raise error from self._failure(operation, response)

    def _result(
        self,
        operation: Operation[T],
        response: httpx2.Response,
        items: StreamOpener | None,
    ) -> T:
        """Return what the last response is read as, or raise the error that it is."""
        status = response.status_code
        if status < 400 or not is_trouble(status):
            self._options.retry_budget.deposit()
        if status >= 300 and decoder_of(operation, status) is None:
            raise self._failure(operation, response)
        read: Callable[[], T]
        if items is not None:
            opened = partial(items.open, operation, response, self._reporting)
            read = cast("Callable[[], T]", opened)
        else:
            read = partial(success, operation, response, self._reporting)
        parse = partial(_read, operation.name, response, read)
        if self._mode == "parsed":
            return parse()
        if self._mode == "raw":
            return cast("T", RawResponse(response, parse))
        return cast("T", self._unread(response, parse, items is not None))

    def _failure(
        self, operation: Operation[T], response: httpx2.Response
    ) -> APIStatusError:
        options = self._options
        return _read(
            operation.name,
            response,
            lambda: failure(operation, response, options.errors),
        )


class StreamOpener(Protocol):
    """Reads the response of a call as a stream of items."""

    def is_stream(self, operation: Operation[Any], response: httpx2.Response) -> bool:
        """Return whether a response can be a stream, by its status and headers."""
        ...

    def open(
        self, operation: Operation[Any], response: httpx2.Response, reporting: Reporting
    ) -> object:
        """Return the stream of a response.

        Raises:
            ResponseValidationError: The response is of another media type.
        """
        ...


def _is_left_open(
    operation: Operation[Any], items: StreamOpener | None, response: httpx2.Response
) -> bool:
    """Return whether the body of a response is left for the caller to read."""
    if response.status_code >= 300:
        return False
    return items is None or items.is_stream(operation, response)


def _most_redirects(options: Options, http: httpx2.Client | httpx2.AsyncClient) -> int:
    """Return how many redirects a call may follow: none, unless the caller wants it."""
    wanted = options.follow_redirects
    follows = http.follow_redirects if wanted is None else wanted
    return http.max_redirects if follows else 0


def _read(name: str, response: httpx2.Response, read: Callable[[], T]) -> T:
    """Read a response; whatever goes wrong with it becomes an error of the client.

    Raises:
        ResponseValidationError: It cannot be read; the response is kept.
    """
    try:
        return read()
    except APIError as error:
        redaction.protect(error, response.request.extensions.get(REDACT))
        raise
    except Exception as error:
        if is_of_hook(error):
            raise
        message = f"{name}: the response cannot be read: {described(error)}"
        failure = ResponseValidationError(message, response=response)
        failure.__cause__ = error
        redaction.protect(failure, response.request.extensions.get(REDACT))
        raise failure from failure.__cause__


def _is_safe(operation: Operation[Any], request: httpx2.Request) -> bool:
    """Return whether a request may be sent twice without harm."""
    if operation.method in IDEMPOTENT:
        return True
    key = operation.idempotency_key
    return key is not None and bool(request.headers.get(key))
