"""Operations as methods, in one module for each resource."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from apiloom.codegen import formatter
from apiloom.codegen.annotations import Annotator
from apiloom.codegen.client_headers import common_headers
from apiloom.codegen.docstrings import docstring
from apiloom.codegen.errors.decide import Catalogue
from apiloom.codegen.formatter import (
    Bracket,
    Code,
    Name,
    Pipe,
    call,
    exported,
    mapping,
    pipe,
    signature,
    string,
    subscript,
)
from apiloom.codegen.imports import Imports
from apiloom.codegen.models.dicts import DictViews
from apiloom.codegen.models.placement import Placement
from apiloom.codegen.resources.arguments import Argument, arguments, overloads, returned
from apiloom.codegen.resources.docstrings import MethodTexts, shared_failures
from apiloom.codegen.resources.options import OptionViews, options_name
from apiloom.codegen.resources.pages import PageViews
from apiloom.codegen.resources.specs import OperationTexts, most_shared
from apiloom.codegen.resources.tags import about_resource
from apiloom.codegen.resources.waiters import WaiterViews, ending
from apiloom.codegen.sync_async import ASYNC, SYNC, Mode
from apiloom.codegen.views import (
    ChildView,
    MethodView,
    PagesView,
    ResourceModuleView,
    ResourceView,
)
from apiloom.ir.api import Api, Operation
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names
from apiloom.naming.casing import BUILTIN_TYPES, title
from apiloom.text.code import Python, identifier, python

_FIRST = """

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses."""
_STAR: formatter.Parameter = ("*", None, None)


@dataclass(frozen=True, slots=True)
class OperationViews:
    """Makes the views of the resource modules."""

    api: Api
    names: Names
    modules: Placement
    catalogue: Catalogue
    dicts: DictViews
    extended: frozenset[tuple[str, ...]] = frozenset()
    _arguments: dict[str, Sequence[Argument]] = field(
        default_factory=dict[str, Sequence[Argument]], init=False
    )
    common: frozenset[str] = field(init=False)
    """The headers, in lower case, that the client can be given."""

    def __post_init__(self) -> None:
        common = (one.name.lower() for one in common_headers(self.api))
        object.__setattr__(self, "common", frozenset(common))

    def module(
        self, resource: tuple[str, ...], operations: Sequence[Operation], header: Python
    ) -> ResourceModuleView:
        """The view of one resource's module."""
        hidden = self._attributes(resource, operations)
        taken = hidden | {
            one.name for operation in operations for one in self.arguments(operation)
        }
        imports = Imports(self.names.runtime, taken)
        annotator = Annotator(
            self.api,
            self.names,
            imports,
            _nowhere,
            ".._runtime",
            hidden=BUILTIN_TYPES & hidden,
            models=imports.free("models"),
            pages=imports.free("pages"),
        )
        annotator = self.dicts.annotator(annotator)
        plain = replace(annotator, hidden=())
        typing = Imports(self.names.runtime)
        texts = OperationTexts(self.names, self.catalogue, self.pages, hidden)
        failures = [texts.failures(operation, plain) for operation in operations]
        shared = most_shared(failures)
        stated = [texts.shared_failures(shared, imports)] if shared else []
        described = [
            texts.function(operation, plain, typing, own, shared)
            for operation, own in zip(operations, failures, strict=True)
        ]
        waiters = [
            constant
            for operation in operations
            for constant in self.waiters.constants(operation, plain)
        ]
        documentation = MethodTexts(
            self.api,
            self.names,
            self.catalogue,
            shared_failures(operations, self.catalogue),
        )
        options = OptionViews(imports)
        views = [
            self._resource(
                resource,
                operations,
                replace(annotator, awaits=mode is ASYNC),
                mode,
                documentation,
                options,
            )
            for mode in (SYNC, ASYNC)
        ]
        for mode in (SYNC, ASYNC):
            imports.name(f".._runtime.{mode.module}", mode.calls)
            if operations:
                imports.own(f".._runtime.{mode.module}", mode.raw)
                imports.own(f".._runtime.{mode.module}", mode.streaming)
        imports.own("functools", "cached_property")
        for view in views:
            for child in view.children:
                typing.name(child.module, child.class_name)
                imports.name("typing", "TYPE_CHECKING")
        option_classes = options.classes()
        stand_ins = imports.stand_ins(typing, ".._runtime")
        dotted = ".".join(resource)
        return ResourceModuleView(
            header=header,
            docstring=docstring(
                f"The `{dotted}` resource." + (_FIRST if operations else ""), 0
            ),
            imports=imports.text(),
            typing_imports=typing.text(4),
            typing_names=tuple(one.alias for one in described if one.alias),
            stand_ins=stand_ins,
            waiters=tuple(waiters),
            options=option_classes,
            operations=(*stated, *(one.function for one in described)),
            views=tuple(views),
        )

    def paged(
        self, resource: tuple[str, ...], operations: Sequence[Operation], header: Python
    ) -> PagesView:
        """The view of the classes of one resource's pages."""
        taken = self.names.classes, self.page_classes(operations)
        imports = Imports(self.names.runtime, *taken)
        annotator = Annotator(
            self.api, self.names, imports, self._module_of, ".._runtime"
        )
        classes = [
            page
            for operation in operations
            for page in self.pages.classes(operation, annotator)
        ]
        dotted = ".".join(resource)
        return PagesView(
            header=header,
            docstring=docstring(f"Page classes of the `{dotted}` resource.", 0),
            imports=imports.text(),
            exports=exported(self.page_classes(operations)),
            pages=tuple(classes),
        )

    def page_classes(self, operations: Sequence[Operation]) -> list[str]:
        """The names of the classes of pages, for both clients."""
        return [
            name for operation in operations for name in self.pages.named(operation)
        ]

    def _attributes(
        self, resource: tuple[str, ...], operations: Sequence[Operation]
    ) -> set[str]:
        """Return the attributes of a resource class: they hide builtins in it."""
        waiters = [self.names.waiters.get(one.id, ()) for one in operations]
        return {
            *(self.names.places[one.id].method for one in operations),
            *(named.method for each in waiters for named in each),
            *self._below(resource),
        }

    def _below(self, resource: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
        """The resources directly below one, by their names, sorted."""
        return self.names.below.get(resource, {})

    @property
    def pages(self) -> PageViews:
        """The builder of page classes."""
        return PageViews(self.names)

    @property
    def waiters(self) -> WaiterViews:
        """The builder of waiters."""
        return WaiterViews(self.names)

    def _module_of(self, pointer: Pointer) -> str:
        return f"..models.{self.modules.files[pointer]}"

    def _resource(
        self,
        resource: tuple[str, ...],
        operations: Sequence[Operation],
        annotator: Annotator,
        mode: Mode,
        texts: MethodTexts,
        options: OptionViews,
    ) -> ResourceView:
        stated = about_resource(self.api, self.names, resource, operations)
        about = stated or f"{title(resource[-1])}."
        class_name = identifier(mode.prefix + self.names.resource_class(resource))
        raw = identifier(f"{class_name}WithRawResponse")
        streaming = identifier(f"{class_name}WithStreamingResponse")
        own: list[formatter.Parameter] = [("self", None, None)]
        methods = [self.names.places[operation.id].method for operation in operations]
        return ResourceView(
            class_name=class_name,
            instance=formatter.assigned("resource", call(class_name, "calls"), 8),
            calls=identifier(mode.calls),
            raw_class=raw,
            raw_signature=signature(python("def with_raw_response"), own, Name(raw), 4),
            raw_return=formatter.returned(call(raw, python("self._calls.raw()")), 8),
            raw_methods=tuple(
                formatter.assigned(
                    f"self.{name}", call(mode.raw, f"resource.{name}"), 8
                )
                for name in methods
            ),
            streaming_class=streaming,
            streaming_signature=signature(
                python("def with_streaming_response"), own, Name(streaming), 4
            ),
            streaming_return=formatter.returned(
                call(streaming, python("self._calls.streaming()")), 8
            ),
            streaming_methods=tuple(
                formatter.assigned(
                    f"self.{name}", call(mode.streaming, f"resource.{name}"), 8
                )
                for name in methods
            ),
            docstring=texts.resource(about),
            methods=tuple(
                method
                for operation in operations
                for method in self._methods(operation, annotator, mode, texts, options)
            ),
            children=self.children(resource, mode),
        )

    def _module_of_class(self, path: tuple[str, ...], *, is_below: bool) -> str:
        """Return the module of a resource's class, as the module above names it.

        The class of a resource that the user extends is theirs.
        """
        name = self.names.module(path)
        if path in self.extended:
            return f"{'..' if is_below else '.'}extensions.{name}"
        return f".{name}" if is_below else f".resources.{name}"

    def children(self, resource: tuple[str, ...], mode: Mode) -> tuple[ChildView, ...]:
        """The resources directly below one; of the client, for an empty path."""
        own: list[formatter.Parameter] = [("self", None, None)]
        found: list[ChildView] = []
        for name, path in self._below(resource).items():
            class_name = identifier(mode.prefix + self.names.resource_class(path))
            module = self._module_of_class(path, is_below=bool(resource))
            found.append(
                ChildView(
                    class_name=class_name,
                    module=module,
                    signature=signature(
                        python("def {}", identifier(name)), own, Name(class_name), 4
                    ),
                    docstring=docstring(f"{title(name)}.", 8),
                    imports=formatter.imports(module, [class_name], 8),
                    value=formatter.returned(call(class_name, "self._calls"), 8),
                )
            )
        return tuple(found)

    def _methods(
        self,
        operation: Operation,
        annotator: Annotator,
        mode: Mode,
        documentation: MethodTexts,
        options: OptionViews,
    ) -> Iterator[MethodView]:
        """The method of an operation, and those that wait for what it tells."""
        name = self.names.places[operation.id].method
        parameters = self._parameters(operation, annotator)
        names = {one.name for one in self.arguments(operation)}
        more = options.parameter(names)
        awaits = mode is ASYNC
        page = operation.pagination
        if page is None:
            returns = annotator.output(returned(operation))
            if operation.is_stream:
                module = f".._runtime.{mode.streams}"
                returns = subscript(
                    annotator.imports.name(module, mode.stream), returns
                )
            made = self._call(operation, annotator, "or_uuid4", mode, names)
        else:
            made = self._call(operation, annotator, "or_uuid4_each", mode, names)
            found, paginator = self.pages.returned(operation, page, annotator)
            hiding = {one.name for one in self.arguments(operation)}
            within = replace(annotator, hidden=BUILTIN_TYPES & hiding)
            returns = paginator if awaits else found
            made = self.pages.call(operation, page, made, within, awaits=awaits)
            # Nothing is awaited in the method: its paginator is.
            awaits = False
        arguments = self.arguments(operation)
        yield MethodView(
            name=identifier(name),
            signature=signature(
                _head(name, awaits=awaits), [*parameters, *more], returns, 4
            ),
            docstring=documentation.method(operation, arguments, returns),
            call=formatter.returned(made, 8, awaits=awaits),
            overloads=tuple(
                signature(
                    _head(name, awaits=awaits),
                    [*self._listed(some, annotator), *more],
                    returns,
                    4,
                    is_stub=True,
                )
                for some in self._overloads(arguments, annotator)
            ),
        )
        for waiter, named in self.waiters.each(operation):
            returns = annotator.output(ending(operation))
            own = self.waiters.parameters(operation, waiter, named, annotator)
            first = [] if any(one[0] == "*" for one in parameters) else [_STAR]
            taken = {*names, "timeout", named.timeout, named.on_poll}
            made = self._call(operation, annotator, "or_uuid4_each", mode, taken)
            sync, awaited = self.waiters.call(operation, named, made, annotator.imports)
            head = _head(named.method, awaits=mode is ASYNC)
            every = [*parameters, *first, *own, *options.parameter(taken)]
            yield MethodView(
                name=identifier(named.method),
                signature=signature(head, every, returns, 4),
                docstring=documentation.waiter(operation, waiter, named, arguments),
                call=formatter.returned(
                    awaited if mode is ASYNC else sync, 8, awaits=mode is ASYNC
                ),
            )

    def _parameters(
        self, operation: Operation, annotator: Annotator
    ) -> list[formatter.Parameter]:
        return self._listed(self.arguments(operation), annotator)

    def _overloads(
        self, arguments: Sequence[Argument], annotator: Annotator
    ) -> tuple[Sequence[Argument], ...]:
        found = overloads(arguments)
        if found:
            annotator.imports.own("typing", "overload")
        return found

    def _listed(
        self, arguments: Sequence[Argument], annotator: Annotator
    ) -> list[formatter.Parameter]:
        parameters: list[formatter.Parameter] = [("self", None, None)]
        positional = [one for one in arguments if one.is_positional]
        keywords = [one for one in arguments if not one.is_positional]
        parameters += [self._parameter(one, annotator) for one in positional]
        if keywords:
            parameters.append(_STAR)
            parameters += [self._parameter(one, annotator) for one in keywords]
        return parameters

    def _parameter(
        self, argument: Argument, annotator: Annotator
    ) -> formatter.Parameter:
        if argument.required:
            return argument.name, annotator.argument(argument.type), None
        unset = Name(annotator.imports.name(".._runtime.core.unset", "Unset"))
        default = annotator.imports.name(".._runtime.core.unset", "UNSET")
        given = annotator.argument(argument.type)
        items = given.items if isinstance(given, Pipe) else (given,)
        return argument.name, pipe([*items, unset]), default

    def arguments(self, operation: Operation) -> Sequence[Argument]:
        """Return the arguments of a method, cached for code and documentation."""
        found = self._arguments.get(operation.id)
        if found is None:
            found = arguments(self.api, self.names, operation, self.common)
            self._arguments[operation.id] = found
        return found

    def _call(
        self,
        operation: Operation,
        annotator: Annotator,
        factory: str,
        mode: Mode,
        names: Collection[str],
    ) -> Bracket:
        """Return the call of an operation.

        Args:
            operation: The operation to call.
            annotator: Writes the types of the module.
            factory: The function that generates values for each call.
            mode: Whether the call is sync or async.
            names: The names of the arguments of the method.
        """
        function = identifier(f"_{self.names.places[operation.id].method}")
        described = python("{}()", function)
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
        options = options_name(names)
        if options is not None:
            named["options"] = options
        if operation.is_stream:
            module = f".._runtime.{mode.streams}"
            function = annotator.imports.name(module, mode.open_stream)
            return call(function, "self._calls", described, **named)
        return call("self._calls.call", described, **named)


def _head(name: str, *, awaits: bool) -> Python:
    """``def name`` or ``async def name``."""
    named = identifier(name)
    return python("async def {}", named) if awaits else python("def {}", named)


def _nowhere(_: Pointer) -> None:
    """No module: models are written with the name of theirs."""


def _value(argument: Argument, annotator: Annotator, factory: str) -> Python:
    name = identifier(argument.name)
    if argument.factory == "uuid4":
        function = annotator.imports.name(".._runtime.core.unset", factory)
        return python("{}({})", function, name)
    return name
