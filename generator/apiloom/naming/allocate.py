"""Every name of a client, gathered with its context and settled once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Final

from apiloom.ir.api import Api, Operation
from apiloom.ir.types import Definition, Enumeration, EnumValue, Extensions, Model
from apiloom.locations import Pointer
from apiloom.naming.casing import (
    argument_name,
    class_name,
    client_name,
    field_name,
    identifier,
    joined,
    member_name,
    module_name,
    pascal,
    spelled,
    unique,
    words,
)
from apiloom.naming.credentials import (
    Credential,
    TokenArguments,
    credential_names,
    token_names,
)
from apiloom.naming.models import Chain, allocated, allocated_alone, operation_classes
from apiloom.naming.pagination import WaiterNames, page_classes, page_models, waiters
from apiloom.naming.resources import Place, children, places, tag_paths
from apiloom.naming.servers import own_server_names, server_names, variable_names
from apiloom.naming.statuses import ERRORS
from apiloom.naming.webhooks import (
    callback_parsers,
    request_prefixes,
    webhook_parsers,
)

_COMPONENTS: Final = (("components", "schemas"), ("definitions",))
"""Where schemas have names of their own."""

_LONGEST_TITLE: Final = 3
"""The most words of a title that is a name."""

_OF_DOCUMENTS: Final = frozenset(
    "definition definitions docs documentation openapi reference spec"
    " specification".split()
)
"""What a title says of a document, and not of its API."""

_GENERAL: Final = frozenset("api http rest service web".split())
"""What every API may be called."""

_NAMES_OF_PARAMETERS: Final = (
    "x-fern-parameter-name",
    "x-fern-sdk-parameter-name",
    "x-speakeasy-name-override",
    "x-ms-client-name",
)
_NAMES_OF_PROPERTIES: Final = ("x-fern-property-name", "x-ms-client-name")

_CASES: Final = {"LOWER": str.islower, "UPPER": str.isupper, "TITLE": str.istitle}
"""How values are written that differ in nothing else."""

_KEYWORDS: Final = frozenset("""
    additionalProperties allOf anyOf items oneOf patternProperties prefixItems
    properties schema
    """.split())
"""What stands between a schema and the parts of it that are schemas themselves."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of everything in a client."""

    package: str
    client: str
    http: str
    places: Mapping[str, Place]
    operations: Mapping[str, str]
    definitions: Mapping[Pointer, str]
    values: Mapping[Pointer, str]
    classes: frozenset[str]
    """The names of all definitions and values: what a module of models may define."""

    resources: Mapping[tuple[str, ...], str]
    fields: Mapping[Pointer, Mapping[str, str]]
    members: Mapping[Pointer, tuple[str, ...]]
    arguments: Mapping[str, Mapping[tuple[str, str], str]]
    credentials: Mapping[str, tuple[Credential, ...]]
    tokens: TokenArguments
    servers: tuple[str, ...]
    own_servers: Mapping[str, tuple[str, ...]]
    """The names of the servers that an operation has of its own, by its id."""

    variables: Mapping[str, str]
    pages: Mapping[str, str]
    waiters: Mapping[str, tuple[WaiterNames, ...]]
    webhooks: Mapping[str, str]
    callbacks: Mapping[Pointer, str]
    below: Mapping[tuple[str, ...], Mapping[str, tuple[str, ...]]]
    """The resources directly below each one, by their names, sorted."""

    tags: Mapping[tuple[str, ...], str]
    """The tag that a resource is made from, if it is one that the document declares."""

    runtime: str = ""
    """The package of the runtime, where it is not in the client."""

    @property
    def async_client(self) -> str:
        """The name of the async client class."""
        return f"Async{self.client}"

    @property
    def error(self) -> str:
        """The base of the client's exceptions."""
        return f"{self.client}Error"

    def operation_class(self, operation: Operation) -> str:
        """Return the prefix of an operation's error enum and exception."""
        return self.operations[operation.id]

    @staticmethod
    def module(resource: tuple[str, ...]) -> str:
        """The module of a resource.  Two underscores: no snake-case name has them."""
        return module_name("__".join(resource))

    def resource_class(self, resource: tuple[str, ...]) -> str:
        """The class of a resource."""
        return self.resources[resource]


