"""Events that hooks receive. Loaded late: with the first hook.

An event shows no credential: its URL is without query and user name, and the
request itself, which carries the credentials, is only there for those who ask for
`http_request`.  The requests for access tokens are told as well (`is_token_request`),
but neither what they send nor what they are given.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..decoding.mismatches import Mismatch

if TYPE_CHECKING:
    import httpx2


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One attempt of one call."""

    operation: str
    """The method that was called, such as ``batch.launch``."""
    method: str
    """The HTTP method."""
    url: str
    """Where the request goes, without query and user name."""
    url_template: str
    """The path with the names of its parameters in place of their values."""
    attempt: int
    """1 for the first request of a call, 2 for its first retry."""
    is_token_request: bool = False
    """Whether the request is for an access token that `operation` needs.

    Its attempts are counted on their own.  `http_request` and `http_response` are then
    copies without bodies, credentials and cookies: to change them has no effect.
    """
    http_request: httpx2.Request = field(repr=False, compare=False)
    """The request itself: with credentials, and to be changed by those who sign it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestEvent(Event):
    """A request is about to be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseEvent(Event):
    """A response was received, whatever its status."""

    status_code: int
    headers: httpx2.Headers = field(repr=False, compare=False)
    request_id: str | None
    duration: float
    """Seconds from sending the request to reading the response."""
    http_response: httpx2.Response = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryEvent(Event):
    """A request will be retried, after `status_code` or `error`."""

    delay: float
    """Seconds to wait before."""
    status_code: int | None
    error: Exception | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MismatchEvent:
    """A response does not fit its schema in places that were not reported before."""

    operation: str
    """The method that was called, such as ``batch.launch``."""
    method: str
    """The HTTP method."""
    url: str
    """Where the request went, without query and user name."""
    status_code: int
    request_id: str | None
    mismatches: tuple[Mismatch, ...]
    """The places; never the values."""
    http_response: httpx2.Response = field(repr=False, compare=False)
