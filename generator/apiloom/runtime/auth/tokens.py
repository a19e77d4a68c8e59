"""Access tokens: how a token endpoint is asked, and what it responds.

RFC 6749, sections 3.2 (token endpoint) and 5 (issuing an access token).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

import httpx2

from ..client.options import timeout_for
from ..client.sending import NEVER_SENT, connection_error
from ..core.effects import Pause, Send, Steps
from ..core.errors import REDACT, plain_url
from ..core.lazy import Deferred
from ..core.redaction import redact
from ..encoding.urls import base_of
from ..telemetry.observers import observers
from .token_errors import TokenError, token_reason

if TYPE_CHECKING:
    from ..telemetry import instrumentation
    from ..telemetry.instrumentation import Watch
    from .credentials import AuthContext
else:
    instrumentation = Deferred("..telemetry.instrumentation", __package__)

LEEWAY: Final = 60.0
"""A token is renewed this many seconds before it expires, if it lives that long."""

_SHARE: Final = 0.1
"""Of a token that lives shortly, no more than this part is given away."""

_SECRET: Final = frozenset(
    {b"authorization", b"cookie", b"dpop", b"proxy-authorization", b"set-cookie"}
)
_OF_THE_BODY: Final = frozenset(
    {b"content-encoding", b"content-length", b"transfer-encoding"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and its time, by the clock of its owner; never shown."""

    value: str = field(repr=False)
    fresh_until: float | None = None
    expires_at: float | None = None
    refresh_token: str | None = field(default=None, repr=False)

    def is_fresh(self, now: float) -> bool:
        """Return whether it need not be renewed yet."""
        return self.fresh_until is None or now < self.fresh_until

    def is_valid(self, now: float) -> bool:
        """Return whether it has not expired, as far as the server said."""
        return self.expires_at is None or now < self.expires_at


def endpoint(token_url: str, context: AuthContext) -> httpx2.URL:
    """Return the URL of the token endpoint; a relative one is below the server.

    OpenAPI 3.1, section 4.6 (Relative References in URLs).
    """
    return httpx2.URL(base_of(context.base_url).url).join(token_url)


def token_request(
    url: httpx2.URL,
    fields: Mapping[str, str],
    headers: Mapping[str, str],
    context: AuthContext,
) -> httpx2.Request:
    """Return a request for a token (section 3.2)."""
    return context.http.build_request(
        "POST",
        url,
        data=dict(fields),
        headers={
            "accept": "application/json",
            "user-agent": context.user_agent,
            **headers,
        },
        timeout=timeout_for(context.timeout, context.http),
    )


def token_of(response: httpx2.Response, now: float, sent: Sequence[str]) -> Token:
    """Return the token in a response (section 5.1).

    Args:
        response: The response of the token endpoint.
        now: The time, in seconds of the client's clock.
        sent: The secrets of the request, which no error quotes.

    Raises:
        TokenError: There is no token that can be used.
    """
    body = members(response)
    value = body.get("access_token")
    kind = body.get("token_type")
    if not response.is_success or not isinstance(value, str) or not value:
        raise _refusal(response, body, sent)
    if not (value.isascii() and value.isprintable()):
        raise refused(response, "the access token has characters that cannot be sent")
    if isinstance(kind, str) and not kind.lower().startswith("bearer"):
        # Section 7.1: a token of a type that is not understood must not be used.
        told = redact(kind[:40], sent)
        raise refused(response, f"the token is none for a bearer, but {told!r}")
    lifetime = _seconds(body.get("expires_in"))
    refresh_token = body.get("refresh_token")
    return Token(
        value,
        now + lifetime - min(LEEWAY, lifetime * _SHARE) if lifetime else None,
        now + lifetime if lifetime else None,
        refresh_token if isinstance(refresh_token, str) and refresh_token else None,
    )


def members(response: httpx2.Response) -> Mapping[str, object]:
    """Return the members of a response that is an object; none of any other."""
    try:
        body: Any = response.json()
    except (ValueError, RecursionError):
        return {}
    return cast("Mapping[str, object]", body) if isinstance(body, dict) else {}


def _seconds(value: object) -> float | None:
    """Return the lifetime of a token; some servers write the number as text."""
    if not isinstance(value, int | float | str) or isinstance(value, bool):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return seconds if 0 < seconds < float("inf") else None


