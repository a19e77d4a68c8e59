"""Places in the specification: where the schema of a property or of a body stands.

The package's module ``_places`` has them, a line each, in the order of the document.
It is loaded when a response does not fit for the first time.  A line is indented by
its depth and has, separated by spaces,

- a pointer relative to the line above it that is indented less; a leading ``.`` is
  short for ``/properties/``, and ``<file>#…`` starts another file,
- how many lines further down in the file it is than the line before it,
- ``=Pet`` for the schema of a model, ``<pointer`` for another place that the
  properties of this model are described at, ``@pets.list`` for the body of a method.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import Final, NamedTuple, cast
from urllib.parse import unquote

from .. import PACKAGE

_STATUS: Final = re.compile(r"/responses/(\d{3}|\dXX|default)(?:/|$)")


class Place(NamedTuple):
    """Where something stands."""

    pointer: str
    """A JSON pointer, after the name of the file unless that is the specification."""
    file: str
    line: int


class Places:
    """The places of one package."""

    def __init__(self, text: str) -> None:
        """Parse the lines."""
        self._models: Final[dict[str, Place]] = {}
        self._properties: Final[dict[str, dict[str, Place]]] = {}
        self._elsewhere: Final[dict[str, list[str]]] = {}
        self._bodies: Final[dict[str, list[Place]]] = {}
        self._below: Final[dict[str, dict[str, Place]]] = {}
        self._parse(text)

    def _parse(self, text: str) -> None:
        above: list[tuple[str, str]] = []
        file, root, line = "", "", 0
        for row in text.splitlines():
            if not row.strip():
                continue
            depth = len(row) - len(row.lstrip(" "))
            relative, delta, *marks = row.split()
            if "#" in relative:
                other, _, relative = relative.partition("#")
                file, line = (unquote(other), 0) if other else (file, line)
                root = root or file
            del above[depth:]
            start, owner = above[-1] if above else ("", "")
            if relative.startswith("."):
                relative = f"/properties/{relative[1:]}"
            pointer = start + unquote(relative)
            line += int(delta)
            place = Place(f"{'' if file == root else file}#{pointer}", file, line)
            wire = pointer.rpartition("/properties/")[2]
            if owner and "/" not in wire:
                name = wire.replace("~1", "/").replace("~0", "~")
                self._properties.setdefault(owner, {}).setdefault(name, place)
            if "/" not in wire:
                holder = pointer.rpartition("/properties/")[0]
                self._below.setdefault(f"{file}#{holder}", {})[wire] = place
            for mark in marks:
                kind, name = mark[0], unquote(mark[1:])
                if kind == "=":
                    owner = name or pointer.rpartition("/")[2]
                    self._models[owner] = place
                elif kind == "<":
                    self._elsewhere.setdefault(owner, []).append(name)
                elif kind == "@":
                    self._bodies.setdefault(name, []).append(place)
            above.append((pointer, owner))

    def of_property(self, model: str, name: str | None) -> Place | None:
        """Where a property of a model is described; else where the model is."""
        if name is not None:
            found = self._properties.get(model, {}).get(name)
            if found is not None:
                return found
            escaped = name.replace("~", "~0").replace("/", "~1")
            for pointer in self._elsewhere.get(model, ()):
                found = self._below.get(pointer, {}).get(escaped)
                if found is not None:
                    return found
        return self._models.get(model)

    def of_body(self, method: str, status: int, media_type: str) -> Place | None:
        """Where the schema of a response's body is."""
        escaped = media_type.replace("/", "~1")

        def likeness(place: Place) -> tuple[int, int]:
            stated = _STATUS.search(place.pointer)
            keys = (str(status), f"{status // 100}XX", "default")
            key = stated[1] if stated is not None else ""
            covers = len(keys) - keys.index(key) if key in keys else 0
            return covers, int(f"/{escaped}/" in place.pointer)

        return max(self._bodies.get(method, ()), key=likeness, default=None)


@cache
def places() -> Places:
    """Return the places of this package; none, if it has no such module."""
    try:
        rows: object = import_module(f"{PACKAGE}._places").PLACES
    except (ImportError, AttributeError):
        rows = ()
    listed = cast("tuple[str, ...]", rows) if isinstance(rows, tuple) else ()
    return Places("\n".join(listed))
