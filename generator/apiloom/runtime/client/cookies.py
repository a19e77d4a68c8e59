"""Cookies that an HTTP client keeps: only so many, and only so long ones."""

from __future__ import annotations

from http.cookiejar import Cookie, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, TypeVar

from ..core.deadline import own
from ..decoding.limits import COOKIE_BYTES, DEFAULT_LIMITS, ResponseLimits

if TYPE_CHECKING:
    import httpx2

HttpT = TypeVar("HttpT", bound="httpx2.Client | httpx2.AsyncClient")


def limited(http: HttpT, limits: ResponseLimits | None) -> HttpT:
    """Return an HTTP client, not the caller's, that keeps only so many cookies."""
    own(http)
    most = (limits or DEFAULT_LIMITS).cookies
    if most is not None:
        jar = http.cookies.jar
        jar.set_policy(FewCookies(jar, most))
    return http


class FewCookies(DefaultCookiePolicy):
    """Keeps as many cookies as a client wants, and none that is very long."""

    def __init__(self, jar: Any, most: int) -> None:
        """Initialize with a jar, and the number of cookies it may have."""
        super().__init__()
        self._jar = jar
        self._most = most

    def set_ok(self, cookie: Cookie, request: Any) -> bool:
        """Return whether a cookie is kept."""
        if len(cookie.name) + len(cookie.value or "") > COOKIE_BYTES:
            return False
        if not super().set_ok(cookie, request):
            return False
        place = (cookie.domain, cookie.path, cookie.name)
        kept = [(other.domain, other.path, other.name) for other in self._jar]
        return len(kept) < self._most or place in kept
