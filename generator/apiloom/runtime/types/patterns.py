r"""Regular expressions of a document, matched in linear time.

Python's own engine tries every way in which an expression might match: an expression
and a text of a few dozen characters can keep it busy for years. The one that pydantic
carries (Rust's) takes time in proportion to the text. An expression that it does not
have (with look-around, or a reference back to a group), or that would take much room,
is not checked at all.

Expressions are ECMA-262's (JSON Schema 2020-12, section 6.4), with two differences:
``\w`` also matches whatever is not ASCII, as many servers have it, and so does ``\d``
not match the digits of other scripts, as Python would have it.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pydantic_core import SchemaValidator

MOST_GROUPS: Final = 50
"""How deep groups may nest."""

MOST_STATES: Final = 20_000
"""How many characters an expression may stand for, with its repetitions written out."""

_WORD: Final = r"0-9A-Za-z_\x{80}-\x{10FFFF}"
_CLASSES: Final = {
    "d": "[0-9]",
    "D": "[^0-9]",
    "w": f"[{_WORD}]",
    "W": "[^0-9A-Za-z_]",
    "s": r"\s",
    "S": r"\S",
}
_IN_CLASS: Final = {
    "d": "0-9",
    "D": r"\x{0}-/:-\x{10FFFF}",
    "w": _WORD,
    "W": r"\x{0}-/:-@\[-\^`\{-\x{10FFFF}",
    "s": r"\s",
    "S": r"\S",
}
_CONTROLS: Final = {"f": r"\f", "n": r"\n", "r": r"\r", "t": r"\t", "v": r"\x{B}"}
_BOUNDARIES: Final = {"b": r"(?-u:\b)", "A": r"\A", "Z": r"\z"}
_PLAIN: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
)


class _Unsupported(Exception):
    """An expression that the engine does not have."""


def is_supported(pattern: str) -> bool:
    """Return whether an expression is one that can be matched in linear time."""
    return translated(pattern) is not None


def search(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Return whether a text has a part that matches; True if that cannot be told."""
    validator = _validator(pattern, ignore_case)
    return validator is None or validator.isinstance_python(text)


@lru_cache(1_000)
def _validator(pattern: str, ignore_case: bool) -> SchemaValidator | None:
    written = translated(pattern)
    if written is None:
        return None
    # Whoever only asks whether an expression is supported does without it.
    core: Any = import_module("pydantic_core")
    flags = "(?i)" if ignore_case else ""
    schema = core.core_schema.str_schema(
        pattern=flags + written, regex_engine="rust-regex"
    )
    try:
        validator: SchemaValidator = core.SchemaValidator(schema)
    except core.SchemaError:
        return None
    return validator


def translated(pattern: str) -> str | None:
    """Return an expression as the engine writes it, None if it has no such thing."""
    try:
        return _Reader(pattern).read()
    except (_Unsupported, IndexError):
        return None


