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
    expression: re.Pattern[str]
    names: tuple[str, ...]
    rank: tuple[int, int, int]
    query: frozenset[tuple[str, str]]
    routes: list[Route]


class Routes:
    """The operations of an API, by their methods and paths."""

    def __init__(self, lines: Sequence[str], servers: Sequence[str] = ()) -> None:
        """Initialize with lines such as ``GET /pets/{id} pets.get``.

        Args:
            lines: The operations.
            servers: The URLs of the servers, whose paths may precede those.
        """
        self._prefixes: Final = _prefixes(servers)
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
        for prefix in self._prefixes:
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
                found = template.expression.fullmatch(path)
                if found is not None:
                    values = dict(zip(template.names, found.groups(), strict=True))
                    yield from (Match(route, values) for route in template.routes)


def _segments(path: str) -> int:
    return path.partition("?")[0].count("/")


def _prefixes(servers: Sequence[str]) -> list[str]:
    """Return the paths of servers, the longest first."""
    found = {urlsplit(one).path.rstrip("/") for one in servers if "{" not in one}
    return sorted({"", *found}, key=lambda one: (-len(one), one))


def _value(name: str) -> str:
    """Return the pattern of a value: one written as ``{+name}`` may have slashes."""
    return "(.*?)" if name.startswith("+") else "([^/]*?)"


def _template(route: Route) -> _Template:
    path, _, stated = route.path.partition("?")
    parts = _PLACE.split(path)
    expression = "".join(
        _value(part) if index % 2 else re.escape(part)
        for index, part in enumerate(parts)
    )
    names = tuple(part.removeprefix("+") for part in parts[1::2])
    literal = sum(map(len, parts[::2]))
    query = frozenset(parse_qsl(stated, keep_blank_values=True))
    rank = (len(names), -literal, -len(query))
    return _Template(re.compile(expression), names, rank, query, [route])