def assign(
    api: Api,
    package: str,
    client: str | None,
    http: str = "httpx2",
    runtime: str = "",
) -> Names:
    """Name everything; the same API gives the same names, always.

    Args:
        api: The API.
        package: The import name of the client.
        client: The class of the client; by default, it is named by the API.
        http: The HTTP library that the client imports.
        runtime: The package of the runtime, if it is not in the client.
    """
    found = places(api)
    below = children(place.resource for place in found.values())
    client = client or _client(api, package)
    definitions = _definitions(api, found)
    values = _values(api, definitions)
    named = frozenset((*definitions.values(), *values.values()))
    resources = _resource_classes(
        (path for paths in below.values() for path in paths.values()),
        {*named, client, f"Async{client}"},
    )
    credentials = credential_names(api.security_schemes, package)
    constructor = {one.argument for scheme in credentials.values() for one in scheme}
    tokens = token_names(api.security_schemes, constructor)
    constructor |= {*tokens.urls.values(), tokens.scopes, tokens.listener}
    classes = operation_classes(
        (id_, joined(*place.resource, place.method)) for id_, place in found.items()
    )
    arguments = {
        operation.id: _arguments(operation, api) for operation in api.operations
    }
    paged = page_models(api)
    # A class and an attribute are called the same in a script without cases.
    caseless = {name for name in named if not name[:1].isupper()}
    return Names(
        package=package,
        http=http,
        runtime=runtime,
        client=client,
        places=found,
        operations=classes,
        definitions=definitions,
        values=values,
        classes=named,
        resources=resources,
        fields={
            pointer: unique(
                _field_names(definition, is_page=pointer in paged),
                caseless,
            )
            for pointer, definition in api.definitions.items()
            if isinstance(definition, Model)
        },
        members={
            pointer: _members(definition)
            for pointer, definition in api.definitions.items()
            if isinstance(definition, Enumeration)
        },
        arguments=arguments,
        credentials=credentials,
        tokens=tokens,
        pages=page_classes(api, classes, named),
        waiters=waiters(api, found, arguments),
        servers=server_names(api),
        own_servers=own_server_names(api),
        variables=variable_names(api, constructor),
        webhooks=webhook_parsers(api),
        callbacks=callback_parsers(api, found),
        below=below,
        tags={path: tag for tag, path in reversed(tag_paths(api.tags).items())},
    )


def _client(api: Api, package: str) -> str:
    """The class of the client; its errors are not called like one of the runtime.

    A title that is a sentence, or names a document, is no name: then the package has
    it, with the capitals that the title gives to its words.
    """
    title = api.title.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    said = words(title.replace("'s ", " "))
    name = client_name(title.replace("'", ""))
    lower = [word.lower() for word in said]
    is_sentence = len(said) > _LONGEST_TITLE or lower[:1] in (["the"], ["a"])
    is_document = not _OF_DOCUMENTS.isdisjoint(lower) or _GENERAL.issuperset(lower)
    if package and (is_sentence or is_document):
        capitals = {word.lower(): word for word in reversed(said)}
        capitals |= {"".join(pair).lower(): "".join(pair) for pair in pairwise(said)}
        own = (capitals.get(word.lower(), word) for word in words(package))
        name = client_name(" ".join(own))
    return f"{name}Client" if f"{name}Error" in ERRORS else name


def _resource_classes(
    resources: Iterable[tuple[str, ...]], taken: Collection[str]
) -> dict[tuple[str, ...], str]:
    """The classes of resources; components keep their names, and classes give way."""
    found: dict[tuple[str, ...], str] = {}
    used = set(taken)
    for resource in sorted(resources):
        stem = f"{identifier(pascal(joined(*resource)), 'Api')}Resource"
        name = stem
        number = 1
        while {name, f"Async{name}"} & used:
            number += 1
            name = f"{stem}_{number}"
        used |= {name, f"Async{name}"}
        found[resource] = name
    return found


