"""Putting right, in place, what documents get wrong about OpenAPI's structure.

Each repair is reported, and leaves what later stages can rely on: status keys,
methods and paths as the specification spells them, schemas where they belong.
"""

from __future__ import annotations

import re
from typing import Final

from apiloom.diagnostics import Code
from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.document.origins import Origins
from apiloom.document.swagger2.parameters import Parameters, is_body
from apiloom.document.swagger2.parts import SCHEMA_KEYWORDS, texts
from apiloom.document.tree import Mapping
from apiloom.document.walker import METHODS, Kind, Place, Visitor

__all__ = ["Repairs"]

_STATUS: Final = re.compile(r"[1-5](?:[0-9]{2}|XX)")


class Repairs:
    """The visitors that repair; one instance serves one document."""

    def __init__(self, document: Document, origins: Origins) -> None:
        self._document = document
        self._diagnostics = document.diagnostics
        self._origins = origins
        self._parameters = Parameters(document, origins)

    @property
    def visitors(self) -> dict[Kind, Visitor]:
        """The repair for each kind of object that has one."""
        return {
            Kind.PATHS: self.paths,
            Kind.PATH_ITEM: self.path_item,
            Kind.OPERATION: self.operation,
            Kind.PARAMETER: self.parameter,
            Kind.HEADER: self.parameter,
            Kind.RESPONSES: self.responses,
            Kind.RESPONSE: self.content,
            Kind.REQUEST_BODY: self.content,
        }

    def paths(self, paths: Mapping, place: Place) -> None:
        """Every path starts with a slash (3.1, 4.8.8)."""
        names: dict[str, str] = {}
        for key in paths:
            if not key.startswith(("/", "x-", "$")):
                names[key] = f"/{key}"
                message = f"the path {key} must start with a slash"
                self._report(Code.PATH_WITHOUT_SLASH, message, place.child(key))
        self._rename(paths, names, place)

    def path_item(self, item: Mapping, place: Place) -> None:
        """Methods are in lower case (3.1, 4.8.9)."""
        names: dict[str, str] = {}
        for key in item:
            if key.lower() in METHODS and key != key.lower():
                names[key] = key.lower()
                message = f"the method {key} is read as {key.lower()}"
                self._report(Code.METHOD_CASE, message, place.child(key))
        self._rename(item, names, place)

    def operation(self, operation: Mapping, place: Place) -> None:
        """The body is no parameter; in 2.0 it was one."""
        parameters = operation.get("parameters")
        if not isinstance(parameters, list) or "requestBody" in operation:
            return
        node = Node(operation, place.pointer, self._document)
        at = place.pointer.child("parameters")
        bodies = [part for part in node["parameters"].elements() if is_body(part)]
        if not bodies:
            return
        message = "the body is listed in the parameters, as in Swagger 2.0"
        self._report(Code.OBSOLETE_KEYWORD, message, place.child("parameters"))
        operation["requestBody"] = self._parameters.body(
            bodies, [], texts(node, "consumes"), place.pointer.child("requestBody")
        )
        removed = {int(part.pointer.name) for part in bodies}
        self._origins.remove_elements(at, removed, len(parameters))
        parameters[:] = [one for at, one in enumerate(parameters) if at not in removed]

    def responses(self, responses: Mapping, place: Place) -> None:
        """Keys are `default`, a status, or a range such as `4XX` (3.1, 4.8.16)."""
        names: dict[str, str] = {}
        for key in responses:
            if key.startswith(("x-", "$")) or key == "default":
                continue
            if not _STATUS.fullmatch(key):
                name = self._status(key, place)
                if name is not None:
                    names[key] = name
        self._rename(responses, names, place)

    def _status(self, key: str, place: Place) -> str | None:
        for code, name in (
            (Code.STATUS_KEY_CASE, key.upper()),
            (Code.STATUS_KEY_CASE, key.lower()),
            (Code.INVALID_STATUS_KEY, key.strip()[:3].upper()),
        ):
            if name == "default" or _STATUS.fullmatch(name):
                self._report(
                    code, f"the status {key} is read as {name}", place.child(key)
                )
                return name
        message = f"{key!r} is not a status code"
        self._report(Code.INVALID_STATUS_KEY, message, place.child(key))
        return None

    def parameter(self, parameter: Mapping, place: Place) -> None:
        """A parameter says its type in a schema; in 2.0 it did so itself."""
        if "type" not in parameter or "schema" in parameter or "content" in parameter:
            return
        message = "the type is written on the parameter itself, as in Swagger 2.0"
        self._report(Code.OBSOLETE_KEYWORD, message, place.child("type"))
        at = place.pointer
        schema: Mapping = {}
        for key in SCHEMA_KEYWORDS & parameter.keys():
            self._origins.move(at.child("schema", key), at.child(key))
        for key in list(parameter):
            if key in SCHEMA_KEYWORDS:
                schema[key] = parameter.pop(key)
        parameter["schema"] = schema

    def content(self, holder: Mapping, place: Place) -> None:
        """A body says its schema for a media type; in 2.0 it did so itself."""
        if "schema" not in holder or "content" in holder:
            return
        message = "the schema is written outside content, as in Swagger 2.0"
        self._report(Code.OBSOLETE_KEYWORD, message, place.child("schema"))
        at = place.pointer
        below = at.child("content", "application/json", "schema")
        self._origins.move(below, at.child("schema"))
        holder["content"] = {"application/json": {"schema": holder.pop("schema")}}

    def _rename(self, holder: Mapping, names: dict[str, str], place: Place) -> None:
        """Rename keys, keeping their order; where both spellings exist, keep the right
        one."""
        if not names:
            return
        at = place.pointer
        members = list(holder.items())
        taken = set(holder)
        holder.clear()
        for key, value in members:
            name = names.get(key, key)
            if name != key:
                if name in taken:
                    continue
                taken.add(name)
                self._origins.move(at.child(name), at.child(key))
            holder[name] = value

    def _report(self, code: Code, message: str, place: Place) -> None:
        self._diagnostics.report(code, message, place.pointer)
