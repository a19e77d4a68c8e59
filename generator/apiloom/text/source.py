"""Finished source text of other languages than Python, for samples in documentation.

`Source` is to a sample what `apiloom.text.code.Python` is to code: it has no
constructor, and whatever an operation on `str` returns is plain text again. Text of a
document becomes `Source` as a literal of a language (`apiloom.docs.samples.literals`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

__all__ = ["EMPTY", "Source", "finished", "joined", "source"]


class Source(str):
    """Source text that apiloom has made. Not to be constructed, see the module."""

    __slots__ = ()

    def __new__(cls, *_: object) -> Source:
        """Refuse: text becomes source text by a function alone."""
        raise TypeError("text becomes source text by a function")


finished: Final[Callable[[str], Source]] = partial(str.__new__, Source)
"""Return text as source text, as it is: for the functions that make it alone."""

EMPTY: Final = finished("")
"""No source text."""


def source(template: str, *pieces: Source) -> Source:
    """Return a template, as `str.format` has it, filled with source text.

    The template must be written out where this is called (`tests/architecture` looks).

    Raises:
        TypeError: A piece is not source text.
    """
    return finished(template.format(*_checked(pieces)))


def joined(separator: str, pieces: Iterable[Source]) -> Source:
    """Return pieces of source text with a separator, which is written out, between.

    Raises:
        TypeError: A piece is not source text.
    """
    return finished(separator.join(_checked(pieces)))


def _checked(pieces: Iterable[Source]) -> list[Source]:
    found = list(pieces)
    for piece in found:
        if type(piece) is not Source:
            raise TypeError(f"text is no source text: {piece!r:.200}")
    return found
