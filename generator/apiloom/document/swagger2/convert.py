"""Swagger 2.0 into the shape of OpenAPI 3.1.

Only the structure around the schemas is rebuilt here; the schemas themselves are
moved as they are, and upgraded like those of 3.0. Moved parts are found by
references through `Document.renamed`, and by people through `Origins`.
"""

from __future__ import annotations

from typing import Final

from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.document.origins import Origins
from apiloom.document.swagger2.parameters import Parameters, is_body
from apiloom.document.swagger2.parts import header, media_types, security_scheme, texts
from apiloom.document.tree import Mapping, Value
from apiloom.document.walker import METHODS
from apiloom.locations import Pointer

__all__ = ["convert"]

_RENAMED: Final = {
    "definitions": "schemas",
    "parameters": "parameters",
    "responses": "responses",
    "securityDefinitions": "securitySchemes",
}
_KEPT_ROOT: Final = ("info", "tags", "externalDocs", "security")
_KEPT_OPERATION: Final = (
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "deprecated",
    "security",
)


def convert(document: Document, origins: Origins) -> None:
    """Rebuild the root file of a Swagger 2.0 document, in place."""
    root = document.root
    if isinstance(root.value, dict):
        converted = _Swagger(document, root, origins).converted()
        root.value.clear()
        root.value.update(converted)
        document.renamed.update(
            {(old,): ("components", new) for old, new in _RENAMED.items()}
        )
        document.forget()


