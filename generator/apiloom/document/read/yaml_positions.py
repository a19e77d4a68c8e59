"""Positions of the values of a YAML text, in a few bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

__all__ = ["ROOT", "YAMLPlaces"]

Tokens: TypeAlias = tuple[str, ...]

ROOT: Final = -1
"""The entry that is no member of anything."""


class YAMLPlaces:
    """The members and elements of a YAML text, in the order in which they stand.

    Each has an entry: its name, its line and column, and the first entry after all
    that it holds. That is a hundredth of what composed nodes take, and enough to find
    any place again without a second look at the text.
    """

    __slots__ = (
        "_aliases",
        "_columns",
        "_ends",
        "_known",
        "_lines",
        "_names",
        "_texts",
        "start",
    )

    def __init__(self) -> None:
        self.start: tuple[int, int] = 1, 1
        """Line and column (from 1) of the root."""
        self._names: list[str | None] = []
        self._lines = array("I")
        self._columns = array("I")
        self._ends = array("I")
        self._aliases: dict[int, int] = {}
        self._texts: dict[int, str] = {}
        self._known: dict[int, Mapping[str, int]] = {}

    # While reading

    def add(self, name: str | None, line: int, column: int) -> int:
        """Return a new entry, for a member, or for an element, which has no name.

        `line` and `column` count from 0, as PyYAML's marks do.
        """
        entry = len(self._names)
        self._names.append(name)
        self._lines.append(line)
        self._columns.append(column)
        self._ends.append(entry + 1)
        return entry

    def close(self, entry: int) -> None:
        """Say that all that was added since then is part of this entry."""
        if entry != ROOT:
            self._ends[entry] = len(self._names)

    def alias(self, entry: int, anchored: int) -> None:
        """Say that an entry holds what another one does."""
        self._aliases[entry] = anchored

    def note(self, entry: int, text: str) -> None:
        """Keep the text of a scalar that was read as something else than text."""
        self._texts[entry] = text

    # Afterwards

    def find(self, tokens: Tokens) -> tuple[int, int]:
        """Return line and column (from 1) of the key or the element.

        Where the pointer cannot be resolved, of its nearest ancestor that exists.
        """
        place = ROOT
        for token in tokens:
            found = self._children(place).get(token)
            if found is None:
                break
            place = found
        return self._position(place)

    def scalar_text(self, tokens: Tokens) -> str | None:
        """Return the text of a number, a boolean or null; None for anything else."""
        place = ROOT
        for token in tokens:
            found = self._children(place).get(token)
            if found is None:
                return None
            place = found
        return self._texts.get(self._aliases.get(place, place))

    def _position(self, entry: int) -> tuple[int, int]:
        if entry == ROOT:
            return self.start
        return self._lines[entry] + 1, self._columns[entry] + 1

    def _children(self, entry: int) -> Mapping[str, int]:
        entry = self._aliases.get(entry, entry)
        # What is merged may have merged something itself, and so on for as long as
        # the text is: no recursion. An anchor ends before any alias of it begins.
        pending = [entry]
        while pending:
            place = pending[-1]
            if place not in self._known:
                merged = self._merged(place)
                waiting = [each for each in merged if each not in self._known]
                if waiting:
                    pending += waiting
                    continue
                self._known[place] = self._members(place, merged)
            pending.pop()
        return self._known[entry]

    def _members(self, entry: int, merged: Sequence[int]) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for child in self._below(entry):
            # The last of duplicate keys wins, as it does for values.
            name = self._names[child]
            found[str(len(found)) if name is None else name] = child
        for source in merged:
            for name, place in self._known[source].items():
                found.setdefault(name, place)
        return found

    def _merged(self, entry: int) -> list[int]:
        """Return the mappings that the merge keys of a mapping name."""
        return [
            self._aliases.get(source, source)
            for child in self._below(entry)
            if self._names[child] == "<<"
            for source in self._sources(child)
        ]

    def _below(self, entry: int) -> Iterator[int]:
        child = entry + 1
        end = len(self._names) if entry == ROOT else self._ends[entry]
        while child < end:
            yield child
            child = self._ends[child]

    def _sources(self, entry: int) -> Iterator[int]:
        """Return the mappings that a merge key (YAML 1.1) merges."""
        entry = self._aliases.get(entry, entry)
        elements = [each for each in self._below(entry) if self._names[each] is None]
        yield from elements or [entry]
