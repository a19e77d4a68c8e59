"""Reading YAML 1.2 (core schema) with PyYAML's parser.

PyYAML resolves scalars as YAML 1.1 does, where `NO` is false and `1_000` a number.
So only its parser is used; what a scalar means is decided here (YAML 1.2.2, 10.3.2).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, TypeAlias, cast

import yaml

from apiloom.diagnostics import Code
from apiloom.document.read.positions import LineIndex
from apiloom.document.read.yaml_positions import ROOT, YAMLPlaces
from apiloom.document.tree import MAX_DEPTH, Mapping, Sequence, Value, depth_exceeds

__all__ = ["YAMLSyntaxError", "YAMLTree", "parse_yaml", "scalar"]

Tokens: TypeAlias = tuple[str, ...]

MOST_DIGITS: Final = 3_000
"""How many digits a number may have in another base than ten."""

MAX_ALIASED: Final = 1_000_000
"""How many values aliases may add to what was written."""

MAX_ALIASED_TEXT: Final = 10_000_000
"""How many characters aliases may add to what was written."""

_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE: Final = "tag:yaml.org,2002:"


class YAMLSyntaxError(Exception):
    """The text is not usable YAML; `code` is the diagnostic, line counts from 1."""

    def __init__(self, code: Code, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.code: Final = code
        self.message: Final = message
        self.line: Final = line
        self.column: Final = column


@dataclass(slots=True)
class YAMLTree:
    """A parsed YAML text, and the pointers (as tokens) of tolerated deviations."""

    value: Value = None
    places: YAMLPlaces = field(default_factory=YAMLPlaces)
    more_documents: bool = False
    duplicates: list[Tokens] = field(default_factory=list)
    scalar_keys: list[Tokens] = field(default_factory=list)
    unknown_tags: list[tuple[Tokens, str]] = field(default_factory=list)
    numbers: list[Tokens] = field(default_factory=list)


def scalar(text: str) -> Value:
    """Give a plain scalar its meaning in the core schema of YAML 1.2.

    A number with more digits than Python reads stays text.
    """
    try:
        return _resolved(text)
    except ValueError:
        return text


def _resolved(text: str) -> Value:
    """Return what `scalar` does. Raises ValueError for a number of too many digits."""
    if not text:
        return None
    first = text[0]
    if first not in _CAN_START:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _OCTAL.fullmatch(text) or _HEXADECIMAL.fullmatch(text):
        if len(text) > MOST_DIGITS:
            raise ValueError("Python reads it, and cannot write it in decimals")
        return int(text, 0)
    return text


_WORDS: Final[dict[str, Value]] = {
    **dict.fromkeys(("~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF"), float("inf")),
    **dict.fromkeys(("+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_CAN_START: Final = frozenset("~nNtTfF.+-0123456789")
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_OCTAL: Final = re.compile(r"0o[0-7]+")
_HEXADECIMAL: Final = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def parse_yaml(text: str, most: int = 5_000_000) -> YAMLTree:
    """Read the first document of a YAML text, of `most` events at most.

    Raises YAMLSyntaxError; its code is `too-large` where there are more.
    """
    loader = _Loader(text)
    try:
        return _Reader(loader.get_event).read(most)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = _in_text(mark, text) if mark else (1, 1)
        message = error.problem or error.context or "not valid YAML"
        raise YAMLSyntaxError(Code.SYNTAX_ERROR, message, line, column) from None
    except yaml.reader.ReaderError as error:
        line, column = _first_unprintable(text)
        message = f"the text contains a character YAML does not allow ({error.reason})"
        raise YAMLSyntaxError(Code.SYNTAX_ERROR, message, line, column) from None
    finally:
        loader.dispose()


def _in_text(mark: Any, text: str) -> tuple[int, int]:
    """Return line and column of a mark, which may stand after the last line."""
    lines = text.splitlines() or [""]
    if mark.line < len(lines):
        return mark.line + 1, mark.column + 1
    return len(lines), len(lines[-1]) + 1


def _first_unprintable(text: str) -> tuple[int, int]:
    match = yaml.reader.Reader.NON_PRINTABLE.search(text)
    offset = match.start() if match else 0
    return LineIndex(text).place(offset)


class _Frame:
    """A container that is being read."""

    __slots__ = ("anchor", "entry", "key", "merges", "tokens", "value", "written")

    def __init__(self, value: Mapping | Sequence, anchor: str, tokens: Tokens) -> None:
        self.value = value
        self.anchor = anchor
        self.tokens = tokens
        self.key: str | None = None
        self.entry = ROOT
        self.merges: list[Value] = []
        self.written: set[str] = set()


class _Reader:
    """Builds the tree from the parser's events, without recursion.

    Aliases are copied, so that the result is a tree in which every value has one
    place and can be changed without changing another.
    """

    def __init__(self, next_event: Callable[[], Any]) -> None:
        self._next = next_event
        self._tree = YAMLTree()
        self._stack: list[_Frame] = []
        self._places = self._tree.places
        self._anchors: dict[str, Value] = {}
        self._anchored: dict[str, int] = {}
        self._open: set[str] = set()
        self._aliased = 0
        self._aliased_text = 0

    def read(self, most: int) -> YAMLTree:
        handlers: dict[Any, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.MappingStartEvent: self._start_mapping,
            yaml.SequenceStartEvent: self._start_sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
        }
        documents = 0
        for number in count():
            event = self._next()
            if number > most:
                raise self._error(event, "too many values", Code.TOO_LARGE)
            handler = handlers.get(type(event))
            if handler:
                handler(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._tree.more_documents = True
                    return self._tree
            elif event is None or isinstance(event, yaml.StreamEndEvent):
                break
        return self._tree

    def _scalar(self, event: Any) -> None:
        text = cast(str, event.value)
        frame = self._stack[-1] if self._stack else None
        if frame and frame.key is None and type(frame.value) is dict:
            self._key(frame, text, event)
            return
        plain = event.implicit[0]
        entry = self._enter(frame, event)
        try:
            value: Value = _resolved(text) if plain else text
            if event.tag:
                value = self._tagged(event.tag, text)
        except (ValueError, OverflowError):
            raise self._error(event, "a number has thousands of digits") from None
        if isinstance(value, float) and not math.isfinite(value):
            self._tree.numbers.append(self._place())
            value = None
        if not isinstance(value, str):
            self._places.note(entry, text)
        if event.anchor:
            self._anchor(event.anchor, value, entry)
        self._put(value)

    def _enter(self, frame: _Frame | None, event: Any) -> int:
        """Give the value that begins its entry; that of a member is its key's."""
        mark = event.start_mark
        if frame is None:
            self._places.start = mark.line + 1, mark.column + 1
            return ROOT
        if type(frame.value) is list:
            frame.entry = self._places.add(None, mark.line, mark.column)
        return frame.entry

    def _name(self, frame: _Frame, name: str, event: Any) -> None:
        mark = event.start_mark
        frame.key = name
        frame.entry = self._places.add(name, mark.line, mark.column)

    def _anchor(self, name: str, value: Value, entry: int) -> None:
        self._anchors[name] = value
        self._anchored[name] = entry

    def _key(self, frame: _Frame, text: str, event: Any) -> None:
        plain = event.implicit[0]
        self._name(frame, text, event)
        if plain and text == "<<":
            frame.written.add("<<")
            return
        if event.anchor:
            self._anchors[event.anchor] = text
        tokens = (*frame.tokens, text)
        if plain and text[:1] in _CAN_START_KEY and not isinstance(scalar(text), str):
            self._tree.scalar_keys.append(tokens)
        if text in frame.written:
            self._tree.duplicates.append(tokens)
        frame.written.add(text)

    def _alias(self, event: Any) -> None:
        name = cast(str, event.anchor)
        if name in self._open:
            raise self._error(
                event, f"the alias *{name} contains itself", Code.ALIAS_BOMB
            )
        if name not in self._anchors:
            raise self._error(event, f"the alias *{name} has no anchor")
        frame = self._stack[-1] if self._stack else None
        value = self._anchors[name]
        if frame and frame.key is None and type(frame.value) is dict:
            if not isinstance(value, str):
                raise self._error(event, "a key must be a string")
            frame.written.add(value)
            self._name(frame, self._counted(value, event), event)
            return
        if depth_exceeds(value, MAX_DEPTH - len(self._stack)):
            message = f"the document is nested deeper than {MAX_DEPTH} levels"
            raise self._error(event, message, Code.NESTED_TOO_DEEPLY)
        entry = self._enter(frame, event)
        if name in self._anchored:
            self._places.alias(entry, self._anchored[name])
        self._put(self._copy(value, event))

    def _start_mapping(self, event: Any) -> None:
        self._start({}, event)

    def _start_sequence(self, event: Any) -> None:
        self._start([], event)

    def _start(self, value: Mapping | Sequence, event: Any) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame and frame.key is None and type(frame.value) is dict:
            raise self._error(event, "a key must be a string, not a collection")
        if len(self._stack) >= MAX_DEPTH:
            message = f"the document is nested deeper than {MAX_DEPTH} levels"
            raise self._error(event, message, Code.NESTED_TOO_DEEPLY)
        tokens = self._place()
        self._enter(frame, event)
        if event.tag and event.tag not in _COLLECTIONS:
            self._tree.unknown_tags.append((tokens, event.tag))
        if event.anchor:
            self._open.add(event.anchor)
        self._stack.append(_Frame(value, event.anchor, tokens))

    def _end(self, event: Any) -> None:
        frame = self._stack.pop()
        if frame.merges and isinstance(frame.value, dict):
            for merged in frame.merges:
                for key, value in cast(Mapping, merged).items():
                    frame.value.setdefault(key, value)
        entry = self._stack[-1].entry if self._stack else ROOT
        self._places.close(entry)
        if frame.anchor:
            self._open.discard(frame.anchor)
            self._anchor(frame.anchor, frame.value, entry)
        self._put(frame.value)

    def _put(self, value: Value) -> None:
        if not self._stack:
            self._tree.value = value
            return
        frame = self._stack[-1]
        if isinstance(frame.value, list):
            frame.value.append(value)
            return
        key, frame.key = cast(str, frame.key), None
        if key == "<<" and _can_merge(value):
            # Keys written out win over merged ones, wherever they stand; so merging
            # waits for the end (YAML 1.1, the "merge" type).
            frame.merges.extend(value if isinstance(value, list) else [value])
        else:
            frame.value[key] = value

    def _place(self) -> Tokens:
        if not self._stack:
            return ()
        frame = self._stack[-1]
        if isinstance(frame.value, list):
            return (*frame.tokens, str(len(frame.value)))
        return (*frame.tokens, frame.key or "")

    def _tagged(self, tag: str, text: str) -> Value:
        kind = tag.removeprefix(_CORE) if tag.startswith(_CORE) else tag
        if kind in ("!", "str", "binary", "timestamp"):
            return text
        if kind in ("int", "float", "bool", "null"):
            value = _resolved(text)
            return float(value) if kind == "float" and isinstance(value, int) else value
        self._tree.unknown_tags.append((self._place(), tag))
        return text if tag.startswith(_CORE) else scalar(text)

    def _copy(self, value: Value, event: Any) -> Value:
        # Anchored values are already free of aliases, so nothing here can loop.
        if isinstance(value, dict | list):
            self._aliased += len(value) + 1
            if self._aliased > MAX_ALIASED:
                message = f"aliases expand to more than {MAX_ALIASED:,} values"
                raise self._error(event, message, Code.ALIAS_BOMB)
        if isinstance(value, dict):
            return {key: self._copy(item, event) for key, item in value.items()}
        if isinstance(value, list):
            return [self._copy(item, event) for item in value]
        return self._counted(value, event) if isinstance(value, str) else value

    def _counted(self, text: str, event: Any) -> str:
        """Count the text that an alias repeats: every output writes it out again."""
        self._aliased_text += len(text)
        if self._aliased_text > MAX_ALIASED_TEXT:
            message = f"aliases expand to more than {MAX_ALIASED_TEXT:,} characters"
            raise self._error(event, message, Code.ALIAS_BOMB)
        return text

    def _error(
        self, event: Any, message: str, code: Code = Code.SYNTAX_ERROR
    ) -> YAMLSyntaxError:
        mark = event.start_mark
        return YAMLSyntaxError(code, message, mark.line + 1, mark.column + 1)


_COLLECTIONS: Final = frozenset(
    {"!", *(f"{_CORE}{kind}" for kind in ("map", "omap", "pairs", "seq", "set"))}
)
_CAN_START_KEY: Final = _CAN_START | {""}


def _can_merge(value: Value) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, dict) for item in value)
    return isinstance(value, dict)
