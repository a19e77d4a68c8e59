"""Access tokens: what a token endpoint is asked, and what it answers.

RFC 6749, sections 3.2 (token endpoint) and 5 (issuing an access token).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

import httpx2

from ..client.options import timeout_for
from ..core.redaction import redact
from ..encoding.urls import base_of
from .token_errors import TokenError, TokenErrorReason

if TYPE_CHECKING:
    from .credentials import AuthContext

LEEWAY: Final = 60.0
"""A token is renewed this many seconds before it expires, if it lives that long."""

_SHARE: Final = 0.1
"""Of a token that lives shortly, no more than this part is given away."""


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and its time, by the clock of its owner; never shown."""

    value: str = field(repr=False)
    fresh_until: float | None = None
    expires_at: float | None = None
    refresh_token: str | None = field(default=None, repr=False)

    def is_fresh(self, now: float) -> bool:
        """Whether it need not be renewed yet."""
        return self.fresh_until is None or now < self.fresh_until

    def is_valid(self, now: float) -> bool:
        """Whether it has not expired, as far as the server said."""
        return self.expires_at is None or now < self.expires_at


def endpoint(token_url: str, context: AuthContext) -> httpx2.URL:
    """Where the token endpoint is; a relative URL is below that of the server.

    OpenAPI 3.1, section 4.6 (Relative References in URLs).
    """
    return httpx2.URL(base_of(context.base_url).url).join(token_url)


def token_request(
    url: httpx2.URL,
    fields: Mapping[str, str],
    headers: Mapping[str, str],
    context: AuthContext,
) -> httpx2.Request:
    """A request for a token (section 3.2)."""
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
    """The token in an answer (section 5.1).

    Raises `TokenError` if there is none; it quotes nothing of what was `sent`.
    """
    answer = members(response)
    value = answer.get("access_token")
    kind = answer.get("token_type")
    if not response.is_success or not isinstance(value, str) or not value:
        raise _refusal(response, answer, sent)
    if not (value.isascii() and value.isprintable()):
        raise refused(response, "the access token has characters that cannot be sent")
    if isinstance(kind, str) and not kind.lower().startswith("bearer"):
        # Section 7.1: a token of a type that is not understood must not be used.
        told = redact(kind[:40], sent)
        raise refused(response, f"the token is none for a bearer, but {told!r}")
    lifetime = _seconds(answer.get("expires_in"))
    refresh_token = answer.get("refresh_token")
    return Token(
        value,
        now + lifetime - min(LEEWAY, lifetime * _SHARE) if lifetime else None,
        now + lifetime if lifetime else None,
        refresh_token if isinstance(refresh_token, str) and refresh_token else None,
    )


def members(response: httpx2.Response) -> Mapping[str, object]:
    """The members of an answer that is an object; none of any other."""
    try:
        body: Any = response.json()
    except (ValueError, RecursionError):
        return {}
    return cast("Mapping[str, object]", body) if isinstance(body, dict) else {}


def _seconds(value: object) -> float | None:
    """The lifetime of a token; some servers write the number as text."""
    if not isinstance(value, int | float | str) or isinstance(value, bool):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return seconds if 0 < seconds < float("inf") else None


def _refusal(
    response: httpx2.Response, answer: Mapping[str, object], sent: Sequence[str]
) -> TokenError:
    """The exception for an error response (section 5.2), or for what is no answer."""
    code, description, uri = (
        _quotable(answer.get(name), sent)
        for name in ("error", "error_description", "error_uri")
    )
    if code is None:
        said = "no access token came" if response.is_success else "no error was named"
        return refused(response, said)
    said = f"{code}: {description}" if description else code
    return refused(response, said, code, description, uri)


def _quotable(value: object, sent: Sequence[str]) -> str | None:
    """A text of the server in one line, without the secrets that it may repeat."""
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
    """The exception for an answer without a token, or without the way to one."""
    url = str(response.request.url.copy_with(query=None, userinfo=b""))
    return TokenError(
        f"{response.request.method} {url}: {response.status_code}: {said}",
        url=url,
        status_code=response.status_code,
        reason=TokenErrorReason.of(code),
        raw_reason=code,
        description=description,
        uri=uri,
    )
