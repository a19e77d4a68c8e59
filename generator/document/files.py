"""The files of a document: the root, and those that references lead to."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from generator.diagnostics import Diagnostics, UnusableInput
from generator.document.load import File, load
from generator.document.node import Node
from generator.document.remote import Remote, is_remote

__all__ = ["Files", "Problem", "display_path"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a reference cannot be followed, or not as it stands."""

    code: str
    message: str
    hint: str | None = None
    node: Node | None = None


class Files:
    """The files of one document, each loaded when something refers to it."""

    def __init__(
        self, path: Path | Remote, diagnostics: Diagnostics, *, allow_remote: bool
    ) -> None:
        """Load the root file. Raises UnusableInput."""
        self._path: Final = path
        self._diagnostics: Final = diagnostics
        self._allow_remote: Final = allow_remote
        self._missing: Final[dict[str, str]] = {}
        root = load(path, diagnostics, display=display_path(path))
        self.table: Final[dict[str, File]] = {"": root}

    def named(self, place: str, source: str) -> File | Problem:
        """Return the file that a reference in another, `source`, names."""
        root = self.table[""]
        if not place:
            return self.table[source]
        if isinstance(root.data, dict) and place == root.data.get("$self"):
            return root
        try:
            parts = urlsplit(place)
        except ValueError:
            message = f"the reference {place} is not a URI"
            return Problem("unresolved-reference", message)
        base = (
            Remote(source) if is_remote(source) else self._path if not source else None
        )
        if is_remote(place) or isinstance(base, Remote):
            return self._remote_file(place, base)
        path = unquote(parts.path).replace("\\", "/")
        if parts.scheme or parts.netloc or path.startswith("/"):
            message = f"the reference {place} is not relative to this file"
            return Problem("unresolved-reference", message)
        name = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        file = self.get(name)
        if file is None:
            message = f"the reference {place} leads nowhere: {self._missing[name]}"
            return Problem("unresolved-reference", message)
        return file

    def missing(self) -> list[Path | Remote]:
        """Return the files that were asked for and cannot be used."""
        return [self._place(name) for name in self._missing]

    def _place(self, name: str) -> Path | Remote:
        if is_remote(name):
            return Remote(name)
        if isinstance(self._path, Remote):
            return self._path.joined(name)
        return self._path.parent / name

    def _remote_file(self, place: str, base: Path | Remote | None) -> File | Problem:
        if not self._allow_remote:
            message = f"the reference {place} leads to another machine"
            hint = "keep a copy of it beside the document, or use --allow-remote"
            return Problem("remote-reference", message, hint)
        found = base.joined(place) if isinstance(base, Remote) else Remote(place)
        if found == self._path:
            return self.table[""]
        file = self.get(found.url)
        if file is None:
            reason = self._missing[found.url]
            message = f"the reference {place} leads nowhere: {reason}"
            return Problem("unresolved-reference", message)
        return file

    def get(self, name: str) -> File | None:
        """Return a file of the document, loading it at first; None without one.

        `name` is relative to the root file's folder.
        """
        if name == self._path.name:
            name = ""
        if name in self._missing:
            return None
        if name not in self.table:
            path = self._place(name)
            try:
                file = load(
                    path,
                    self._diagnostics,
                    name=name,
                    display=display_path(path),
                    any_root=True,
                )
            except UnusableInput as error:
                self._missing[name] = error.diagnostic.message
                return None
            self.table[name] = file
        return self.table[name]


def display_path(path: Path | Remote) -> str:
    """Return a path as messages show it: as it was given, but never absolute."""
    if isinstance(path, Remote):
        return path.url
    try:
        text = os.path.relpath(path) if path.is_absolute() else os.path.normpath(path)
    except ValueError:
        # Another drive: there is no relative path to it.
        text = path.name
    return Path(text).as_posix()
