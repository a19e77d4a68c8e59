"""Operations as constants and methods, in one module for each resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.ir.api import (
    Api,
    Body,
    Content,
    FieldEncoding,
    In,
    Operation,
    Parameter,
    Payload,
    Response,
)
from generator.ir.types import ANY, Kind, Primitive, Type, union
from generator.naming.assign import Names
from generator.naming.words import BUILTIN_TYPES, title, upper
from generator.python import layout
from generator.python.annotations import Annotator
from generator.python.failures import Catalogue
from generator.python.imports import Imports
from generator.python.layout import (
    Code,
    Name,
    Pipe,
    call,
    listing,
    mapping,
    pipe,
    signature,
    string,
    subscript,
)
from generator.python.modules import Layout
from generator.python.prose import Section, docstring, one_line, sentence
from generator.python.view import (
    ChildView,
    MethodView,
    ResourceModuleView,
    ResourceView,
)
from generator.source import Pointer

_DEFAULT_STYLES = {
    In.PATH: ("simple", False),
    In.QUERY: ("form", True),
    In.HEADER: ("simple", False),
    In.COOKIE: ("form", True),
}


@dataclass(frozen=True, slots=True)
class Color:
    """The words in which sync and async code differ."""

    prefix: str
    define: str
    wait: str
    client: str
    raw: str
    module: str


ASYNC = Color(
    "Async", "async def", "await ", "AsyncAPIClient", "async_raw", "async_client"
)
SYNC = Color("", "def", "", "APIClient", "raw", "sync_client")


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a method, and where its value goes."""

    name: str
    place: str
    wire: str
    type: Type
    required: bool
    description: str
    default: str | None = None
    factory: str | None = None
    deprecated: bool = False

    @property
    def is_positional(self) -> bool:
        """Whether it may be passed without its name."""
        return self.place == "path"


