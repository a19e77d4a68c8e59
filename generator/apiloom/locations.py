"""Locations in a document: JSON pointers and their lines.

Everything apiloom says about a document names a place. A `Pointer` is that place in
the tree (RFC 6901), a `Location` the same place in the text a person edits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Location", "Pointer"]

_CONTROL = {code: f"%{code:02X}" for code in (*range(0x20), 0x7F)}


class Pointer(NamedTuple):
    """An immutable JSON pointer (RFC 6901) into one of the files of a document.

    `file` is empty for the root file, otherwise the file's path relative to the
    root file's folder, with forward slashes: so a pointer reads the same on every
    machine. `tokens` are unescaped; list indices are kept as their decimal text.

    A large document has a hundred thousand, in many dictionaries: a tuple is made,
    hashed and compared without a call of Python code.
    """

    file: str = ""
    tokens: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Pointer:
        """Read what `str()` gives: `#/paths/~1x`, `other.yaml#/a`, or a bare `/a`.

        Percent signs are taken literally; a reference in a document is decoded
        before it comes here. Raises ValueError when the part after `#` is neither
        empty nor starts with a slash.
        """
        file, separator, fragment = text.rpartition("#")
        if not separator:
            file, fragment = "", text
        if not fragment:
            return cls(file)
        if not fragment.startswith("/"):
            raise ValueError(f"not a JSON pointer: {text!r}")
        return cls(file, tuple(map(unescape, fragment[1:].split("/"))))

    def child(self, *tokens: str | int) -> Pointer:
        """Return the pointer to a member (by key) or an element (by index)."""
        if len(tokens) == 1:
            return Pointer(self.file, (*self.tokens, str(tokens[0])))
        return Pointer(self.file, (*self.tokens, *map(str, tokens)))

    def __truediv__(self, token: str | int) -> Pointer:
        return self.child(token)

    @property
    def parent(self) -> Pointer:
        """The pointer to what holds this; the root's parent is the root itself."""
        return Pointer(self.file, self.tokens[:-1])

    def ancestor(self, generations: int) -> Pointer:
        """The pointer to what holds this, so many levels up."""
        return Pointer(self.file, self.tokens[:-generations])

    @property
    def name(self) -> str:
        """The last token, or an empty string for the root."""
        return self.tokens[-1] if self.tokens else ""

    @property
    def fragment(self) -> str:
        """The pointer without its file: `#/paths/~1x/get`, `#` for the root."""
        return "#" + "".join(f"/{escape(token)}" for token in self.tokens)

    def starts_with(self, other: Pointer) -> bool:
        """Say whether this is `other` or a place inside it."""
        return (
            self.file == other.file and self.tokens[: len(other.tokens)] == other.tokens
        )

    def __str__(self) -> str:
        return self.file + self.fragment

    def __repr__(self) -> str:
        return f"Pointer({str(self)!r})"

    def __lt__(self, other: Pointer) -> bool:  # type: ignore[override]
        return self._order() < other._order()

    def __le__(self, other: Pointer) -> bool:  # type: ignore[override]
        return self._order() <= other._order()

    def __gt__(self, other: Pointer) -> bool:  # type: ignore[override]
        return self._order() > other._order()

    def __ge__(self, other: Pointer) -> bool:  # type: ignore[override]
        return self._order() >= other._order()

    def _order(self) -> tuple[str, tuple[tuple[int, int, str], ...]]:
        # Indices sort as numbers, and before keys: /2 comes before /10.
        return self.file, tuple(
            (0, int(token), "") if _is_index(token) else (1, 0, token)
            for token in self.tokens
        )


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a text file: line and column count from 1.

    `file` is the path as a person would type it (relative to the working folder);
    `pointer` is the same place in the tree of that file, as it was written: for a
    converted document (Swagger 2.0) that is the pointer in the original.
    """

    file: str
    line: int
    column: int
    pointer: Pointer

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def escape(token: str) -> str:
    """Escape one reference token (RFC 6901, section 3).

    Control characters are percent-encoded as well, so that a pointer always stays
    on its line.
    """
    return token.replace("~", "~0").replace("/", "~1").translate(_CONTROL)


def unescape(token: str) -> str:
    """Undo the escaping of `~` and `/` in one reference token (RFC 6901, section 4)."""
    return token.replace("~1", "/").replace("~0", "~")


def _is_index(token: str) -> bool:
    return token.isascii() and token.isdigit() and len(token) < 10
