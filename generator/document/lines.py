"""Lines and columns of a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

_LINE_END: Final = re.compile("\n")


class Lines:
    """Tells the line and the column of an offset, reading no further than it has to."""

    __slots__ = ("_read", "_starts", "_text")

    def __init__(self, text: str) -> None:
        """Take the text."""
        self._text: Final = text
        self._starts: Final = [0]
        self._read = 0

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1."""
        if offset > self._read:
            found = _LINE_END.finditer(self._text, self._read, offset)
            self._starts.extend(match.end() for match in found)
            self._read = offset
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
