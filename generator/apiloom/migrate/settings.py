"""Settings of other generators: YAML and JSON files that are not OpenAPI."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from apiloom.access import Access
from apiloom.diagnostics import Code, Diagnostics, Finding, UnusableInput
from apiloom.document.node import Node
from apiloom.document.read.parse import load
from apiloom.document.read.reader import Reader
from apiloom.document.tree import kind_of
from apiloom.locations import Location, Pointer

__all__ = ["SettingsFile"]


class SettingsFile:
    """A file of settings, whose nodes report mistakes with their places."""

    def __init__(self, path: Path, *, is_empty: bool = False) -> None:
        """Read the file; it `is_empty` perhaps, which is an object without members.

        Raises UnusableInput if it cannot be read, or is no object.
        """
        self.path: Final = path
        self.diagnostics: Final = Diagnostics()
        reader = Reader(Access.to([path.parent]))
        display = path.as_posix()
        self._file: Final = load(
            path, self.diagnostics, reader, display=display, source=path
        )
        if is_empty and self._file.data is None:
            self._file.data = {}
        if not isinstance(self._file.data, dict):
            message = f"the settings are {kind_of(self._file.data)}, not an object"
            place = Location(display, 1, 1, Pointer())
            raise UnusableInput(Code.CONFIG_INVALID, message, place)

    @property
    def root(self) -> Node:
        """The object of the file."""
        return Node(self._file.data, Pointer(), self)

    def follow(self, node: Node) -> Node | None:
        """Return the node itself: settings have no references."""
        return node

    def place(self, node: Node) -> str:
        """Return file and line of a node."""
        line, _ = self._file.locate(node.pointer.tokens)
        return f"{self._file.display}:{line}"

    def error(self, node: Node, message: str, hint: str | None = None) -> UnusableInput:
        """Return the error about a node, to be raised."""
        line, column = self._file.locate(node.pointer.tokens)
        place = Location(self._file.display, line, column, node.pointer)
        return UnusableInput(Code.CONFIG_INVALID, message, place, hint)

    def findings(self) -> tuple[Finding, ...]:
        """Return what was reported about the file, with lines."""
        found: list[Finding] = []
        for diagnostic in self.diagnostics:
            line, column = self._file.locate(diagnostic.pointer.tokens)
            display = self._file.display
            place = Location(display, line, column, diagnostic.pointer)
            found.append(Finding(diagnostic, place))
        return tuple(found)
