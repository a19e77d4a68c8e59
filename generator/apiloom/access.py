"""Access of a document to files and servers, and safe opening of files.

A document is somebody else's text. Its references lead only into the folders and to
the servers that its user chose, to regular files, and to no more bytes than agreed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

__all__ = [
    "MAX_COMBINATIONS",
    "MAX_PARTS",
    "MAX_SIZE",
    "TIMEOUT",
    "Access",
    "NotRegularError",
    "OutsideRootsError",
    "is_url",
    "open_regular",
    "shown",
    "split_url",
]

MAX_SIZE: Final = 50_000_000
"""Bytes of all files of a document together, overlays included."""

TIMEOUT: Final = 60.0
"""Seconds that fetching the files of a document may take, all of them together."""

MAX_COMBINATIONS: Final = 2_000
"""Limit of the combinations of schemas in a document.

Unions inside unions multiply, and so do properties that several schemas describe: a
few lines can mean more classes than fit in memory. GitHub's document has 632.
"""

MAX_PARTS: Final = 30_000
"""Limit of the operations, schemas and modules of a client.

Of 2,800 public documents none makes more than 4,100; the largest that there are have
some 20,000 operations.
"""

_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    # A FIFO that takes the place of a file must not block, nor a terminal take over.
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
)
_KINDS: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class NotRegularError(OSError):
    """The path leads to something else than a regular file."""


class OutsideRootsError(OSError):
    """The path refers to a file outside the allowed folders."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"the path leads to {folder}")
        self.folder: Final = folder
        """Where the path leads, all of its links resolved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Limits of what a document may refer to, and of what it may cost.

    `folders` are real paths: a reference leads to one of them, or below one. `urls` are
    origins, or prefixes of URLs, that a document may refer to although it is elsewhere.
    """

    folders: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    allow_remote: bool = False
    max_size: int = MAX_SIZE
    timeout: float = TIMEOUT
    max_combinations: int = MAX_COMBINATIONS
    max_parts: int = MAX_PARTS

    @classmethod
    def to(
        cls,
        roots: Sequence[str | Path],
        base: Path = Path(),
        *,
        allow_remote: bool = False,
        max_size: int | None = None,
        timeout: float | None = None,
        max_combinations: int | None = None,
        max_parts: int | None = None,
    ) -> Access:
        """Return the access to `roots`: folders, relative to `base`, and URLs."""
        written = [str(root) for root in roots]
        paths = [base / root for root in written if not is_url(root)]
        return cls(
            folders=tuple(dict.fromkeys(map(os.path.realpath, paths))),
            urls=tuple(dict.fromkeys(filter(is_url, written))),
            allow_remote=allow_remote,
            max_size=MAX_SIZE if max_size is None else max_size,
            timeout=TIMEOUT if timeout is None else timeout,
            max_combinations=(
                MAX_COMBINATIONS if max_combinations is None else max_combinations
            ),
            max_parts=MAX_PARTS if max_parts is None else max_parts,
        )

    def holds(self, real_path: str) -> bool:
        """Say whether a path, all of its links resolved, is in one of the folders."""
        path = os.path.normcase(real_path)
        for folder in map(os.path.normcase, self.folders):
            if path == folder or path.startswith(folder.rstrip(os.sep) + os.sep):
                return True
        return False


def is_url(text: str) -> bool:
    """Say whether a text is the URL of something on an HTTP server."""
    return text[:8].lower().startswith(("http:", "https:"))


def shown(url: str) -> str:
    """Return a URL, or what was meant as one, without user, password and query."""
    if not is_url(url) and "@" not in url:
        return url
    parts = split_url(url)
    host = parts.netloc.rpartition("@")[2]
    query = "…" if parts.query else ""
    return urlunsplit((parts.scheme, host, parts.path, query, parts.fragment))


def split_url(url: str) -> SplitResult:
    """Return the parts of a URL; of what is none, nothing that could lead anywhere."""
    try:
        return urlsplit(url)
    except ValueError:
        # `http://[broken`: there is no telling what is the host.
        return SplitResult("", "", "…", "", "")


def open_regular(path: str | Path, within: Access | None = None) -> IO[bytes]:
    """Open a regular file for reading; never block, whatever has taken its place.

    With `within`, the file must be in one of its folders once all links are resolved.
    That is judged before opening, so that nothing outside is touched, and again for
    what was opened, because a link may have changed in between.

    Raises OSError, of which `NotRegularError` and `OutsideRootsError` are kinds, and
    ValueError for a path that no file can have.
    """
    if within is not None:
        _judge(os.path.realpath(path), within)
    _refuse_special(os.stat(path))
    descriptor = os.open(path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        _refuse_special(status)
        if within is not None:
            _judge(_real_path(descriptor, path, status), within)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _judge(real_path: str, within: Access) -> None:
    if not within.holds(real_path):
        raise OutsideRootsError(os.path.dirname(real_path))


def _refuse_special(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        kinds = (name for is_kind, name in _KINDS if is_kind(status.st_mode))
        raise NotRegularError(f"this is {next(kinds, 'a device')}, not a file")


def _real_path(descriptor: int, path: str | Path, status: os.stat_result) -> str:
    """Return where an open file stands. Raises OSError if it is not there any more."""
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        # Not Linux: look it up again, and see that it is the same file.
        real = os.path.realpath(path)
        found = os.lstat(real)
        if not os.path.samestat(found, status):
            raise OSError("it changes while it is read") from None
        return real