@dataclass(frozen=True, slots=True)
class OperationViews:
    """Makes the views of the resource modules."""

    api: Api
    names: Names
    modules: Layout
    catalogue: Catalogue

    def module(
        self, resource: tuple[str, ...], operations: Sequence[Operation], header: str
    ) -> ResourceModuleView:
        """The view of one resource's module."""
        imports = Imports()
        methods = {self.names.places[operation.id].method for operation in operations}
        annotator = Annotator(
            self.api,
            self.names,
            imports,
            self._module_of,
            ".._runtime",
            hidden=BUILTIN_TYPES & methods,
        )
        constants = tuple(
            self._constant(operation, replace(annotator, hidden=()))
            for operation in operations
        )
        views = [
            self._resource(resource, operations, annotator, color)
            for color in (SYNC, ASYNC)
        ]
        for color in (SYNC, ASYNC):
            imports.name(f".._runtime.{color.module}", color.client)
            if operations:
                imports.name(f".._runtime.{color.module}", color.raw)
        imports.name("functools", "cached_property")
        typing = Imports()
        for view in views:
            for child in view.children:
                typing.name(f".{child.module}", child.class_name)
                imports.name("typing", "TYPE_CHECKING")
        dotted = ".".join(resource)
        return ResourceModuleView(
            header=header,
            docstring=docstring(f"The resource `{dotted}`.", 0),
            imports=imports.text(),
            typing_imports=typing.text(4),
            operations=constants,
            views=tuple(views),
        )

    def _module_of(self, pointer: Pointer) -> str:
        return f"..models.{self.modules.modules[pointer]}"

    # The class

    def _resource(
        self,
        resource: tuple[str, ...],
        operations: Sequence[Operation],
        annotator: Annotator,
        color: Color,
    ) -> ResourceView:
        tags = {tag.name: tag.description for tag in self.api.tags}
        about = next(
            (
                tags[name]
                for one in operations
                for name in one.tags[:1]
                if tags.get(name)
            ),
            f"{title(resource[-1])}.",
        )
        class_name = color.prefix + self.names.resource_class(resource)
        raw = f"{class_name}WithRawResponse"
        own: list[layout.Parameter] = [("self", None, None)]
        methods = [self.names.places[operation.id].method for operation in operations]
        return ResourceView(
            class_name=class_name,
            client=color.client,
            raw_class=raw,
            raw_signature=signature("def with_raw_response", own, Name(raw), 4),
            raw_return=layout.returned(call(raw, "self._client.answering_raw()"), 8),
            raw_methods=tuple(
                layout.assigned(f"self.{name}", call(color.raw, f"resource.{name}"), 8)
                for name in methods
            ),
            docstring=docstring(sentence(about), 4),
            methods=tuple(
                self._method(operation, annotator, color) for operation in operations
            ),
            children=self.children(resource, color),
        )

    def children(
        self, resource: tuple[str, ...], color: Color
    ) -> tuple[ChildView, ...]:
        """The resources directly below one; of the client, for an empty path."""
        depth = len(resource)
        found: dict[str, ChildView] = {}
        for place in self.names.places.values():
            if place.resource[:depth] == resource and len(place.resource) > depth:
                path = place.resource[: depth + 1]
                class_name = color.prefix + self.names.resource_class(path)
                module = self.names.module(path)
                own: list[layout.Parameter] = [("self", None, None)]
                holder = "self._client" if resource else "self"
                start = "." if resource else ".resources."
                found[path[-1]] = ChildView(
                    class_name=class_name,
                    module=module,
                    signature=signature(f"def {path[-1]}", own, Name(class_name), 4),
                    docstring=docstring(f"{title(path[-1])}.", 8),
                    imports=layout.imports(f"{start}{module}", [class_name], 8),
                    made=layout.returned(call(class_name, holder), 8),
                )
        return tuple(found[name] for name in sorted(found))

    def _method(
        self, operation: Operation, annotator: Annotator, color: Color
    ) -> MethodView:
        arguments = self.arguments(operation)
        parameters: list[layout.Parameter] = [("self", None, None)]
        positional = [one for one in arguments if one.is_positional]
        keywords = [one for one in arguments if not one.is_positional]
        parameters += [self._parameter(one, annotator) for one in positional]
        if keywords:
            parameters.append(("*", None, None))
            parameters += [self._parameter(one, annotator) for one in keywords]
        name = self.names.places[operation.id].method
        returns = annotator.output(returned(operation))
        return MethodView(
            name=name,
            signature=signature(f"{color.define} {name}", parameters, returns, 4),
            docstring=self._documentation(operation, arguments, returns),
            call=self._call(operation, arguments, annotator, color),
        )

    def _parameter(self, argument: Argument, annotator: Annotator) -> layout.Parameter:
        if argument.required:
            return argument.name, annotator.argument(argument.type), None
        unset = Name(annotator.imports.name(".._runtime.unset", "Unset"))
        default = annotator.imports.name(".._runtime.unset", "UNSET")
        given = annotator.argument(argument.type)
        items = given.items if isinstance(given, Pipe) else (given,)
        return argument.name, pipe([*items, unset]), default

    def arguments(self, operation: Operation) -> list[Argument]:
        """The arguments of a method: path, then required, then optional ones."""
        names = self.names.arguments[operation.id]
        found = [
            _of_parameter(parameter, names[parameter.location.value, parameter.name])
            for parameter in operation.parameters
        ]
        if operation.body is not None:
            found += self._of_body(operation.body, names)
        return sorted(found, key=lambda one: (not one.is_positional, not one.required))

    def _of_body(
        self, body: Body, names: Mapping[tuple[str, str], str]
    ) -> Iterator[Argument]:
        model = self.api.body_fields(body)
        if model is None:
            yield Argument(
                names["body", ""],
                "body",
                "",
                union(tuple(_sent(content) for content in body.contents)),
                body.required,
                body.description,
            )
            return
        for field in model.fields:
            if not field.read_only:
                yield Argument(
                    names["body", field.wire],
                    "body",
                    field.wire,
                    field.type,
                    body.required and field.required,
                    field.description,
                    field.default,
                    None,
                    field.deprecated,
                )

    def _call(
        self,
        operation: Operation,
        arguments: Sequence[Argument],
        annotator: Annotator,
        color: Color,
    ) -> str:
        constant = f"_{upper(self.names.places[operation.id].method)}"
        named: dict[str, Code | str] = {}
        for where, keyword in (
            ("path", "path"),
            ("query", "query"),
            ("header", "headers"),
            ("cookie", "cookies"),
        ):
            values = [one for one in arguments if one.place == where]
            if values:
                named[keyword] = mapping(
                    (string(one.wire), self._value(one, annotator)) for one in values
                )
        body = [one for one in arguments if one.place == "body"]
        if body and body[0].wire == "" and len(body) == 1:
            named["body"] = body[0].name
        elif operation.body is not None and self.api.body_fields(operation.body):
            named["fields"] = mapping((string(one.wire), one.name) for one in body)
        made = call("self._client.call", constant, **named)
        return layout.returned(made, 8, color.wait)

    def _value(self, argument: Argument, annotator: Annotator) -> str:
        if argument.factory == "uuid4":
            function = annotator.imports.name(".._runtime.unset", "or_uuid4")
            return f"{function}({argument.name})"
        return argument.name

    # The constant

    def _constant(self, operation: Operation, annotator: Annotator) -> str:
        place = self.names.places[operation.id]
        imports = annotator.imports
        failures = self.catalogue.operations[operation.id]
        runtime = ".._runtime.operations"
        named: dict[str, Code | str] = {
            "name": string(place.dotted),
            "method": string(operation.method),
            "path": string(operation.path),
        }
        styles = [
            (f'("{one.location.value}", {string(one.name)})', _style(one, imports))
            for one in operation.parameters
            if (one.style, one.explode) != _DEFAULT_STYLES[one.location]
            or one.allow_reserved
        ]
        if styles:
            named["styles"] = mapping(styles)
        if operation.body is not None:
            named["body"] = self._request_body(operation.body, annotator)
            if not operation.body.required:
                named["body_required"] = "False"
        named["success"] = mapping(
            (string(one.status), self._decoder(one, annotator))
            for one in operation.successes
        )
        errors = [one for one in operation.responses if not one.is_success]
        if errors:
            imports.name(runtime, "Failure")
            imports.name("..", "errors")
            named["failures"] = mapping(
                (string(one.status), self._failure(operation, one, annotator))
                for one in errors
            )
        if failures.rejection is not None and failures.rejection.outcome is not None:
            outcome = failures.rejection.outcome
            success: Code = Name("None")
            if outcome.success is not None:
                success = listing(
                    string(value) if isinstance(value, str) else repr(value)
                    for value in outcome.success
                )
            imports.name("..", "errors")
            named["outcome"] = call(
                imports.name(runtime, "Outcome"),
                listing(string(part) for part in outcome.path),
                success,
                f"errors.{failures.rejected}",
            )
        if failures.exceptions:
            named["reasons"] = f"lambda: errors.{failures.enum}"
        if any(operation.security):
            named["security"] = listing(
                listing(string(scheme) for scheme in alternative)
                for alternative in operation.security
            )
        accept = accepted(operation)
        if accept != "application/json":
            named["accept"] = string(accept)
        made = call("Operation", **named)
        kind = subscript(
            imports.name(runtime, "Operation"), annotator.output(returned(operation))
        )
        return layout.constant(f"_{upper(place.method)}", kind, made)

    def _request_body(self, body: Body, annotator: Annotator) -> Code:
        made = [self._content_body(content, annotator) for content in body.contents]
        if len(made) == 1:
            return made[0]
        return call(annotator.imports.name(".._runtime.bodies", "OneOfBodies"), *made)

    def _content_body(self, content: Content, annotator: Annotator) -> Code:
        imports = annotator.imports
        module = ".._runtime.bodies"
        media_type = string(content.media_type)
        type_ = annotator.output(content.type)
        match content.payload:
            case Payload.JSON:
                name = imports.name(module, "JsonBody")
                default = content.media_type == "application/json"
                return call(name, type_, *(() if default else (media_type,)))
            case Payload.FORM | Payload.MULTIPART:
                is_form = content.payload is Payload.FORM
                name = imports.name(module, "FormBody" if is_form else "MultipartBody")
                if not content.encoding:
                    return call(name, type_)
                table = mapping(
                    (string(wire), _encoding(encoding, imports))
                    for wire, encoding in content.encoding
                )
                return call(name, type_, table)
            case Payload.TEXT:
                return call(imports.name(module, "TextBody"), media_type)
            case Payload.BINARY:
                return call(imports.name(module, "BinaryBody"), media_type)

    def _decoder(self, response: Response, annotator: Annotator) -> Code:
        imports = annotator.imports
        module = ".._runtime.responses"
        if response.is_success and response.location:
            return call(imports.name(module, "Location"))
        decoders = [
            self._content_decoder(content, annotator) for content in response.contents
        ]
        if not decoders:
            return call(imports.name(module, "Empty"))
        if len(decoders) == 1:
            return decoders[0]
        return call(imports.name(module, "AnyOf"), *decoders)

    def _content_decoder(self, content: Content, annotator: Annotator) -> Code:
        module = ".._runtime.responses"
        media_type = string(content.media_type)
        match content.payload:
            case Payload.TEXT:
                return call(annotator.imports.name(module, "Text"), media_type)
            case Payload.BINARY | Payload.MULTIPART:
                return call(annotator.imports.name(module, "Binary"), media_type)
            case Payload.JSON | Payload.FORM:
                type_ = annotator.output(content.type)
                default = content.media_type == "application/json"
                extra = () if default else (media_type,)
                return call(annotator.imports.name(module, "Json"), type_, *extra)

    def _failure(
        self, operation: Operation, response: Response, annotator: Annotator
    ) -> Code:
        body = self._decoder(response, annotator)
        if not response.contents:
            body = call(annotator.imports.name(".._runtime.responses", "Undescribed"))
        if not response.status.isdigit():
            return call("Failure", body)
        exception = self.catalogue.operations[operation.id].exceptions[response.status]
        return call("Failure", body, f"errors.{exception}")

    # The docstring

    def _documentation(
        self, operation: Operation, arguments: Sequence[Argument], returns: Code
    ) -> str:
        summary = operation.summary or title(self.names.places[operation.id].method)
        blocks = [sentence(one_line(summary))]
        if operation.description and operation.description != operation.summary:
            blocks.append(operation.description)
        if operation.deprecated:
            blocks.append("Deprecated.")
        sections: list[Section] = []
        described = [(one.name, _described(one)) for one in arguments]
        if any(text for _, text in described):
            sections.append(("Args", described))
        success = operation.successes
        if success and returns.flat != "None":
            about = " ".join(
                sentence(one_line(one.description))
                for one in success
                if one.description
            )
            sections.append(("Returns", [("", about)]))
        failures = self.catalogue.operations[operation.id]
        raised = [
            (
                f"errors.{failures.exceptions[one.status]}",
                _condition(one, failures.rejected),
            )
            for one in operation.responses
            if one.status in failures.exceptions
        ]
        if raised:
            sections.append(("Raises", raised))
        return docstring("\n\n".join(blocks), 8, sections)


