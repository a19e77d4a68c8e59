"""Spans of OpenTelemetry, in programs that have set it up.

Names and attributes are those of the semantic conventions for HTTP clients: one
span for each request that is sent, so that a retry has a span of its own.
https://opentelemetry.io/docs/specs/semconv/http/http-spans/
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from ..core.errors import plain_url

if TYPE_CHECKING:
    import httpx2

_METHODS: Final = frozenset(
    {"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"}
)
_PORTS: Final = {"https": 443, "http": 80}


class _Span(Protocol):
    """Used part of ``opentelemetry.trace.Span``."""

    def set_attribute(self, key: str, value: str | int | bool) -> None: ...

    def set_status(self, status: object) -> None: ...

    def end(self) -> None: ...


class _Tracer(Protocol):
    """Used part of ``opentelemetry.trace.Tracer``."""

    def start_span(
        self, name: str, *, kind: Any, attributes: Mapping[str, str | int | bool]
    ) -> _Span: ...


@dataclass(frozen=True, slots=True)
class Tracing:
    """OpenTelemetry, found at run time: the client does not depend on it."""

    tracer: _Tracer
    trace: Any
    propagate: Any
    package: str

    def start(
        self,
        request: httpx2.Request,
        template: str | None,
        resent: int,
        *,
        is_token_request: bool = False,
    ) -> Traced:
        """Start the span of a request, and tell the server which one it is.

        `template` is the path without the values of its parameters, if it is known;
        `resent` counts how often the call was sent before.
        """
        method = request.method if request.method in _METHODS else "_OTHER"
        url = request.url
        attributes: dict[str, str | int | bool] = {
            "http.request.method": method,
            "server.address": url.host,
            "server.port": url.port or _PORTS.get(url.scheme, 0),
            "url.full": shown(url),
        }
        if method == "_OTHER":
            attributes["http.request.method_original"] = request.method
        if template is not None:
            attributes["url.template"] = template
        if resent:
            attributes["http.request.resend_count"] = resent
        if is_token_request:
            attributes[f"{self.package}.is_token_request"] = True
        verb = "HTTP" if method == "_OTHER" else method
        span = self.tracer.start_span(
            f"{verb} {template}" if template is not None else verb,
            kind=self.trace.SpanKind.CLIENT,
            attributes=attributes,
        )
        context = self.trace.set_span_in_context(span)
        carrier: MutableMapping[str, str] = {}
        self.propagate.inject(carrier, context=context)
        request.headers.update(carrier)
        return Traced(span, self.trace.StatusCode.ERROR)


@dataclass(slots=True)
class Traced:
    """A span that was started."""

    span: _Span
    failed: object

    def received(self, response: httpx2.Response) -> None:
        """End the span with a response."""
        status = response.status_code
        self.span.set_attribute("http.response.status_code", status)
        version = response.http_version.removeprefix("HTTP/")
        self.span.set_attribute("network.protocol.version", version)
        if status >= 400:
            self._fail(str(status))
        self.span.end()

    def error(self, error: BaseException) -> None:
        """End the span without a response."""
        kind = type(error)
        self._fail(f"{kind.__module__}.{kind.__qualname__}")
        self.span.end()

    def _fail(self, kind: str) -> None:
        self.span.set_attribute("error.type", kind)
        self.span.set_status(self.failed)


def tracing(package: str) -> Tracing | None:
    """Return OpenTelemetry, or None if the program has not set it up.

    Nothing is imported to find out: a program that has set it up has imported it.
    """
    trace: Any = sys.modules.get("opentelemetry.trace")
    if trace is None or isinstance(trace.get_tracer_provider(), _idle(trace)):
        return None
    return _set_up(trace, package)


@cache
def _idle(trace: ModuleType) -> tuple[type, ...]:
    """Return the providers that stand for none."""
    names = ("ProxyTracerProvider", "NoOpTracerProvider")
    return tuple(getattr(trace, name) for name in names if hasattr(trace, name))


@cache
def _set_up(trace: Any, package: str) -> Tracing:
    propagate = import_module("opentelemetry.propagate")
    tracer = cast("_Tracer", trace.get_tracer(package))
    return Tracing(tracer, trace, propagate, package)


def shown(url: httpx2.URL) -> str:
    """Return a URL as it may be shown: the names of its query without their values."""
    bare = plain_url(url)
    names = "&".join(f"{name}=REDACTED" for name in url.params)
    return f"{bare}?{names}" if names else bare
