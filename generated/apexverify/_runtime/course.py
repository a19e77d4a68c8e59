"""The course of a call: what is sent, when it is repeated, and what comes of it.

It is a generator that yields requests to send, pauses to make and hooks to call, and
receives answers.  The two drivers (`async_client` and `sync_client`) only carry out
what it yields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import httpx2

from .answers import decoder_of, failure, success
from .auth import Applied, AuthContext, authorize
from .deferred import Deferred
from .errors import APIStatusError
from .observing import watch
from .operations import Operation
from .options import Mode, Options
from .requests import Given, RequestBuilder, body_of
from .responses import RawResponse
from .retries import IDEMPOTENT, RetryPolicy, is_trouble
from .sending import NEVER_SENT, connection_error
from .steps import OpenFor, Pause, Send, Steps

if TYPE_CHECKING:
    from . import sequences, token_errors
    from .sequences import Reader
else:
    sequences = Deferred(".sequences", __package__)
    token_errors = Deferred(".token_errors", __package__)

T = TypeVar("T")


class Course:
    """How a client makes its calls."""

    def __init__(
        self,
        options: Options,
        mode: Mode,
        clock: Callable[[], float],
        items: Callable[[httpx2.Response, Reader], object],
        unread: Callable[[httpx2.Response, Callable[[], object], bool], object],
    ) -> None:
        """Take the options, what calls return, and what gives the time in seconds.

        `items` makes what iterates over the items of an answer, and `unread` what hands
        over an answer that is for the caller to read, in the driver's way.
        """
        self._options: Final = options
        self._mode: Final = mode
        self._clock: Final = clock
        self._items: Final = items
        self._unread: Final = unread
        self._policy: Final = RetryPolicy(options.max_retries)
        self._requests: Final = RequestBuilder(options)

    def steps(
        self,
        http: httpx2.Client | httpx2.AsyncClient,
        operation: Operation[T],
        path: Mapping[str, object] | None,
        query: Mapping[str, object] | None,
        headers: Mapping[str, object] | None,
        cookies: Mapping[str, object] | None,
        body: object,
        fields: Mapping[str, object] | None = None,
    ) -> Steps[T]:
        """The course of a call: send, repeat while that is safe, read the answer.

        The body is either given whole or by its fields.
        """
        if fields is not None:
            body = body_of(fields, required=operation.body_required)
        options = self._options
        policy = self._policy
        end = None if options.deadline is None else self._clock() + options.deadline
        watched = watch(operation, options.hooks, options.base_url)
        context = AuthContext(
            http,
            options.base_url,
            options.user_agent,
            options.timeout,
            options.deadline,
            end,
            policy,
            options.retry_budget,
            self._clock,
            operation=operation.name,
            hooks=options.hooks,
        )
        given = Given(path, query, headers, cookies)
        was_renewed = False
        attempt = resent = 0
        open_for: OpenFor | None = None
        if self._mode == "streaming" or operation.is_stream:
            open_for = partial(self._is_left_open, operation)
        try:
            while True:
                applied = yield from authorize(
                    operation.name, operation.security, options.credentials, context
                )
                request, content = self._requests.build(
                    http, operation, given, body, applied
                )
                left = None if end is None else self._left(end, request)
                safe = _is_safe(operation, request)
                response: httpx2.Response | None = None
                failed: httpx2.RequestError | None = None
                if content is not None and not content.replayable:
                    policy = RetryPolicy(0)
                try:
                    if watched is not None:
                        yield from watched.sending(request, resent)
                    response = yield Send(request, open_for, left, options.deadline)
                    if response is None:
                        raise TypeError("a request is answered with a response")
                    delay = policy.after_status(attempt, safe, response)
                except httpx2.RequestError as error:
                    failed = error
                    sent = not isinstance(error, NEVER_SENT)
                    delay = policy.after_error(attempt, safe, sent=sent)
                finally:
                    if content is not None:
                        content.close()
                if watched is not None and response is not None:
                    yield from watched.answered(response)
                elif watched is not None and failed is not None:
                    watched.failed(failed)
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
                    return self._end(operation, request, response, failed, end)
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
            raise

    def _renew(
        self, operation: Operation[T], applied: Applied, response: httpx2.Response
    ) -> Steps[bool]:
        """Renew credentials that were refused; ends in whether to try them."""
        try:
            return (yield from applied.renew(response))
        except token_errors.TokenError as error:
            raise error from self._failure(operation, response)

    def _left(self, end: float, request: httpx2.Request) -> float:
        """Seconds until the deadline.  Raises `APITimeoutError` if it is over."""
        left = end - self._clock()
        if left <= 0:
            raise connection_error(None, request, self._options.deadline)
        return left

    def _end(
        self,
        operation: Operation[T],
        request: httpx2.Request,
        response: httpx2.Response | None,
        failed: httpx2.RequestError | None,
        end: float | None,
    ) -> T:
        """What comes of the last attempt."""
        if response is not None:
            if not is_trouble(response.status_code):
                self._options.retry_budget.deposit()
            return self._result(operation, response)
        over = end is not None and self._clock() >= end
        deadline = self._options.deadline if over else None
        raise connection_error(failed, request, deadline) from failed

    def _result(self, operation: Operation[T], response: httpx2.Response) -> T:
        status = response.status_code
        if status >= 300 and decoder_of(operation, status) is None:
            raise self._failure(operation, response)
        validate = self._options.validate_responses
        if operation.is_stream:

            def parse() -> T:
                return self._stream(operation, response, validate)

        else:

            def parse() -> T:
                return success(operation, response, validate=validate)

        if self._mode == "parsed":
            return parse()
        if self._mode == "raw":
            return cast("T", RawResponse(response, parse))
        return cast("T", self._unread(response, parse, operation.is_stream))

    def _is_left_open(
        self, operation: Operation[Any], response: httpx2.Response
    ) -> bool:
        """Whether the body of an answer is for the caller to read, as it arrives."""
        if response.status_code >= 300:
            return False
        return (
            not operation.is_stream
            or sequences.sequence_of(operation.success, response) is not None
        )

    def _stream(
        self, operation: Operation[T], response: httpx2.Response, validate: bool
    ) -> T:
        """The items of an answer; raises `ResponseValidationError` if it has none."""
        decoder = sequences.sequence_of(operation.success, response)
        if decoder is None:
            raise sequences.not_a_sequence(operation.accept, response)
        return cast("T", self._items(response, decoder.reader(response, validate)))

    def _failure(
        self, operation: Operation[T], response: httpx2.Response
    ) -> APIStatusError:
        options = self._options
        return failure(
            operation, response, options.status_errors(), options.status_bodies()
        )


def _is_safe(operation: Operation[Any], request: httpx2.Request) -> bool:
    """Whether a request may be repeated although the server may have carried it out."""
    if operation.method in IDEMPOTENT:
        return True
    key = operation.idempotency_key
    return key is not None and bool(request.headers.get(key))
