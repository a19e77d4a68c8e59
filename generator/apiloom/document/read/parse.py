"""From bytes to a plain Python tree: one file of a document.

Most places are never talked about: `File.locate` finds one when it is. JSON is read
again on the way there; of YAML, which takes longer, positions are kept at first.
"""

from __future__ import annotations

import codecs
import gc
import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from apiloom.access import Access
from apiloom.diagnostics import Code, Diagnostics, UnusableInput
from apiloom.document.read.foreign import (
    Foreign,
    foreign_bytes,
    foreign_text,
    syntax_hint,
)
from apiloom.document.read.json_text import (
    JSONPositions,
    JSONSyntaxError,
    Oddities,
    parse_json,
)
from apiloom.document.read.positions import LineIndex
from apiloom.document.read.reader import Reader, RefusedError
from apiloom.document.read.urls import Remote
from apiloom.document.read.yaml_positions import YAMLPlaces
from apiloom.document.read.yaml_text import YAMLSyntaxError, YAMLTree, parse_yaml
from apiloom.document.tree import MAX_DEPTH, MORE_DEPTH, Value, depth_exceeds, kind_of
from apiloom.locations import Location, Pointer

__all__ = ["File", "collector_paused", "load"]

_BYTES_A_VALUE: Final = 10
"""How long values are on an average at least, in a file of the size that is allowed.

A tree takes up to a hundred times what a text of nothing but brackets does.
"""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class File:
    """One file of a document.

    `name` is what pointers into it carry (empty for the root file), `display` what
    a person would type, `data` the tree, which later stages may convert in place.
    """

    __slots__ = (
        "_lines",
        "_positions",
        "data",
        "digest",
        "display",
        "name",
        "path",
        "text",
    )

    def __init__(
        self,
        path: Path | Remote,
        name: str,
        display: str,
        raw: bytes,
        text: str,
        data: Value,
        positions: JSONPositions | YAMLPlaces,
    ) -> None:
        self.path: Final = path
        self.name: Final = name
        self.display: Final = display
        self.digest: Final = hashlib.sha256(raw).hexdigest()
        self.text: Final = text
        self.data = data
        self._positions: Final = positions
        self._lines: Final = LineIndex(text)

    @property
    def pointer(self) -> Pointer:
        """The pointer to the root of this file."""
        return Pointer(self.name)

    def locate(self, tokens: tuple[str, ...]) -> tuple[int, int]:
        """Return line and column, from 1, of the key or element that `tokens` lead to.

        Where they lead nowhere, of the nearest ancestor that exists.
        """
        match self._positions:
            case YAMLPlaces() as places:
                return places.find(tokens)
            case JSONPositions() as positions:
                return self._lines.place(positions.find(tokens))

    def source_text(self, tokens: tuple[str, ...]) -> str | None:
        """Return what a number, a boolean or null was written as; None for the rest."""
        return self._positions.scalar_text(tokens)


def load(
    path: Path | Remote,
    diagnostics: Diagnostics,
    reader: Reader | None = None,
    *,
    name: str = "",
    display: str | None = None,
    source: Path | Remote | None = None,
) -> File:
    """Read a JSON or YAML file.

    `name` is what pointers carry, `display` what messages call the file, `source` the
    file that refers to it: without one, the user has named it, and its root must be
    an object. Raises UnusableInput for whatever cannot be read; what can be tolerated
    is reported.
    """
    display = display if display is not None else path.as_posix()
    reader = reader or Reader(Access())
    try:
        content = reader.read(path, source)
    except RefusedError as error:
        place = Location(display, 1, 1, Pointer())
        raise UnusableInput(error.code, error.message, place, error.hint) from None
    raw = content.raw
    if source is None:
        _refuse_foreign(foreign_bytes(raw), display, name)
    text = _decode(raw, display, Pointer(name), diagnostics)
    with collector_paused():
        most = reader.access.max_size // _BYTES_A_VALUE
        try:
            value, positions = _parse(text, path, display, name, diagnostics, most)
        except UnusableInput as error:
            if source is None and error.diagnostic.code == Code.SYNTAX_ERROR:
                _refuse_foreign(foreign_text(text), display, name)
            raise
    if source is None and not isinstance(value, dict):
        if value is None:
            message = "the file is empty"
            hint = "download the OpenAPI document, or write one, before this command"
            place = Location(display, 1, 1, Pointer(name))
            raise UnusableInput(Code.EMPTY_DOCUMENT, message, place, hint)
        _refuse_foreign(foreign_text(text), display, name)
        message = f"the document is {kind_of(value)}, not an object"
        raise _unusable(Code.NOT_A_MAPPING, message, display, name)
    return File(content.path, name, display, raw, text, value, positions)


