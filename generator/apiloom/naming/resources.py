"""Resources and methods: where an operation is found in the client."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.ir.api import Operation, Tag
from apiloom.naming.casing import method_name, resource_name, snake, unique, words

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_VERSION: Final = re.compile(r"v\d+(\.\d+)*|api|rest", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an operation: ``client.<resource>.<method>``."""

    resource: tuple[str, ...]
    method: str

    @property
    def dotted(self) -> str:
        """``batch.launch``."""
        return ".".join((*self.resource, self.method))


def places(
    operations: Sequence[Operation], tags: Sequence[Tag] = ()
) -> dict[str, Place]:
    """The place of every operation, by its id."""
    paths = tag_paths(tags)
    badges = {tag.name for tag in tags if tag.kind not in (None, "nav")}
    resources = {
        operation.id: _resource(operation, paths, badges) for operation in operations
    }
    groups: dict[tuple[str, ...], list[Operation]] = {}
    for operation in operations:
        groups.setdefault(resources[operation.id], []).append(operation)
    found: dict[str, Place] = {}
    below = children(groups)
    for resource, members in groups.items():
        names = _methods(members, resource, set(below.get(resource, ())))
        for operation in members:
            found[operation.id] = Place(resource, names[operation.id])
    return found


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
    operation: Operation, paths: Mapping[str, tuple[str, ...]], badges: Collection[str]
) -> tuple[str, ...]:
    """The group of an operation: as stated, else its tag, else from the path."""
    if operation.resource_hint:
        return tuple(resource_name(part) for part in operation.resource_hint)
    tag = grouping_tag(operation, badges)
    if tag is not None and words(tag):
        return paths.get(tag) or _tag_resource(tag)
    for segment in operation.path.split("/"):
        static = _PLACEHOLDER.sub("", segment)
        if words(static) and not _VERSION.fullmatch(static):
            return (resource_name(static),)
    return ("api",)


def _methods(
    members: Sequence[Operation], resource: tuple[str, ...], taken: set[str]
) -> dict[str, str]:
    first: dict[str, str] = {}
    used = set(taken)
    for operation in members:
        if operation.method_hint:
            first[operation.id] = method_name(operation.method_hint)
            used.add(first[operation.id])
    for operation in members:
        if operation.id in first or operation.variant_of is not None:
            continue
        candidates = (
            _cleaned(operation, resource),
            method_name(operation.operation_id or ""),
            _from_path(operation),
        )
        wanted = [name for name in candidates if name != "call_" and name not in used]
        first[operation.id] = wanted[0] if wanted else candidates[-1]
        used.add(first[operation.id])
    for operation in members:
        if operation.variant_of is not None and operation.id not in first:
            name = f"{first[operation.variant_of]} {operation.variant}"
            first[operation.id] = method_name(name)
    return unique(first.items(), taken)


def _cleaned(operation: Operation, resource: tuple[str, ...]) -> str:
    """The operationId without what generators add to it."""
    if not operation.operation_id:
        return _from_path(operation)
    parts = list(words(operation.operation_id))
    # FastAPI, and Fern after it, append the path and the verb.
    tail = "".join(words(operation.path)).lower() + operation.method.lower()
    for start in range(1, len(parts)):
        if "".join(parts[start:]).lower() == tail:
            parts = parts[:start]
            break
    # "issues/list-for-repo" under the tag "issues": the group is said already.
    group = list(words(" ".join(resource)))
    prefix = [part.lower() for part in parts[: len(group)]]
    separated = re.match(r"[^/.]+[/.]", operation.operation_id)
    if (
        separated
        and prefix == [part.lower() for part in group]
        and len(parts) > len(group)
    ):
        parts = parts[len(group) :]
    return method_name(" ".join(parts))


def _from_path(operation: Operation) -> str:
    """A name from verb and path: ``GET /v1/users/{id}`` to ``get_users_by_id``."""
    named: list[str] = [operation.method.lower()]
    for segment in operation.path.split("/"):
        static = _PLACEHOLDER.sub(" ", segment)
        if words(static) and not _VERSION.fullmatch(static):
            named.append(static)
        for parameter in _PLACEHOLDER.findall(segment):
            named += ["by", parameter]
    return method_name(" ".join(named))
