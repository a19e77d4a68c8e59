"""Which models stand in which module, and in which direction they travel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.ir.api import (
    Api,
    Operation,
    Payload,
    Webhook,
)
from generator.ir.types import Alias, Definition, Enumeration, Model, Type
from generator.naming.assign import Names
from generator.naming.webhooks import webhooks_module
from generator.python.annotations import references
from generator.source import Pointer

SHARED = "shared"
_MANY = 20
"""More webhooks than these have a module each: nobody receives them all."""


@dataclass(frozen=True)
class Layout:
    """Where definitions stand and how they are used.

    `sent` are reached from requests, `received` from answers, `uploaded` are the
    bodies of multipart forms.  What the API sends by itself, in webhooks and callbacks,
    is received, and what it is answered is sent.  `webhooks` is the module of what
    several webhooks use, and no operation; the modules of single ones begin with it.
    """

    webhooks: str
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

    def is_of_webhooks(self, module: str) -> bool:
        """Whether only webhooks use the definitions of a module."""
        return module == self.webhooks or module.startswith(f"{self.webhooks}__")

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
    resources = {names.module(place.resource) for place in names.places.values()}
    webhooks = webhooks_module(resources)

    def add_incoming(webhook: Webhook, module: str) -> None:
        payloads = _reach(_request_types(webhook.request), edges)
        answers = _reach(_response_types(webhook.request), edges)
        received.update(payloads)
        sent.update(answers)
        for pointer in (*payloads, *answers):
            users.setdefault(pointer, set()).add(module)

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
        for callback in operation.callbacks:
            add_incoming(callback, resource)
    is_split = len(api.webhooks) > _MANY
    for webhook in api.webhooks:
        own = names.webhooks[webhook.name].removeprefix("parse")
        add_incoming(webhook, f"{webhooks}_{own}" if is_split else webhooks)
    modules = {
        pointer: _module(users[pointer], webhooks)
        for pointer in api.definitions
        if pointer in users
    }
    return Layout(
        webhooks, modules, frozenset(sent), frozenset(received), frozenset(uploaded)
    )


def _module(users: set[str], webhooks: str) -> str:
    if len(users) == 1:
        return next(iter(users))
    only = all(user.startswith(f"{webhooks}__") for user in users)
    return webhooks if only else SHARED


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