def _definitions(api: Api, found: Mapping[str, Place]) -> dict[Pointer, str]:
    operations = {
        operation.pointer: operation.id
        for operation in api.operations
        if operation.variant_of is None
    }
    requests = request_prefixes(api, found)
    chains: dict[Pointer, Chain] = {}

    def chain_of(pointer: Pointer) -> Chain:
        """Return the words of a definition, after those of what it is inside of."""
        if pointer not in chains:
            hint = api.definitions[pointer].hint
            before = chain_before(hint.owner) if hint.owner is not None else ()
            own = words(hint.words) or (class_name(hint.words),)
            chains[pointer] = (*before, own)
        return chains[pointer]

    def chain_before(owner: Pointer) -> Chain:
        while True:
            if owner in operations:
                place = found[operations[owner]]
                return (words(pascal(joined(*place.resource, place.method))),)
            if owner in requests:
                return (words(requests[owner]),)
            if owner in api.definitions:
                return chain_of(owner)
            if not owner.tokens:
                stem = PurePosixPath(owner.file).stem if owner.file else ""
                return (words(stem),) if words(stem) else ()
            holder = owner.parent.parent
            if _is_media_type(owner) and holder.name == "requestBody":
                return (*chain_before(holder.parent), ("Body",))
            if _is_media_type(owner) and holder.parent.name == "responses":
                shared = holder.parent.parent.name == "components"
                above = holder if shared else holder.parent.parent
                return (*chain_before(above), ("Response",))
            if _is_media_type(owner):
                owner = holder
                continue
            # A schema that is only part of others has no definition, but a name.
            is_name = not owner.name.isdigit() and owner.name not in _KEYWORDS
            if is_name:
                own = words(owner.name) or (class_name(owner.name),)
                return (
                    (*chain_before(owner.parent), own)
                    if len(owner.tokens) > 3
                    else (own,)
                )
            owner = owner.parent

    def rank(definition: Definition) -> tuple[bool, str, bool]:
        """Components keep their own names; those of other files come after."""
        pointer = definition.pointer
        wanted = class_name(definition.hint.words)
        return (
            pointer.tokens[:-1] not in _COMPONENTS,
            pointer.file,
            not pointer.tokens or pointer.name != wanted,
        )

    every = api.definitions.values()
    own = sorted((item for item in every if item.hint.owner is None), key=rank)
    wanted = [(item.pointer, class_name(item.hint.words)) for item in own]
    names = unique(pair for pair in wanted if _is_component(pair[0]))
    others = [pair for pair in wanted if not _is_component(pair[0])]
    names |= allocated_alone(others, frozenset(names.values()))
    inside = [item.pointer for item in every if item.hint.owner is not None]
    names |= allocated(inside, chain_of, frozenset(names.values()))
    return {pointer: names[pointer] for pointer in api.definitions}


def _is_component(pointer: Pointer) -> bool:
    """Whether a schema has a name of its own: that of a component, or of a file."""
    return pointer.tokens[:-1] in _COMPONENTS or not pointer.tokens


def _is_media_type(pointer: Pointer) -> bool:
    """Whether a place is that of a Media Type Object (OpenAPI 3.1, section 4.8.14)."""
    before = pointer.tokens[-3:-1]
    return before[-1:] == ("content",) and before != ("properties", "content")


def _values(api: Api, definitions: Mapping[Pointer, str]) -> dict[Pointer, str]:
    """The types of the plain values that stand for the members of enums."""
    enums = [one for one in api.definitions.values() if isinstance(one, Enumeration)]
    wanted = [(one.pointer, f"{definitions[one.pointer]}Value") for one in enums]
    return unique(wanted, {*definitions.values()})


def _members(definition: Enumeration) -> tuple[str, ...]:
    wanted = [
        (index, member_name(value.name or value.value))
        for index, value in enumerate(definition.values)
    ]
    told: list[tuple[int, str]] = []
    used: set[str] = set()
    for index, name in wanted:
        own = _spelled(definition.values[index], name) if name in used else name
        used.add(own)
        told.append((index, own))
    return tuple(unique(told).values())


