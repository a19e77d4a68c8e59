"""Operation Objects to operations (OpenAPI 3.1, sections 4.8.9 to 4.8.15)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from apiloom.diagnostics import Code
from apiloom.document.node import Node
from apiloom.ir.api import (
    Body,
    In,
    Operation,
    Parameter,
    Payload,
    Server,
)
from apiloom.ir.scalars import Kind
from apiloom.ir.security import Requirement, SecurityScheme
from apiloom.ir.types import Hint, Primitive, Type
from apiloom.locations import Pointer
from apiloom.lower.examples import external_docs, parameter_examples
from apiloom.lower.operations.contents import ContentLowering
from apiloom.lower.operations.idempotency import keyed, marked
from apiloom.lower.operations.media_types import payload_of
from apiloom.lower.operations.path_items import operations_of
from apiloom.lower.operations.responses import ResponseLowering
from apiloom.lower.schemas.all_of import parts_of
from apiloom.lower.schemas.constraints import default_of
from apiloom.lower.schemas.descriptions import described
from apiloom.lower.schemas.schema import SchemaLowering
from apiloom.lower.security import requirements
from apiloom.lower.selection import Selection
from apiloom.lower.servers import own_servers
from apiloom.lower.shared_components import Once
from apiloom.lower.size import Size
from apiloom.lower.vendor_extensions import extensions_of
from apiloom.lower.vendor_names import group_of, is_ignored, method_of
from apiloom.lower.webhooks import CallbackLowering

_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")
_CLIENTS_BUSINESS: Final = frozenset({"accept", "content-type", "authorization"})
_MODIFIED: Final = re.compile(r"\{[.;/?+#]?([^{}*]+)\*?\}")
"""A place with the modifiers of RFC 6570, which OpenAPI says by ``style`` instead."""

_PLACES: Final = frozenset(place.value for place in In)
_DEFAULT_STYLE: Final = {
    In.PATH: "simple",
    In.QUERY: "form",
    In.HEADER: "simple",
    In.COOKIE: "form",
}

_EXPLODED: Final = frozenset({"form", "cookie"})


class OperationLowering:
    """Lowers the operations of one document."""

    def __init__(
        self,
        root: Node,
        schemas: SchemaLowering,
        schemes: tuple[SecurityScheme, ...],
        size: Size,
        servers: tuple[Server, ...] = (),
        location: str = "",
        selection: Selection | None = None,
    ) -> None:
        self._root: Final = root
        self._selection: Final = selection or Selection()
        self._servers: Final = servers
        self._size: Final = size
        self._location: Final = location
        self._callbacks: Final = CallbackLowering(self.request)
        self._schemas: Final = schemas
        self._contents: Final = ContentLowering(schemas)
        self._shared: Final = Once[Parameter | None]()
        self.responses: Final = ResponseLowering(schemas, self._contents)
        self._schemes: Final = {scheme.key: scheme for scheme in schemes}
        self._covered: Final = {
            (scheme.location, scheme.name.lower()): scheme.key
            for scheme in schemes
            if scheme.type == "apiKey"
        }

    def all(self) -> Iterator[Operation]:
        """The operations in document order."""
        ids: dict[str, Node] = {}
        for path, method, item, node in self._found():
            _report_duplicate_id(node, ids)
            operation = self._operation(path, method, item, node)
            self._size.add_values(operation)
            yield operation

    def _found(self) -> list[tuple[str, str, Node, Node]]:
        """The paths of operations, their methods, path items and places."""
        found: list[tuple[str, str, Node, Node]] = []
        paths = self._root.mapping("paths")
        for path, entry in paths.items() if paths is not None else ():
            if path.startswith("x-"):
                continue
            item = entry.resolve()
            if item is None or not item.is_mapping:
                continue
            if is_ignored(item, path):
                continue
            operations = [
                (path, method, item, node)
                for method, node in operations_of(item)
                if self._selection.has(node, path)
                and not is_ignored(node, f"{method.upper()} {path}")
            ]
            self._size.add_operations(len(operations))
            found += operations
        return found

    def _operation(self, path: str, method: str, item: Node, node: Node) -> Operation:
        written = path
        path = _plain(path, _names(item, node))
        parameters, implied = self._parameters(path, item, node)
        path = _without_arguments(path, parameters)
        parameters, key = keyed(self._root, node, method.lower(), parameters)
        owner = node.pointer
        resource = group_of(node)
        security = requirements(node, self._root, self._schemes)
        if implied and not security:
            security = (tuple(Requirement(scheme) for scheme in implied),)
        return Operation(
            id=f"{method.upper()} {written}",
            method=method.upper(),
            path=path,
            operation_id=node.text("operationId"),
            tags=node.texts("tags"),
            resource_hint=resource,
            method_hint=method_of(node),
            summary=node.text("summary") or item.text("summary") or "",
            description=node.text("description") or item.text("description") or "",
            deprecated=node.flag("deprecated") or False,
            parameters=parameters,
            body=self._body(node),
            responses=self.responses.all(node, owner),
            security=security,
            pointer=owner,
            idempotency_key=key,
            servers=own_servers(item, node, self._location, self._servers),
            callbacks=self._callbacks.all(node),
            see=external_docs(node),
            extensions=extensions_of(node),
        )

    def request(self, id_: str, method: str, item: Node, node: Node) -> Operation:
        """A request that the API sends: that of a webhook or of a callback.

        Its parameters are all kept, for they are what callers will find in it; its
        ``security`` counts only where it is its own.
        """
        self._size.add_operations(1)
        found: dict[tuple[In, str], Parameter] = {}
        for holder in (item, node):
            declared = holder.sequence("parameters")
            for entry in declared.elements() if declared is not None else ():
                target = entry.resolve()
                if target is not None and target.is_mapping:
                    one = self._parameter(target, node.pointer)
                    if one is not None:
                        found[one.location, one.name] = one
        stated = "security" in node
        return Operation(
            id=id_,
            method=method,
            path="",
            operation_id=node.text("operationId"),
            tags=node.texts("tags"),
            resource_hint=(),
            method_hint=node.text("x-method"),
            summary=node.text("summary") or item.text("summary") or "",
            description=node.text("description") or item.text("description") or "",
            deprecated=bool(node.flag("deprecated")),
            parameters=tuple(found.values()),
            body=self._body(node, "payload"),
            responses=self.responses.expected(node, node.pointer),
            security=requirements(node, self._root, self._schemes) if stated else (),
            pointer=node.pointer,
            callbacks=self._callbacks.all(node),
            extensions=extensions_of(node),
        )

    def _parameters(
        self, path: str, item: Node, node: Node
    ) -> tuple[tuple[Parameter, ...], list[str]]:
        """The arguments of an operation, and the schemes that others only repeat."""
        found: dict[tuple[In, str], Parameter] = {}
        implied: list[str] = []
        in_template = _PLACEHOLDER.findall(path)
        for holder in (item, node):
            declared = holder.sequence("parameters")
            for entry in declared.elements() if declared is not None else ():
                target = entry.resolve()
                if target is None or not target.is_mapping:
                    continue
                is_needed = target.get("required")
                if is_needed is None or is_needed.value is not True:
                    name = target.get("name")
                    what = f"parameter {name.value if name is not None else ''}"
                    if is_ignored(target, what):
                        continue
                scheme = self._scheme_for(target)
                if scheme is not None:
                    implied.append(scheme)
                    continue
                parameter = self._parameter(target, node.pointer)
                if parameter is None:
                    continue
                if parameter.location is In.PATH and parameter.name not in in_template:
                    message = (
                        f"{path} does not contain the path parameter {parameter.name}"
                    )
                    entry.report(Code.UNUSED_PATH_PARAMETER, message)
                    continue
                found[parameter.location, parameter.name] = parameter
        for name in dict.fromkeys(in_template):
            if (In.PATH, name) not in found:
                message = f"the path parameter {name} is not declared; read as a string"
                node.report(Code.UNDECLARED_PATH_PARAMETER, message)
                found[In.PATH, name] = _undeclared(name, node)
        order = {name: index for index, name in enumerate(in_template)}
        listed = sorted(
            found.values(),
            key=lambda item: (
                order.get(item.name, 0) if item.location is In.PATH else 1000
            ),
        )
        return tuple(listed), list(dict.fromkeys(implied))

    def _scheme_for(self, node: Node) -> str | None:
        """The security scheme that a parameter only repeats."""
        location, name = node.text("in"), node.text("name")
        return self._covered.get((location or "", (name or "").lower()))

    def _parameter(self, node: Node, owner: Pointer) -> Parameter | None:
        """A Parameter Object; a schema inside that nobody shares is its `owner`'s."""
        if node.pointer.file or node.pointer.tokens[:1] == ("components",):
            return self._shared.get(node.pointer, lambda: self._lowered(node, None))
        return self._lowered(node, owner)

    def _lowered(self, node: Node, owner: Pointer | None) -> Parameter | None:
        name, where = node.text("name"), node.text("in")
        is_whole = where == "querystring"
        if is_whole:
            # OpenAPI 3.2, section 4.12.1: the whole query, written like a body.
            name, where = name or "query", In.QUERY.value
        if name is None or where not in _PLACES:
            node.report(
                Code.WRONG_TYPE, "a parameter must have a name and a valid `in`"
            )
            return None
        location = In(where)
        if location is In.HEADER and name.lower() in _CLIENTS_BUSINESS:
            return None
        style = node.text("style") or _DEFAULT_STYLE[location]
        explode = node.flag("explode")
        schema = node.get("schema")
        content = node.mapping("content")
        if schema is None and content is not None:
            media = next(content.items(), None)
            schema = media[1].get("schema") if media is not None else None
            as_json = media is not None and payload_of(media[0]) is Payload.JSON
            if is_whole:
                style = "querystring-json" if as_json else "querystring"
            elif as_json:
                style = "json"
        type_: Type = Primitive(Kind.STRING)
        default: str | None = None
        description = node.text("description")
        if schema is not None:
            type_ = self._schemas.lower(schema, Hint(name, owner))
            annotations = parts_of(schema).annotations()
            default = default_of(annotations)
            description = description or described(parts_of(schema))
        parameter = Parameter(
            name=name,
            location=location,
            type=type_,
            required=location is In.PATH or bool(node.flag("required")),
            style=style,
            explode=explode if explode is not None else style in _EXPLODED,
            allow_reserved=bool(node.flag("allowReserved")),
            description=description or "",
            default=default,
            default_factory=node.text("x-default-factory"),
            deprecated=bool(node.flag("deprecated")),
            examples=parameter_examples(node, schema),
            pointer=node.pointer,
            extensions=extensions_of(node),
        )
        return marked(node, parameter)

    def _body(self, node: Node, words: str = "body") -> Body | None:
        declared = node.get("requestBody")
        target = declared.resolve() if declared is not None else None
        if target is None or not target.is_mapping:
            return None
        media_types = target.mapping("content")
        hint = Hint(words, node.pointer)
        lowered = (
            self._contents.sent(media_type, media, hint)
            for media_type, media in (media_types.items() if media_types else ())
        )
        contents = tuple(content for content in lowered if content is not None)
        if not contents:
            return None
        return Body(
            required=bool(target.flag("required")),
            contents=contents,
            description=target.text("description") or "",
            pointer=target.pointer,
        )