def _refusal(
    response: httpx2.Response, body: Mapping[str, object], sent: Sequence[str]
) -> TokenError:
    """Return the exception for an error response (section 5.2), or for any other."""
    code, description, uri = (
        _quotable(body.get(name), sent)
        for name in ("error", "error_description", "error_uri")
    )
    if code is None:
        said = "no access token came" if response.is_success else "no error was named"
        return refused(response, said)
    said = f"{code}: {description}" if description else code
    return refused(response, said, code, description, uri)


def _quotable(value: object, sent: Sequence[str]) -> str | None:
    """Return a text of the server in one line, without the secrets in it."""
    if not isinstance(value, str) or not value.strip():
        return None
    return redact(" ".join(value.split())[:300], sent)


def refused(
    response: httpx2.Response,
    said: str,
    code: str | None = None,
    description: str | None = None,
    uri: str | None = None,
) -> TokenError:
    """Return the exception for a response without a token, or the way to one."""
    url = str(response.request.url.copy_with(query=None, userinfo=b""))
    return TokenError(
        f"{response.request.method} {url}: {response.status_code}: {said}",
        url=url,
        status_code=response.status_code,
        reason=token_reason(code),
        raw_reason=code,
        description=description,
        uri=uri,
    )


def fetched(
    build: Callable[[], Steps[httpx2.Request]],
    context: AuthContext,
    *,
    is_repeatable: bool = True,
) -> Steps[httpx2.Response]:
    """Send a request and return the response.

    It is retried, instrumented and limited in time like the call that it is for, whose
    retry budget it shares.

    Args:
        build: Makes the request, anew for each attempt.
        context: What the call knows.
        is_repeatable: Whether a request may be sent again that may have arrived.

    Raises:
        APIConnectionError: No response comes.
    """
    attempt = 0
    watched: Watch | None = None
    try:
        while True:
            request = yield from build()
            request.extensions.setdefault(REDACT, context.redact)
            failed: httpx2.RequestError | None = None
            response: httpx2.Response | None = None
            left = context.left(request)
            watched = watched or _watch(context, request)
            try:
                if watched is not None:
                    yield from watched.sending(request, attempt)
                response = yield Send(
                    request,
                    within=left,
                    deadline=context.deadline,
                    limits=context.limits,
                )
                if response is None:
                    raise TypeError("the driver returned no response")
                delay = context.policy.after_status(attempt, is_repeatable, response)
            except httpx2.RequestError as error:
                failed = error
                sent = not isinstance(error, NEVER_SENT)
                delay = context.policy.after_error(attempt, is_repeatable, sent=sent)
            if watched is not None and response is not None:
                yield from watched.received(response)
            elif watched is not None and failed is not None:
                watched.failed(failed)
            if delay is None or not context.may_repeat(delay):
                if response is not None:
                    return response
                raise connection_error(failed, request, context.passed()) from failed
            if watched is not None:
                yield from watched.repeating(delay, response, failed)
            attempt += 1
            yield Pause(delay)
    except BaseException as error:
        if watched is not None:
            watched.abandoned(error)
        raise


def _watch(context: AuthContext, request: httpx2.Request) -> Watch | None:
    """Return the instrumentation of a token request, or None if none is enabled."""
    found = observers(context.hooks, context.package)
    if found is None:
        return None
    return instrumentation.Watch(
        context.operation,
        request.method,
        request.url.path,
        *found,
        package=context.package,
        redaction=instrumentation.Redaction(_bare_request, _bare_response, _bare_error),
    )


def _bare_request(request: httpx2.Request) -> httpx2.Request:
    """Return a request without its body, its credentials, and the query of its URL."""
    url = plain_url(request.url)
    return httpx2.Request(request.method, url, headers=_plain(request.headers))


def _bare_response(response: httpx2.Response) -> httpx2.Response:
    """Return a response without its body and its cookies."""
    return httpx2.Response(
        response.status_code,
        headers=_plain(response.headers),
        request=_bare_request(response.request),
    )


def _bare_error(error: httpx2.RequestError) -> httpx2.RequestError:
    """Return an error of the HTTP library whose request is a bare one."""
    shown = copy(error)
    shown.request = _bare_request(error.request)
    return shown


def _plain(headers: httpx2.Headers) -> list[tuple[bytes, bytes]]:
    omitted = _SECRET | _OF_THE_BODY
    pairs = headers.raw
    return [(name, value) for name, value in pairs if name.lower() not in omitted]