def returned(operation: Operation) -> Type:
    """What a method returns: the union of its success responses."""
    types: list[Type] = []
    for response in operation.successes:
        if response.location:
            types.append(Primitive(Kind.STRING))
        elif not response.contents:
            types.append(Primitive(Kind.NULL))
        types += [_received(content) for content in response.contents]
    # Any where one of them is anything, and where nothing is said of success.
    return union(tuple(types)) if types else ANY


def _received(content: Content) -> Type:
    kinds = {
        Payload.TEXT: Kind.STRING,
        Payload.BINARY: Kind.OCTETS,
        Payload.MULTIPART: Kind.OCTETS,
    }
    kind = kinds.get(content.payload)
    return Primitive(kind) if kind is not None else content.type


def _sent(content: Content) -> Type:
    if content.payload is Payload.TEXT:
        return Primitive(Kind.STRING)
    return Primitive(Kind.BINARY) if content.payload is Payload.BINARY else content.type


def accepted(operation: Operation) -> str:
    """The Accept header: the media types of the answers, those of success first."""
    found: dict[str, None] = {}
    for response in sorted(operation.responses, key=lambda one: not one.is_success):
        for content in response.contents:
            found[content.media_type] = None
    return ", ".join(found) or "application/json"


def _of_parameter(parameter: Parameter, name: str) -> Argument:
    return Argument(
        name,
        parameter.location.value,
        parameter.name,
        parameter.type,
        parameter.required and parameter.default_factory is None,
        parameter.description,
        parameter.default,
        parameter.default_factory,
        parameter.deprecated,
    )


