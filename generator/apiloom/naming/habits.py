"""Conventions of a document, which one operation more or less hardly changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from apiloom.ir.api import Api, Operation
from apiloom.naming.paths import lowered, route


@dataclass(frozen=True, slots=True)
class Habits:
    """The conventions of a document: what most of its operations do."""

    version: str
    has_patch: bool
    ancestors: frozenset[tuple[str, ...]]
    """What most paths begin with."""
    known: frozenset[str]
    """The words of the names of components."""


def habits_of(api: Api) -> Habits:
    """Return the habits of a document."""
    routes = [route(written_path(operation)) for operation in api.operations]
    versions = Counter(one.version for one in routes)
    first = Counter(one.segments[0].words for one in routes if len(one.segments) > 2)
    verbs = Counter(one.method for one in api.operations)
    most = max(3, len(routes) / 2)
    components = (
        one.hint.words for one in api.definitions.values() if one.hint.owner is None
    )
    return Habits(
        version=min(versions, key=lambda name: (-versions[name], name), default=""),
        has_patch=verbs["PATCH"] * 4 > verbs["PUT"],
        ancestors=frozenset(said for said, number in first.items() if number >= most),
        known=frozenset(word for name in components for word in lowered(name)),
    )


def written_path(operation: Operation) -> str:
    """Return the path of an operation with the fragment that tells it from others."""
    _, _, fragment = operation.id.partition("#")
    return f"{operation.path}#{fragment}" if fragment else operation.path
