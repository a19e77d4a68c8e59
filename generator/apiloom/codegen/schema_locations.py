"""The module with the places of schemas, for messages about responses.

A line of the document in it is how far down its place is from the one before, so that
a sentence more in the document changes one number here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

from apiloom.codegen.docstrings import docstring
from apiloom.codegen.models.placement import Placement
from apiloom.codegen.views import PlacesView
from apiloom.ir.api import Api
from apiloom.ir.types import Model
from apiloom.locations import Location, Pointer, escape
from apiloom.naming.allocate import Names
from apiloom.text.code import Python, joined, python, string

_ABOUT = """Locations of response schemas in the specification.

Read by `_runtime/decoding/reports.py`, which describes the format. It is loaded
on the first response that does not match its schema."""
_SAFE = "/~{}$-_.:,;@!*+()[]|^&?"
"""What pointers may have as it is, besides letters and digits; no quotes."""


_Key: TypeAlias = tuple[str, tuple[str, ...]]
"""A place: its file, and the tokens of its pointer."""


class _Place(NamedTuple):
    line: int
    pointer: Pointer
    marks: list[str]


@dataclass(frozen=True)
class PlaceTexts:
    """Makes the view of the module."""

    api: Api
    names: Names
    placement: Placement
    spec: str
    """The name of the specification's own file."""

    def view(self, header: Python, locate: Callable[[Pointer], Location]) -> PlacesView:
        """The view of the module."""
        placed: dict[_Key, _Place] = {}
        for location, mark in self._marks(cache(locate)):
            pointer = location.pointer
            key = pointer.file or self.spec, pointer.tokens
            place = placed.get(key)
            if place is None:
                place = placed[key] = _Place(location.line, pointer, [])
            if mark and mark not in place.marks:
                place.marks.append(mark)
        rows = [string(row) for row in _rows(placed, self.spec)]
        table = python("PLACES: tuple[str, ...] = ()")
        if rows:
            text = joined(",\n    ", rows)
            table = python("PLACES: tuple[str, ...] = (\n    {},\n)", text)
        return PlacesView(header, docstring(_ABOUT, 0), table)

    def _marks(
        self, locate: Callable[[Pointer], Location]
    ) -> Iterator[tuple[Location, str]]:
        """The places that can be asked for, and what for."""
        for pointer, definition in self.api.definitions.items():
            if (
                not isinstance(definition, Model)
                or pointer not in self.placement.received
            ):
                continue
            name = self.names.definitions[pointer]
            location = locate(pointer)
            own = location.pointer
            yield location, f"={'' if own.name == name else quote(name, safe='')}"
            for field in definition.fields:
                place = locate(field.pointer)
                yield place, ""
                if field.described and not place.pointer.starts_with(own):
                    holder = place.pointer.ancestor(2)
                    file = quote(holder.file or self.spec, safe=_SAFE)
                    tokens = quote(holder.fragment, safe=_SAFE + "#")
                    yield location, f"<{file}{tokens}"
        for operation in self.api.operations:
            dotted = self.names.places[operation.id].dotted
            for response in operation.successes:
                for content in response.contents:
                    if content.pointer is not None:
                        yield locate(content.pointer), f"@{quote(dotted, safe='.')}"


def _rows(placed: Mapping[_Key, _Place], spec: str) -> Iterator[str]:
    """The lines of the module: each place below the nearest one that holds it."""
    # The specification first: it is the file that pointers name by nothing.
    order = sorted(
        placed,
        key=lambda key: (key[0] != spec, key[0], placed[key].line, placed[key].pointer),
    )
    below: dict[_Key | None, list[_Key]] = {}
    for file, tokens in order:
        holder = None
        for length in range(len(tokens) - 1, -1, -1):
            above = file, tokens[:length]
            if above in placed:
                holder = above
                break
        below.setdefault(holder, []).append((file, tokens))
    pending = [(key, 0, 0) for key in reversed(below.get(None, ()))]
    last_file, last_line = "", 0
    while pending:
        key, depth, shown = pending.pop()
        file, tokens = key
        line, _, marks = placed[key]
        text = "".join([f"/{_quoted(token)}" for token in tokens[shown:]])
        if depth and text.startswith("/properties/"):
            text = text.replace("/properties/", ".", 1)
        if file != last_file:
            last_line = 0
        if not depth:
            text = f"{quote(file, safe=_SAFE) if file != last_file else ''}#{text}"
        yield " ".join((" " * depth + text, str(line - last_line), *marks))
        last_file, last_line = file, line
        if key in below:
            length = len(tokens)
            pending += [(one, depth + 1, length) for one in reversed(below[key])]


@cache
def _quoted(token: str) -> str:
    if token.isascii() and token.isidentifier():
        return token  # as most names
    return quote(escape(token), safe=_SAFE)
