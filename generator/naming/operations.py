"""Resources and methods: where an operation is found in the client."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.ir.api import Operation
from generator.naming.words import method_name, resource_name, snake, unique, words

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_VERSION: Final = re.compile(r"v\d+(\.\d+)*|api|rest", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an operation is: ``client.<resource>.<method>``."""

    resource: tuple[str, ...]
    method: str

    @property
    def dotted(self) -> str:
        """``batch.launch``."""
        return ".".join((*self.resource, self.method))


def places(operations: Sequence[Operation]) -> dict[str, Place]:
    """The place of every operation, by its id."""
    resources = {operation.id: _resource(operation) for operation in operations}
    groups: dict[tuple[str, ...], list[Operation]] = {}
    for operation in operations:
        groups.setdefault(resources[operation.id], []).append(operation)
    found: dict[str, Place] = {}
    for resource, members in groups.items():
        children = {
            other[len(resource)]
            for other in groups
            if len(other) > len(resource) and other[: len(resource)] == resource
        }
        names = _methods(members, resource, children)
        for operation in members:
            found[operation.id] = Place(resource, names[operation.id])
    return found


def _resource(operation: Operation) -> tuple[str, ...]:
    """The group of an operation: as stated, else its first tag, else from the path."""
    if operation.resource_hint:
        return tuple(resource_name(part) for part in operation.resource_hint)
    if operation.tags and words(operation.tags[0]):
        name = snake(operation.tags[0])
        # Fern files its operations under "subpackage_<name>".
        return (resource_name(name.removeprefix("subpackage_") or name),)
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
        if operation.id in first:
            continue
        candidates = (
            _cleaned(operation, resource),
            method_name(operation.operation_id or ""),
            _from_path(operation),
        )
        wanted = [name for name in candidates if name != "call_" and name not in used]
        first[operation.id] = wanted[0] if wanted else candidates[-1]
        used.add(first[operation.id])
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
