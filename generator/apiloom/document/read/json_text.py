"""Reading JSON (RFC 8259), and finding a place in its text again."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from apiloom.document.tree import Mapping, Value

__all__ = ["JSONPositions", "JSONSyntaxError", "Oddities", "parse_json"]


class JSONSyntaxError(Exception):
    """The text is not JSON. `offset` is where reading stopped."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message: Final = message
        self.offset: Final = offset


class Oddities:
    """The deviations tolerated while reading: pointers (as tokens) of each kind."""

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


class _Scan:
    """A container whose members are scanned one by one, as far as is needed."""

    __slots__ = ("end", "is_object", "last", "members", "next")

    def __init__(self, start: int, is_object: bool) -> None:
        self.members: Final[dict[str, tuple[int, int]]] = {}
        """The offsets of each member's key and value; of an element, the same."""
        self.is_object: Final = is_object
        self.next = start
        """Where the first member begins, as long as none was scanned."""
        self.last: int | None = None
        """The offset of the value that was scanned last: the next comes after it."""
        self.end: int | None = None
        """Where the container ends, once all of it was scanned."""


class JSONPositions:
    """Finds the offset of a member or an element in JSON text that was read before.

    Only the containers on the way are scanned, each once and as far as is needed;
    what lies between is skipped by the decoder at the speed of C, and what was
    scanned is not skipped again: all places of a text take one pass over it. With
    `duplicates`, every container is scanned to its end, for the last of its duplicate
    keys.
    """

    __slots__ = ("_duplicates", "_holders", "_scans", "_skip", "_text")

    def __init__(self, text: str, *, duplicates: bool = False) -> None:
        self._text = text
        self._duplicates = duplicates
        self._skip = json.JSONDecoder().raw_decode
        self._scans: dict[int, _Scan | None] = {}
        self._holders: dict[tuple[str, ...], tuple[int, int]] = {}

    def find(self, tokens: tuple[str, ...]) -> int:
        """Return the offset of the key (in an object) or value (in an array).

        Where the pointer cannot be resolved, its nearest ancestor that exists.
        """
        holders, last = tokens[:-1], tokens[-1:]
        known = self._holders.get(holders)
        if known is not None:
            place, value = known
        else:
            place = value = self._after_space(0)
            for token in holders:
                found = self._child(value, token)
                if found is None:
                    return place
                place, value = found
            self._holders[holders] = place, value
        for token in last:
            found = self._child(value, token)
            if found is not None:
                return found[0]
        return place

    def scalar_text(self, tokens: tuple[str, ...]) -> str | None:
        """Return the text of a number, a boolean or null; None for anything else."""
        value = self._after_space(0)
        for token in tokens:
            found = self._child(value, token)
            if found is None:
                return None
            _, value = found
        match = _SCALAR.match(self._text, value)
        return match.group() if match else None

    def _child(self, offset: int, token: str) -> tuple[int, int] | None:
        """Return the offsets of the key and the value of a member; None without it."""
        if offset in self._scans:
            scan = self._scans[offset]
        else:
            scan = self._scans[offset] = self._begin(offset)
        if scan is None:
            return None
        if scan.end is None and (self._duplicates or token not in scan.members):
            self._scan(scan, None if self._duplicates else token)
        return scan.members.get(token)

    def _begin(self, offset: int) -> _Scan | None:
        opening = self._text[offset : offset + 1]
        if opening not in ("{", "["):
            return None
        return _Scan(self._after_space(offset + 1), opening == "{")

    def _scan(self, wanted: _Scan, token: str | None) -> None:
        """Scan a container as far as a member, or to its end.

        What was scanned last in it may be a container of which only a part is known:
        its end comes first. Such parts nest as deeply as the text: no recursion.
        """
        pending = [wanted]
        while pending:
            scan = pending[-1]
            inner = self._scans.get(scan.last) if scan.last is not None else None
            if inner is not None and inner.end is None:
                pending.append(inner)
                continue
            self._advance(scan, inner, token if scan is wanted else None)
            if scan is wanted and scan.end is None:
                return
            pending.pop()

    def _advance(self, scan: _Scan, inner: _Scan | None, token: str | None) -> None:
        """Scan a container, from behind the value that was scanned last.

        Behind a short member, the ones up to the next long one are scanned as well:
        whoever asks for a property will ask for the others.
        """
        text, skip, members = self._text, self._skip, scan.members
        place, is_short, is_found = scan.next, False, False
        if scan.last is not None:
            known = inner.end if inner is not None else None
            place = skip(text, scan.last)[1] if known is None else known
            is_short = place - scan.last < _SHORT
        while True:
            match = _MEMBER.match(text, place) if scan.is_object else None
            if match is not None:
                # Most names have no escapes.
                name, key, value = match[1], match.start(1) - 1, match.end()
            else:
                key = self._after_space(place)
                if text[key] == ",":
                    key = self._after_space(key + 1)
                if text[key] in "]}":
                    scan.end = key + 1
                    return
                name, value = str(len(members)), key
                if scan.is_object:
                    written, end = skip(text, key)
                    name = _LONE.sub("\ufffd", written)
                    value = self._after_space(self._after_space(end) + 1)
            members[name] = key, value
            scan.last = value
            is_found = is_found or name == token
            if is_found and not is_short:
                return
            place = skip(text, value)[1]
            is_short = place - value < _SHORT

    def _after_space(self, offset: int) -> int:
        match = _SPACE.match(self._text, offset)
        return match.end() if match else offset


_SHORT: Final = 1000
"""The characters of a member that takes less time to skip than to come back to."""
_SCALAR: Final = re.compile(r"[-+.\w]+")
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_MEMBER: Final = re.compile(
    r"""[ \t\r\n]*+,?+[ \t\r\n]*+"([^"\\]*+)"[ \t\r\n]*+:[ \t\r\n]*+"""
)
"""The name of a member, if it has no escapes, and what stands around it."""
