"""Resources and methods: where an operation is found in the client."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.ir.api import Api, Operation, Tag
from apiloom.naming.casing import resource_name, snake, words
from apiloom.naming.habits import habits_of
from apiloom.naming.methods import methods
from apiloom.naming.paths import is_prefix, lowered

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an operation: ``client.<resource>.<method>``."""

    resource: tuple[str, ...]
    method: str

    @property
    def dotted(self) -> str:
        """``batch.launch``."""
        return ".".join((*self.resource, self.method))


def places(api: Api) -> dict[str, Place]:
    """The place of every operation, by its id."""
    operations, tags = api.operations, api.tags
    habits = habits_of(api)
    own = _title(api)
    paths = tag_paths(tags)
    badges = {tag.name for tag in tags if tag.kind not in (None, "nav")}
    resources = {
        operation.id: _resource(operation, paths, badges, own)
        for operation in operations
    }
    groups: dict[tuple[str, ...], list[Operation]] = {}
    for operation in operations:
        groups.setdefault(resources[operation.id], []).append(operation)
    found: dict[str, Place] = {}
    below = children(groups)
    for resource, members in groups.items():
        taken = set(below.get(resource, ()))
        names = methods(api, habits, members, resource, taken)
        for operation in members:
            found[operation.id] = Place(resource, names[operation.id])
    return found


_MANY_PARTS: Final = 5


def _title(api: Api) -> frozenset[str]:
    """The words of the title; none if one resource of that name does no harm."""
    first = {one.path.strip("/").partition("/")[0] for one in api.operations}
    title = frozenset(lowered(api.title)) - {"api", "the"}
    return title if len(first) >= _MANY_PARTS else frozenset()


def children(
    resources: Iterable[tuple[str, ...]],
) -> dict[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Return the resources directly below each one, by their names, sorted.

    A resource that only holds others need not be listed. The client's own stand below
    the empty path.
    """
    found: dict[tuple[str, ...], set[str]] = {}
    for resource in resources:
        for depth in range(len(resource)):
            found.setdefault(resource[:depth], set()).add(resource[depth])
    return {
        path: {name: (*path, name) for name in sorted(names)}
        for path, names in found.items()
    }


def tag_paths(tags: Sequence[Tag]) -> dict[str, tuple[str, ...]]:
    """The resource of each tag: below that of its parent (OpenAPI 3.2, section 4.22).

    A tag without words of its own stands for none.
    """
    parents = {tag.name: tag.parent for tag in tags}
    found: dict[str, tuple[str, ...]] = {}
    for name in parents:
        line: list[str] = []
        parent: str | None = name
        while parent is not None and parent not in found:
            line.append(parent)
            parent = parents[parent]
        for each in reversed(line):
            above = parents[each]
            found[each] = (*(found[above] if above else ()), *_tag_resource(each))
    return {name: found[name] for name in parents if words(name)}


def _tag_resource(name: str) -> tuple[str, ...]:
    if not words(name):
        return ()
    cased = snake(name)
    # Fern files its operations under "subpackage_<name>".
    return (resource_name(cased.removeprefix("subpackage_") or cased),)


def grouping_tag(operation: Operation, badges: Collection[str]) -> str | None:
    """The tag by which an operation is found: the first that is there to navigate.

    In 3.2 a tag of another `kind` than ``nav`` only marks operations.
    """
    named = [tag for tag in operation.tags if tag not in badges]
    return next(iter(named or operation.tags), None)


def _resource(
    operation: Operation,
    paths: Mapping[str, tuple[str, ...]],
    badges: Collection[str],
    own: Collection[str],
) -> tuple[str, ...]:
    """The group of an operation: as stated, else its tag, else from the path.

    A tag that says the title again (`own` are its words) groups nothing.
    """
    if operation.resource_hint:
        return tuple(
            resource_name(part, is_stated=True) for part in operation.resource_hint
        )
    tag = grouping_tag(operation, badges)
    is_title = tag is not None and frozenset(lowered(tag)) - {"api"} == own
    if tag is not None and words(tag) and not is_title:
        return paths.get(tag) or _tag_resource(tag)
    for segment in operation.path.split("/"):
        static = _PLACEHOLDER.sub("", segment)
        if words(static) and not is_prefix(static):
            return (resource_name(static),)
    return ("api",)
