"""Names of SDKs by Stainless: its ``stainless.yml``, and the ``api.md`` of an SDK."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final

from apiloom.diagnostics import Code, UnusableInput
from apiloom.document.node import Node
from apiloom.document.tree import Value
from apiloom.ir.api import Api, In, Operation
from apiloom.ir.types import Model
from apiloom.locations import Location, Pointer
from apiloom.migrate.published import (
    Credential,
    Method,
    NoConvention,
    Published,
    python_name,
)
from apiloom.migrate.settings import SettingsFile
from apiloom.naming.casing import pascal, snake

__all__ = ["is_settings", "read_api_md", "read_settings"]

_VERBS: Final = frozenset("delete get head options patch post put trace".split())
_ROLES: Final = {"value": ""}
"""Roles of an option in its scheme; the only one of a scheme has no name."""


def is_settings(root: Node) -> bool:
    """Return whether an object is the configuration of Stainless."""
    resources = root.get("resources")
    is_tree = resources is not None and resources.is_mapping
    return is_tree and ("organization" in root or "targets" in root)


# -- stainless.yml ---------------------------------------------------------------


def read_settings(file: SettingsFile) -> Published:
    """Return what a ``stainless.yml`` says. Raises UnusableInput."""
    root = file.root
    found = Published(generator="Stainless", source=file.path.as_posix())
    organization = root.mapping("organization")
    name = organization.text("name") if organization is not None else None
    found.package = _package(root) or snake(name or "")
    found.client = pascal(name or "")
    resources = root.mapping("resources")
    if resources is None:
        raise file.error(root, "there are no resources, which name the methods")
    reading = _Reading(file, found)
    for key, node in resources.items():
        own = () if key in ("$client", "$shared") else (python_name(key),)
        reading.resource(own, node)
    reading.options(root)
    environments = root.mapping("environments")
    for key, node in environments.items() if environments is not None else ():
        if isinstance(node.value, str):
            found.servers[key] = node.value
    paging = root.sequence("pagination")
    schemes = tuple(filter(None, map(_scheme, paging.elements() if paging else ())))
    found.convention = _Stainless(schemes, frozenset(reading.not_paginated))
    for key in ("streaming", "query_settings", "openapi"):
        if key in root:
            found.notes.append(f"{file.place(root[key])}: `{key}` is not carried over")
    return found


def _package(root: Node) -> str:
    for key, member in (("targets", "package_name"), ("package", "name")):
        holder = root.mapping(key)
        python = holder.get("python") if holder is not None else None
        if python is not None and python.is_mapping:
            return (python.text(member) or "").replace("-", "_")
    return ""


class _Reading:
    """A walk through the resources of a ``stainless.yml``."""

    def __init__(self, file: SettingsFile, found: Published) -> None:
        self._file: Final = file
        self._found: Final = found
        self.not_paginated: Final = set[str]()

    def resource(self, path: tuple[str, ...], node: Node) -> None:
        """Read a resource and those below it."""
        if not node.is_mapping or _is_skipped(node):
            return
        models = node.mapping("models")
        for key, model in models.items() if models is not None else ():
            self._model(key, model)
        methods = node.mapping("methods")
        for key, method in methods.items() if methods is not None else ():
            self._method(path, key, method)
        for below in ("subresources", "resources"):
            inside = node.mapping(below)
            for key, resource in inside.items() if inside is not None else ():
                self.resource((*path, python_name(key)), resource)

    def _model(self, key: str, node: Node) -> None:
        stated = node.value
        if node.is_mapping:
            stated = next(
                (node[one].value for one in ("schema", "ref", "$ref") if one in node),
                None,
            )
        self._found.models.add(pascal(key))
        if isinstance(stated, str):
            self._found.schemas[stated] = pascal(key)

    def _method(self, path: tuple[str, ...], key: str, node: Node) -> None:
        stated: Value = node.value
        paginated: bool | None = None
        if node.is_mapping:
            if _is_skipped(node):
                return
            stated = node.text("endpoint") if "endpoint" in node else None
            paginated = node.flag("paginated") if "paginated" in node else None
        place = self._file.place(node)
        name = ".".join((*path, python_name(key)))
        if not isinstance(stated, str):
            kind = node.text("type") if node.is_mapping and "type" in node else None
            told = f" ({kind})" if kind else ""
            self._found.notes.append(f"{place}: {name} sends no request{told}")
            return
        verb, _, route = stated.strip().partition(" ")
        if verb.lower() not in _VERBS or not route.strip():
            message = f"{key} is {stated!r}, not a verb and a path"
            raise self._file.error(node, message, f"{key}: get /path, for example")
        method = Method(
            verb=verb.lower(),
            path=route.strip(),
            resource=path,
            name=python_name(key),
            place=place,
            is_paginated=paginated,
        )
        if paginated is False:
            self.not_paginated.add(f"{method.verb.upper()} {method.path}")
        self._found.methods.append(method)

    def options(self, root: Node) -> None:
        """Read the arguments of the client that are credentials."""
        settings = root.mapping("client_settings")
        options = settings.mapping("opts") if settings is not None else None
        by_scheme: dict[str, list[tuple[str, str, str, str]]] = {}
        for key, node in options.items() if options is not None else ():
            auth = node.mapping("auth") if node.is_mapping else None
            scheme = auth.text("security_scheme") if auth is not None else None
            if auth is None or not scheme:
                place = self._file.place(node)
                told = (
                    f"{place}: the client's argument {snake(key)} is not carried over"
                )
                self._found.notes.append(told)
                continue
            role = _ROLES.get(auth.text("role") or "value", auth.text("role") or "")
            variable = (node.text("read_env") if "read_env" in node else None) or ""
            row = role, snake(key), variable, self._file.place(node)
            by_scheme.setdefault(scheme, []).append(row)
        for scheme, rows in by_scheme.items():
            self._found.credentials.append(
                Credential(
                    scheme=scheme,
                    arguments={role: argument for role, argument, _, _ in rows},
                    variables={role: name for role, _, name, _ in rows if name},
                    place=rows[0][3],
                )
            )


def _is_skipped(node: Node) -> bool:
    """Return whether something is not for Python."""
    skip, only = node.get("skip"), node.get("only")
    if skip is not None:
        listed = skip.value if isinstance(skip.value, list) else [skip.value]
        if True in listed or "python" in listed:
            return True
    return (
        only is not None
        and isinstance(only.value, list)
        and ("python" not in only.value)
    )


@dataclass(frozen=True, slots=True)
class _Scheme:
    """A pagination scheme: what a request and a response must have to follow it."""

    style: str
    requests: frozenset[str]
    parameter: str
    size: str
    places: Mapping[str, str]


_STYLES: Final = {
    "cursor": "cursor",
    "cursor_id": "cursor",
    "cursor_url": "link",
    "offset": "offset",
    "page_number": "page",
}
_PARAMETERS: Final = (
    *("next_cursor_param", "next_cursor_id_param", "next_cursor_id"),
    *("offset_count_param", "page_number_param"),
)
_PURPOSES: Final = {
    "items": "items",
    "has_next_page": "more",
    "next_cursor_field": "next",
    "next_cursor_url_field": "next",
    "cursor_item_id": "last_item",
    "cursor_url_field": "next",
    "offset_total_count_field": "total",
    "total_page_count_field": "last",
    "current_page_number_field": "current",
}


def _scheme(node: Node) -> _Scheme | None:
    style = _STYLES.get(node.text("type") or "") if node.is_mapping else None
    request = node.mapping("request") if style else None
    response = node.mapping("response") if style else None
    if style is None or response is None:
        return None
    parameter, size = "", ""
    names = request.keys() if request is not None else ()
    for key, one in request.items() if request is not None else ():
        purpose = _purpose(one)
        if purpose in _PARAMETERS:
            parameter = key
        elif purpose == "page_size_param" or (not purpose and _is_integer(one)):
            size = size or key
    places = dict(_purposes(response, ""))
    if "items" not in places:
        arrays = [key for key, one in response.items() if _is_array(one)]
        if len(arrays) != 1:
            return None
        places["items"] = arrays[0]
    if "last_item" in places:  # a path through the items
        inside = places["last_item"].removeprefix(f"{places['items']}.")
        places["last_item"] = inside
    return _Scheme(style, frozenset(names), parameter, size, places)


def _purposes(node: Node, before: str) -> Iterator[tuple[str, str]]:
    for key, one in node.items():
        place = f"{before}{key}"
        purpose = _purpose(one)
        if purpose in _PURPOSES:
            yield _PURPOSES[purpose], place
        for inner in ("properties", "items"):
            inside = one.get(inner) if one.is_mapping else None
            if inside is None or not inside.is_mapping:
                continue
            nested = inside.get("properties") if inner == "items" else inside
            if nested is not None and nested.is_mapping:
                yield from _purposes(nested, f"{place}.")


def _purpose(node: Node) -> str:
    stated = node.get("x-stainless-pagination-property") if node.is_mapping else None
    purpose = stated.get("purpose") if stated is not None else None
    return str(purpose.value) if purpose is not None else ""


def _is_integer(node: Node) -> bool:
    return node.is_mapping and "type" in node and node["type"].value == "integer"


def _is_array(node: Node) -> bool:
    return node.is_mapping and "type" in node and node["type"].value == "array"


class _Stainless(NoConvention):
    """The pagination of Stainless: by the scheme that an operation follows."""

    def __init__(
        self, schemes: tuple[_Scheme, ...], not_paginated: frozenset[str]
    ) -> None:
        self._schemes: Final = schemes
        self._not_paginated: Final = not_paginated

    def pagination(self, api: Api, operation: Operation) -> Mapping[str, Value] | None:
        """Return the scheme that an operation follows with request and response."""
        if operation.id in self._not_paginated:
            return None
        for scheme in self._schemes:
            if scheme.requests <= _inputs(api, operation) and all(
                place.split(".")[0] in _outputs(api, operation)
                for place in (scheme.places["items"], scheme.places.get("next", ""))
                if place
            ):
                stated: dict[str, Value] = {"style": scheme.style, **scheme.places}
                stated |= {"parameter": scheme.parameter} if scheme.parameter else {}
                stated |= {"size": scheme.size} if scheme.size else {}
                return stated
        return None


def _inputs(api: Api, operation: Operation) -> frozenset[str]:
    names = {one.name for one in operation.parameters if one.location is In.QUERY}
    body = api.body_fields(operation.body) if operation.body is not None else None
    return frozenset(names | {one.wire for one in body.fields} if body else names)


def _outputs(api: Api, operation: Operation) -> frozenset[str]:
    for response in operation.successes:
        for content in response.contents:
            model = api.resolve(content.type)
            if isinstance(model, Model):
                return frozenset(one.wire for one in model.fields)
    return frozenset()


# -- api.md ----------------------------------------------------------------------

_METHOD: Final = re.compile(
    r'<code title="(?P<verb>[a-z]+) (?P<path>[^"]+)">\s*client\.(?P<resource>[\w.]*?)'
    r"\.?(?:<a [^>]*>)?(?P<name>\w+)(?:</a>)?\(.*?\)"
    r"\s*(?:->\s*(?P<returns>.*?))?</code>"
)
_WITHOUT_REQUEST: Final = re.compile(
    r"<code>client\.(?P<resource>[\w.]*?)\.?(?:<a [^>]*>)?(?P<name>\w+)(?:</a>)?\("
)
_TYPES: Final = re.compile(
    r"from (?P<package>\w+)\.types[\w.]* import "
    r"(?:\((?P<many>[^)]*)\)|(?P<one>[^\n(]*))"
)
_LINK: Final = re.compile(r"\]\(([\w./-]+/api\.md)\)")
_TAG: Final = re.compile(r"<[^>]*>")


def read_api_md(path: Path) -> Published:
    """Return what the ``api.md`` of an SDK lists. Raises UnusableInput."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        place = Location(path.as_posix(), 1, 1, Pointer())
        raise UnusableInput(Code.FILE_UNREADABLE, str(error), place) from None
    found = Published(generator="Stainless", source=path.as_posix())
    _list_api_md(path, text, found)
    for link in _LINK.findall(text):
        below = path.parent / link
        if not below.resolve().is_relative_to(path.parent.resolve()):
            continue
        with suppress(OSError, UnicodeDecodeError):
            _list_api_md(below, below.read_text(encoding="utf-8"), found)
    if not found.methods:
        place = Location(path.as_posix(), 1, 1, Pointer())
        message = "no method is listed: this is not the api.md of a Python SDK"
        raise UnusableInput(Code.CONFIG_INVALID, message, place)
    return found


def _list_api_md(path: Path, text: str, found: Published) -> None:
    """Add what a file lists."""
    for number, line in enumerate(text.splitlines(), 1):
        match = _METHOD.search(line)
        place = f"{path.as_posix()}:{number}"
        if match is None:
            lone = _WITHOUT_REQUEST.search(line)
            if lone is not None:
                name = ".".join(filter(None, (lone["resource"], lone["name"])))
                found.notes.append(f"{place}: {name} sends no request")
            continue
        found.methods.append(
            Method(
                verb=match["verb"],
                path=unescape(match["path"]),
                resource=tuple(filter(None, match["resource"].split("."))),
                name=match["name"],
                returns=unescape(_TAG.sub("", match["returns"] or "")),
                place=place,
            )
        )
    for types in _TYPES.finditer(text):
        found.package = found.package or types["package"]
        names = (types["many"] or types["one"] or "").split(",")
        found.models |= {name.strip() for name in names if name.strip()}
