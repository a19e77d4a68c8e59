"""The module with the places of schemas, for messages about responses.

A line of the document in it is how far down its place is from the one before, so that
a sentence more in the document changes one number here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from generator.ir.api import Api
from generator.ir.types import Model
from generator.naming.assign import Names
from generator.python.modules import Layout
from generator.python.prose import docstring
from generator.python.view import PlacesView
from generator.source import Location, Pointer
from generator.text.code import Python, joined, python, string

_ABOUT = """Where the schemas of responses are in the specification.

`_runtime/places.py` says how to read it. It is loaded when a response does not fit its
schema for the first time."""
_SAFE = "/~{}$-_.:,;@!*+()[]|^&?"
"""What pointers may have as it is, besides letters and digits; no quotes."""


@dataclass(frozen=True)
class PlaceTexts:
    """Makes the view of the module."""

    api: Api
    names: Names
    layout: Layout
    spec: str
    """The name of the specification's own file."""

    def view(self, header: Python, locate: Callable[[Pointer], Location]) -> PlacesView:
        """The view of the module."""
        locate = cache(locate)
        marks: dict[Pointer, list[str]] = {}
        for pointer, mark in self._marks(locate):
            known = marks.setdefault(pointer, [])
            if mark and mark not in known:
                known.append(mark)
        placed: dict[tuple[str, Pointer], tuple[int, list[str]]] = {}
        for pointer, found in marks.items():
            location = locate(pointer)
            key = location.pointer.file or self.spec, location.pointer
            _, all_marks = placed.setdefault(key, (location.line, []))
            all_marks += [mark for mark in found if mark not in all_marks]
        rows = [python("    {},", string(row)) for row in _rows(placed, self.spec)]
        table = python("PLACES: tuple[str, ...] = ()")
        if rows:
            head = python("PLACES: tuple[str, ...] = (")
            table = joined("\n", (head, *rows, python(")")))
        return PlacesView(header, docstring(_ABOUT, 0), table)

    def _marks(
        self, locate: Callable[[Pointer], Location]
    ) -> Iterator[tuple[Pointer, str]]:
        """The places that can be asked for, and what for."""
        for pointer, definition in self.api.definitions.items():
            if not isinstance(definition, Model) or pointer not in self.layout.received:
                continue
            name = self.names.definitions[pointer]
            own = locate(pointer).pointer
            yield pointer, f"={'' if own.name == name else quote(name, safe='')}"
            for field in definition.fields:
                yield field.pointer, ""
                place = locate(field.pointer).pointer
                if field.described and not place.starts_with(own):
                    holder = place.ancestor(2)
                    file = quote(holder.file or self.spec, safe=_SAFE)
                    tokens = quote(holder.fragment, safe=_SAFE + "#")
                    yield pointer, f"<{file}{tokens}"
        for operation in self.api.operations:
            dotted = self.names.places[operation.id].dotted
            for response in operation.successes:
                for content in response.contents:
                    if content.pointer is not None:
                        yield content.pointer, f"@{quote(dotted, safe='.')}"


def _rows(
    placed: dict[tuple[str, Pointer], tuple[int, list[str]]], spec: str
) -> Iterator[str]:
    """The lines of the module: each place below the nearest one that holds it."""
    # The specification first: it is the file that pointers name by nothing.
    order = sorted(
        placed, key=lambda key: (key[0] != spec, key[0], placed[key][0], key[1])
    )
    known = {(file, pointer.tokens): pointer for file, pointer in placed}
    below: dict[tuple[str, Pointer] | None, list[tuple[str, Pointer]]] = {}
    for key in order:
        file, pointer = key
        tokens = pointer.tokens
        above = (known.get((file, tokens[:n])) for n in range(len(tokens) - 1, -1, -1))
        holder = next((one for one in above if one is not None), None)
        below.setdefault(None if holder is None else (file, holder), []).append(key)
    pending = [(key, 0, 0) for key in reversed(below.get(None, ()))]
    last_file, last_line = "", 0
    while pending:
        key, depth, shown = pending.pop()
        file, pointer = key
        line, marks = placed[key]
        inner = Pointer(tokens=pointer.tokens[shown:])
        text = quote(inner.fragment[1:], safe=_SAFE)
        if depth and text.startswith("/properties/"):
            text = text.replace("/properties/", ".", 1)
        if file != last_file:
            last_line = 0
        if not depth:
            text = f"{quote(file, safe=_SAFE) if file != last_file else ''}#{text}"
        yield " ".join((" " * depth + text, str(line - last_line), *marks))
        last_file, last_line = file, line
        length = len(pointer.tokens)
        pending += [(one, depth + 1, length) for one in reversed(below.get(key, ()))]
