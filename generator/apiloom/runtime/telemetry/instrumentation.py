"""Instrumentation of one call. Loaded late: if a hook, the log or a tracer listens."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.effects import Notify
from ..core.errors import plain_url, request_id
from .hook_events import RequestEvent, ResponseEvent, RetryEvent
from .log import logger
from .tracing import Traced, Tracing, shown

if TYPE_CHECKING:
    import httpx2

    from .hooks import AnyHooks


class Redaction(NamedTuple):
    """Copies without secrets that are shown in place of a request for a token."""

    request: Callable[[httpx2.Request], httpx2.Request]
    response: Callable[[httpx2.Response], httpx2.Response]
    error: Callable[[httpx2.RequestError], httpx2.RequestError]


class Watch:
    """Instrumentation of one call, or of one token that is fetched for it.

    Its methods do what needs no waiting, and yield the hooks for the client to call.
    """

    __slots__ = (
        "_attempt",
        "_hooks",
        "_is_documented",
        "_is_token_request",
        "_logger",
        "_method",
        "_operation",
        "_redaction",
        "_request",
        "_span",
        "_started",
        "_template",
        "_tracing",
    )

    def __init__(
        self,
        operation: str,
        method: str,
        template: str,
        hooks: AnyHooks | None,
        found: Tracing | None,
        *,
        package: str,
        is_documented: bool = True,
        redaction: Redaction | None = None,
    ) -> None:
        """Initialize with what is called and who observes.

        Args:
            operation: The name of the operation.
            method: The HTTP method.
            template: The path, without the values of its parameters.
            hooks: The caller's hooks.
            found: OpenTelemetry.
            package: The package of the client.
            is_documented: Whether the specification has the operation.
            redaction: What is shown of a request for a token, if it is one.
        """
        self._operation = operation
        self._method = method
        self._template = template
        self._hooks = hooks
        self._tracing = found
        self._logger = logger(package)
        self._is_documented = is_documented
        self._redaction = redaction
        self._is_token_request = redaction is not None
        self._attempt = 0
        self._started = 0.0
        self._span: Traced | None = None
        self._request: httpx2.Request | None = None

    def sending(self, request: httpx2.Request, resent: int) -> Iterator[Notify]:
        """Note that a request is about to be sent; yield the hook to call."""
        self._attempt = resent + 1
        self._request = request
        if self._tracing is not None:
            template = self._template if self._is_documented else None
            self._span = self._tracing.start(
                request, template, resent, is_token_request=self._is_token_request
            )
        if self._logger.isEnabledFor(logging.DEBUG):
            self._logger.debug("%s %s: sending", request.method, shown(request.url))
        if self._hooks is not None and self._hooks.on_request is not None:
            yield Notify(self._hooks.on_request, RequestEvent(**self._facts(request)))
        self._started = time.perf_counter()

    def received(self, response: httpx2.Response) -> Iterator[Notify]:
        """Note a response; yield the hook to call."""
        duration = time.perf_counter() - self._started
        span, self._span = self._span, None
        if span is not None:
            span.received(response)
        identifier = request_id(response)
        self._log(str(response.status_code), duration, response.status_code, identifier)
        request = self._request
        hook = self._hooks.on_response if self._hooks is not None else None
        if hook is not None and request is not None:
            redaction = self._redaction
            told = response if redaction is None else redaction.response(response)
            event = ResponseEvent(
                **self._facts(request),
                status_code=response.status_code,
                headers=told.headers,
                request_id=identifier,
                duration=duration,
                http_response=told,
            )
            yield Notify(hook, event)

    def failed(self, error: BaseException) -> None:
        """Note that no response came."""
        span, self._span = self._span, None
        if span is not None:
            span.error(error)
        duration = time.perf_counter() - self._started
        self._log(type(error).__name__, duration, None, None)

    def repeating(
        self,
        delay: float,
        response: httpx2.Response | None,
        error: httpx2.RequestError | None,
    ) -> Iterator[Notify]:
        """Note that the request will be sent again; yield the hook to call."""
        self._logger.info(
            "%s %s%s: again in %.2f s",
            self._method,
            self._template,
            self._purpose,
            delay,
            extra=self._extra(delay=delay),
        )
        request = self._request
        hook = self._hooks.on_retry if self._hooks is not None else None
        if hook is not None and request is not None:
            redaction = self._redaction
            event = RetryEvent(
                **self._facts(request),
                delay=delay,
                status_code=response.status_code if response is not None else None,
                error=error and redaction.error(error) if redaction else error,
            )
            yield Notify(hook, event)

    def abandoned(self, error: BaseException) -> None:
        """Note that a call ends before its response: cancelled, or by a hook."""
        span, self._span = self._span, None
        if span is not None:
            span.error(error)

    def _facts(self, request: httpx2.Request) -> dict[str, Any]:
        return {
            "operation": self._operation,
            "method": request.method,
            "url": plain_url(request.url),
            "url_template": self._template,
            "attempt": self._attempt,
            "is_token_request": self._is_token_request,
            "http_request": (
                self._redaction.request(request) if self._redaction else request
            ),
        }

    @property
    def _purpose(self) -> str:
        """Mark of a token request in the log, in parentheses."""
        return f" (token for {self._operation})" if self._is_token_request else ""

    def _log(
        self, what: str, duration: float, status: int | None, identifier: str | None
    ) -> None:
        if self._logger.isEnabledFor(logging.INFO):
            self._logger.info(
                "%s %s%s: %s in %.0f ms (attempt %d, request id %s)",
                self._method,
                self._template,
                self._purpose,
                what,
                duration * 1000,
                self._attempt,
                identifier,
                extra=self._extra(
                    status_code=status, duration=duration, request_id=identifier
                ),
            )

    def _extra(self, **more: object) -> dict[str, object]:
        """Return the same facts as attributes of the log record."""
        return {
            "operation": self._operation,
            "http_method": self._method,
            "url_template": self._template,
            "attempt": self._attempt,
            "is_token_request": self._is_token_request,
            **more,
        }
