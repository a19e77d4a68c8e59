"""Lines and columns of a text."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, islice
from typing import Final

_AT_ONCE: Final = 1 << 16
"""Characters that are read at least, where one more place is asked for."""


class LineIndex:
    """Tells line and column of an offset, reading little more than it has to."""

    __slots__ = ("_read", "_starts", "_text")

    def __init__(self, text: str) -> None:
        """Initialize with the text."""
        self._text: Final = text
        self._starts: Final = [0]
        self._read = 0

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1."""
        if offset > self._read:
            end = max(offset, self._read + _AT_ONCE)
            *lines, _ = self._text[self._read : end].split("\n")
            starts = accumulate(map(len, lines), _following, initial=self._read)
            self._starts.extend(islice(starts, 1, None))
            self._read = end
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def _following(start: int, length: int) -> int:
    """Return where the line after one of this length starts."""
    return start + length + 1
