"""Which models stand in which module, and in which direction they travel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.ir.api import Api, Operation, Payload
from generator.ir.types import Alias, Definition, Enumeration, Model, Type
from generator.naming.assign import Names
from generator.python.annotations import references
from generator.source import Pointer

SHARED = "shared"


@dataclass(frozen=True)
class Layout:
    """Where definitions stand and how they are used.

    `sent` are reached from requests, `received` from answers, `uploaded` are the
    bodies of multipart forms.
    """

    modules: Mapping[Pointer, str]
    sent: frozenset[Pointer]
    received: frozenset[Pointer]
    uploaded: frozenset[Pointer]

    def members(self, module: str) -> Sequence[Pointer]:
        """The definitions of a module, in the order of the document."""
        return self._members.get(module, ())

    @cached_property
    def _members(self) -> Mapping[str, list[Pointer]]:
        found: dict[str, list[Pointer]] = {}
        for pointer, name in self.modules.items():
            found.setdefault(name, []).append(pointer)
        return found

    @property
    def names(self) -> list[str]:
        """The modules, sorted; the shared one last."""
        return sorted(
            set(self.modules.values()), key=lambda name: (name == SHARED, name)
        )


def layout(api: Api, names: Names) -> Layout:
    """Give each definition a module.

    What only one resource uses stands in that resource's module, the rest in the
    shared one.  A shared model can only mention shared ones, so there is no cycle.
    """
    edges = {
        pointer: mentioned(definition)
        for pointer, definition in api.definitions.items()
    }
    users: dict[Pointer, set[str]] = {}
    sent: set[Pointer] = set()
    received: set[Pointer] = set()
    uploaded: set[Pointer] = set()
    for operation in api.operations:
        resource = names.module(names.places[operation.id].resource)
        requests = _reach(_request_types(operation), edges)
        answers = _reach(_response_types(operation), edges)
        sent |= requests
        received |= answers
        for pointer in (*requests, *answers):
            users.setdefault(pointer, set()).add(resource)
        if operation.body is not None:
            for content in operation.body.contents:
                if content.payload is Payload.MULTIPART:
                    uploaded.update(references(content.type))
    modules = {
        pointer: _module(users[pointer])
        for pointer in api.definitions
        if pointer in users
    }
    return Layout(modules, frozenset(sent), frozenset(received), frozenset(uploaded))


def _module(users: set[str]) -> str:
    return next(iter(users)) if len(users) == 1 else SHARED


def mentioned(definition: Definition) -> list[Pointer]:
    """The definitions that a definition mentions."""
    match definition:
        case Model(fields=fields, extra=extra):
            types = [field.type for field in fields] + ([extra] if extra else [])
            return [target for type_ in types for target in references(type_)]
        case Alias(type=type_):
            return references(type_)
        case Enumeration():
            return []


def _request_types(operation: Operation) -> list[Type]:
    contents = operation.body.contents if operation.body is not None else ()
    return [
        *(parameter.type for parameter in operation.parameters),
        *(content.type for content in contents),
    ]


def _response_types(operation: Operation) -> list[Type]:
    return [
        content.type
        for response in operation.responses
        for content in response.contents
    ]


def _reach(
    types: Iterable[Type], edges: Mapping[Pointer, Iterable[Pointer]]
) -> set[Pointer]:
    pending = [target for type_ in types for target in references(type_)]
    found: set[Pointer] = set()
    while pending:
        target = pending.pop()
        if target not in found:
            found.add(target)
            pending += edges[target]
    return found
