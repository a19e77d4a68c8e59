"""Paths of operations as words: what is before a resource, and what is below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.naming.casing import words
from apiloom.naming.grammar import singular

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_PREFIX: Final = re.compile(
    r"\d+|v\d+([._-]?\d+)*([._-]?(alpha|beta)\d*)?|api|rest|\d{4}-\d\d-\d\d",
    re.IGNORECASE,
)
_VERSION: Final = re.compile(r"v\d+(alpha|beta)?\d*|\d{4}-\d\d-\d\d", re.IGNORECASE)
_SUFFIX: Final = re.compile(
    r"\.(json|xml|ya?ml|html?|csv|txt|php|aspx?)$", re.IGNORECASE
)
_SEPARATOR: Final = re.compile(r"[/:#.](?![^{}]*\})")

_IDENTIFIERS: Final = frozenset("""
    address code digest email gid guid handle hash id identifier ids index key login
    name     number path pk ref sha sid slug token username uid uuid
    """.split())


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a path: words, or the name of a parameter."""

    words: tuple[str, ...]
    is_parameter: bool = False

    @property
    def singular(self) -> tuple[str, ...]:
        """The words with the last one in the singular."""
        return (*self.words[:-1], singular(self.words[-1])) if self.words else ()


@dataclass(frozen=True, slots=True)
class Route:
    """A path, taken apart; `version` is a segment such as ``v1``, if there is one.

    `mount` is what is before the version.
    """

    segments: tuple[Segment, ...]
    version: str = ""
    mount: tuple[Segment, ...] = ()

    @property
    def is_item(self) -> bool:
        """Whether the path ends in a parameter."""
        return bool(self.segments) and self.segments[-1].is_parameter

    @property
    def identifies(self) -> bool:
        """Whether the last parameter of the path is what one thing is known by."""
        if not self.is_item:
            return False
        last = self.segments[-1].words
        before = self.segments[-2].singular if len(self.segments) > 1 else ()
        return last[-1] in _IDENTIFIERS or last == before or last == before[-1:]

    @property
    def statics(self) -> tuple[Segment, ...]:
        """The segments that are words."""
        return tuple(one for one in self.segments if not one.is_parameter)

    @property
    def parameters(self) -> tuple[Segment, ...]:
        """The segments that are parameters."""
        return tuple(one for one in self.segments if one.is_parameter)


def route(path: str) -> Route:
    """Return a path taken apart, without prefixes that every path has."""
    found: list[Segment] = []
    version = ""
    mount: tuple[Segment, ...] = ()
    path, _, fragment = path.partition("#")
    path = _SUFFIX.sub("", path.partition("?")[0])
    for segment in _SEPARATOR.split(f"{path}#{fragment}"):
        static = _PLACEHOLDER.sub(" ", segment)
        said = lowered(static)
        if _VERSION.fullmatch(segment):
            if not version:
                version, mount = "_".join(said), tuple(found)
        elif said and not (
            _PREFIX.fullmatch(static.strip()) and not any(one.words for one in found)
        ):
            found.append(Segment(said))
        found += [
            Segment(lowered(name) or ("id",), is_parameter=True)
            for name in _PLACEHOLDER.findall(segment)
        ]
    return Route(tuple(found), version, mount)


def lowered(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case."""
    return tuple(word.lower() for word in words(text))


def is_prefix(segment: str) -> bool:
    """Whether a segment is a version, or says that this is an API."""
    return _PREFIX.fullmatch(segment) is not None


def is_version(word: str) -> bool:
    """Whether a lower-case word is a version, such as ``v1`` or ``api20240131``."""
    return re.fullmatch(r"(api|v)\d+", word) is not None


def nouns_of(said: Sequence[str]) -> tuple[str, ...]:
    """Return words in the singular."""
    return tuple(map(singular, said))


def divided(path: Route, noun: Sequence[str]) -> tuple[int, int, tuple[str, ...]]:
    """Find a resource in a path: where it begins and ends, and the words beside it.

    The resource is the longest run of segments that its last or its first words say;
    of several, the last. `noun` is in the singular. Without any it is before the path.
    """
    best: tuple[int, int, int, tuple[str, ...]] = (0, 0, 0, ())
    segments = path.segments
    for start, segment in enumerate(segments):
        if segment.is_parameter:
            continue
        run: tuple[str, ...] = ()
        for end in range(start, len(segments)):
            if segments[end].is_parameter:
                break
            run += nouns_of(segments[end].words)
            size = len(run)
            if size > len(noun):
                # "saved_query" of the resource "queries"
                if (
                    end == start
                    and run[-len(noun) :] == tuple(noun)
                    and noun
                    and best[0] < len(noun)
                ):
                    best = (
                        len(noun),
                        start,
                        end + 1,
                        segments[end].words[: size - len(noun)],
                    )
                break
            joined = "".join(run)
            if singular(joined) == singular("".join(noun)):
                best = (len(noun), start, end + 1, ())
            elif run in (tuple(noun[-size:]), tuple(noun[:size])) and size >= best[0]:
                best = (size, start, end + 1, ())
    return best[1], best[2], best[3]
