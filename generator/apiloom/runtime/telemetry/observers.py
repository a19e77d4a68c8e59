"""Who watches a call: hooks, the log and OpenTelemetry; nobody, as a rule.

The log is that of Python's `logging`, under the name of the package.  INFO tells
method, template of the path, status, duration, attempt and request id; DEBUG adds
the URL, without the values of its query.  No level shows credentials or bodies.
Requests for access tokens are seen like all others, and marked.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any, Final

from ..core.lazy import Deferred
from .log import LOG

if TYPE_CHECKING:
    import httpx2

    from ..core.operation import Operation
    from . import instrumentation, tracing
    from .hooks import AnyHooks
    from .instrumentation import Watch
else:
    tracing = Deferred(".tracing", __package__)
    instrumentation = Deferred(".instrumentation", __package__)

_OPENTELEMETRY: Final = "opentelemetry.trace"
"""A program that has set it up has imported it."""


def watch(
    operation: Operation[Any], hooks: AnyHooks | None, base_url: str
) -> Watch | None:
    """What watches a call, or None if nobody wants to know."""
    found = tracing.tracing() if _OPENTELEMETRY in sys.modules else None
    if hooks is None and found is None and not LOG.isEnabledFor(logging.INFO):
        return None
    _, _, place = base_url.partition("://")
    _, slash, path = place.partition("/")
    template = (slash + path).rstrip("/") + operation.path.partition("?")[0]
    return instrumentation.Watch(
        operation.name,
        operation.method,
        template,
        hooks,
        found,
        is_documented=operation.is_documented,
    )


def watch_token(
    operation: str, hooks: AnyHooks | None, request: httpx2.Request
) -> Watch | None:
    """What watches the fetching of a token that an operation needs, if anybody does."""
    found = tracing.tracing() if _OPENTELEMETRY in sys.modules else None
    if hooks is None and found is None and not LOG.isEnabledFor(logging.INFO):
        return None
    return instrumentation.Watch(
        operation,
        request.method,
        request.url.path,
        hooks,
        found,
        is_token_request=True,
    )
