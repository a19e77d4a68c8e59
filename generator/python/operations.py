"""Operations as methods, in one module for each resource."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.ir.api import Api, Operation
from generator.naming.assign import Names
from generator.naming.words import BUILTIN_TYPES, title, upper
from generator.python import layout
from generator.python.annotations import Annotator
from generator.python.arguments import Argument, arguments, returned
from generator.python.constants import Constants
from generator.python.failures import Catalogue
from generator.python.imports import Imports
from generator.python.layout import (
    Bracket,
    Code,
    Name,
    Pipe,
    call,
    mapping,
    pipe,
    signature,
    string,
    subscript,
)
from generator.python.methods import MethodTexts
from generator.python.modules import Layout
from generator.python.pages import PageViews
from generator.python.prose import docstring, sentence
from generator.python.tags import about_resource
from generator.python.view import (
    ChildView,
    MethodView,
    PageView,
    ResourceModuleView,
    ResourceView,
)
from generator.python.waiters import WaiterViews, ending
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
    streaming: str
    streams: str

    @property
    def stream(self) -> str:
        """What iterates over the items of an answer."""
        return f"{self.prefix}Stream"


ASYNC = Color(
    "Async",
    "async def",
    "await ",
    "AsyncAPIClient",
    "async_raw",
    "async_client",
    "async_streaming",
    "async_streaming",
)
SYNC = Color(
    "", "def", "", "APIClient", "raw", "sync_client", "streaming", "sync_streaming"
)


_STAR: layout.Parameter = ("*", None, None)


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
        methods |= {
            named.method
            for operation in operations
            for named in self.names.waiters.get(operation.id, ())
        }
        annotator = Annotator(
            self.api,
            self.names,
            imports,
            self._module_of,
            ".._runtime",
            hidden=BUILTIN_TYPES & methods,
        )
        plain = replace(annotator, hidden=())
        constants: list[str] = []
        pages: list[PageView] = []
        for operation in operations:
            made = Constants(self.names, self.catalogue, self.pages)
            constants.append(made.constant(operation, plain))
            constants += self.waiters.constants(operation, plain)
            if operation.pagination is not None:
                pages += self.pages.classes(operation, operation.pagination, plain)
        texts = MethodTexts(self.api, self.names, self.catalogue)
        views = [
            self._resource(resource, operations, annotator, color, texts)
            for color in (SYNC, ASYNC)
        ]
        for color in (SYNC, ASYNC):
            imports.name(f".._runtime.{color.module}", color.client)
            if operations:
                imports.name(f".._runtime.{color.module}", color.raw)
                imports.name(f".._runtime.{color.streams}", color.streaming)
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
            operations=tuple(constants),
            pages=tuple(pages),
            views=tuple(views),
        )

    @property
    def pages(self) -> PageViews:
        """What makes pages."""
        return PageViews(self.names)

    @property
    def waiters(self) -> WaiterViews:
        """What makes waiters."""
        return WaiterViews(self.names)

    def _module_of(self, pointer: Pointer) -> str:
        return f"..models.{self.modules.modules[pointer]}"

    def _resource(
        self,
        resource: tuple[str, ...],
        operations: Sequence[Operation],
        annotator: Annotator,
        color: Color,
        texts: MethodTexts,
    ) -> ResourceView:
        stated = about_resource(self.api, self.names, resource, operations)
        about = stated or f"{title(resource[-1])}."
        class_name = color.prefix + self.names.resource_class(resource)
        raw = f"{class_name}WithRawResponse"
        streaming = f"{class_name}WithStreamingResponse"
        own: list[layout.Parameter] = [("self", None, None)]
        methods = [self.names.places[operation.id].method for operation in operations]
        return ResourceView(
            class_name=class_name,
            made=layout.assigned("resource", call(class_name, "client"), 8),
            client=color.client,
            raw_class=raw,
            raw_signature=signature("def with_raw_response", own, Name(raw), 4),
            raw_return=layout.returned(call(raw, "self._client.answering_raw()"), 8),
            raw_methods=tuple(
                layout.assigned(f"self.{name}", call(color.raw, f"resource.{name}"), 8)
                for name in methods
            ),
            streaming_class=streaming,
            streaming_signature=signature(
                "def with_streaming_response", own, Name(streaming), 4
            ),
            streaming_return=layout.returned(
                call(streaming, "self._client.answering_streaming()"), 8
            ),
            streaming_methods=tuple(
                layout.assigned(
                    f"self.{name}", call(color.streaming, f"resource.{name}"), 8
                )
                for name in methods
            ),
            docstring=docstring(sentence(about), 4),
            methods=tuple(
                method
                for operation in operations
                for method in self._methods(operation, annotator, color, texts)
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

    def _methods(
        self,
        operation: Operation,
        annotator: Annotator,
        color: Color,
        documentation: MethodTexts,
    ) -> Iterator[MethodView]:
        """The method of an operation, and those that wait for what it tells."""
        name = self.names.places[operation.id].method
        parameters = self._parameters(operation, annotator)
        define, wait = color.define, color.wait
        page = operation.pagination
        if page is None:
            returns = annotator.output(returned(operation))
            if operation.is_stream:
                module = f".._runtime.{color.streams}"
                returns = subscript(
                    annotator.imports.name(module, color.stream), returns
                )
            made = self._call(operation, annotator, "or_uuid4")
        else:
            made = self._call(operation, annotator, "or_uuid4_each")
            found, paginator = self.pages.returned(operation, page, annotator)
            awaits = color is ASYNC
            returns = paginator if awaits else found
            made = self.pages.call(operation, page, made, annotator, awaits=awaits)
            # Nothing is awaited in the method: its paginator is.
            define, wait = SYNC.define, SYNC.wait
        arguments = self.arguments(operation)
        yield MethodView(
            name=name,
            signature=signature(f"{define} {name}", parameters, returns, 4),
            docstring=documentation.method(operation, arguments, returns),
            call=layout.returned(made, 8, wait),
        )
        for waiter, named in self.waiters.each(operation):
            returns = annotator.output(ending(operation))
            own = self.waiters.parameters(operation, waiter, named, annotator)
            first = [] if any(one[0] == "*" for one in parameters) else [_STAR]
            made = self._call(operation, annotator, "or_uuid4_each")
            sync, awaited = self.waiters.call(operation, named, made, annotator.imports)
            head = f"{color.define} {named.method}"
            every = [*parameters, *first, *own]
            yield MethodView(
                name=named.method,
                signature=signature(head, every, returns, 4),
                docstring=documentation.waiter(operation, waiter, named, arguments),
                call=layout.returned(
                    awaited if color is ASYNC else sync, 8, color.wait
                ),
            )

    def _parameters(
        self, operation: Operation, annotator: Annotator
    ) -> list[layout.Parameter]:
        arguments = self.arguments(operation)
        parameters: list[layout.Parameter] = [("self", None, None)]
        positional = [one for one in arguments if one.is_positional]
        keywords = [one for one in arguments if not one.is_positional]
        parameters += [self._parameter(one, annotator) for one in positional]
        if keywords:
            parameters.append(_STAR)
            parameters += [self._parameter(one, annotator) for one in keywords]
        return parameters

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
        self, operation: Operation, annotator: Annotator, factory: str
    ) -> Bracket:
        """The call of an operation; `factory` makes what is made anew for each."""
        constant = f"_{upper(self.names.places[operation.id].method)}"
        arguments = self.arguments(operation)
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
                    (string(one.wire), _value(one, annotator, factory))
                    for one in values
                )
        body = [one for one in arguments if one.place == "body"]
        if body and body[0].wire == "" and len(body) == 1:
            named["body"] = body[0].name
        elif operation.body is not None and self.api.body_fields(operation.body):
            named["fields"] = mapping(
                [
                    *((string(one.wire), one.name) for one in body),
                    *((string(wire), "True") for wire in operation.switched_on),
                ]
            )
        method = "call_stream" if operation.is_stream else "call"
        return call(f"self._client.{method}", constant, **named)


def _value(argument: Argument, annotator: Annotator, factory: str) -> str:
    if argument.factory == "uuid4":
        function = annotator.imports.name(".._runtime.unset", factory)
        return f"{function}({argument.name})"
    return argument.name
