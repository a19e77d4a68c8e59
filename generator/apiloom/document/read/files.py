"""The files of a document: the root, and those that references lead to."""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from apiloom.access import shown
from apiloom.diagnostics import Code, Diagnostic, Diagnostics, UnusableInput
from apiloom.document.node import Node
from apiloom.document.read.parse import File, load
from apiloom.document.read.reader import Reader, RefusedError, relative
from apiloom.document.read.urls import Remote, is_remote

__all__ = ["Files", "Problem", "display_path"]

_LONGEST: Final = 4_096
_DRIVE: Final = re.compile(r"/?[A-Za-z]:(/|$)")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a reference cannot be followed, or not as it stands."""

    code: Code
    message: str
    hint: str | None = None
    node: Node | None = None


class Files:
    """The files of one document, each loaded when something refers to it.

    The name of a file is its path relative to the root file's folder, or its URL
    without credentials; that of the root file is empty.
    """

    def __init__(
        self, path: Path | Remote, diagnostics: Diagnostics, reader: Reader
    ) -> None:
        """Load the root file. Raises UnusableInput."""
        self._path: Final = path
        self._diagnostics: Final = diagnostics
        self._reader: Final = reader
        self._missing: Final[dict[str, Diagnostic]] = {}
        self._places: Final[dict[str, Path | Remote]] = {}
        self._urls: Final[dict[str, str]] = {}
        root = load(path, diagnostics, reader, display=display_path(path))
        self.table: Final[dict[str, File]] = {"": root}
        if isinstance(path, Remote):
            self._urls[path.url] = ""

    def named(self, place: str, source: str) -> File | Problem:
        """Return the file that a reference in another, `source`, names."""
        root = self.table[""]
        if not place:
            return self.table[source]
        if isinstance(root.data, dict) and place == root.data.get("$self"):
            return root
        if is_remote(place) and place in self.table:
            return self.table[place]
        base = self.table[source].path
        try:
            parts = urlsplit(place)
            if is_remote(place) or isinstance(base, Remote):
                name = self._remote_name(place, base)
            else:
                name = self._local_name(parts, source)
        except ValueError:
            message = f"the reference {_shown(place)} is not a URI"
            return Problem(Code.UNRESOLVED_REFERENCE, message)
        except RefusedError as error:
            message = f"the reference {_shown(place)} {error.message}"
            return Problem(error.code, message, error.hint)
        file = self._loaded(name, base)
        if file is not None:
            return file
        missing = self._missing[name]
        if missing.code == Code.OUTSIDE_ROOTS:
            message = f"the reference {_shown(place)} {missing.message}"
            return Problem(missing.code, message, missing.hint)
        message = f"the reference {_shown(place)} cannot be resolved: {missing.message}"
        return Problem(Code.UNRESOLVED_REFERENCE, message, missing.hint)

    def missing(self) -> list[Path | Remote]:
        """Return the files that were asked for and cannot be used."""
        return [
            self._places[name]
            for name, why in self._missing.items()
            if why.code != Code.OUTSIDE_ROOTS
        ]

    def get(self, name: str) -> File | None:
        """Return a file of the document, loading it at first; None without one."""
        if name in self.table:
            return self.table[name]
        if is_remote(name):
            return None  # it must be referred to: a name does not hold credentials
        return self._loaded(name, self._path)

    def _local_name(self, parts: SplitResult, source: str) -> str:
        """Return the name of a file beside `source`. Raises RefusedError."""
        path = unquote(parts.path).replace("\\", "/")
        is_file = parts.scheme.lower() == "file"
        drive = f"{parts.scheme}:" if len(parts.scheme) == 1 else ""
        host = parts.netloc if parts.netloc.lower() != "localhost" else ""
        if (parts.scheme and not is_file and not drive) or host:
            raise RefusedError(Code.OUTSIDE_ROOTS, "does not refer to a file")
        if path.startswith("//") or "\0" in path:
            raise RefusedError(Code.OUTSIDE_ROOTS, "does not refer to a file")
        path = drive + path
        if os.name == "nt" and _DRIVE.match(path):
            path = path.removeprefix("/")
        if len(path) > _LONGEST:
            raise RefusedError(Code.UNRESOLVED_REFERENCE, "is too long for a path")
        if is_file or drive or path.startswith("/"):
            return self._relative_name(path)
        return posixpath.normpath(posixpath.join(posixpath.dirname(source), path))

    def _relative_name(self, path: str) -> str:
        folder = self._path.parent if isinstance(self._path, Path) else Path()
        try:
            return Path(os.path.relpath(path, folder)).as_posix()
        except ValueError:  # another drive
            return path

    def _remote_name(self, place: str, base: Path | Remote) -> str:
        """Return the name of a file on a server. Raises RefusedError, ValueError."""
        target = base.joined(place) if isinstance(base, Remote) else Remote(place)
        self._reader.judge(target, base)
        name = self._urls.get(target.url)
        if name is None:
            # Two URLs that differ in what is not shown have names that differ.
            first = name = target.as_posix()
            number = 1
            while name in self._places:
                number += 1
                name = f"{first} ({number})"
            self._urls[target.url] = name
            self._places[name] = target
        return name

    def _loaded(self, name: str, source: Path | Remote) -> File | None:
        if isinstance(self._path, Path) and name == self._path.name:
            name = ""
        if name in self._missing:
            return None
        if name not in self.table:
            path = self._places.get(name)
            if path is None and isinstance(self._path, Path):
                path = self._path.parent / name
            if path is None:
                return None
            self._places[name] = path
            try:
                file = load(
                    path,
                    self._diagnostics,
                    self._reader,
                    name=name,
                    display=display_path(path),
                    source=source,
                )
            except UnusableInput as error:
                self._missing[name] = error.diagnostic
                return None
            self.table[name] = file
        return self.table[name]


def _shown(reference: str) -> str:
    """Return a reference as messages show it: not all of a very long one."""
    text = shown(reference)
    return text if len(text) <= 200 else f"{text[:200]}…"


def display_path(path: Path | Remote) -> str:
    """Return a path as messages show it: as it was given, but never absolute."""
    return path.as_posix() if isinstance(path, Remote) else relative(path)