def _names(*holders: Node) -> frozenset[str]:
    """The names of the parameters that an operation and its path item declare."""
    listed = (holder.sequence("parameters") for holder in holders)
    entries = (one.resolve() for each in listed if each for one in each.elements())
    values = (one.get("name") for one in entries if one is not None)
    return frozenset(str(one.value) for one in values if one is not None)


def _plain(path: str, names: frozenset[str]) -> str:
    """A path with plain placeholders, unless a parameter is called as it is written."""

    def written(found: re.Match[str]) -> str:
        return found[0] if found[0][1:-1] in names else f"{{{found[1]}}}"

    return _MODIFIED.sub(written, path)


def _without_arguments(path: str, parameters: Sequence[Parameter]) -> str:
    """A path without the part of its query that arguments bring in any case."""
    # Nor its fragment, which is not sent (RFC 3986, section 3.5).
    path, _, query = path.partition("#")[0].partition("?")
    brought = {
        parameter.name
        for parameter in parameters
        if parameter.location is In.QUERY and parameter.required
    }
    members = (one for one in query.split("&") if one)
    kept = [one for one in members if one.partition("=")[0] not in brought]
    return f"{path}?{'&'.join(kept)}" if kept else path


def _undeclared(name: str, node: Node) -> Parameter:
    return Parameter(
        name=name,
        location=In.PATH,
        type=Primitive(Kind.STRING),
        required=True,
        style="simple",
        explode=False,
        pointer=node.pointer,
    )


def _report_duplicate_id(node: Node, ids: dict[str, Node]) -> None:
    """Report an operationId that is not unique (OpenAPI 3.1, section 4.8.10).

    A path item that several paths refer to has one place, and is no duplicate.
    """
    id_ = node.text("operationId")
    if id_ is None:
        return
    first = ids.setdefault(id_, node)
    if first.pointer != node.pointer:
        message = f"the operationId {id_} is also that of {first.pointer.fragment}"
        hint = "an operationId must be unique: change one of them, or use an overlay"
        node.report(Code.DUPLICATE_OPERATION_ID, message, hint)