def _refuse_foreign(foreign: Foreign | None, display: str, name: str) -> None:
    """Raise UnusableInput where a file has another format that was recognized."""
    if foreign is not None:
        message = f"the file is {foreign.name}, not an OpenAPI document"
        place = Location(display, 1, 1, Pointer(name))
        raise UnusableInput(Code.NOT_OPENAPI, message, place, foreign.hint)


def _decode(raw: bytes, display: str, root: Pointer, diagnostics: Diagnostics) -> str:
    encoding, start = "utf-8", 0
    for mark, name in _BOMS:
        if raw.startswith(mark):
            encoding, start = name, len(mark)
            message = "the file starts with a byte order mark"
            diagnostics.report(Code.BYTE_ORDER_MARK, message, root)
            break
    else:
        if len(raw) >= 4 and 0 in raw[:4]:
            encoding = _guess_wide(raw[:4])
    if encoding != "utf-8":
        message = f"the file is encoded in {encoding.upper()}, not in UTF-8"
        diagnostics.report(Code.ENCODING_NOT_UTF8, message, root)
    try:
        return raw[start:].decode(encoding)
    except UnicodeDecodeError as error:
        before = raw[start : start + error.start].decode(encoding, "replace")
        line, column = LineIndex(before).place(len(before))
        broken = error.object[error.start]
        message = f"byte 0x{broken:02X} is not {encoding.upper()}"
        hint = "save the file in UTF-8"
        raise UnusableInput(
            Code.ENCODING_ERROR, message, Location(display, line, column, root), hint
        ) from None


def _guess_wide(start: bytes) -> str:
    """Tell UTF-16 and UTF-32 without a mark by their zero bytes (RFC 4627, 3)."""
    zeros = start[0] == 0, start[1] == 0, start[2] == 0, start[3] == 0
    return {
        (True, True, True, False): "utf-32-be",
        (False, True, True, True): "utf-32-le",
        (True, False, True, False): "utf-16-be",
        (False, True, False, True): "utf-16-le",
    }.get(zeros, "utf-8")


def _parse(
    text: str,
    path: Path | Remote,
    display: str,
    name: str,
    diagnostics: Diagnostics,
    most: int,
) -> tuple[Value, JSONPositions | YAMLPlaces]:
    root = Pointer(name)
    failure: JSONSyntaxError | None = None
    if text.lstrip()[:1] in ("{", "["):
        if text.count("{") + text.count("[") > most:
            raise _too_many(most, Location(display, 1, 1, root))
        try:
            value, oddities = parse_json(text)
        except JSONSyntaxError as error:
            failure = error
        except RecursionError:
            raise _too_deep(display, name) from None
        else:
            if depth_exceeds(value):
                raise _too_deep(display, name)
            _report_json(oddities, root, diagnostics)
            duplicates = bool(oddities.duplicates)
            return value, JSONPositions(text, duplicates=duplicates)
    try:
        # What looks like JSON and is not may still be YAML in flow style.
        tree = parse_yaml(text, most)
    except YAMLSyntaxError as error:
        if error.code == Code.TOO_LARGE:
            place = Location(display, error.line, error.column, root)
            raise _too_many(most, place) from None
        place = Location(display, error.line, error.column, root)
        hint = syntax_hint(text, error.line, error.column)
        if failure and path.suffix.lower() not in (".yaml", ".yml"):
            line, column = LineIndex(text).place(failure.offset)
            place = Location(display, line, column, root)
            hint = syntax_hint(text, line, column)
            message = failure.message
            raise UnusableInput(Code.SYNTAX_ERROR, message, place, hint) from None
        if error.code == Code.NESTED_TOO_DEEPLY:
            hint = MORE_DEPTH
        raise UnusableInput(error.code, error.message, place, hint) from None
    if failure and path.suffix.lower() == ".json":
        line, column = LineIndex(text).place(failure.offset)
        place = Location(display, line, column, root)
        hint = syntax_hint(text, line, column)
        raise UnusableInput(Code.SYNTAX_ERROR, failure.message, place, hint)
    _report_yaml(tree, root, diagnostics)
    return tree.value, tree.places


