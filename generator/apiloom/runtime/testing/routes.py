"""Routes: the operation that a request is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlsplit

_PLACE: Final = re.compile(r"\{([^{}]+)\}")
_MOST_KEPT: Final = 1000


class Route(NamedTuple):
    """An operation: its method and path, and the names of its resource and method."""

    method: str
    path: str
    dotted: str


class Match(NamedTuple):
    """An operation that a request may be for, and the values in its path."""

    route: Route
    path: Mapping[str, str]


class _Template(NamedTuple):
    pattern: _Pattern
    names: tuple[str, ...]
    rank: tuple[int, int, int]
    query: frozenset[tuple[str, str]]
    routes: list[Route]


class _Segment(NamedTuple):
    """A part of a path between slashes: texts, with a value between each two."""

    texts: tuple[str, ...]

    def values(self, part: str) -> tuple[str, ...] | None:
        """Return the values, each as short as it can be, or None.

        Each text is looked for once, from the left, and the last one at the end: where
        there is a way to read the part, this is one, and it takes linear time.
        """
        first, *between = self.texts
        if not between:
            return () if part == first else None
        last = between.pop()
        if len(part) < len(first) + len(last):
            return None
        if not (part.startswith(first) and part.endswith(last)):
            return None
        at, end = len(first), len(part) - len(last)
        found: list[str] = []
        for text in between:
            place = part.find(text, at, end)
            if place < 0:
                return None
            found.append(part[at:place])
            at = place + len(text)
        return (*found, part[at:end])


class _Pattern(NamedTuple):
    """The parts of a path; one of them may have slashes in its values."""

    before: tuple[_Segment, ...]
    wide: _Segment | None = None
    after: tuple[_Segment, ...] = ()

    def values(self, path: str) -> tuple[str, ...] | None:
        """Return the values of a path, or None if it is another one."""
        parts = path.split("/")
        least = len(self.before) + len(self.after)
        if len(parts) < least + (self.wide is not None):
            return None
        if self.wide is None and len(parts) > least:
            return None
        end = len(parts) - len(self.after)
        middle = parts[len(self.before) : end]
        segments, rest = [*self.before], parts[: len(self.before)]
        if self.wide is not None:
            segments.append(self.wide)
            rest.append("/".join(middle))
        found: list[str] = []
        for segment, part in zip(
            [*segments, *self.after], [*rest, *parts[end:]], strict=True
        ):
            values = segment.values(part)
            if values is None:
                return None
            found += values
        return tuple(found)


class Routes:
    """The operations of an API, by their methods and paths."""

    def __init__(self, lines: Sequence[str], servers: Sequence[str] = ()) -> None:
        """Initialize with lines such as ``GET /pets/{id} pets.get``.

        Args:
            lines: The operations.
            servers: The URLs of the servers, whose paths may precede those.
        """
        self.prefixes: Final = _prefixes(servers)
        self._templates: Final[dict[tuple[str, int], list[_Template]]] = {}
        self._known: Final[dict[tuple[str, str, str], Sequence[Match]]] = {}
        self.methods: Final[set[str]] = set()
        found: dict[tuple[str, str], _Template] = {}
        for line in lines:
            method, _, rest = line.partition(" ")
            path, _, dotted = rest.rpartition(" ")
            route = Route(method, path, dotted)
            self.methods.add(method)
            key = method, path
            if key in found:
                found[key].routes.append(route)
                continue
            template = found[key] = _template(route)
            self._templates.setdefault((method, _segments(path)), []).append(template)
        for templates in self._templates.values():
            templates.sort(key=lambda one: one.rank)
        self._asks: Final = any(template.query for template in found.values())

    def match(self, method: str, path: str, query: str = "") -> Sequence[Match]:
        """Return the operations that a method and a path may be for, the best first.

        Path and query are percent-encoded.
        """
        key = method, path, query if self._asks else ""
        if key not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[key] = self._found(method, path, query)
        return self._known[key]

    def methods_of(self, path: str) -> list[str]:
        """Return the methods that a path has."""
        return sorted(one for one in self.methods if self._found(one, path, ""))

    def _found(self, method: str, path: str, query: str) -> tuple[Match, ...]:
        for prefix in self.prefixes:
            if path.startswith(prefix):
                rest = path[len(prefix) :]
                found = tuple(self._within(method, rest or "/", query))
                if found:
                    return found
        return ()

    def _within(self, method: str, path: str, query: str) -> Iterator[Match]:
        pairs = frozenset(parse_qsl(query, keep_blank_values=True))
        # A value may have slashes in it, where a style lets it.
        for slashes in range(_segments(path), 0, -1):
            for template in self._templates.get((method, slashes), ()):
                if not template.query <= pairs:
                    continue
                found = template.pattern.values(path)
                if found is not None:
                    values = dict(zip(template.names, found, strict=True))
                    yield from (Match(route, values) for route in template.routes)


def _segments(path: str) -> int:
    return _PLACE.sub("", path.partition("?")[0]).count("/")


def _prefixes(servers: Sequence[str]) -> list[str]:
    """Return the paths of servers, the longest first."""
    found = {"", *(_path(one) for one in servers if "{" not in one)}
    return sorted(found, key=lambda one: (-len(one), one))


def _path(server: str) -> str:
    try:
        return urlsplit(server).path.rstrip("/")
    except ValueError:
        return ""  # no URL; a client cannot call it


def _pattern(path: str) -> _Pattern:
    """Return the parts of a path; ``{+name}`` may have slashes in its value."""
    # The names of values do not matter here; one may even have a slash in it.
    plain = _PLACE.sub(lambda place: "{+}" if place[1][0] == "+" else "{-}", path)
    segments = plain.split("/")
    wide = [index for index, one in enumerate(segments) if "{+" in one]
    parts = [_Segment(tuple(_PLACE.split(one)[::2])) for one in segments]
    if not wide:
        return _Pattern(tuple(parts))
    start, end = wide[0], wide[-1] + 1
    middle = _PLACE.split("/".join(segments[start:end]))[::2]
    return _Pattern(tuple(parts[:start]), _Segment(tuple(middle)), tuple(parts[end:]))


def _template(route: Route) -> _Template:
    path, _, stated = route.path.partition("?")
    parts = _PLACE.split(path)
    names = tuple(part.removeprefix("+") for part in parts[1::2])
    literal = sum(map(len, parts[::2]))
    query = frozenset(parse_qsl(stated, keep_blank_values=True))
    rank = (len(names), -literal, -len(query))
    return _Template(_pattern(path), names, rank, query, [route])
