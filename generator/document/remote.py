"""Files on other machines: read only where the caller has allowed it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urljoin, urlsplit

_TIMEOUT: Final = 30.0


@dataclass(frozen=True, slots=True)
class Remote:
    """A URL with as much of a path's manner as loading needs."""

    url: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(urlsplit(self.url).path).name

    @property
    def suffix(self) -> str:
        """The ending of the name."""
        return PurePosixPath(self.name).suffix

    def as_posix(self) -> str:
        """The URL."""
        return self.url

    def joined(self, reference: str) -> Remote:
        """What a reference in this file leads to (RFC 3986, section 5)."""
        return Remote(urljoin(self.url, reference))

    def read_bytes(self) -> bytes:
        """Fetch the file.  Raises OSError if it cannot be had."""
        # Few documents are anywhere else, and a client of HTTP takes time to load.
        urlopen = import_module("urllib.request").urlopen
        with urlopen(self.url, timeout=_TIMEOUT) as answer:
            content: bytes = answer.read()
        return content


def is_remote(text: str) -> bool:
    """Whether a reference names a file that has to be fetched."""
    return urlsplit(text).scheme.lower() in ("http", "https")
