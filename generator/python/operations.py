"""Operations as methods, in one module for each resource."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.ir.api import Api, Operation, Response
from generator.naming.assign import Names
from generator.naming.words import BUILTIN_TYPES, title, upper
from generator.python import layout
from generator.python.annotations import Annotator
from generator.python.arguments import Argument, arguments, returned
from generator.python.constants import Constants
from generator.python.failures import Catalogue
from generator.python.imports import Imports
from generator.python.layout import (
    Code,
    Name,
    Pipe,
    call,
    mapping,
    pipe,
    signature,
    string,
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
class Spoken:
    """What the sync and the async method of an operation have in common."""

    operation: Operation
    arguments: Sequence[Argument]
    parameters: Sequence[layout.Parameter]
    returns: Code
    docstring: str


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
        made = Constants(self.names, self.catalogue)
        constants = tuple(
            made.constant(operation, replace(annotator, hidden=()))
            for operation in operations
        )
        spoken = [self._spoken(operation, annotator) for operation in operations]
        views = [
            self._resource(resource, spoken, annotator, color)
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

    def _resource(
        self,
        resource: tuple[str, ...],
        spoken: Sequence[Spoken],
        annotator: Annotator,
        color: Color,
    ) -> ResourceView:
        operations = [one.operation for one in spoken]
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
            methods=tuple(self._method(one, annotator, color) for one in spoken),
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

    def _spoken(self, operation: Operation, annotator: Annotator) -> Spoken:
        arguments = self.arguments(operation)
        parameters: list[layout.Parameter] = [("self", None, None)]
        positional = [one for one in arguments if one.is_positional]
        keywords = [one for one in arguments if not one.is_positional]
        parameters += [self._parameter(one, annotator) for one in positional]
        if keywords:
            parameters.append(("*", None, None))
            parameters += [self._parameter(one, annotator) for one in keywords]
        returns = annotator.output(returned(operation))
        docs = self._documentation(operation, arguments, returns)
        return Spoken(operation, arguments, parameters, returns, docs)

    def _method(self, spoken: Spoken, annotator: Annotator, color: Color) -> MethodView:
        name = self.names.places[spoken.operation.id].method
        head = f"{color.define} {name}"
        return MethodView(
            name=name,
            signature=signature(head, spoken.parameters, spoken.returns, 4),
            docstring=spoken.docstring,
            call=self._call(spoken.operation, spoken.arguments, annotator, color),
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
        """The arguments of a method."""
        return arguments(self.api, self.names, operation)

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
