"""Requests, built from the arguments of a call."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import httpx2

from ..auth.credentials import Applied
from ..core.errors import RequestValidationError
from ..core.lazy import Deferred
from ..core.operation import Arguments, Operation
from ..core.servers import operation_url
from ..core.unset import UNSET, Made
from ..encoding.arguments import checked_arguments
from ..encoding.files import Content
from ..encoding.parameters import (
    cookie_header,
    expand_path,
    header_pairs,
    is_object,
    nested,
    query_string,
    sendable,
)
from ..encoding.problems import Problem, Problems
from ..encoding.urls import (
    Base,
    base_of,
    completed,
    joined,
    overridden,
    parsed,
    with_defaults,
)
from .options import Options, redacted_url, timeout_for

if TYPE_CHECKING:
    from ..encoding import checks
else:
    checks = Deferred("..encoding.checks", __package__)

_LENGTH_STATED: Final = frozenset({"POST", "PUT", "PATCH", "QUERY"})
"""Methods that say of a body that is not there that it is empty (RFC 9110, 8.6)."""

_NEEDED: Final = frozenset({"host", "content-length", "transfer-encoding"})
"""Headers without which no server understands a request."""

_MOST_DEFAULTS: Final = 64
_LIBRARY: Final = "python-httpx"
"""The default User-Agent of the HTTP library."""


class _Defaults(NamedTuple):
    """Default headers of requests, and the headers of the HTTP client they include."""

    client: list[tuple[bytes, bytes]]
    headers: httpx2.Headers


class _Kept(NamedTuple):
    """Timeout of requests, and the timeout of the HTTP client it was derived from."""

    client: httpx2.Timeout
    limits: dict[str, float | None]


class RequestBuilder:
    """Builds the requests of a client; what they have in common is built once."""

    def __init__(self, options: Options) -> None:
        """Initialize with the options of the client."""
        self._options: Final = options
        self._defaults: Final[dict[tuple[str, bytes, bool], _Defaults]] = {}
        self._timeout: _Kept | None = None
        self._base: Base | None = None
        self._stated: Final = frozenset(name.lower() for name in options.headers or ())
        self._removed: Final = [
            name.lower()
            for name, value in (options.headers or {}).items()
            if value is None
        ]
        self._default_query: str | None = None

    def build(
        self,
        http: httpx2.Client | httpx2.AsyncClient,
        operation: Operation[Any],
        arguments: Arguments,
        applied: Applied,
    ) -> tuple[httpx2.Request, Content | None]:
        """Build the request of one attempt.

        Args:
            http: The HTTP client that will send it.
            operation: The operation that is called.
            arguments: What the caller passed.
            applied: What the credentials add.

        Returns:
            The request, and its content if it has a body.

        Raises:
            RequestValidationError: An argument is missing or cannot be sent.
        """
        problems = Problems()
        validate = self._options.validate_requests
        passed = arguments
        body = arguments.whole_body(is_required=operation.body_required)
        base = self._base
        if base is None or operation.servers:
            base = self._base_of(operation)
        url = ""
        if arguments.header and (self._stated or self._options.shared_headers):
            header = self._headers_of(operation, arguments.header, problems)
            arguments = arguments._replace(header=header)
        if operation.types:
            arguments = checked_arguments(
                operation, arguments, problems, validate=validate
            )
        try:
            url = _url(base, operation, arguments, applied, problems)
        except RequestValidationError as error:
            problems.add(error)
        own = _own_headers(operation, arguments, applied, problems)
        options = self._options
        if options.default_query or options.extra_query:
            url = self._queried(url, problems, is_link=operation.url is not None)
        if http.params:
            url = with_defaults(url, str(http.params))
        content: Content | None = None
        extra = options.extra_body
        if operation.body is not None and (body is not UNSET or extra):
            _, content_type = own.get("content-type", ("", None))
            try:
                content = operation.body.encode(
                    body, content_type, validate=validate, extra=extra
                )
            except RequestValidationError as error:
                problems.add(error)
        elif extra:
            problems.found.append("extra_body: the operation has no body")
        elif operation.body is not None and operation.body_required and validate:
            problems.found.append("body: is required")
        if problems.found and content is not None:
            content.close()
        if problems.found:
            problems.refuse(operation.name)
        if content is not None:
            for name, value in content.headers.items():
                own[name.lower()] = name, value
        try:
            place = parsed(url, base)
        except httpx2.InvalidURL as error:
            shown = redacted_url(url)
            detail = "" if "@" in url else f": {error}"
            message = f"{operation.name}: {shown!r} is not a URL{detail}"
            raise RequestValidationError(message) from error
        is_async = isinstance(http, httpx2.AsyncClient)
        stream = content.stream(is_async) if content is not None else None
        is_empty = not stream and operation.method in _LENGTH_STATED
        headers = self._common_headers(
            http, operation.accept, place.netloc, is_empty
        ).copy()
        stated = self._stated
        if stated and passed.header:
            stated = stated.difference(_asked_for(passed.header))
            stated |= options.final_headers
        for key, (name, value) in own.items():
            if key not in stated:
                headers[name] = value
        if (
            base.userinfo
            and "authorization" not in headers
            and "authorization" not in stated
        ):
            headers["Authorization"] = base.authorization
            applied.secrets += base.secrets
        request = self._request(http, operation.method, place, headers, stream)
        if self._removed:
            for key in self._removed:
                if key in stated and key not in _NEEDED:
                    request.headers.pop(key, None)
        if applied.signatures:
            applied.sign(request)
        return request, content

    def _headers_of(
        self,
        operation: Operation[Any],
        given: Mapping[str, object],
        problems: Problems,
    ) -> dict[str, object]:
        """Return the headers of a call: omitted ones are those of the client."""
        shared = self._options.shared_headers or {}
        found: dict[str, object] = {}
        for name, value in given.items():
            key = name.lower()
            if value is not UNSET:
                found[name] = value
            elif key in self._stated:
                continue  # written with the other headers
            elif shared.get(key) is not None:
                found[name] = shared[key]
            elif key not in shared or ("header", name) not in operation.required:
                found[name] = value
            elif self._options.validate_requests:
                message = "is required: pass it to the method, or to the client"
                problems.found.append(Problem("header", (name,), message))
        return found

    def _queried(self, url: str, problems: Problems, *, is_link: bool) -> str:
        """Return a URL with the query of the options.

        A link that a server gave has been asked for with this query: only what it
        leaves out is added.
        """
        options = self._options
        extra = options.extra_query or {}
        try:
            default = self._default_query
            if default is None:
                default = _added_query(options.default_query or {}, "default_query")
                self._default_query = default
            if default:
                url = with_defaults(url, default)
            if extra:
                added = _added_query(extra, "extra_query")
                if is_link:
                    return with_defaults(url, added)
                return overridden(url, added, extra)
        except RequestValidationError as error:
            problems.add(error)
        return url

    def _base_of(self, operation: Operation[Any]) -> Base:
        """Return the server that an operation is sent to.

        Raises:
            RequestValidationError: Its URL is not absolute.
        """
        options = self._options
        try:
            base = base_of(
                operation_url(operation.servers, options.base_url, options.servers)
            )
        except RequestValidationError as error:
            raise RequestValidationError(f"{operation.name}: {error.message}") from None
        if not operation.servers:
            self._base = base
        return base

    def _common_headers(
        self,
        http: httpx2.Client | httpx2.AsyncClient,
        accept: str,
        host: bytes,
        is_empty: bool,
    ) -> httpx2.Headers:
        """Return the headers that do not depend on a call; not to be changed.

        Those of the options go before all others but the arguments of a call, those
        of the HTTP client behind.  `is_empty` says that the body is stated to be.
        """
        client = http.headers.raw
        kept = self._defaults.get((accept, host, is_empty))
        if kept is not None and kept.client == client:
            return kept.headers
        options = self._options
        headers = http.headers.copy()
        # What the caller chose for the HTTP client stands; not so what the library did.
        if headers.get("accept", "*/*") == "*/*":
            headers["accept"] = accept
        if headers.get("user-agent", _LIBRARY).startswith(_LIBRARY):
            headers["user-agent"] = options.user_agent
        for name, value in (options.headers or {}).items():
            if value is None:
                headers.pop(name, None)
            else:
                headers[name] = sendable(name, value)
        if host and "host" not in headers:
            # The first of all: RFC 9110, section 7.2.
            headers = httpx2.Headers([(b"Host", host), *headers.raw])
        if is_empty:
            headers.setdefault("Content-Length", "0")
        if len(self._defaults) >= _MOST_DEFAULTS:
            self._defaults.clear()
        self._defaults[accept, host, is_empty] = _Defaults(client, headers)
        return headers

    def _request(
        self,
        http: httpx2.Client | httpx2.AsyncClient,
        method: str,
        url: httpx2.URL,
        headers: httpx2.Headers,
        content: bytes | Iterable[bytes] | AsyncIterable[bytes] | None,
    ) -> httpx2.Request:
        kept = self._timeout
        if kept is None or kept.client is not http.timeout:
            timeout = httpx2.Timeout(timeout_for(self._options.timeout, http))
            kept = self._timeout = _Kept(http.timeout, timeout.as_dict())
        own = headers.pop("cookie", None) if http.cookies else None
        extensions = {"timeout": {**kept.limits}}
        if content:
            request = httpx2.Request(
                method, url, headers=headers, content=content, extensions=extensions
            )
        else:
            # The request has nothing to work out: there is no body to describe.
            request = httpx2.Request(
                method,
                url,
                headers=headers,
                stream=httpx2.ByteStream(b""),
                extensions=extensions,
            )
            request.read()
        if http.cookies:
            http.cookies.set_cookie_header(request)
        if own is not None:
            # By itself, the HTTP client adds its cookies only where there are none.
            request.headers["cookie"] = _both(own, request.headers.get("cookie", ""))
        return request


def _added_query(values: Mapping[str, object], option: str) -> str:
    """Return parameters that the specification does not know as a query.

    Objects are written in brackets. None and UNSET are not written.

    Raises:
        RequestValidationError: One of them cannot be written.
    """
    kept: dict[str, object] = {}
    for name, value in values.items():
        if value is not None and value is not UNSET:
            checked = checks.checked_any(value, option, (name,))
            kept.update(
                nested(name, checked) if is_object(checked) else {name: checked}
            )
    return query_string(kept, {})


def _url(
    base: Base,
    operation: Operation[Any],
    arguments: Arguments,
    applied: Applied,
    problems: Problems,
) -> str:
    """Return the URL of one call; empty if an argument cannot be written into it."""
    styles = operation.styles
    path = query = ""
    try:
        query = query_string(arguments.query, styles) if arguments.query else ""
    except RequestValidationError as error:
        problems.add(error)
    try:
        if operation.url is None:
            path = expand_path(operation.path, arguments.path or {}, styles)
    except RequestValidationError as error:
        problems.add(error)
    if problems.found:
        return ""
    queries = [query, *applied.query] if query else applied.query
    if operation.url is not None:
        return completed(operation.url, base, queries)
    return joined(base, path, queries)


def _own_headers(
    operation: Operation[Any],
    arguments: Arguments,
    applied: Applied,
    problems: Problems,
) -> dict[str, tuple[str, str]]:
    """Return the headers of one call: names in lower case, to names and values.

    What comes later replaces what came before.
    """
    styles = operation.styles
    found: dict[str, tuple[str, str]] = {}
    for name, value in applied.headers.items():
        try:
            found[name.lower()] = name, sendable(name, value)
        except RequestValidationError as error:
            problems.add(error)
    try:
        if arguments.header:
            for name, value in header_pairs(arguments.header, styles):
                found[name.lower()] = name, value
    except RequestValidationError as error:
        problems.add(error)
    own = ""
    try:
        own = cookie_header(arguments.cookie, styles) if arguments.cookie else ""
    except RequestValidationError as error:
        problems.add(error)
    crumbs = [own, *applied.cookies] if own else applied.cookies
    if crumbs:
        found["cookie"] = "cookie", "; ".join(crumbs)
    return found


def _both(own: str, kept: str) -> str:
    """Return the cookies of a call, and the HTTP client's that have other names."""
    names = {crumb.partition("=")[0] for crumb in own.split("; ")}
    others = [
        crumb
        for crumb in kept.split("; ")
        if crumb and crumb.partition("=")[0] not in names
    ]
    return "; ".join([own, *others])


def _asked_for(given: Mapping[str, object]) -> Iterator[str]:
    """Yield the names of the headers passed with this call, in lower case."""
    for name, value in given.items():
        if value is not UNSET and not isinstance(value, Made):
            yield name.lower()