class _Reader:
    """Reads an expression from left to right, and writes it for the engine."""

    def __init__(self, pattern: str) -> None:
        self._text: Final = pattern
        self._at = 0
        self._written: list[str] = []
        self._can_repeat = False
        # For each open group: how many states there are in it so far, and of the last
        # thing that may be repeated.
        self._states = [0]
        self._last = 0

    def read(self) -> str:
        while self._at < len(self._text):
            character = self._text[self._at]
            self._at += 1
            if character == "\\":
                self._escape()
            elif character == "[":
                self._class()
            elif character == "(":
                self._open()
            elif character == ")":
                self._close()
            elif character in "*+?":
                self._repeat(character, 1, 1 if character == "?" else 2)
            elif character == "{":
                self._counted()
            elif character in "|^":
                self._put(character, 0, can_repeat=False)
            elif character == "$":
                self._put(r"\z", 0, can_repeat=False)
            elif character == ".":
                self._put(r"[^\n\r\x{2028}\x{2029}]", 4)
            else:
                self._put(_literal(character), 1)
        if len(self._states) > 1 or self._states[0] > MOST_STATES:
            raise _Unsupported
        return "".join(self._written)

    def _put(self, text: str, states: int, *, can_repeat: bool = True) -> None:
        self._written.append(text)
        self._can_repeat = can_repeat
        self._states[-1] += states
        self._last = states

    def _open(self) -> None:
        if len(self._states) > MOST_GROUPS:
            raise _Unsupported
        head = "("
        if self._text.startswith("?", self._at):
            if self._text.startswith("?:", self._at):
                self._at += 2
                head = "(?:"
            elif self._text.startswith(("?<", "?P<"), self._at):
                end = self._text.index(">", self._at) if ">" in self._text else 0
                name = self._text[self._at : end].removeprefix("?").removeprefix("P")
                if not name[1:].isidentifier() or not name.isascii():
                    raise _Unsupported  # a look-behind, or no name
                self._at = end + 1
            else:
                raise _Unsupported
        self._written.append(head)
        self._can_repeat = False
        self._states.append(0)

    def _close(self) -> None:
        if len(self._states) < 2:
            raise _Unsupported
        inside = self._states.pop()
        self._put(")", inside + 1)

    def _counted(self) -> None:
        """Read ``{1,2}``; a brace that begins nothing of the kind stands for itself."""
        end = self._text.find("}", self._at, self._at + 40)
        least, comma, most = self._text[self._at : end].partition(",")
        is_count = end > 0 and _is_number(least) and (not most or _is_number(most))
        if not is_count:
            self._put(r"\{", 1)
            return
        if len(least) > 6 or len(most) > 6 or (most and int(most) < int(least)):
            raise _Unsupported
        self._at = end + 1
        times = int(most or least) + (1 if comma and not most else 0)
        self._repeat(f"{{{least}{comma}{most}}}", max(times, 1), max(times, 1))

    def _repeat(self, text: str, times: int, states: int) -> None:
        if not self._can_repeat:
            raise _Unsupported
        if self._text.startswith("?", self._at):
            text += "?"
            self._at += 1
        self._written.append(text)
        self._can_repeat = False
        added = max(self._last, 1) * max(times, states) - self._last
        self._states[-1] += max(added, 0)
        if self._states[-1] > MOST_STATES:
            raise _Unsupported

    # What a backslash begins

    def _escape(self) -> None:
        character = self._text[self._at]
        self._at += 1
        if character in _CLASSES:
            self._put(_CLASSES[character], 8 if character in "sS" else 4)
        elif character in _BOUNDARIES:
            self._put(_BOUNDARIES[character], 1, can_repeat=False)
        elif character in "pP":
            self._put(self._property(character), 500)
        else:
            self._put(self._character(character), 1)

    def _character(self, character: str) -> str:
        """Read what stands for one character, after the backslash."""
        if character in _CONTROLS:
            return _CONTROLS[character]
        if character == "0" and not self._text[self._at : self._at + 1].isdigit():
            return r"\x{0}"
        if character == "x":
            return self._code(2)
        if character == "u":
            if self._text.startswith("{", self._at):
                end = self._text.index("}", self._at)
                digits = self._text[self._at + 1 : end]
                self._at = end + 1
                return _code_point(digits)
            return self._code(4)
        if character in _PLAIN:
            raise _Unsupported
        return _literal(character)

    def _code(self, digits: int) -> str:
        found = self._text[self._at : self._at + digits]
        self._at += digits
        if len(found) < digits:
            raise _Unsupported
        return _code_point(found)

    def _property(self, character: str) -> str:
        if not self._text.startswith("{", self._at):
            raise _Unsupported
        end = self._text.find("}", self._at)
        name = self._text[self._at + 1 : end]
        if end < 0 or name not in _PROPERTIES:
            raise _Unsupported
        self._at = end + 1
        return f"\\{character}{{{name}}}"

    # Character classes

    def _class(self) -> None:
        is_negated = self._text.startswith("^", self._at)
        self._at += is_negated
        parts: list[str] = []
        states = 4
        # The first character of a range, if what came last can begin one.
        first: str | None = None
        while True:
            character = self._text[self._at]
            self._at += 1
            if character == "]":
                break
            is_range = (
                character == "-" and first is not None and self._text[self._at] != "]"
            )
            if is_range:
                character = self._text[self._at]
                self._at += 1
            written, is_single = self._member(character)
            if is_range and is_single:
                if _ordinal(first or "") > _ordinal(written):
                    raise _Unsupported
                parts.append(f"-{written}")
                first = None
            elif is_range:
                parts += [r"\-", written]
                first = None
            else:
                parts.append(written)
                first = written if is_single else None
            states += 500 if written[1:2] in ("p", "P") else 2
        if not parts:
            raise _Unsupported
        self._put(f"[{'^' if is_negated else ''}{''.join(parts)}]", states)

    def _member(self, character: str) -> tuple[str, bool]:
        """Read a member of a class; return whether it is a single character."""
        if character != "\\":
            return _literal(character), True
        character = self._text[self._at]
        self._at += 1
        if character in _IN_CLASS:
            return _IN_CLASS[character], False
        if character in "pP":
            return self._property(character), False
        if character == "b":
            return r"\x{8}", True
        return self._character(character), True


_PROPERTIES: Final = frozenset(
    "L Letter Lu Ll Lt Lm Lo M Mn N Nd Number P Punctuation S Sc Z Zs Alphabetic"
    " Uppercase Lowercase White_Space".split()
)
_SPECIAL: Final = frozenset(r"\.+*?()|[]{}^$#&-~")


def _literal(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        raise _Unsupported
    return f"\\{character}" if character in _SPECIAL else character


def _code_point(digits: str) -> str:
    try:
        code = int(digits, 16)
    except ValueError:
        raise _Unsupported from None
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or not digits.isalnum():
        raise _Unsupported
    return f"\\x{{{code:X}}}"


def _ordinal(written: str) -> int:
    """Return the number of a character, as it was written for the engine."""
    if written.startswith(r"\x"):
        return int(written[3:-1], 16)
    if len(written) > 1 and written[1] in _ORDINALS:
        return _ORDINALS[written[1]]
    return ord(written[-1])


_ORDINALS: Final = {"f": 12, "n": 10, "r": 13, "t": 9}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
