"""Redirects: which of them a client follows (RFC 9110, section 15.4).

A request has the credentials of the caller in its headers, its cookies or its query.
So a redirect is followed to the same origin alone, and only if the method is safe.
"""

from __future__ import annotations

from typing import Final

import httpx2

_STATUSES: Final = frozenset({301, 302, 303, 307, 308})
_METHODS: Final = frozenset({"GET", "HEAD"})


def target_of(response: httpx2.Response) -> str | None:
    """Return the URL that a response redirects to, or None if it is not followed."""
    if response.status_code not in _STATUSES:
        return None
    request = response.request
    location = response.headers.get("location")
    if request.method not in _METHODS or not location:
        return None
    try:
        target = request.url.join(location)
    except (httpx2.InvalidURL, ValueError):
        return None
    if not target.host or not is_same_origin(target, request.url):
        return None
    return str(target.copy_with(userinfo=b"", fragment=None))


def is_same_origin(url: httpx2.URL, other: httpx2.URL) -> bool:
    """Return whether two URLs have the same origin (RFC 6454, section 4).

    Credentials are for the origin of the API alone: what leads elsewhere, a link in an
    response say, is followed without them or not at all.
    """
    return (url.scheme, url.host, url.port) == (other.scheme, other.host, other.port)
