"""Cookies that an HTTP client keeps: only so many, and only so long ones."""

from __future__ import annotations

import re
from email.message import Message
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ..core.deadline import own
from ..decoding.limits import COOKIE_BYTES, DEFAULT_LIMITS, ResponseLimits

if TYPE_CHECKING:
    import httpx2

_NO_AGE: Final = re.compile("[0-9]{19}")
"""More digits than a number of seconds has, in whatever way it is written."""

HttpT = TypeVar("HttpT", bound="httpx2.Client | httpx2.AsyncClient")


def limited(http: HttpT, limits: ResponseLimits | None) -> HttpT:
    """Return an HTTP client, not the caller's, that keeps only so many cookies."""
    own(http)
    most = (limits or DEFAULT_LIMITS).cookies
    jar = http.cookies.jar = SoundCookies()
    if most is not None:
        jar.set_policy(FewCookies(jar, most))
    return http


class SoundCookies(CookieJar):
    """Ignores cookies that Python's own jar stumbles over, with a warning."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Keep the cookies of a response that are allowed."""
        sound: Any = _Headers(response.info())
        super().extract_cookies(sound, request)


class _Headers:
    """A response as the jar sees it: its headers of cookies."""

    def __init__(self, headers: Message) -> None:
        self._headers: Final = Message()
        for value in headers.get_all("Set-Cookie", ()):
            attributes = str(value).partition(";")[2]
            if not _NO_AGE.search(attributes):
                self._headers["Set-Cookie"] = value

    def info(self) -> Message:
        return self._headers


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
