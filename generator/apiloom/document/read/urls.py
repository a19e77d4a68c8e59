"""URLs of files on other machines: what they are called, and where they lead."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin

from apiloom.access import Access, is_url, shown, split_url

__all__ = ["FetchError", "Limits", "Remote", "is_remote"]

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Remote:
    """A URL with as much of a path's manner as loading needs.

    The URL itself may hold credentials; messages and files show `as_posix()`.
    """

    url: str = field(repr=False)

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(split_url(self.url).path).name

    @property
    def suffix(self) -> str:
        """The ending of the name."""
        return PurePosixPath(self.name).suffix

    @property
    def origin(self) -> tuple[str, str, int | None]:
        """Scheme, host and port (RFC 6454, section 4); no host, no origin."""
        parts = split_url(self.url)
        scheme = parts.scheme.lower()
        try:
            port = parts.port
        except ValueError:
            return scheme, "", None
        host = (parts.hostname or "").rstrip(".")
        return scheme, host, port if port is not None else _PORTS.get(scheme)

    @property
    def is_http(self) -> bool:
        """Whether this leads to a host by HTTP."""
        scheme, host, _ = self.origin
        return scheme in _PORTS and bool(host)

    def as_posix(self) -> str:
        """The URL without anything that may be a credential."""
        return shown(self.url)

    def joined(self, reference: str) -> Remote:
        """Return what a reference in this file leads to (RFC 3986, section 5).

        Raises ValueError for what is no reference.
        """
        return Remote(urljoin(self.url, reference))

    def is_below(self, access: Access) -> bool:
        """Whether the user has named the origin, or a folder that this is in."""
        parts = split_url(self.url)
        path = unquote(unquote(parts.path)).replace("\\", "/")
        path = posixpath.normpath(f"/{path.lstrip('/')}")
        for url in access.urls:
            root = Remote(url)
            folder = unquote(split_url(url).path).rstrip("/")
            if root.origin == self.origin and (
                path == folder or path.startswith(f"{folder}/")
            ):
                return True
        return False


def is_remote(text: str) -> bool:
    """Whether a reference names a file that must be fetched."""
    return is_url(text)


class FetchError(Exception):
    """The file cannot be had; the text says why, in words for a person."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a response: `size` in bytes, `until` a time of `monotonic`."""

    size: int
    until: float
    too_large: str
    too_slow: str
