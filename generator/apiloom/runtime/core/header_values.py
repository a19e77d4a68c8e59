"""Structured values of headers, read from left to right once.

Regular expressions that try again from every place take time that is quadratic in the
length of a header, and headers are what a server likes.  Here, a character is looked at
once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"[!#$%&'*+.^`|~\w-]+", re.ASCII)
"""A token (RFC 9110, section 5.6.2): one class of characters, so nothing to retry."""

_BLANK: Final = " \t"


class Challenge(NamedTuple):
    """A challenge of ``WWW-Authenticate``: scheme and parameters, in lower case."""

    scheme: str
    parameters: dict[str, str]


class Link(NamedTuple):
    """A link of the header ``Link``: its target and its parameters, in lower case."""

    target: str
    parameters: dict[str, str]


def challenges(header: str) -> Iterator[Challenge]:
    """Return the challenges in a header (RFC 9110, section 11.6.1).

    Several may stand in one header, of whatever schemes.  What cannot be read is left
    out.
    """
    current: Challenge | None = None
    at = 0
    while at < len(header):
        token = _TOKEN.match(header, at)
        if token is None:
            # A comma or a blank; or what is none of this.
            at = _after_quoted(header, at)[1] if header[at] == '"' else at + 1
            continue
        at = _after_blanks(header, token.end())
        if not header.startswith("=", at):
            if current is not None:
                yield current
            current = Challenge(token[0].lower(), {})
            continue
        value, at = _value(header, _after_blanks(header, at + 1))
        if current is not None and value is not None:
            current.parameters.setdefault(token[0].lower(), value)
    if current is not None:
        yield current


def links(header: str) -> Iterator[Link]:
    """Return the links in a header (RFC 8288, section 3)."""
    at = 0
    while True:
        start = header.find("<", at)
        end = header.find(">", start) if start >= 0 else -1
        if end < 0:
            return
        link = Link(header[start + 1 : end].strip(), {})
        at = end + 1
        while True:
            at = _after_blanks(header, at)
            if not header.startswith(";", at):
                break
            token = _TOKEN.match(header, _after_blanks(header, at + 1))
            if token is None:
                at += 1
                continue
            at = _after_blanks(header, token.end())
            value: str | None = ""
            if header.startswith("=", at):
                value, at = _value(header, _after_blanks(header, at + 1))
            # Section 3.3: of several relations, the first one counts.
            link.parameters.setdefault(token[0].lower(), value or "")
        yield link


def _value(header: str, at: int) -> tuple[str | None, int]:
    """Return the value at a place, token or quoted, and the place after it."""
    if header.startswith('"', at):
        return _after_quoted(header, at)
    token = _TOKEN.match(header, at)
    return (None, at) if token is None else (token[0], token.end())


def _after_quoted(header: str, at: int) -> tuple[str, int]:
    """Return the text of a quoted string, maybe unterminated, and its end."""
    parts: list[str] = []
    start = at = at + 1
    while at < len(header):
        if header[at] == '"':
            parts.append(header[start:at])
            return "".join(parts), at + 1
        if header[at] == "\\":
            parts.append(header[start:at])
            start = at = at + 1
        at += 1
    parts.append(header[start:])
    return "".join(parts), len(header)


def _after_blanks(header: str, at: int) -> int:
    while at < len(header) and header[at] in _BLANK:
        at += 1
    return at
