"""From the arguments of a call to one request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import httpx2

from .auth import Applied
from .content import Content
from .errors import RequestValidationError
from .limits import check_arguments
from .operations import Operation
from .options import Options
from .parameters import (
    cookie_header,
    expand_path,
    header_pairs,
    query_string,
    sendable,
)
from .servers import operation_url
from .unset import UNSET


class Given(NamedTuple):
    """The arguments of a call by their places, as an API names them."""

    path: Mapping[str, object] | None = None
    query: Mapping[str, object] | None = None
    header: Mapping[str, object] | None = None
    cookie: Mapping[str, object] | None = None


def requested(
    http: httpx2.Client | httpx2.AsyncClient,
    options: Options,
    operation: Operation[Any],
    given: Given,
    body: object,
    applied: Applied,
) -> tuple[httpx2.Request, Content | None]:
    """Build one attempt.

    Raises `RequestValidationError`, the one error that needs no server.
    """
    if operation.limits:
        check_arguments(operation.limits, given._asdict())
    url = _url(options, operation, given, applied)
    content: Content | None = None
    headers = _headers(options, operation, given, applied)
    if operation.body is not None and body is not UNSET:
        _, content_type = headers.get("content-type", ("", None))
        content = operation.body.encode(body, content_type)
        for name, value in content.headers.items():
            headers[name.lower()] = name, value
    for name, value in (options.headers or {}).items():
        headers[name.lower()] = name, sendable(name, value)
    is_async = isinstance(http, httpx2.AsyncClient)
    try:
        request = http.build_request(
            operation.method,
            url,
            headers=list(headers.values()),
            content=content.stream(is_async) if content else None,
            timeout=options.timeout,
        )
    except httpx2.InvalidURL as error:
        message = f"{operation.name}: {url.partition('?')[0]!r} is not a URL: {error}"
        raise RequestValidationError(message) from error
    applied.sign(request)
    return request, content


def _url(
    options: Options, operation: Operation[Any], given: Given, applied: Applied
) -> str:
    base_url = operation_url(operation.servers, options.base_url, options.servers)
    if "://" not in base_url:
        raise RequestValidationError(
            f"{operation.name}: the specification gives no absolute URL of a "
            "server; pass base_url=…"
        )
    styles = operation.styles
    url = operation.url or base_url.rstrip("/") + expand_path(
        operation.path, given.path or {}, styles
    )
    queries = [query_string(given.query, styles)] if given.query else []
    queries = [part for part in (*queries, *applied.query) if part]
    if operation.url is not None:
        linked = url.partition("?")[2].split("&")
        queries = [part for part in queries if part not in linked]
    if queries:
        url += ("&" if "?" in url else "?") + "&".join(queries)
    return url


def _headers(
    options: Options, operation: Operation[Any], given: Given, applied: Applied
) -> dict[str, tuple[str, str]]:
    """By their names in lower case: what comes later replaces what came before."""
    styles = operation.styles
    found: dict[str, tuple[str, str]] = {
        "accept": ("accept", operation.accept),
        "user-agent": ("user-agent", options.user_agent),
    }
    for name, value in applied.headers.items():
        found[name.lower()] = name, sendable(name, value)
    for name, value in header_pairs(given.header, styles) if given.header else ():
        found[name.lower()] = name, value
    if given.cookie or applied.cookies:
        own = cookie_header(given.cookie, styles) if given.cookie else ""
        crumbs = [part for part in (own, *applied.cookies) if part]
        if crumbs:
            found["cookie"] = "cookie", "; ".join(crumbs)
    return found


def body_of(fields: Mapping[str, object], *, required: bool) -> object:
    """The body made of keyword arguments, without those that were left out.

    A body that is not required and has no fields is left out itself.
    """
    given = {name: value for name, value in fields.items() if value is not UNSET}
    return given if given or required else UNSET
