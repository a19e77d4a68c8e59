"""The classes of the fake: one for the client, one for each resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from apiloom.codegen import formatter
from apiloom.codegen.annotations import Annotator
from apiloom.codegen.credentials import CredentialViews
from apiloom.codegen.docstrings import docstring
from apiloom.codegen.errors.decide import Catalogue
from apiloom.codegen.formatter import (
    WIDTH,
    Code,
    Name,
    annotated,
    assigned,
    call,
    class_line,
    pipe,
    signature,
    string,
    width,
)
from apiloom.codegen.imports import Imports
from apiloom.codegen.models.placement import Placement
from apiloom.codegen.resources.arguments import Argument, returned
from apiloom.codegen.resources.module import OperationViews
from apiloom.codegen.testing.builders import RUNTIME, Builders
from apiloom.codegen.testing.schemas import OperationTexts, SchemaTexts
from apiloom.codegen.views import (
    ChildView,
    FakeCallView,
    FakeMemberView,
    FakeModuleView,
    FakesView,
    FixtureView,
    OperationsView,
    RoutesView,
    SchemasView,
)
from apiloom.ir.api import Api, Body, In, Operation, Payload
from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    Alias,
    Array,
    Primitive,
    Reference,
    Type,
    Union,
    union,
)
from apiloom.naming.allocate import Names
from apiloom.naming.casing import BUILTIN_TYPES, title
from apiloom.text.code import NOTHING, Python, identifier, joined, python

_METHODS: Final = f"{RUNTIME}.testing.methods"
_WITH_FILES: Final = frozenset({Payload.MULTIPART, Payload.BINARY})
_FIRST: Final = "A fake of the API for tests, behind the real client."


@dataclass(frozen=True)
class FakeViews:
    """Makes the views of the fake."""

    api: Api
    names: Names
    placement: Placement
    catalogue: Catalogue
    operations: OperationViews
    header: Python

    @property
    def schemas(self) -> SchemaTexts:
        """The writer of types."""
        return SchemaTexts(self.api, self.names, self.placement)

    @property
    def builders(self) -> Builders:
        """The maker of builders."""
        return Builders(self.api, self.names, self.placement, self.schemas)

    @property
    def fake(self) -> str:
        """The name of the fake."""
        return f"Fake{self.names.client}"

    def class_of(self, resource: tuple[str, ...]) -> str:
        """The class of a resource's fake."""
        return f"Fake{self.names.resource_class(resource)}"

    # Data

    def schemas_of(self, name: str) -> SchemasView:
        """The module with the types of a file of models."""
        texts = self.schemas.file(name)
        lines = [
            python("    {}: {},", string(key), string(text)) for key, text in texts
        ]
        return SchemasView(
            self.header,
            docstring(f"The types of `models.{name}`, as the document has them.", 0),
            joined("\n", (python("SCHEMAS = {{"), *lines, python("}}"))),
        )

    def operations_of(
        self, resource: tuple[str, ...], operations: Sequence[Operation]
    ) -> OperationsView:
        """The module with the operations of a resource."""
        texts = OperationTexts(self.schemas)
        lines = [
            python(
                "    {}: {},",
                string(self.names.places[one.id].method),
                string(texts.operation(one, self.operations.arguments(one))),
            )
            for one in operations
        ]
        shared = [string(text) for text in texts.responses]
        dotted = ".".join(resource)
        return OperationsView(
            self.header,
            docstring(f"The operations of `{dotted}`, as the document has them.", 0),
            joined(
                "\n",
                (
                    python("OPERATIONS: dict[str, str] = {{"),
                    *lines,
                    python("}}"),
                ),
            ),
            _strings(python("RESPONSES: tuple[str, ...] = ("), shared),
        )

    def routes(self) -> RoutesView:
        """The module with all operations, by their methods and paths."""
        lines = [
            string(
                f"{one.method} {_template(one)} " f"{self.names.places[one.id].dotted}"
            )
            for one in self.api.operations
        ]
        urls = dict.fromkeys(
            server.expanded
            for servers in (
                self.api.servers,
                *(one.servers for one in self.api.operations),
            )
            for server in servers
        )
        return RoutesView(
            self.header,
            docstring("The operations, by their methods and paths.", 0),
            _strings(python("ROUTES: tuple[str, ...] = ("), lines),
            _strings(python("SERVERS: tuple[str, ...] = ("), [*map(string, urls)]),
        )

    # Classes

    def resource(
        self,
        resource: tuple[str, ...],
        operations: Sequence[Operation],
        builders: Builders,
    ) -> FakeModuleView:
        """The module with the fake of a resource."""
        below = self.names.below.get(resource, {})
        methods = [self.names.places[one.id].method for one in operations]
        own = self.class_of(resource)
        calls = {one.id: self._call(one, own) for one in operations}
        named = {
            argument.name
            for operation in operations
            for argument in self.operations.arguments(operation)
        }
        imports = Imports(
            self.names.runtime, {*methods, *below}, {own, *calls.values()}, named
        )
        annotator = Annotator(
            self.api,
            self.names,
            imports,
            lambda _: None,
            RUNTIME,
            models=imports.free("models"),
            spelled_out=self.placement.sent,
        )
        module = self.names.module(resource)
        real = imports.alias("...resources", module, imports.free("resource"))
        data = imports.alias("..operations", module, imports.free("data"))
        base = imports.name(_METHODS, "FakeResource")
        views = tuple(
            self._call_view(one, calls[one.id], annotator) for one in operations
        )
        members = tuple(
            self._member(one, calls[one.id], annotator, builders, real, resource)
            for one in operations
        )
        children = tuple(self._children(resource, imports))
        dotted = ".".join(resource)
        class_name = self.names.resource_class(resource)
        return FakeModuleView(
            header=self.header,
            docstring=docstring(f"The fake of `{dotted}`.", 0),
            imports=imports.text(),
            typing_imports=self._typing(children),
            calls=views,
            class_line=class_line(own, base),
            about=docstring(f"Fakes of the methods of `{dotted}`.", 4),
            data=assigned("_data", Name(data), 4),
            module=assigned("_module", Name(real), 4),
            resource=assigned("_class", Name(string(class_name)), 4),
            members=members,
            children=children,
        )

    def _call(self, operation: Operation, own: str) -> str:
        name = f"{self.names.operation_class(operation)}Call"
        return f"{name}_" if name == own else name

    def _call_view(
        self, operation: Operation, name: str, annotator: Annotator
    ) -> FakeCallView:
        arguments = self.operations.arguments(operation)
        imports = annotator.imports
        hidden = BUILTIN_TYPES & {one.name for one in arguments}
        inside = replace(annotator, hidden=hidden)
        dotted = self.names.places[operation.id].dotted
        return FakeCallView(
            class_line(name, imports.name(f"{RUNTIME}.testing.calls", "Call")),
            docstring(f"A call of `{dotted}`.", 4),
            tuple(
                annotated(
                    one.name, self._argument(one, inside, operation.body), None, 4
                )
                for one in arguments
            ),
        )

    def _argument(
        self, argument: Argument, annotator: Annotator, body: Body | None
    ) -> Code:
        type_ = argument.type
        if argument.place == "body" and body is not None:
            payloads = {content.payload for content in body.contents}
            if payloads & _WITH_FILES:
                recorded = self._recorded(type_)
                # In JSON, a file is text.
                is_either = not payloads <= _WITH_FILES and recorded != type_
                type_ = union((recorded, type_)) if is_either else recorded
        code = annotator.output(type_)
        if argument.required:
            return code
        unset = annotator.imports.name(f"{RUNTIME}.core.unset", "Unset")
        return pipe([code, Name(unset)])

    def _recorded(self, type_: Type) -> Type:
        """Return the type that is recorded of an argument: a file is bytes."""
        if not self.api.holds_file(type_):
            return type_
        match type_:
            case Primitive(Kind.BINARY):
                return Primitive(Kind.OCTETS)
            case Array(items):
                return replace(type_, items=self._recorded(items))
            case Union(members):
                return union(tuple(map(self._recorded, members)))
            case Reference(target):
                definition = self.api.definitions[target]
                if isinstance(definition, Alias):
                    return self._recorded(definition.type)
            case _:
                pass
        return type_

    def _member(
        self,
        operation: Operation,
        called: str,
        annotator: Annotator,
        builders: Builders,
        real: Python,
        resource: tuple[str, ...],
    ) -> FakeMemberView:
        imports = annotator.imports
        method = self.names.places[operation.id].method
        failures = self.catalogue.operations[operation.id]
        class_name = self.names.resource_class(resource)
        items: list[Code | str] = [
            python("{}.{}.{}", real, identifier(class_name), identifier(method))
        ]
        if failures.exceptions:
            errors = imports.alias("...", "errors", imports.free("errors"))
            items.append(python("{}.{}", errors, identifier(failures.enum)))
        else:
            items.append(imports.name(_METHODS, "NoFailures"))
        items.append(called)
        kind = "FakeMethod"
        built: str | None = None
        if operation.is_stream:
            kind = "FakeStream"
        elif operation.pagination is not None:
            kind = "FakePages"
            model = operation.pagination.model
            built = builders.builder_of(Reference(model)) if model else None
        else:
            kind = "FakeJob" if operation.waiters else kind
            built = builders.builder_of(returned(operation))
        if built is not None:
            build = imports.alias("..", "build", imports.free("build"))
            items.append(python("{}.{}", build, identifier(built)))
        elif kind != "FakeStream":
            items.append(imports.name(_METHODS, "no_fields"))
        made = call(imports.name(_METHODS, kind), *items)
        return FakeMemberView(assigned(identifier(method), made, 4))

    def _children(
        self, resource: tuple[str, ...], imports: Imports
    ) -> Iterator[ChildView]:
        for name, path in self.names.below.get(resource, {}).items():
            own = self.class_of(path)
            module = self.names.module(path)
            imports.own("functools", "cached_property")
            imports.name("typing", "TYPE_CHECKING")
            start = "." if resource else ".resources."
            yield ChildView(
                class_name=identifier(own),
                module=identifier(f"{start}{module}".lstrip(".")),
                signature=signature(
                    python("def {}", identifier(name)),
                    [("self", None, None)],
                    Name(own),
                    4,
                ),
                docstring=docstring(f"{title(name)}.", 8),
                imports=formatter.imports(f"{start}{module}", [own], 8),
                value=formatter.returned(call(own, "self._engine"), 8),
            )

    def _typing(self, children: Sequence[ChildView]) -> Python:
        return joined(
            "\n",
            (
                formatter.imports(f".{child.module}", [child.class_name], 4)
                for child in children
            ),
        )

    # The fake of the client

    def client(self) -> FakesView:
        """The module with the fake of the client."""
        below = self.names.below.get((), {})
        imports = Imports(self.names.runtime, set(below), {self.fake})
        client = imports.name("..client", self.names.client)
        async_client = imports.name("..client", self.names.async_client)
        fake = imports.name(".._runtime.testing.fake", "Fake")
        imports.name(".._runtime.testing.fake", "SyncTransport")
        imports.name(".._runtime.testing.fake", "AsyncTransport")
        imports.name(".._runtime.testing.clock", "FakeClock")
        imports.name(".._runtime.testing.calls", "Call")
        imports.name(".._runtime.client.sync_client", "APIClient")
        imports.name("collections.abc", "Sequence")
        imports.name("pathlib", "Path")
        http = imports.module(self.names.http)
        routes = imports.alias(".", "routes", imports.free("routes"))
        children = tuple(self._children((), imports))
        imports.own("functools", "cached_property")
        names = {name: _free(name, below) for name in _OWN}
        return FakesView(
            header=self.header,
            docstring=docstring(f"`{self.fake}`.", 0),
            imports=imports.text(),
            typing_imports=self._typing(children),
            class_line=class_line(self.fake, fake),
            about=docstring(
                f"{_FIRST}\n\nIt has an attribute for each resource, with the fakes of "
                "its methods.",
                4,
            ),
            routes=routes,
            client=identifier(names["client"]),
            members=tuple(
                self._own(name, names[name], imports, client, async_client, http)
                for name in _OWN
            ),
            children=children,
        )

    def fixture(self) -> FixtureView:
        """The module with the fixture of pytest."""
        below = self.names.below.get((), {})
        imports = Imports(self.names.runtime)
        for name in ("Parser", "Request", "add_settings", "fixture", "settings_of"):
            imports.name(".._runtime.testing.pytest_plugin", name)
        imports.own(".fake", self.fake)
        package = self.names.package
        named = ("strict", "seed", "validate_requests")
        made = call(
            self.fake,
            **{name: identifier(f"settings.{name}") for name in named},
        )
        return FixtureView(
            self.header,
            docstring(f"A plugin of pytest: `{package}.testing.pytest`.", 0),
            imports.text(),
            string(package),
            signature(
                python("def {}", identifier(f"fake_{package}")),
                [("request", Name("Request"), None)],
                Name(python("Iterator[{}]", identifier(self.fake))),
                0,
            ),
            assigned("fake", made, 4),
            identifier(_free("assert_all_called", below)),
        )

    def _own(
        self,
        name: str,
        named: str,
        imports: Imports,
        client: Python,
        async_client: Python,
        http: Python,
    ) -> FakeMemberView:
        """A member of the fake that is no resource."""
        about, is_property = _OWN[name]
        head = python("def {}", identifier(named))
        own: list[formatter.Parameter] = [("self", None, None)]
        returns: Code
        value: Code
        if name in ("client", "async_client"):
            is_async = name == "async_client"
            made_by = async_client if is_async else client
            returns = Name(made_by)
            kind = "AsyncClient" if is_async else "Client"
            transport = "self._async_transport" if is_async else "self._sync_transport"
            credentials = CredentialViews(self.api, self.names).all()
            made = call(
                made_by,
                **{one.argument: string(_secret(one.argument)) for one in credentials},
                base_url=string(_URL),
                http_client=call(
                    python("{}.{}", http, identifier(kind)),
                    transport=identifier(transport),
                ),
            )
            attached = "self._attached_async" if is_async else "self._attached"
            value = call(attached, made)
        else:
            returns, value = _SIMPLE[name]
            if name == "replay":
                path = imports.name("pathlib", "Path")
                own.append(("path", pipe([Name("str"), Name(path)]), None))
        return FakeMemberView(
            signature(head, own, returns, 4),
            docstring(about, 8),
            formatter.returned(value, 8),
            python("    @cached_property") if is_property else NOTHING,
        )


