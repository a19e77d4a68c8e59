"""Values of responses that do not fit their schemas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, TypeAlias

Validation: TypeAlias = Literal["report", "strict", "off"]
"""What happens to a response that does not fit its schema.

``"report"`` reads it as far as it fits and reports each mismatch once, ``"strict"``
raises `ResponseValidationError`, ``"off"`` reads it without reporting.
"""

Reported: TypeAlias = tuple[str, tuple[str | int, ...]]
"""A place that was reported: the operation, and the path in its body."""

_SHOWN = 10


class Mismatch(NamedTuple):
    """A place of a response that does not fit its schema; never its value."""

    pointer: str
    """The place in the body, a JSON pointer (RFC 6901); empty for all of it."""
    expected: str
    """What the schema asks for, such as ``an integer``."""
    got: str
    """The kind of thing that came, such as ``null`` or ``nothing``."""
    schema: str = ""
    """The place of the schema in the specification, a JSON pointer; empty if unknown.

    It starts with the name of the file if that is not the specification's own.
    """
    file: str = ""
    """The name of the file that has the schema."""
    line: int | None = None
    """The line of the schema in that file."""

    def __str__(self) -> str:
        place = f"{self.pointer}: " if self.pointer else ""
        text = f"{place}expected {self.expected}, got {self.got}"
        if not self.schema:
            return text
        line = f":{self.line}" if self.line is not None else ""
        file = f" in {self.file}{line}" if self.file else ""
        return f"{text} ({self.schema}{file})"


class Deviation(NamedTuple):
    """A mismatch as the reader of a body knows it: by the model and its property.

    `owner` is the name of the model and `name` the wire name of the property; without
    an owner, the schema is that of the body itself.
    """

    path: tuple[str | int, ...]
    expected: str
    got: str
    owner: str = ""
    name: str | None = None

    @property
    def pointer(self) -> str:
        """The place in the body as a JSON pointer (RFC 6901)."""
        return pointer_of(self.path)

    def plain(self) -> Mismatch:
        """Return the mismatch without its place in the specification."""
        return Mismatch(self.pointer, self.expected, self.got)

    def below(self, *tokens: str | int) -> Deviation:
        """Return the same deviation of a value that is part of another one."""
        return self._replace(path=(*tokens, *self.path))


class Mismatches(list[Deviation]):
    """Mismatches of one body, as they are collected."""

    # One is made for every response: without an `__init__`, that is no call.
    mode: Validation = "strict"
    """What happens to them."""


def pointer_of(path: Iterable[str | int]) -> str:
    """Return a JSON pointer, with control characters escaped to stay on its line."""
    tokens = (str(token).replace("~", "~0").replace("/", "~1") for token in path)
    text = "".join(f"/{token}" for token in tokens)
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"%{ord(char):02X}" for char in text)


def listed(mismatches: Sequence[Mismatch]) -> str:
    """Return the mismatches in one line; of many, the first and how many more."""
    shown = "; ".join(map(str, mismatches[:_SHOWN]))
    more = len(mismatches) - _SHOWN
    return f"{shown} (and {more} more)" if more > 0 else shown


def kind_of(value: object) -> str:
    """Return what kind of JSON value this is, and nothing of the value itself."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int():
            return "an integer"
        case float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case dict():
            return "an object"
        case bytes():
            return "bytes"
        case _:
            return type(value).__name__
