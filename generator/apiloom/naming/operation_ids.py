"""OperationIds as words, without what frameworks add to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.ir.api import Operation
from apiloom.naming.grammar import ARTICLES, VERBS, singular, split_words
from apiloom.naming.habits import Habits
from apiloom.naming.paths import Route, lowered, nouns_of

_VERBS_OF_HTTP: Final = frozenset(
    "get put post patch delete head options trace query".split()
)
_SHORTEST_PATH: Final = 4
"""Shorter paths are not looked for in an operationId as they are written."""

_TAILS: Final = frozenset("action async endpoint fn func handler method route".split())
"""What some say of a function in its name, and not of what it does."""

_LONGEST_MOUNT: Final = 3
"""How many segments of a path are left out of FastAPI's names at most, and one."""

_DROPPED: Final = frozenset("controller ctrl handler routes subpackage".split())
_CLASS: Final = re.compile(
    r"^[\w ]*?[A-Za-z](Resource|Controller|Service|Api|Endpoints?|Handler)s?"
    r"(?:\.|_(?=[a-z A-Z]))"
)
"""The class that a method is in: of gRPC, NestJS, JAX-RS and the like."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of an operationId, and what was taken from it.

    Without its path, its version or the number of those that are called the same, it
    may be the operationId of several operations.
    """

    words: tuple[str, ...]
    is_whole: bool = False
    """Whether only articles were left out, if anything."""
    is_without_path: bool = False
    is_without_version: bool = False
    is_without_number: bool = False


def phrase_of(
    operation: Operation, path: Route, noun: Sequence[str], habits: Habits
) -> Phrase:
    """Return what an operationId says; there are no words if there is none.

    `noun` is what the resource is called, in the singular.
    """
    given = operation.operation_id or ""
    if len(operation.path) > _SHORTEST_PATH:
        given = given.replace(operation.path, " ")
    said = lowered(_CLASS.sub("", given))
    summary = _run_together(said, operation)
    if summary:
        return Phrase(summary)
    plain = _without_path(said, operation)
    is_without_path = plain != said
    segments = lowered(operation.path)
    own = {*segments, *nouns_of(segments)}
    is_without_number = len(plain) > 1 and plain[-1].isdigit() and plain[-1] not in own
    said = _without_endings(plain, operation, own)
    said = _without_classes(said, path)
    said = _taken_apart(said, operation, noun, habits)
    if len(said) > 1 and said[0] in ("api", "rest") and "api" in segments:
        said = said[1:]
    said = tuple(
        word for index, word in enumerate(said) if word not in ARTICLES or index == 0
    )
    version = path.version.replace("_", "")
    left = tuple(word for word in said if word != version)
    if not left or left == said or path.version in noun:
        plain = tuple(word for word in lowered(given) if word not in ARTICLES)
        is_whole = said == plain
        return Phrase(
            said, is_whole, is_without_path, is_without_path, is_without_number
        )
    return Phrase(
        left,
        is_without_path=is_without_path,
        is_without_version=True,
        is_without_number=is_without_number,
    )


def _run_together(said: Sequence[str], operation: Operation) -> tuple[str, ...]:
    """Return the words of the summary, if the operationId has them run together."""
    summary = lowered(operation.summary)
    if len(said) > len(summary) // 2 or "".join(said) != "".join(summary):
        return ()
    return tuple(word for word in summary if word not in ARTICLES)


def _without_path(said: tuple[str, ...], operation: Operation) -> tuple[str, ...]:
    """Return words without the path and the verb that FastAPI appends."""
    if len(said) < 2 or said[-1] not in _VERBS_OF_HTTP:
        return said
    suffixes: set[str] = set()
    tail = ""
    segments = [one for one in operation.path.split("/") if one]
    for index, segment in reversed([*enumerate(segments)]):
        tail = "".join(lowered(segment)) + tail
        # What an application is mounted at is not in them.
        if index < _LONGEST_MOUNT:
            suffixes.add(tail)
    suffixes.discard("")
    for start in range(1, len(said) - 1):
        if "".join(said[start:-1]) in suffixes:
            return said[:start]
    return said


def _without_endings(
    said: tuple[str, ...], operation: Operation, path: set[str]
) -> tuple[str, ...]:
    """Return words without what frameworks append to the name of a function."""
    # springdoc counts what has the same name, Springfox says the verb before.
    while len(said) > 1 and said[-1].isdigit() and said[-1] not in path:
        said = said[:-1]
    if len(said) > 2 and said[-2] == "using" and said[-1] in _VERBS_OF_HTTP:
        said = said[:-2]
    if len(said) > 1 and said[-1] in _TAILS and said[-1] not in path:
        said = said[:-1]
    if len(said) > 2 and said[-1] == operation.method.lower():
        if said[0] == said[-1]:
            said = said[:-1]
        elif said[-2] in ("by", "using", "via", "with"):
            said = said[:-2]
    return said


def _without_classes(said: tuple[str, ...], path: Route) -> tuple[str, ...]:
    """Return words without those of the class or the package of a function."""
    for index in range(len(said) - 2):
        if said[index : index + 2] == ("api", "routes"):
            return said[index + 2 :]
    left: list[str] = []
    for index, word in enumerate(said):
        follows = said[index + 1] if index + 1 < len(said) else ""
        is_class = word in _DROPPED and follows in VERBS
        is_first = index == 0 and word in ("subpackage", "handler") and bool(follows)
        is_module = word in ("api", "rest") and follows == path.version
        if not (is_class or is_first or (is_module and follows)):
            left.append(word)
    return tuple(left) or said


def _taken_apart(
    said: tuple[str, ...], operation: Operation, noun: Sequence[str], habits: Habits
) -> tuple[str, ...]:
    """Return words with those taken apart that others were run together to."""
    if not any(len(word) > 8 for word in said):
        return said
    own = {*lowered(operation.path), *noun}
    own.update(word for tag in operation.tags for word in lowered(tag))
    known = own | {*lowered(operation.summary)} | habits.known
    return split_words(said, own, known)


def is_path(said: tuple[str, ...], path: Route, verb: str, *, needs_verb: bool) -> bool:
    """Whether an operationId is no more than the path, with the verb if it has one."""
    if said[0] == verb:
        rest = said[1:]
    elif said[-1] == verb:
        rest = said[:-1]
    elif needs_verb:
        return False
    else:
        rest = said
    reached = {0}
    for segment in path.segments:
        nexts: set[int] = set()
        for at in reached:
            if segment.is_parameter:
                nexts.add(at)
                for start in (at, at + 1 if rest[at : at + 1] == ("by",) else at):
                    nexts |= {
                        start + size for size in _matched(rest, start, segment.words)
                    }
                    if rest[start : start + 1] == ("id",):
                        nexts.add(start + 1)
            else:
                nexts |= {at + size for size in _matched(rest, at, segment.words)}
        reached = nexts
    return len(rest) in reached and bool(rest)


def _matched(rest: Sequence[str], at: int, segment: Sequence[str]) -> Iterator[int]:
    """Yield how many words from a place on say a segment, however they are split."""
    wanted = "".join(map(singular, segment))
    plain = "".join(segment)
    joined = ""
    for size, word in enumerate(rest[at : at + len(plain)], 1):
        joined += word
        if (
            joined == plain
            or singular(joined) == singular(plain)
            or "".join(map(singular, rest[at : at + size])) == wanted
        ):
            yield size
        if len(joined) > len(plain) + 2:
            return
