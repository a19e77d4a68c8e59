"""Text that matches a regular expression of ECMA-262, as far as one is found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, TypeAlias

from ..types.patterns import search

_ATTEMPTS: Final = 60
_MANY: Final = 6
"""How often something is repeated at most that may be repeated for ever."""

_LONGEST: Final = 4096
_MOST_STEPS: Final = 20_000
"""Steps of an attempt at most: repetitions within repetitions have no end."""
_DEEPEST: Final = 50
"""Groups that stand inside one another at most."""
_DIGITS: Final = "0123456789"
_LOWER: Final = "abcdefghijklmnopqrstuvwxyz"
_WORD: Final = _LOWER + _LOWER.upper() + _DIGITS + "_"
_PRINTABLE: Final = "".join(map(chr, range(32, 127)))
_CLASSES: Final = {
    "d": _DIGITS,
    "D": _LOWER,
    "w": _LOWER + _DIGITS,
    "W": "-",
    "s": " ",
    "S": _LOWER,
}
_CONTROLS: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_PROPERTIES: Final = {
    "L": _LOWER + _LOWER.upper(),
    "Lu": _LOWER.upper(),
    "Ll": _LOWER,
    "N": _DIGITS,
    "Nd": _DIGITS,
    "P": "-.,",
    "Z": " ",
    "Zs": " ",
}


def matching(pattern: str, least: int, most: int | None, random: Random) -> str | None:
    """Return text that matches, or None if none was found.

    Args:
        pattern: A regular expression, not anchored (JSON Schema 2020-12, section
            6.3.3).
        least: The fewest characters.
        most: The most characters.
        random: Makes the choices.
    """
    try:
        root = _Parser(pattern).parsed()
    except (ValueError, IndexError):
        return None
    if least > _LONGEST:
        return None
    for attempt in range(_ATTEMPTS):
        stretch = 1 + attempt * _MANY // 4 if attempt < 20 else least + 1
        text = root(_Choices(random, stretch))[:_LONGEST]
        if len(text) < least and not search(pattern, text[:-1]):
            continue
        if len(text) < least:
            text += "a" * (least - len(text))
        if (most is None or len(text) <= most) and search(pattern, text):
            return text
    return None


@dataclass(slots=True)
class _Choices:
    random: Random
    stretch: int
    """How often something without an upper bound is repeated at most."""
    left: int = _MOST_STEPS

    def may_go_on(self) -> bool:
        """Count a step; return whether it may be made."""
        self.left -= 1
        return self.left >= 0


_Node: TypeAlias = Callable[[_Choices], str]


class _Parser:
    """Reads an expression into functions that make text of their parts."""

    def __init__(self, pattern: str) -> None:
        self._text: Final = pattern
        self._at = 0
        self._depth = 0
        self._groups: Final[list[_Node]] = []

    def parsed(self) -> _Node:
        node = self._either()
        if self._at < len(self._text):
            raise ValueError("a bracket that was not opened")
        return node

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _next(self) -> str:
        character = self._text[self._at]
        self._at += 1
        return character

    def _takes(self, text: str) -> bool:
        if self._text.startswith(text, self._at):
            self._at += len(text)
            return True
        return False

    def _either(self) -> _Node:
        branches = [self._sequence()]
        while self._takes("|"):
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        return lambda choices: choices.random.choice(branches)(choices)

    def _sequence(self) -> _Node:
        nodes: list[_Node] = []
        while self._peek() not in ("", "|", ")"):
            nodes.append(self._repeated(self._atom()))
        return lambda choices: "".join(
            node(choices) for node in nodes if choices.may_go_on()
        )

    def _repeated(self, node: _Node) -> _Node:
        least, most = 1, 1
        if self._takes("*"):
            least, most = 0, -1
        elif self._takes("+"):
            least, most = 1, -1
        elif self._takes("?"):
            least, most = 0, 1
        elif self._peek() == "{" and (counts := self._counts()) is not None:
            least, most = counts
        else:
            return node
        self._takes("?")

        def repeated(choices: _Choices) -> str:
            top = least + choices.stretch if most < 0 else most
            top = max(least, min(top, least + choices.stretch))
            count = choices.random.randint(least, min(top, least + _LONGEST))
            made: list[str] = []
            while len(made) < min(count, _LONGEST) and choices.may_go_on():
                made.append(node(choices))
            return "".join(made)

        return repeated

    def _counts(self) -> tuple[int, int] | None:
        end = self._text.find("}", self._at)
        inner = self._text[self._at + 1 : end]
        low, comma, high = inner.partition(",")
        if end < 0 or not low.isdecimal() or not (high.isdecimal() or not high):
            return None
        self._at = end + 1
        if not comma:
            return int(low), int(low)
        return int(low), int(high) if high else -1

    def _atom(self) -> _Node:
        character = self._next()
        if character == "(":
            return self._group()
        if character == "[":
            return _one_of(self._class())
        if character == ".":
            return _one_of(_LOWER)
        if character in "^$":
            return _nothing
        if character == "\\":
            return self._escape()
        return lambda _: character

    def _group(self) -> _Node:
        is_silent = False
        if self._takes("?"):
            kind = self._next()
            if kind in "=!":
                is_silent = True
            elif kind == "<" and self._peek() in "=!":
                self._next()
                is_silent = True
            elif kind in "<P":
                while self._next() != ">":
                    pass
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("too many groups inside one another")
        node = self._either()
        self._depth -= 1
        if not self._takes(")"):
            raise ValueError("a bracket that is not closed")
        # What is looked ahead for may be right by chance; `matching` checks it.
        return _nothing if is_silent else node

    def _escape(self) -> _Node:
        character = self._next()
        if character in "bBAZ":
            return _nothing
        if character in _CLASSES:
            return _one_of(_CLASSES[character])
        if character in "pP" and self._peek() == "{":
            return _one_of(self._property())
        literal = self._literal(character)
        return lambda _: literal

    def _property(self) -> str:
        end = self._text.index("}", self._at)
        name = self._text[self._at + 1 : end]
        self._at = end + 1
        return _PROPERTIES.get(name.rpartition("=")[2], _LOWER)

    def _literal(self, character: str) -> str:
        if character in "xu":
            if self._peek() == "{":
                end = self._text.index("}", self._at)
                digits = self._text[self._at + 1 : end]
                self._at = end + 1
            else:
                length = 2 if character == "x" else 4
                digits = self._text[self._at : self._at + length]
                self._at += length
            return chr(int(digits, 16))
        return _CONTROLS.get(character, character)

    def _class(self) -> str:
        is_negated = self._takes("^")
        found: list[str] = []
        while (character := self._next()) != "]":
            if character == "\\":
                escaped = self._next()
                if escaped in _CLASSES:
                    found.append(_CLASSES[escaped])
                    continue
                if escaped in "pP" and self._peek() == "{":
                    found.append(self._property())
                    continue
                character = "\b" if escaped == "b" else self._literal(escaped)
            if self._peek() == "-" and self._text[self._at + 1 : self._at + 2] != "]":
                self._next()
                last = self._next()
                if last == "\\":
                    last = self._literal(self._next())
                top = min(ord(last), ord(character) + 200)
                found.append("".join(map(chr, range(ord(character), top + 1))))
                continue
            found.append(character)
        members = "".join(found)
        if not is_negated:
            return _plain_first(members)
        excluded = set(members)
        return _plain_first("".join(one for one in _PRINTABLE if one not in excluded))


def _plain_first(members: str) -> str:
    """Prefer letters and digits of a class: a sample is read by people."""
    plain = "".join(one for one in members if one in _WORD)
    return plain or members


def _one_of(members: Sequence[str]) -> _Node:
    if not members:
        raise ValueError("a class that nothing matches")
    return lambda choices: choices.random.choice(members)


def _nothing(_: _Choices) -> str:
    return ""
