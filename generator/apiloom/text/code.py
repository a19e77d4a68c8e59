"""Finished code (`Python`), and the functions that turn other text into it.

`Python` is text that may stand in a Python file. It has no constructor: each way from
text to code is one function of this room (a literal, an identifier, a comment) or of
`apiloom.codegen` (a docstring), and code is made of other code by `python`, whose
first argument is written in apiloom's own source, and by `apiloom.codegen.formatter`.
What any operation on `str` returns (an f-string, a join, a slice) is plain text again,
which the environment of the templates refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache, partial
from typing import Final, Protocol

from apiloom.text.visible import visible

__all__ = [
    "NOTHING",
    "Piece",
    "Python",
    "as_code",
    "comment",
    "finished",
    "identifier",
    "indented",
    "joined",
    "literal",
    "octets",
    "python",
    "string",
]


class Python(str):
    """Python that apiloom has made. Not to be constructed, see the module."""

    __slots__ = ()

    def __new__(cls, *_: object) -> Python:
        """Refuse: text becomes code by the functions of this module alone."""
        raise TypeError("text becomes Python by a function of apiloom.text.code")


class Piece(Protocol):
    """A node of `apiloom.codegen.formatter`."""

    @property
    def flat(self) -> str:
        """The code on one line."""
        ...


finished: Final[Callable[[str], Python]] = partial(str.__new__, Python)
"""Return text as code, as it is: for this room and the layout of code alone."""

NOTHING: Final = finished("")
"""No code."""


def python(template: str, *pieces: Piece | Python | int) -> Python:
    """Return a template, as `str.format` has it, filled with code.

    The template must be written out where this is called (`tests/architecture` looks).

    Raises:
        TypeError: A piece is not code.
    """
    return finished(template.format(*map(_flat, pieces)))


def joined(separator: str, pieces: Iterable[Python]) -> Python:
    """Return pieces of code with a separator, which is written out, in between.

    Raises:
        TypeError: A piece is not code.
    """
    return finished(separator.join(map(_flat, pieces)))


def _flat(piece: Piece | Python | int) -> str:
    if type(piece) is Python:
        return piece
    if type(piece) is int:
        return str(piece)
    if isinstance(piece, (str, int)):
        raise TypeError(f"text is no code: {piece!r:.200}")
    return piece.flat


@cache
def identifier(name: str) -> Python:
    """Return a name, which may have dots, as code.

    Raises:
        ValueError: It is no name.
    """
    for part in name.split("."):
        if not part.isidentifier():
            raise ValueError(f"no name in Python: {name!r:.200}")
    return finished(name)


def as_code(text: str) -> Python:
    """Return code as it is; other text must be a name, see `identifier`."""
    return text if type(text) is Python else identifier(text)


@lru_cache(1 << 15)
def string(value: str) -> Python:
    """Return a string literal with the quotes that Black prefers."""
    literal = repr(value) if value.isprintable() else ascii(value)
    if literal[0] == "'" and '"' not in literal:
        return finished(f'"{literal[1:-1]}"')
    if literal[0] == "'" and "'" not in value:
        return finished(literal)
    if literal[0] == "'":
        body = literal[1:-1].replace("\\'", "'").replace('"', '\\"')
        # Black takes the quotes that need fewer backslashes.
        more = body.count("\\") > literal.count("\\")
        return finished(literal if more else f'"{body}"')
    return finished(literal)


def octets(value: bytes) -> Python:
    """Return a literal of bytes with the quotes that Black prefers."""
    written = repr(value)
    return finished(written if '"' in written else f'b"{written[2:-1]}"')


def literal(value: object) -> Python:
    """Return a literal of one of JSON's scalars.

    Raises:
        TypeError: It is none.
    """
    if isinstance(value, str):
        return string(value)
    if value is None or isinstance(value, (bool, int, float)):
        # Black writes no sign that is not needed.
        return finished(repr(value).replace("e+", "e"))
    raise TypeError(f"no scalar of JSON: {value!r:.200}")


def indented(line: Python, columns: int) -> Python:
    """Return a line of code, moved to the right."""
    return finished(" " * columns + line)


def comment(text: str) -> Python:
    """Return a comment of one line."""
    return finished(f"# {' '.join(visible(text).split())}")