class _Swagger:
    """The conversion of one document (Swagger 2.0, 5.2.1 Swagger Object)."""

    def __init__(self, document: Document, root: Node, origins: Origins) -> None:
        self._document = document
        self._root = root
        self._origins = origins
        self._consumes = texts(root, "consumes")
        self._produces = texts(root, "produces")
        self._parameters = Parameters(document, origins)

    def converted(self) -> Mapping:
        root = self._root
        new: Mapping = {"openapi": "3.1.0"}
        self._move(Pointer().child("openapi"), root.pointer.child("swagger"))
        for key, node in root.items():
            if key in _KEPT_ROOT or key.startswith("x-"):
                new[key] = node.value
        servers = self._servers(root)
        if servers:
            new["servers"] = servers
            place = "host" if "host" in root else "basePath"
            self._move(Pointer().child("servers"), root.pointer.child(place))
        new["paths"] = self._paths()
        new["components"] = self._components()
        return new

    def _move(self, place: Pointer, origin: Pointer) -> None:
        self._origins.set(place, origin)

    def _servers(self, holder: Node) -> list[Value]:
        """Join schemes, host and basePath; https first, where there is a choice."""
        host, base = self._root.get("host"), self._root.get("basePath")
        path = str(base.value).rstrip("/") if base and base.value else ""
        if path and not path.startswith("/"):
            path = f"/{path}"
        if host is None or not isinstance(host.value, str) or not host.value:
            return [{"url": path}] if path else []
        name = host.value.strip().rstrip("/")
        if "://" in name:
            return [{"url": name + path}]
        schemes = texts(holder, "schemes") or texts(self._root, "schemes")
        usable = [scheme for scheme in ("https", "http") if scheme in schemes]
        return [{"url": f"{scheme}://{name}{path}"} for scheme in usable or ["https"]]

    def _components(self) -> Mapping:
        components: Mapping = {}
        place = Pointer().child("components")
        for old, new in _RENAMED.items():
            section = self._root.get(old)
            if section is None or not section.is_mapping:
                continue
            below = place.child(new)
            self._move(below, section.pointer)
            members: Mapping = {}
            for key, node in section.items():
                if old == "definitions":
                    members[key] = node.value
                elif old == "securityDefinitions":
                    members[key] = security_scheme(node)
                else:
                    members[key] = self._shared(old, node, below.child(key))
            for key in [key for key, member in members.items() if member is None]:
                del members[key]
            components[new] = members
        return components

    def _shared(self, section: str, node: Node, place: Pointer) -> Value:
        """Convert a shared parameter or response; None for one that is a body."""
        if section == "responses":
            return self._response(node, self._produces, place)
        if is_body(self._resolved(node)):
            return None
        return self._parameters.converted(node, place)

    # Paths

    def _paths(self) -> Value:
        paths = self._root.get("paths")
        if paths is None or not paths.is_mapping:
            return {}
        return {
            key: node.value if key.startswith("x-") else self._path_item(node)
            for key, node in paths.items()
        }

    def _path_item(self, node: Node) -> Value:
        item, place = node, node.pointer
        if not item.is_mapping or item.ref is not None:
            return item.value
        shared = item.get("parameters")
        inherited = list(shared.elements()) if shared else []
        new: Mapping = {}
        for key, member in item.items():
            if key in METHODS and member.is_mapping:
                new[key] = self._operation(member, inherited, place.child(key))
            elif key == "parameters":
                new[key] = self._parameters.without_body(member, place.child(key))
            elif key != "$ref":
                new[key] = member.value
        return new

    def _operation(self, node: Node, inherited: list[Node], place: Pointer) -> Mapping:
        new: Mapping = {
            key: member.value
            for key, member in node.items()
            if key in _KEPT_OPERATION or key.startswith("x-")
        }
        if "schemes" in node:
            servers = self._servers(node)
            if servers:
                new["servers"] = servers
                self._move(place.child("servers"), node.pointer.child("schemes"))
        parameters = node.get("parameters")
        own = list(parameters.elements()) if parameters else []
        if parameters is not None:
            at = place.child("parameters")
            new["parameters"] = self._parameters.without_body(parameters, at)
        consumes = texts(node, "consumes") if "consumes" in node else self._consumes
        body = self._parameters.body(
            own, inherited, consumes, place.child("requestBody")
        )
        if body is not None:
            new["requestBody"] = body
        responses = node.get("responses")
        if responses is not None:
            own_types = "produces" in node
            produces = texts(node, "produces") if own_types else self._produces
            new["responses"] = self._responses(
                responses, produces, own_types, place.child("responses")
            )
        return new

    # Responses

    def _responses(
        self, node: Node, produces: list[str], own_types: bool, place: Pointer
    ) -> Value:
        if not node.is_mapping:
            return node.value
        new: Mapping = {}
        for key, member in node.items():
            if key.startswith("x-") or not member.is_mapping:
                new[key] = member.value
                continue
            target = self._resolved(member)
            local = (member.ref or "").startswith("#/responses/")
            shared = not own_types or "schema" not in target
            is_bare = _has_body(key) and "schema" not in target and bool(produces)
            if local and (target.ref is not None or (shared and not is_bare)):
                # A shared response stays shared, unless this operation sends it
                # in a format of its own.
                new[key] = member.value
            else:
                new[key] = self._response(
                    target, produces, place.child(key), is_bare=is_bare
                )
        return new

    def _response(
        self,
        node: Node,
        produces: list[str],
        place: Pointer,
        *,
        is_bare: bool = False,
    ) -> Value:
        """Convert a response.

        A success without a schema is documented to have no content (5.2.12), but as
        often as not has what `produces` says (`is_bare`).
        """
        if not node.is_mapping or node.ref is not None:
            return node.value
        self._move(place, node.pointer)
        new: Mapping = {
            key: member.value
            for key, member in node.items()
            if key == "description" or key.startswith("x-")
        }
        headers = node.get("headers")
        if headers is not None and headers.is_mapping:
            new["headers"] = {
                key: header(member, place.child("headers", key), self._origins)
                for key, member in headers.items()
            }
        content = self._content(node, produces, place.child("content"))
        if is_bare:
            content = {name: {} for name in media_types(produces, "")} | content
        if content:
            new["content"] = content
        return new

    def _content(self, node: Node, produces: list[str], place: Pointer) -> Mapping:
        content: Mapping = {}
        schema, examples = node.get("schema"), node.get("examples")
        if schema is not None:
            is_file = "type" in schema and schema["type"].value == "file"
            default = "application/octet-stream" if is_file else "application/json"
            for name in media_types(produces, default):
                content[name] = {"schema": schema.value}
                self._move(place.child(name), node.pointer)
        if examples is not None and examples.is_mapping:
            for name, example in examples.items():
                if schema is not None and name not in content:
                    continue
                media = content.setdefault(name, {})
                if isinstance(media, dict):
                    media["example"] = example.value
                    self._move(place.child(name, "example"), example.pointer)
        return content

    def _resolved(self, node: Node) -> Node:
        """Return what a reference leads to; itself when that is nothing.

        Then the reference stays, and is reported when the result is walked.
        """
        return self._parameters.resolved(node)


def _has_body(status: str) -> bool:
    """Whether a response of this status is a success that can have a body."""
    return status[:1] == "2" and status not in ("204", "205")
