"""Reading JSON (RFC 8259), and finding a place in its text again."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, TypeAlias

from generator.document.tree import Mapping, Value

__all__ = ["JSONPositions", "JSONSyntaxError", "Oddities", "parse_json"]


class JSONSyntaxError(Exception):
    """The text is not JSON. `offset` is where reading stopped."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message: Final = message
        self.offset: Final = offset


class Oddities:
    """What was tolerated while reading: the pointers (as tokens) of each kind."""

    __slots__ = ("duplicates", "numbers", "surrogates")

    def __init__(self) -> None:
        self.duplicates: list[tuple[str, ...]] = []
        self.numbers: list[tuple[str, ...]] = []
        self.surrogates: list[tuple[str, ...]] = []


def parse_json(text: str) -> tuple[Value, Oddities]:
    """Read JSON text; the last of duplicate keys wins, NaN and Infinity are null.

    Raises JSONSyntaxError, and RecursionError where the text nests too deeply for
    Python's reader.
    """
    # The holders of duplicate keys are kept, not only their ids, because an object
    # that lost against a later duplicate would free its id for another one.
    holders: list[tuple[Mapping, set[str]]] = []
    constants: list[str] = []

    def build(pairs: list[tuple[str, Value]]) -> Mapping:
        mapping = dict(pairs)
        if len(mapping) != len(pairs):
            counts = Counter(key for key, _ in pairs)
            holders.append((mapping, {key for key in counts if counts[key] > 1}))
        return mapping

    def constant(name: str) -> float:
        constants.append(name)
        return float(name)

    def real(written: str) -> float:
        number = float(written)
        if math.isinf(number):
            constants.append(written)
        return number

    decoder = json.JSONDecoder(
        object_pairs_hook=build, parse_constant=constant, parse_float=real
    )
    try:
        value: Value = decoder.decode(text)
    except json.JSONDecodeError as error:
        raise JSONSyntaxError(error.msg, error.pos) from None
    except ValueError:
        # Python refuses to read integers of more than a few thousand digits.
        match = re.search(r"\d{4000,}", text)
        offset = match.start() if match else 0
        raise JSONSyntaxError("a number has thousands of digits", offset) from None

    oddities = Oddities()
    if holders or constants or _SURROGATE.search(text):
        _find_oddities(value, {id(m): keys for m, keys in holders}, oddities)
    return value, oddities


_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_LONE: Final = re.compile("[\ud800-\udfff]")


def _find_oddities(
    root: Value, duplicates: dict[int, set[str]], oddities: Oddities
) -> None:
    """Walk the tree for what the fast reader let pass, and replace it."""
    stack: list[tuple[tuple[str, ...], Value]] = [((), root)]
    while stack:
        tokens, holder = stack.pop()
        if isinstance(holder, dict):
            for key in sorted(duplicates.get(id(holder), ())):
                oddities.duplicates.append((*tokens, key))
            lone = [key for key in holder if _LONE.search(key)]
            if lone:
                members = list(holder.items())
                holder.clear()
                holder.update((_LONE.sub("\ufffd", k), v) for k, v in members)
            for key in lone:
                oddities.surrogates.append((*tokens, _LONE.sub("\ufffd", key)))
        children: Iterator[tuple[str | int, Value]] = (
            iter(list(holder.items()))
            if isinstance(holder, dict)
            else iter(list(enumerate(holder)) if isinstance(holder, list) else ())
        )
        for token, child in children:
            path = (*tokens, str(token))
            if isinstance(child, dict | list):
                stack.append((path, child))
            elif isinstance(child, float) and not math.isfinite(child):
                oddities.numbers.append(path)
                holder[token] = None  # type: ignore[index]
            elif isinstance(child, str) and _LONE.search(child):
                oddities.surrogates.append(path)
                holder[token] = _LONE.sub("\ufffd", child)  # type: ignore[index]


_Member: TypeAlias = tuple[int, int]
"""The offsets of a member's key and of its value; the same for an element."""


class JSONPositions:
    """Finds the offset of a member or an element in JSON text that was read before.

    Only the containers on the way are scanned, each once and as far as is needed:
    what lies between is skipped by the decoder at the speed of C. With `duplicates`,
    every container is scanned to its end, for the last of its duplicate keys.
    """

    __slots__ = ("_decoder", "_duplicates", "_known", "_rest", "_text")

    def __init__(self, text: str, *, duplicates: bool = False) -> None:
        self._text = text
        self._duplicates = duplicates
        self._decoder = json.JSONDecoder()
        self._known: dict[int, dict[str, _Member]] = {}
        self._rest: dict[int, Iterator[tuple[str, _Member]]] = {}

    def find(self, tokens: tuple[str, ...]) -> int:
        """Return the offset of the key (in an object) or value (in an array).

        Where the pointer leads nowhere, its nearest ancestor that exists.
        """
        place = value = self._skip_space(0)
        for token in tokens:
            found = self._child(value, token)
            if found is None:
                break
            place, value = found
        return place

    def scalar_text(self, tokens: tuple[str, ...]) -> str | None:
        """Return the text of a number, a boolean or null; None for anything else."""
        value = self._skip_space(0)
        for token in tokens:
            found = self._child(value, token)
            if found is None:
                return None
            _, value = found
        match = _SCALAR.match(self._text, value)
        return match.group() if match else None

    def _child(self, offset: int, token: str) -> _Member | None:
        known = self._known.get(offset)
        if known is None:
            known = self._known[offset] = {}
            opening = self._text[offset : offset + 1]
            scan = {"{": self._scan_object, "[": self._scan_array}.get(opening)
            self._rest[offset] = scan(offset + 1) if scan else iter(())
        if token not in known:
            for name, member in self._rest[offset]:
                known[name] = member
                if name == token and not self._duplicates:
                    break
        return known.get(token)

    def _scan_object(self, offset: int) -> Iterator[tuple[str, _Member]]:
        offset = self._skip_space(offset)
        while self._text[offset] == '"':
            key, end = self._decoder.raw_decode(self._text, offset)
            value = self._skip_space(self._skip_space(end) + 1)
            yield _LONE.sub("\ufffd", key), (offset, value)
            offset = self._next(value)

    def _scan_array(self, offset: int) -> Iterator[tuple[str, _Member]]:
        offset, index = self._skip_space(offset), 0
        while self._text[offset] not in "],":
            yield str(index), (offset, offset)
            offset, index = self._next(offset), index + 1

    def _next(self, offset: int) -> int:
        """Skip the value at `offset`, and the comma after it if there is one."""
        _, end = self._decoder.raw_decode(self._text, offset)
        end = self._skip_space(end)
        return self._skip_space(end + 1) if self._text[end] == "," else end

    def _skip_space(self, offset: int) -> int:
        match = _SPACE.match(self._text, offset)
        return match.end() if match else offset


_SCALAR: Final = re.compile(r"[-+.\w]+")
_SPACE: Final = re.compile(r"[ \t\r\n]*")
