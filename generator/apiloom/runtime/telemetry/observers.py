"""Choice of the instrumentation of calls: hooks, the log and OpenTelemetry.

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
from .log import logger

if TYPE_CHECKING:

    from ..core.operation import Operation
    from . import instrumentation, tracing
    from .hooks import AnyHooks
    from .instrumentation import Watch
else:
    tracing = Deferred(".tracing", __package__)
    instrumentation = Deferred(".instrumentation", __package__)

_OPENTELEMETRY: Final = "opentelemetry.trace"
"""A program that has set it up has imported it."""


def observers(
    hooks: AnyHooks | None, package: str
) -> tuple[AnyHooks | None, tracing.Tracing | None] | None:
    """Return hooks and OpenTelemetry; None if nothing listens, not even the log."""
    found = tracing.tracing(package) if _OPENTELEMETRY in sys.modules else None
    is_seen = hooks is not None or found is not None
    # The logger caches what this asks of each call.
    if not is_seen and not logger(package).isEnabledFor(logging.INFO):
        return None
    return hooks, found


def watch(
    operation: Operation[Any], hooks: AnyHooks | None, base_url: str, package: str
) -> Watch | None:
    """Return the instrumentation of a call, or None if none is enabled."""
    found = observers(hooks, package)
    if found is None:
        return None
    _, _, place = base_url.partition("://")
    _, slash, path = place.partition("/")
    template = (slash + path).rstrip("/") + operation.path.partition("?")[0]
    return instrumentation.Watch(
        operation.name,
        operation.method,
        template,
        *found,
        package=package,
        is_documented=operation.is_documented,
    )
