"""Finished Markdown, and how pieces of it are put together.

`Markdown` is to the pages of the documentation what `apiloom.text.code.Python` is to
code: it has no constructor, and whatever an operation on `str` returns is plain text
again. Text of a document becomes Markdown by the functions of
`apiloom.docs.markdown`, names of code by `name`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from apiloom.text.code import identifier

__all__ = ["EMPTY", "Markdown", "checked", "finished", "joined", "markdown", "name"]


class Markdown(str):
    """Markdown that apiloom has made. Not to be constructed, see the module."""

    __slots__ = ()

    def __new__(cls, *_: object) -> Markdown:
        """Refuse: text becomes Markdown by a function alone."""
        raise TypeError("text becomes Markdown by a function")


finished: Final[Callable[[str], Markdown]] = partial(str.__new__, Markdown)
"""Return text as Markdown, as it is: for the functions that make it alone."""

EMPTY: Final = finished("")
"""No Markdown."""

_ONLY: Final = frozenset((Markdown,))
_PIECES: Final = frozenset((Markdown, int))


def markdown(template: str, *pieces: Markdown | int) -> Markdown:
    """Return a template, as `str.format` has it, filled with Markdown.

    The template must be written out where this is called (`tests/architecture` looks).

    Raises:
        TypeError: A piece is not Markdown.
    """
    if not _PIECES.issuperset(map(type, pieces)):
        raise TypeError(f"text is no Markdown: {pieces!r:.200}")
    return finished(template.format(*pieces))


def joined(separator: str, pieces: Iterable[Markdown]) -> Markdown:
    """Return pieces of Markdown with a separator, which is written out, in between.

    Raises:
        TypeError: A piece is not Markdown.
    """
    return finished(separator.join(checked(list(pieces))))


def checked(pieces: Sequence[Markdown]) -> Sequence[Markdown]:
    """Return pieces of Markdown, all of which are.

    Raises:
        TypeError: A piece is not Markdown.
    """
    if not _ONLY.issuperset(map(type, pieces)):
        raise TypeError(f"text is no Markdown: {pieces!r:.200}")
    return pieces


def name(text: str) -> Markdown:
    """Return a name, which may have dots, as Markdown: for headings, and inside code.

    Raises:
        ValueError: It is no name.
    """
    return finished(identifier(text))
