"""Names of SDKs by Fern: ``generators.yml`` and ``fern.config.json``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from apiloom.document.node import Node
from apiloom.document.tree import Value
from apiloom.ir.api import Api, Operation
from apiloom.migrate.extensions import extension
from apiloom.migrate.paging import fern as fern_pagination
from apiloom.migrate.published import (
    Credential,
    Method,
    NoConvention,
    Published,
    python_name,
)
from apiloom.migrate.settings import SettingsFile
from apiloom.naming.casing import pascal, snake

__all__ = ["is_generators", "read_folder"]

_DOCUMENTS: Final = tuple(
    f"{folder}openapi.{ending}"
    for folder in ("openapi/", "")
    for ending in ("yml", "yaml", "json")
)
_CASE: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[0-9]+")


def is_generators(root: Node) -> bool:
    """Return whether an object is a ``generators.yml``."""
    return "groups" in root and ("api" in root or "default-group" in root)


def read_folder(folder: Path) -> Published:
    """Return what the files of a ``fern`` folder say. Raises UnusableInput."""
    file = SettingsFile(folder / "generators.yml")
    root = file.root
    found = Published(generator="Fern", source=folder.as_posix())
    organization = ""
    if (folder / "fern.config.json").is_file():
        project = SettingsFile(folder / "fern.config.json")
        organization = project.root.text("organization") or ""
    audiences = _read_generator(root, found)
    found.package = snake(found.package or organization)
    found.client = found.client or (
        f"{pascal(organization)}Api" if organization else ""
    )
    _read_documents(file, folder, found)
    api = root.mapping("api") if "api" in root and root["api"].is_mapping else None
    for holder in filter(None, (root, api)):
        schemes = holder.mapping("auth-schemes")
        for key, scheme in schemes.items() if schemes is not None else ():
            credential = _credential(key, scheme, file.place(scheme))
            if credential is not None:
                found.credentials.append(credential)
    found.convention = _Fern(frozenset(audiences))
    return found


def _read_generator(root: Node, found: Published) -> tuple[str, ...]:
    """Read the settings of the Python generator; return its audiences."""
    for _, group, generator in _generators(root):
        if "python" not in (generator.text("name") or ""):
            continue
        output, config = generator.mapping("output"), generator.mapping("config")
        if output is not None:
            name = output.text("package-name") if "package-name" in output else None
            found.package = (name or "").replace("-", "_")
        if config is not None:
            found.package = config.text("package_name") or found.package
            client = config.mapping("client")
            found.client = config.text("client_class_name") or ""
            if client is not None:
                chosen = client.text("exported_class_name") or client.text("class_name")
                found.client = chosen or found.client
        return group.texts("audiences") if "audiences" in group else ()
    return ()


def _generators(root: Node) -> Iterator[tuple[str, Node, Node]]:
    groups = root.mapping("groups")
    for name, group in groups.items() if groups is not None else ():
        generators = group.sequence("generators") if group.is_mapping else None
        for generator in generators.elements() if generators is not None else ():
            if generator.is_mapping:
                yield name, group, generator


def _read_documents(file: SettingsFile, folder: Path, found: Published) -> None:
    stated = [*_documents(file.root)]
    if not stated and (folder / "definition").is_dir():
        raise file.error(
            file.root,
            "the API is described by a Fern Definition, not by OpenAPI",
            "`fern export openapi.yml` writes an OpenAPI document; name it in `api`",
        )
    if not stated:
        names = (name for name in _DOCUMENTS if (folder / name).is_file())
        found.spec = next(((folder / name).as_posix() for name in names), "")
        return
    (node, document, overrides, overlays), *others = stated
    if others:
        message = f"there are {len(stated)} documents; only the first is read"
        found.notes.append(f"{file.place(node)}: {message}")
    path = folder / document
    found.spec = path.as_posix() if path.is_file() else document
    for place, kept in ((overrides, found.merges), (overlays, found.overlays)):
        if place and (folder / place).is_file():
            kept.append(folder / place)
        elif place:
            found.notes.append(f"{file.place(node)}: there is no file {place}")


def _documents(root: Node) -> Iterator[tuple[Node, str, str, str]]:
    """Yield the OpenAPI documents: where that is stated, file, overrides, overlay."""
    api = root.get("api")
    if api is None:
        document = root.get("openapi")
        if document is not None and isinstance(document.value, str):
            overrides = root.text("openapi-overrides") or ""
            yield document, document.value, overrides, ""
        return
    listed = api.sequence("specs") if api.is_mapping and "specs" in api else api
    for one in (
        listed.elements() if listed is not None and listed.is_sequence else [api]
    ):
        if isinstance(one.value, str):
            yield one, one.value, "", ""
        elif one.is_mapping:
            name = next((key for key in ("openapi", "path") if key in one), None)
            if name is not None:
                yield (
                    one,
                    one.text(name) or "",
                    (one.text("overrides") if "overrides" in one else None) or "",
                    (one.text("overlays") if "overlays" in one else None) or "",
                )


def _credential(key: str, scheme: Node, place: str) -> Credential | None:
    """Return the names that a scheme of ``auth-schemes`` gives."""
    if not scheme.is_mapping:
        return None
    rows: list[tuple[str, str, Node]]
    if "header" in scheme:
        header = scheme.text("header") or ""
        rows = [("", scheme.text("name") or header, scheme)]
        return _made(key, "header", header, rows, place)
    kind = scheme.text("scheme") or ""
    roles = {"bearer": ("token",), "basic": ("username", "password")}.get(kind, ())
    rows = []
    for role in roles:
        named = scheme.get(role)
        if named is not None and named.is_mapping:
            own = "" if role == "token" else role
            rows.append((own, named.text("name") or role, named))
    return _made(key, kind, "", rows, place) if roles else None


def _made(
    key: str, kind: str, header: str, rows: Sequence[tuple[str, str, Node]], place: str
) -> Credential:
    return Credential(
        scheme=key,
        type=kind,
        header=header,
        arguments={role: snake(name) for role, name, _ in rows},
        variables={
            role: variable
            for role, _, node in rows
            if (variable := node.text("env") if "env" in node else None)
        },
        place=place,
    )


class _Fern(NoConvention):
    """The names that Fern gives by itself."""

    def __init__(self, audiences: frozenset[str]) -> None:
        self._audiences: Final = audiences

    def methods(self, api: Api, operation: Operation) -> Sequence[Method]:
        """Return the method that an operation has.

        Without extensions, it is the first tag, and the operationId without its words.
        """
        del api
        group = extension(operation.extensions, "x-fern-sdk-group-name")
        stated = extension(operation.extensions, "x-fern-sdk-method-name")
        resource = (
            [group]
            if isinstance(group, str)
            else group if isinstance(group, list) else None
        )
        identifier = operation.operation_id or f"{operation.method} {operation.path}"
        tag = operation.tags[0] if operation.tags else ""
        name = identifier
        if tag:
            said, own = _tokens(identifier), _tokens(tag)
            if [*map(str.lower, said[: len(own)])] == [*map(str.lower, own)]:
                name = "_".join(said[len(own) :]) or identifier
        if resource is None:
            # A method that is named without a group belongs to the client itself.
            resource = [tag] if tag and not isinstance(stated, str) else []
        return [
            Method(
                verb=operation.method.lower(),
                path=operation.path,
                resource=tuple(python_name(str(part)) for part in resource),
                name=python_name(stated if isinstance(stated, str) else name),
            )
        ]

    def pagination(self, api: Api, operation: Operation) -> Mapping[str, Value] | None:
        """Return what ``x-fern-pagination`` states, of the operation or of the API."""
        stated = extension(operation.extensions, "x-fern-pagination")
        if stated is True:
            stated = extension(api.extensions, "x-fern-pagination")
        return fern_pagination(stated)

    def is_ignored(self, operation: Operation) -> bool:
        """Return whether ``x-fern-ignore`` is set, or the operation is for others."""
        if extension(operation.extensions, "x-fern-ignore") is True:
            return True
        if not self._audiences:
            return False
        stated = extension(operation.extensions, "x-fern-audiences")
        meant = stated if isinstance(stated, list) else []
        return self._audiences.isdisjoint(str(one) for one in meant)

    def schema_name(self, name: str, schema: Mapping[str, Value]) -> str:
        """Return the name that ``x-fern-type-name`` states."""
        del name
        stated = schema.get("x-fern-type-name")
        return stated if isinstance(stated, str) else ""


def _tokens(text: str) -> list[str]:
    for separator in ("_", "-"):
        if separator in text:
            return [part for part in text.split(separator) if part]
    return _CASE.findall(text)
