"""Where credentials may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2


def is_same_origin(url: httpx2.URL, other: httpx2.URL) -> bool:
    """Whether two URLs have scheme, host and port in common (RFC 6454, section 4).

    Credentials are for the origin of the API alone: what leads elsewhere, a link in an
    answer say, is followed without them or not at all.
    """
    return (url.scheme, url.host, url.port) == (other.scheme, other.host, other.port)
