"""The overlay that gives a document the published names of a client."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

import yaml

from apiloom.document import Document
from apiloom.document.tree import Value
from apiloom.ir.api import Api, In, Operation
from apiloom.ir.security import SecurityScheme
from apiloom.ir.types import Reference
from apiloom.locations import Pointer
from apiloom.migrate.models import items_type, paired
from apiloom.migrate.published import Credential, Method, Published, bare, route_key
from apiloom.naming.casing import class_name, words

__all__ = ["Action", "Plan", "merge_actions", "name_actions", "overlay_text"]

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_LISTS: Final = re.compile(r"Page\[|Pager\[|^(?:typing\.)?[Ll]ist\[")
_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Action:
    """An action of an overlay; without an update, it removes its target."""

    target: str
    update: Value = None


@dataclass(slots=True)
class Plan:
    """The actions for a document, and what was matched with it."""

    actions: list[Action] = field(default_factory=list[Action])
    matched: list[tuple[Method, Operation]] = field(
        default_factory=list[tuple[Method, Operation]]
    )
    second: list[Method] = field(default_factory=list[Method])
    """Further methods for operations that have one already."""
    missing: list[Method] = field(default_factory=list[Method])
    """Methods whose request the document does not describe."""
    removed: list[Operation] = field(default_factory=list[Operation])
    notes: list[str] = field(default_factory=list[str])


def overlay_text(title: str, actions: Sequence[Action]) -> str:
    """Return an overlay as YAML text, with an action for each place."""
    document: Value = {
        "overlay": "1.0.0",
        "info": {"title": title, "version": "1.0.0"},
        "actions": [_written(one) for one in actions],
    }
    text: str = yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )
    return text


def _written(action: Action) -> Value:
    if action.update is None:
        return {"target": action.target, "remove": True}
    return {"target": action.target, "update": action.update}


class _Dumper(yaml.SafeDumper):
    """YAML without anchors: each action is read by itself."""

    def ignore_aliases(self, data: object) -> bool:
        """Return True."""
        del data
        return True


def json_path(tokens: Sequence[str]) -> str:
    """Return the JSONPath of a place (RFC 9535)."""
    path = "$"
    for token in tokens:
        if _PLAIN.fullmatch(token):
            path += f".{token}"
        elif token.isascii() and token.isdigit():
            path += f"[{token}]"
        else:
            escaped = token.replace("\\", "\\\\").replace("'", "\\'")
            path += f"['{escaped}']"
    return path


# -- overrides that are merged -----------------------------------------------------


def merge_actions(base: Value, overrides: Value) -> list[Action]:
    """Return the actions that merge `overrides` into a document, as Fern does.

    Objects are merged, lists of objects element by element, other lists are replaced,
    and null removes.
    """
    found: list[Action] = []
    update = _merged(base, overrides, (), found)
    return [*found, Action("$", update)] if update else found


def _merged(
    base: Value, overrides: Value, place: tuple[str, ...], found: list[Action]
) -> Value:
    """Return what to update; note what has to be removed before."""
    if isinstance(overrides, dict):
        update: dict[str, Value] = {}
        own = base if isinstance(base, dict) else {}
        for key, value in overrides.items():
            inner = (*place, key)
            if value is None:
                if key in own:
                    found.append(Action(json_path(inner)))
            elif key not in own or isinstance(own[key], dict) == isinstance(
                value, dict
            ):
                update[key] = _merged(own.get(key), value, inner, found)
            else:
                found.append(Action(json_path(inner)))
                update[key] = value
        return update
    if isinstance(overrides, list) and isinstance(base, list):
        found.append(Action(json_path(place)))
        if all(isinstance(one, dict) for one in (*overrides, *base)):
            pairs = [
                _laid_over(base[index] if index < len(base) else {}, one)
                for index, one in enumerate(overrides)
            ]
            return [*pairs, *base[len(overrides) :]]
    return overrides


def _laid_over(base: Value, overrides: Value) -> Value:
    if isinstance(base, dict) and isinstance(overrides, dict):
        merged = {key: _laid_over(base.get(key), one) for key, one in overrides.items()}
        return {key: one for key, one in (base | merged).items() if one is not None}
    return overrides


# -- names ------------------------------------------------------------------------


def name_actions(published: Published, document: Document, api: Api) -> Plan:
    """Return the actions that give the names of a published client to a document."""
    return _Naming(published, document, api).plan()


class _Naming:
    def __init__(self, published: Published, document: Document, api: Api) -> None:
        self._published: Final = published
        self._document: Final = document
        self._api: Final = api
        self._plan: Final = Plan()
        self._schemas: Final = dict[Pointer, str]()

    def plan(self) -> Plan:
        """Return all actions: methods, models, credentials, servers."""
        self._match()
        for method, operation in self._plan.matched:
            self._name(method, operation)
        self._ignore()
        self._name_schemas()
        for credential in self._published.credentials:
            self._credential(credential)
        self._variables()
        self._servers()
        return self._plan

    def _match(self) -> None:
        """Pair the published methods with operations."""
        by_route: dict[tuple[str, str], Operation] = {}
        for operation in self._api.operations:
            if operation.variant_of is None:
                key = route_key(operation.method, operation.path)
                by_route.setdefault(key, operation)
        for operation in by_route.copy().values():
            key = route_key(operation.method, operation.path, with_query=False)
            by_route.setdefault(key, operation)
        prefixes = _prefixes(self._api)
        taken: dict[str, Method] = {}
        listed = self._published.methods
        for method in listed:
            found = _found(method, by_route, prefixes)
            if found is None:
                self._plan.missing.append(method)
            elif found.id in taken:
                if taken[found.id].dotted != method.dotted:
                    self._plan.second.append(method)
            else:
                taken[found.id] = method
                self._plan.matched.append((method, found))
        convention = self._published.convention
        for operation in self._api.operations:
            is_named = operation.id in taken or operation.variant_of is not None
            if is_named or convention.is_ignored(operation):
                continue
            methods = convention.methods(self._api, operation)
            self._plan.matched += [(one, operation) for one in methods[:1]]
            self._plan.second += methods[1:]

    def _name(self, method: Method, operation: Operation) -> None:
        update: dict[str, Value] = {}
        if method.resource:
            update["x-resource"] = [*method.resource]
        else:
            # Methods of the client itself stand in a resource of their own.
            update["x-resource"] = [_ROOT]
        update["x-method"] = method.name
        if "x-pagination" not in dict(operation.extensions):
            convention = self._published.convention
            pagination = convention.pagination(self._api, operation)
            if pagination is not None:
                update["x-pagination"] = dict(pagination)
            elif method.is_paginated is False:
                update["x-pagination"] = False
        stated = self._tokens(operation.pointer)
        if stated is None:
            self._plan.notes.append(
                f"{method.dotted}: {operation.id} stands in another file than the"
                " root of the document, which no overlay changes"
            )
            return
        for key in ("x-resource",):  # lists are appended to by an update
            if key in dict(operation.extensions):
                self._plan.actions.append(Action(json_path((*stated, key))))
        self._plan.actions.append(Action(json_path(stated), update))
        self._parameters(method, operation)
        if method.returns:
            self._returned(method, operation)

    def _parameters(self, method: Method, operation: Operation) -> None:
        """Name the path parameters as the published path does, by their order."""
        names = _PLACEHOLDER.findall(method.path)
        own = _PLACEHOLDER.findall(operation.path)
        by_name = {
            one.name: one for one in operation.parameters if one.location is In.PATH
        }
        for wire, name in zip(own, names, strict=False):
            parameter = by_name.get(wire)
            if parameter is None or name == wire or name not in method.arguments:
                continue
            tokens = self._tokens(parameter.pointer)
            if tokens is not None:
                update: Value = {"x-fern-parameter-name": name}
                action = Action(json_path(tokens), update)
                if action not in self._plan.actions:
                    self._plan.actions.append(action)

    def _ignore(self) -> None:
        for operation in self._api.operations:
            if operation.variant_of is None and self._published.convention.is_ignored(
                operation
            ):
                tokens = self._tokens(operation.pointer)
                if tokens is not None:
                    self._plan.removed.append(operation)
                    self._plan.actions.append(Action(json_path(tokens)))

    # Models

    def _returned(self, method: Method, operation: Operation) -> None:
        """Note the class that a method returns as the name of its schema."""
        name = bare(method.returns.partition("|")[0])
        if not name:
            return
        for response in operation.successes:
            for content in response.contents:
                type_ = content.type
                if _LISTS.search(method.returns):
                    type_ = items_type(self._api, type_) or type_
                pointer = type_.target if isinstance(type_, Reference) else None
                if pointer is not None:
                    self._schemas.setdefault(pointer, name)
                return

    def _name_schemas(self) -> None:
        """Name schemas as they were published, where they have other names."""
        components = {
            class_name(pointer.name): pointer
            for pointer in self._api.definitions
            if _is_component(pointer)
        }
        wanted: dict[Pointer, str] = {}
        for stated, name in self._published.schemas.items():
            pointer = self._schema(stated, components)
            if pointer is not None:
                wanted[pointer] = name
        for pointer in components.values():
            node = self._document.node(pointer)
            value = node.value if node is not None else None
            if isinstance(value, dict):
                convention = self._published.convention
                stated_name = convention.schema_name(pointer.name, value)
                if stated_name:
                    wanted[pointer] = stated_name
        models = self._published.models
        modules = self._published.modules
        if modules is not None:
            pairs = paired(modules, self._api, self._plan.matched)
            for pointer, name in pairs.items():
                if name in models:
                    self._schemas[pointer] = name
        for pointer, name in self._schemas.items():
            is_known = _is_component(pointer) and class_name(pointer.name) in models
            if not is_known:
                wanted.setdefault(pointer, name)
        given: set[str] = set()
        for pointer, name in wanted.items():
            is_same = _is_component(pointer) and class_name(pointer.name) == name
            is_taken = name in components and components[name] != pointer
            if is_same or is_taken or name in given or not name.isidentifier():
                continue
            given.add(name)
            tokens = self._tokens(pointer)
            if tokens is not None:
                self._plan.actions.append(Action(json_path(tokens), {"x-name": name}))

    def _schema(self, stated: str, components: Mapping[str, Pointer]) -> Pointer | None:
        """Return the place of a schema that is stated by name or by JSON pointer."""
        if stated.startswith("#/"):
            pointer = Pointer.parse(stated)
            node = self._document.node(pointer)
            return self._definition(node.pointer) if node is not None else None
        for pointer in components.values():
            if pointer.name == stated:
                return pointer
        return components.get(class_name(stated))

    def _definition(self, pointer: Pointer) -> Pointer | None:
        return pointer if pointer in self._api.definitions else None

    # The client

    def _credential(self, credential: Credential) -> None:
        scheme = _scheme(self._api, credential)
        if scheme is None:
            told = ", ".join(credential.arguments.values())
            place = f"{credential.place}: " if credential.place else ""
            self._plan.notes.append(
                f"{place}the document has no security scheme for the argument {told}"
            )
            return
        tokens = self._scheme_tokens(scheme)
        if tokens is None:
            return
        update: dict[str, Value] = {}
        for key, names in (
            ("x-argument", credential.arguments),
            ("x-env", credential.variables),
        ):
            stated = _by_role(scheme, names)
            if stated is not None:
                update[key] = stated
        if update:
            self._plan.actions.append(Action(json_path(tokens), update))

    def _variables(self) -> None:
        """Give the other schemes the variables that the convention has for them."""
        named = {
            scheme.key
            for one in self._published.credentials
            if (scheme := _scheme(self._api, one)) is not None
        }
        for scheme in self._api.security_schemes:
            variable = self._published.convention.variable(_snake_key(scheme))
            tokens = self._scheme_tokens(scheme)
            if variable and scheme.key not in named and tokens is not None:
                update: Value = {"x-argument": _snake_key(scheme), "x-env": variable}
                if len(scheme.roles) == 1:
                    self._plan.actions.append(Action(json_path(tokens), update))

    def _scheme_tokens(self, scheme: SecurityScheme) -> tuple[str, ...] | None:
        pointer = Pointer("", ("components", "securitySchemes", scheme.key))
        node = self._document.node(pointer)
        return self._tokens(pointer) if node is not None else None

    def _servers(self) -> None:
        servers = self._published.servers
        if not servers:
            return
        listed = [one.url.rstrip("/") for one in self._api.servers]
        wanted = [url.rstrip("/") for url in servers.values()]
        named = {one.name for one in self._api.servers}
        if listed == wanted and named == set(servers):
            return
        if "servers" in self._document.root:
            self._plan.actions.append(Action("$.servers"))
        update: list[Value] = [
            {"url": url.rstrip("/"), "x-name": name} for name, url in servers.items()
        ]
        self._plan.actions.append(Action("$", {"servers": update}))

    def _tokens(self, pointer: Pointer) -> tuple[str, ...] | None:
        """Return a place of the root file, as it was written; None if elsewhere."""
        traced = self._document.traced(pointer)
        return traced.tokens if not traced.file else None


_ROOT: Final = "api"
"""The resource of methods that the published client has itself."""


def _prefixes(api: Api) -> tuple[str, ...]:
    """Return the paths that a base URL may end with, the empty one first."""
    paths = [re.sub(r"^[a-z]+://[^/]*", "", one.url).rstrip("/") for one in api.servers]
    first = Counter(
        "/".join(operation.path.split("/")[:size])
        for operation in api.operations
        for size in (2, 3)
    )
    return tuple(
        dict.fromkeys(["", *paths, *(path for path, _ in first.most_common(9))])
    )


def _found(
    method: Method,
    by_route: Mapping[tuple[str, str], Operation],
    prefixes: Sequence[str],
) -> Operation | None:
    keys = (
        route_key(method.verb, method.path),
        route_key(method.verb, method.path, with_query=False),
    )
    for (verb, route), prefix in product(dict.fromkeys(keys), prefixes):
        plain = _PLACEHOLDER.sub("{}", prefix)
        found = by_route.get((verb, f"{plain}{route}".rstrip("/") or "/"))
        if found is None and plain and route.startswith(f"{plain}/"):
            found = by_route.get((verb, route.removeprefix(plain)))
        if found is not None:
            return found
    return None


def _is_component(pointer: Pointer) -> bool:
    return pointer.tokens[:-1] in (("components", "schemas"), ("definitions",))


def _scheme(api: Api, credential: Credential) -> SecurityScheme | None:
    """Return the scheme of a document that a credential is for."""
    by_key = {one.key.casefold(): one for one in api.security_schemes}
    found = by_key.get(credential.scheme.casefold()) if credential.scheme else None
    if found is not None:
        return found
    fitting = [one for one in api.security_schemes if _fits(one, credential)]
    if len(fitting) == 1 or not fitting:
        return next(iter(fitting), None)
    if credential.type:
        return fitting[0]
    said = {*words(" ".join(credential.arguments.values()).lower())}
    scores = {one.key: _likeness(said, one) for one in fitting}
    best = max(scores.values())
    fitting = [one for one in fitting if scores[one.key] == best]
    return fitting[0] if len(fitting) == 1 and best > 0 else None


def _likeness(said: Collection[str], scheme: SecurityScheme) -> float:
    """Return how much the words of an argument are those of a scheme's key."""
    own = {*map(str.lower, words(scheme.key))} - {"auth"}
    return len(own.intersection(said)) / max(1, len(own.union(said)))


def _fits(scheme: SecurityScheme, credential: Credential) -> bool:
    match credential.type:
        case "bearer":
            return scheme.http_scheme == "bearer" or scheme.type in (
                "oauth2",
                "openIdConnect",
            )
        case "basic":
            return scheme.http_scheme == "basic"
        case "header":
            is_same = scheme.name.casefold() == credential.header.casefold()
            return scheme.type == "apiKey" and is_same
        case _:
            return not credential.scheme and len(scheme.roles[:1]) == 1


def _by_role(scheme: SecurityScheme, names: Mapping[str, str]) -> Value:
    """Return names in the form of ``x-argument``; None if there are none."""
    if not names:
        return None
    if set(names) == {""}:
        return names[""]
    kept = {role: name for role, name in names.items() if role in scheme.roles}
    if not kept:
        return next(iter(names.values())) if len(names) == 1 else None
    return dict(kept)


def _snake_key(scheme: SecurityScheme) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", scheme.key)
    return re.sub(r"\W+", "_", words).strip("_").lower()