def _style(parameter: Parameter, imports: Imports) -> Code:
    name = imports.name(".._runtime.parameters", "Style")
    named: dict[str, Code | str] = {}
    if parameter.explode:
        named["explode"] = "True"
    if parameter.allow_reserved:
        named["allow_reserved"] = "True"
    return call(name, string(parameter.style), **named)


def _encoding(encoding: FieldEncoding, imports: Imports) -> Code:
    name = imports.name(".._runtime.bodies", "Encoding")
    named: dict[str, Code | str] = {}
    if (encoding.style, encoding.explode) != ("form", True):
        style = imports.name(".._runtime.parameters", "Style")
        extra: dict[str, Code | str] = {"explode": "True"} if encoding.explode else {}
        named["style"] = call(style, string(encoding.style), **extra)
    if encoding.content_type is not None:
        named["content_type"] = string(encoding.content_type)
    if encoding.file:
        named["file"] = "True"
    return call(name, **named)


def _described(argument: Argument) -> str:
    parts = [sentence(one_line(argument.description))] if argument.description else []
    if argument.default is not None and argument.default != "null":
        parts.append(f"Default of the API: `{argument.default}`.")
    if argument.factory is not None:
        parts.append("Made anew for every call if left out.")
    if argument.deprecated:
        parts.append("Deprecated.")
    return " ".join(parts)


def _condition(response: Response, rejected: str | None) -> str:
    if response.is_success and rejected is not None and response.outcome is not None:
        member = ".".join(response.outcome.path)
        return f"HTTP {response.status}, but `{member}` says that the call failed."
    status = {"default": "Any other status"}.get(
        response.status, f"HTTP {response.status}"
    )
    text = one_line(response.description)
    return f"{status}: {sentence(text)}" if text else f"{status}."
