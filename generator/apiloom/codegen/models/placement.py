"""The module of each model, and whether it is sent or received."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from apiloom.codegen.annotations import references
from apiloom.ir.api import (
    Api,
    Operation,
    Payload,
    Webhook,
)
from apiloom.ir.graphs import reached, spread
from apiloom.ir.types import Alias, Definition, Enumeration, Model, Type
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names
from apiloom.naming.casing import module_name, snake, unique
from apiloom.naming.webhooks import webhooks_module

SHARED = "shared"
_MANY = 20
"""More webhooks than these have a module each: nobody receives them all."""
_WHOLE = 50
"""A module of more definitions is written as several files: who calls one operation
does not need the models of all others."""


@dataclass(frozen=True)
class Placement:
    """The module of each definition, and its uses.

    `sent` are reached from requests, `received` from answers, `uploaded` are the
    bodies of multipart forms.  What the API sends by itself, in webhooks and callbacks,
    is received, and what it is answered is sent.  `webhooks` is the module of what
    several webhooks use, and no operation; the modules of single ones begin with it.
    A module is one file or, if it is large, several: `files` says which.
    """

    webhooks: str
    modules: Mapping[Pointer, str]
    files: Mapping[Pointer, str]
    sent: frozenset[Pointer]
    received: frozenset[Pointer]
    uploaded: frozenset[Pointer]

    def members(self, module: str) -> Sequence[Pointer]:
        """The definitions of a module, in the order of the document."""
        return self._members.get(module, ())

    @cached_property
    def _members(self) -> Mapping[str, list[Pointer]]:
        return _inverted(self.modules)

    @cached_property
    def standing(self) -> Mapping[str, list[Pointer]]:
        """The definitions of each file, in the order of the document."""
        found = _inverted(self.files)
        return {name: found[name] for name in sorted(found)}

    def is_of_webhooks(self, module: str) -> bool:
        """Whether only webhooks use the definitions of a module."""
        return module == self.webhooks or module.startswith(f"{self.webhooks}__")

    @property
    def names(self) -> list[str]:
        """The modules, sorted; the shared one last."""
        return sorted(
            set(self.modules.values()), key=lambda name: (name == SHARED, name)
        )


def placement_of(api: Api, names: Names) -> Placement:
    """Give each definition a module, and a file.

    What only one resource uses stands in that resource's module, the rest in the
    shared one.  A shared model can only mention shared ones, so there is no cycle.

    In a large module, what the same operations use stands in one file.  Whatever a
    definition mentions is used wherever that is, so no cycle comes of this either.
    """
    edges = {
        pointer: mentioned(definition)
        for pointer, definition in api.definitions.items()
    }
    users: dict[Pointer, int] = {}
    """Bits: the modules that use what a call sends or receives, by their numbers."""
    calls: dict[Pointer, int] = {}
    """Bits: the calls themselves."""
    sent: set[Pointer] = set()
    received: set[Pointer] = set()
    uploaded: set[Pointer] = set()
    resources = {names.module(place.resource) for place in names.places.values()}
    webhooks = webhooks_module(resources)
    numbers = count()
    known: dict[str, int] = {}

    def add(requests: set[Pointer], answers: set[Pointer], module: str) -> None:
        sent.update(requests)
        received.update(answers)
        used = 1 << known.setdefault(module, len(known))
        call = 1 << next(numbers)
        for pointer in (*requests, *answers):
            users[pointer] = users.get(pointer, 0) | used
            calls[pointer] = calls.get(pointer, 0) | call

    def add_incoming(webhook: Webhook, module: str) -> None:
        answers = _mentioned(_response_types(webhook.request))
        add(answers, _mentioned(_request_types(webhook.request)), module)

    for operation in api.operations:
        resource = names.module(names.places[operation.id].resource)
        requests = _mentioned(_request_types(operation))
        add(requests, _mentioned(_response_types(operation)), resource)
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
    placed = spread(users, edges)
    # Where a model is passed for one that it extends, it travels the same ways, and
    # whoever needs it needs its bases as well.
    bases = {one: _extended(api.definitions[one], placed) for one in placed}
    needed = {one: [*edges[one], *bases[one]] for one in placed}
    related = {one: [*targets] for one, targets in needed.items()}
    for pointer, extended in bases.items():
        for base in extended:
            related[base].append(pointer)
    users = spread(users, needed)
    listed = [*known]
    chosen = {
        bits: _module(_numbered(bits, listed), webhooks) for bits in {*users.values()}
    }
    modules = {
        pointer: chosen[users[pointer]]
        for pointer in api.definitions
        if pointer in users
    }
    return Placement(
        webhooks,
        modules,
        _files(api, names, modules, spread(calls, edges), edges),
        frozenset(reached(sent, related)),
        frozenset(reached(received, related)),
        frozenset(uploaded),
    )


def _numbered(bits: int, listed: Sequence[str]) -> set[str]:
    """The members of a list whose bits are set."""
    return {listed[at] for at, bit in enumerate(reversed(f"{bits:b}")) if bit == "1"}


def _module(users: set[str], webhooks: str) -> str:
    if len(users) == 1:
        return next(iter(users))
    only = all(user.startswith(f"{webhooks}__") for user in users)
    return webhooks if only else SHARED


def _files(
    api: Api,
    names: Names,
    modules: Mapping[Pointer, str],
    calls: Mapping[Pointer, int],
    edges: Mapping[Pointer, Sequence[Pointer]],
) -> dict[Pointer, str]:
    """The file of each definition, named after the one that leads to the others."""
    sizes = Counter(modules.values())
    # Whoever needs a class needs its bases as well, and what they mention.
    bases = {pointer: _extended(api.definitions[pointer], modules) for pointer in edges}
    needed = {pointer: [*edges[pointer], *bases[pointer]] for pointer in edges}
    extended: dict[Pointer, int] = {}
    for pointer in modules:
        for base in bases[pointer]:
            extended[base] = extended.get(base, 0) | calls[pointer]
    used = spread(extended, needed) if extended else {}
    parts: dict[tuple[str, int], list[Pointer]] = {}
    for pointer, module in modules.items():
        is_large = sizes[module] > _WHOLE
        key = calls[pointer] | used.get(pointer, 0) if is_large else 0
        parts.setdefault((module, key), []).append(pointer)
    wanted: dict[str, str] = {}
    for (module, key), members in parts.items():
        if key and len(members) < sizes[module]:
            mentions = {target for one in members for target in edges[one]}
            first = next((one for one in members if one not in mentions), members[0])
            own = snake(names.definitions[first])
            wanted[str(members[0])] = module_name(f"{module}__{own}")
    named = unique(wanted.items(), sizes)
    return {
        pointer: named.get(str(members[0]), module)
        for (module, _), members in parts.items()
        for pointer in members
    }


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


def _extended(definition: Definition, known: Mapping[Pointer, object]) -> list[Pointer]:
    """The models that a definition may inherit from."""
    extends = definition.extends if isinstance(definition, Model) else ()
    return [base for base in extends if base in known]


def _mentioned(types: Iterable[Type]) -> set[Pointer]:
    return {one for type_ in types for one in references(type_)}


def _inverted(places: Mapping[Pointer, str]) -> dict[str, list[Pointer]]:
    found: dict[str, list[Pointer]] = {}
    for pointer, name in places.items():
        found.setdefault(name, []).append(pointer)
    return found