_URL: Final = "https://fake.test"
_OWN: Final[Mapping[str, tuple[str, bool]]] = {
    "client": ("The real client, to whose requests the fake responds.", True),
    "async_client": (
        "The real async client, to whose requests the fake responds.",
        True,
    ),
    "transport": ("The transport of the sync client, for a client of your own.", True),
    "async_transport": (
        "The transport of the async client, for a client of your own.",
        True,
    ),
    "clock": ("The time, which passes only where the client would wait.", True),
    "calls": (
        "Return all calls that were received, those of one method together.",
        False,
    ),
    "assert_all_called": (
        "Raise AssertionError if a method was configured and not called.",
        False,
    ),
    "replay": ("Respond with what `apiloom mock --record` has recorded.", False),
    "reset": ("Forget all that is configured and was received.", False),
}
"""The names of a fake; a resource of the same name takes precedence."""
_SIMPLE: Final[Mapping[str, tuple[Code, Code]]] = {
    "transport": (Name("SyncTransport"), Name("self._sync_transport")),
    "async_transport": (Name("AsyncTransport"), Name("self._async_transport")),
    "clock": (Name("FakeClock"), Name("self._clock")),
    "calls": (Name(python("Sequence[Call]")), call("self._called")),
    "assert_all_called": (Name("None"), call("self._assert_all_called")),
    "replay": (Name("None"), call("self._replay", "path")),
    "reset": (Name("None"), call("self._reset")),
}


def _template(operation: Operation) -> str:
    """Return the path of an operation, with ``{+name}`` for values with slashes.

    So RFC 6570, section 3.2.3, has it.
    """
    path = operation.path.partition("#")[0]
    for one in operation.parameters:
        if one.location is In.PATH and one.allow_reserved:
            path = path.replace(f"{{{one.name}}}", f"{{+{one.name}}}")
    return path


def _strings(start: Python, items: Sequence[Python]) -> Python:
    """Return a tuple of strings, one a line; `start` is what opens it."""
    if not items:
        return python("{})", start)
    flat = python("{}{},)", start, items[0])
    if len(items) == 1 and width(flat) <= WIDTH:
        return flat
    return joined("\n", (start, *(python("    {},", one) for one in items), _CLOSE))


_CLOSE: Final = python(")")


def _free(name: str, taken: Mapping[str, object]) -> str:
    """Return the name, or the name with an underscore if a resource has it."""
    while name in taken:
        name += "_"
    return name


def _secret(argument: str) -> str:
    return f"fake-{argument.replace('_', '-')}"