def _spelled(value: EnumValue, name: str) -> str:
    """Return the name of a member whose symbols or case tell it from others."""
    text = str(value.name or value.value)
    symbols = "".join(
        (
            f" {'underscore' if one == '_' else spelled(one)} "
            if not one.isalnum()
            else one
        )
        for one in text
    )
    told = member_name(symbols)
    if told != name:
        return told
    if not any(map(str.isalpha, text)):
        return name
    case = next((word for word, has in _CASES.items() if has(text)), "MIXED")
    return f"{name}_{case}"


def _field_names(model: Model, *, is_page: bool) -> list[tuple[str, str]]:
    """Return the attributes of a model; symbols tell those apart that read the same."""
    wanted = [
        (
            field.wire,
            field_name(
                _given(field.extensions, _NAMES_OF_PROPERTIES) or field.wire,
                is_page=is_page,
            ),
        )
        for field in model.fields
    ]
    alone = Counter(name for _, name in wanted)
    return [
        (wire, name if alone[name] == 1 else _symbols(wire, name))
        for wire, name in wanted
    ]


def _given(extensions: Extensions, names: Iterable[str]) -> str | None:
    """Return the text of the first extension of several that has words."""
    said = dict(extensions)
    texts = (said.get(name) for name in names)
    return next((one for one in texts if isinstance(one, str) and words(one)), None)


def _chosen(operation: Operation, api: Api) -> dict[tuple[str, str], str]:
    """Return the names that the document gives to arguments."""
    found: dict[tuple[str, str], str] = {}
    for parameter in operation.parameters:
        given = _given(parameter.extensions, _NAMES_OF_PARAMETERS)
        if given:
            found[parameter.location.value, parameter.name] = given
    body = api.body_fields(operation.body) if operation.body is not None else None
    for field in body.fields if body is not None else ():
        given = _given(field.extensions, _NAMES_OF_PROPERTIES)
        if given:
            found["body", field.wire] = given
    for name, value in operation.extensions:
        is_body = name == "x-codegen-request-body-name"
        if is_body and isinstance(value, str) and words(value):
            found["body", ""] = value
    return found


def _symbols(wire: str, name: str) -> str:
    """Return the name of an argument whose last symbol tells it from others."""
    if wire.endswith("[]"):
        return argument_name(joined(name, "list"))
    first, last = wire[:1], wire[-1:]
    if first in ("@", "$"):
        return argument_name(joined(spelled(first), name))
    if not last or last.isalnum() or last in "_-. ]":
        return name
    return argument_name(joined(name, spelled(last)))


def _arguments(operation: Operation, api: Api) -> dict[tuple[str, str], str]:
    """Argument names by place and wire name; ``("body", "")`` is the whole body."""
    places_: list[tuple[str, str]] = [
        (parameter.location.value, parameter.name) for parameter in operation.parameters
    ]
    places_ += _body_places(operation, api)
    chosen = _chosen(operation, api)
    wanted = [
        (place, argument_name(chosen.get(place, place[1])) if place[1] else body)
        for place in places_
        for body in (argument_name(chosen.get(place, "body")),)
    ]
    alone = Counter((location, name) for (location, _), name in wanted)
    wanted = [
        ((location, wire), name if alone[location, name] == 1 else _symbols(wire, name))
        for (location, wire), name in wanted
    ]
    first: dict[str, str] = {}
    for (location, _), name in wanted:
        first.setdefault(name, location)
    # What has the name of something in another place is called after its own.
    told = (
        (
            (location, wire),
            (
                name
                if first[name] == location
                else argument_name(joined(location, wire or "whole"))
            ),
        )
        for (location, wire), name in wanted
    )
    return unique(told)


def _body_places(operation: Operation, api: Api) -> Iterator[tuple[str, str]]:
    if operation.body is not None:
        fields = api.body_fields(operation.body)
        if fields is None:
            yield "body", ""
        else:
            for field in fields.fields:
                if not field.read_only and field.wire not in operation.switched_on:
                    yield "body", field.wire
        if operation.body.is_choice:
            yield "header", "Content-Type"
