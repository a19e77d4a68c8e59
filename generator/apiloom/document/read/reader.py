"""The bytes of a document's files, within what its user allows."""

from __future__ import annotations

import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from apiloom.access import (
    Access,
    NotRegularError,
    OutsideRootsError,
    open_regular,
)
from apiloom.diagnostics import Code
from apiloom.document.read.urls import FetchError, Limits, Remote

__all__ = ["STANDARD_INPUT", "Content", "Reader", "RefusedError"]

STANDARD_INPUT: Final = Path("-")
_MEGABYTE: Final = 1_000_000


class Content:
    """The content of a file and its location: for a URL, after all redirects."""

    __slots__ = ("path", "raw")

    def __init__(self, raw: bytes, path: Path | Remote) -> None:
        self.raw: Final = raw
        self.path: Final = path


class RefusedError(Exception):
    """A file that is not read; `code` is that of the diagnostic."""

    def __init__(self, code: Code, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code: Final = code
        self.message: Final = message
        self.hint: Final = hint


class Reader:
    """Reads the files of one document, which share a limit of size and one of time."""

    def __init__(self, access: Access) -> None:
        self.access: Final = access
        self._left = access.max_size
        self._until: float | None = None
        self._origins: Final[set[tuple[str, str, int | None]]] = set()

    def read(self, path: Path | Remote, source: Path | Remote | None = None) -> Content:
        """Read a file that the user has named, or one that a file `source` refers to.

        What the user has named may be anywhere. Raises RefusedError.
        """
        if isinstance(path, Remote):
            return self._fetched(path, source)
        if isinstance(source, Remote):
            raise _crossing()
        raw = self._read(path, is_named=source is None)
        self._left -= len(raw)
        return Content(raw, path)

    def judge(self, target: Remote, source: Path | Remote) -> None:
        """Refuse a URL that the file `source` may not refer to. Raises RefusedError.

        A local file may refer to any server; one that was fetched to its own origin,
        that of the document, and whatever the user has named.
        """
        if not target.is_http:
            raise _crossing()
        if not self.access.allow_remote:
            raise RefusedError(
                Code.REMOTE_REFERENCE,
                "refers to another host",
                "save a copy next to the document, or use --allow-remote",
            )
        if not self._may_read(target, source):
            scheme, host, port = target.origin
            host = f"[{host}]" if ":" in host else host
            root = f"{scheme}://{host}:{port}"
            raise RefusedError(
                Code.OUTSIDE_ROOTS,
                "refers to another server than the document's",
                f"to allow it: --root {root}",
            )

    def _may_read(self, target: Remote, source: Path | Remote | None) -> bool:
        if not isinstance(source, Remote) or target.is_below(self.access):
            return True
        # The same host, now with TLS, is where many servers send every client.
        secured = {("https", host, 443) for _, host, _ in self._origins}
        return target.origin in self._origins or target.origin in secured

    def _is_allowed(self, target: Remote) -> bool:
        return target.is_below(self.access)

    def _fetched(self, url: Remote, source: Path | Remote | None) -> Content:
        if source is not None:
            self.judge(url, source)
        elif not url.is_http:
            raise RefusedError(Code.FILE_UNREADABLE, "the URL has no host")
        if self._until is None:
            self._until = time.monotonic() + self.access.timeout
        # Few documents are anywhere else, and a client of HTTP takes time to load.
        fetch: Any = import_module("apiloom.document.read.fetch").fetch
        too_large, larger = self._too_large()
        seconds = f"{self.access.timeout:g} seconds"

        def may_redirect(target: Remote) -> bool:
            return self._may_read(target, source)

        try:
            raw, path = fetch(
                url,
                Limits(
                    size=self._left,
                    until=self._until,
                    too_large=too_large,
                    too_slow=f"fetching the document takes more than {seconds}",
                ),
                is_named=source is None,
                may_redirect=may_redirect,
                is_allowed=self._is_allowed,
            )
        except FetchError as error:
            message = str(error)
            if message == too_large:
                raise RefusedError(Code.TOO_LARGE, message, larger) from None
            hint = None
            if seconds in message:
                hint = "--timeout SECONDS allows more"
            raise RefusedError(Code.FILE_UNREADABLE, message, hint) from None
        if source is None or not isinstance(source, Remote):
            self._origins.update((url.origin, path.origin))
        self._left -= len(raw)
        return Content(raw, path)

    def _read(self, path: Path, *, is_named: bool) -> bytes:
        if path == STANDARD_INPUT and is_named:
            return self._bounded(sys.stdin.buffer.read(self._left + 1))
        try:
            with open_regular(path, None if is_named else self.access) as file:
                size = os.fstat(file.fileno()).st_size
                if size > self._left:
                    raise RefusedError(Code.TOO_LARGE, *self._too_large())
                return self._bounded(file.read(self._left + 1))
        except OutsideRootsError as error:
            raise _outside(error.folder) from None
        except NotRegularError as error:
            hint = "- reads standard input" if is_named else None
            raise RefusedError(Code.FILE_UNREADABLE, str(error), hint) from None
        except (FileNotFoundError, NotADirectoryError):
            raise RefusedError(Code.FILE_NOT_FOUND, "no such file") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            message = f"the file cannot be read: {reason}"
            raise RefusedError(Code.FILE_UNREADABLE, message) from None

    def _bounded(self, raw: bytes) -> bytes:
        if len(raw) > self._left:
            raise RefusedError(Code.TOO_LARGE, *self._too_large())
        return raw

    def _too_large(self) -> tuple[str, str]:
        limit = self.access.max_size / _MEGABYTE
        message = f"with this file the document is larger than {limit:g} MB"
        return message, "--max-size MB allows more"


def _outside(real_folder: str) -> RefusedError:
    folder = relative(Path(real_folder))
    return RefusedError(
        Code.OUTSIDE_ROOTS,
        "refers to a file outside the allowed folders",
        f'to allow it: --root {folder}, or roots = ["{folder}"] in' " [tool.apiloom]",
    )


def _crossing() -> RefusedError:
    return RefusedError(
        Code.OUTSIDE_ROOTS, "refers from a remote document to something other than HTTP"
    )


def relative(path: Path) -> str:
    """Return a path as messages show it: never absolute, if it can be helped."""
    try:
        text = os.path.relpath(path) if path.is_absolute() else os.path.normpath(path)
    except ValueError:
        # Another drive: there is no relative path to it.
        text = path.name
    return Path(text).as_posix()