def _report_json(oddities: Oddities, root: Pointer, diagnostics: Diagnostics) -> None:
    for tokens in oddities.duplicates:
        _report_duplicate(root.child(*tokens), diagnostics)
    for tokens in oddities.numbers:
        _report_number(root.child(*tokens), diagnostics)
    for tokens in oddities.surrogates:
        message = "half of a surrogate pair was replaced with U+FFFD"
        diagnostics.report(Code.LONE_SURROGATE, message, root.child(*tokens))


def _report_yaml(tree: YAMLTree, root: Pointer, diagnostics: Diagnostics) -> None:
    for tokens in tree.duplicates:
        _report_duplicate(root.child(*tokens), diagnostics)
    for tokens in tree.scalar_keys:
        key, pointer = tokens[-1], root.child(*tokens)
        if key.isdigit() and tokens[-2:-1] == ("responses",):
            message = f"the status {key} is a number here; it must be a string"
            hint = f'write "{key}" in quotes'
            diagnostics.report(Code.INTEGER_STATUS_KEY, message, pointer, hint)
        else:
            message = f"the key {key or '(empty)'} is not a string"
            hint = f'write "{key}" in quotes'
            diagnostics.report(Code.NON_STRING_KEY, message, pointer, hint)
    for tokens in tree.numbers:
        _report_number(root.child(*tokens), diagnostics)
    for tokens, tag in tree.unknown_tags:
        message = f"the tag {tag} is not supported and is ignored"
        diagnostics.report(Code.UNKNOWN_TAG, message, root.child(*tokens))
    if tree.more_documents:
        message = "only the first of several YAML documents is read"
        diagnostics.report(Code.MULTIPLE_DOCUMENTS, message, root)


def _report_number(pointer: Pointer, diagnostics: Diagnostics) -> None:
    message = "JSON cannot express this number; it is read as null"
    diagnostics.report(Code.INVALID_NUMBER, message, pointer)


def _report_duplicate(pointer: Pointer, diagnostics: Diagnostics) -> None:
    message = f"the key {pointer.name!r} occurs more than once; the last one counts"
    diagnostics.report(Code.DUPLICATE_KEY, message, pointer)


def _too_many(most: int, place: Location) -> UnusableInput:
    message = f"the file contains more than {most:,} values"
    return UnusableInput(Code.TOO_LARGE, message, place, "--max-size MB allows more")


def _too_deep(display: str, name: str) -> UnusableInput:
    message = f"the document is nested deeper than {MAX_DEPTH} levels"
    place = Location(display, 1, 1, Pointer(name))
    return UnusableInput(Code.NESTED_TOO_DEEPLY, message, place, MORE_DEPTH)


def _unusable(code: Code, message: str, display: str, name: str = "") -> UnusableInput:
    return UnusableInput(code, message, Location(display, 1, 1, Pointer(name)))


@contextmanager
def collector_paused() -> Generator[None, None, None]:
    """Keep the garbage collector from walking a growing tree repeatedly.

    A tree holds no cycles; for GitHub's document this halves the time of reading.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
