"""Views of the templates: finished pieces of Python.

Every piece is code that is laid out; a template only puts it in its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from apiloom.text.code import NOTHING, Python


@dataclass(frozen=True, slots=True)
class Attribute:
    """A line of a class body (or several), and the docstring below it."""

    code: Python
    docstring: Python = NOTHING
    annotation: Python = NOTHING
    """The attribute without its default, for an attribute that has one."""


@dataclass(frozen=True, slots=True)
class DefinitionView:
    """A class or an alias of a models module; one of the three flags is set."""

    docstring: Python
    class_line: Python = NOTHING
    code: Python = NOTHING
    attributes: tuple[Attribute, ...] = ()
    is_class: bool = False
    starts_section: bool = False


@dataclass(frozen=True, slots=True)
class ModelsView:
    """A module of models."""

    header: Python
    docstring: Python
    imports: Python
    exports: Python
    definitions: tuple[DefinitionView, ...]


@dataclass(frozen=True, slots=True)
class ExportsView:
    """A module that loads what it exports on first use."""

    header: Python
    docstring: Python
    imports: Python
    exports: Python
    table: Python


@dataclass(frozen=True, slots=True)
class LoadingView:
    """A package that loads one of its modules when a name of that is first used."""

    header: Python
    docstring: Python
    imports: Python
    table: Python


@dataclass(frozen=True, slots=True)
class EmptyView:
    """A module that only says what its folder is for."""

    header: Python
    docstring: Python


@dataclass(frozen=True, slots=True)
class PlacesView:
    """The module with the places of schemas in the document."""

    header: Python
    docstring: Python
    places: Python


@dataclass(frozen=True, slots=True)
class OperationView:
    """The function that describes an operation, and the long name of its answer."""

    function: Python
    alias: Python


@dataclass(frozen=True, slots=True)
class PageView:
    """The class of a page."""

    class_line: Python
    docstring: Python
    items_at: Python


@dataclass(frozen=True, slots=True)
class DictsView:
    """A module of typed dicts."""

    header: Python
    docstring: Python
    imports: Python
    typing_imports: Python
    exports: Python
    definitions: tuple[DefinitionView, ...]


@dataclass(frozen=True, slots=True)
class PagesView:
    """A module with the classes of pages."""

    header: Python
    docstring: Python
    imports: Python
    exports: Python
    pages: tuple[PageView, ...]


@dataclass(frozen=True, slots=True)
class MethodView:
    """A method of a resource."""

    name: Python
    signature: Python
    docstring: Python
    call: Python
    overloads: tuple[Python, ...] = ()
    """The signatures that callers have, where one alone would not tell the truth."""


@dataclass(frozen=True, slots=True)
class ChildView:
    """A resource below another."""

    class_name: Python
    module: str
    signature: Python
    docstring: Python
    imports: Python
    value: Python


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A resource class, sync or async."""

    class_name: Python
    instance: Python
    calls: Python
    raw_class: Python
    raw_signature: Python
    raw_return: Python
    raw_methods: tuple[Python, ...]
    streaming_class: Python
    streaming_signature: Python
    streaming_return: Python
    streaming_methods: tuple[Python, ...]
    docstring: Python
    methods: tuple[MethodView, ...]
    children: tuple[ChildView, ...]


@dataclass(frozen=True, slots=True)
class ResourceModuleView:
    """A module with one resource: operations, the sync and the async class."""

    header: Python
    docstring: Python
    imports: Python
    typing_imports: Python
    typing_names: tuple[Python, ...]
    stand_ins: Python
    waiters: tuple[Python, ...]
    options: tuple[Python, ...]
    operations: tuple[Python, ...]
    views: tuple[ResourceView, ...]


@dataclass(frozen=True, slots=True)
class ErrorView:
    """An exception, with the types that its attributes have for a checker."""

    class_line: Python
    docstring: Python
    status: Python
    properties: tuple[Python, ...]


@dataclass(frozen=True, slots=True)
class ErrorsView:
    """The module of exceptions, through which the error enums are found as well."""

    header: Python
    docstring: Python
    imports: Python
    typing_imports: Python
    root: Python
    root_name: Python
    errors: tuple[ErrorView, ...]
    table: Python
    bodies_table: Python
    lazy: Python
    exports: Python


@dataclass(frozen=True, slots=True)
class ReasonView:
    """An error enum."""

    class_line: Python
    docstring: Python
    members: tuple[Python, ...]


@dataclass(frozen=True, slots=True)
class ReasonsView:
    """A module of error enums, and the members that several of them have."""

    header: Python
    docstring: Python
    imports: Python
    shared: tuple[Python, ...]
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True)
class FunctionView:
    """A function of a module."""

    name: Python
    signature: Python
    docstring: Python
    call: Python


@dataclass(frozen=True, slots=True)
class WebhooksView:
    """A module that reads what the API sends: of webhooks, or of callbacks."""

    header: Python
    docstring: Python
    imports: Python
    exports: Python
    payload: Python
    event: Python
    constants: tuple[Python, ...]
    table: Python
    functions: tuple[FunctionView, ...]


@dataclass(frozen=True, slots=True)
class ServersView:
    """One URL, or the names and the table of several."""

    plain: Python = NOTHING
    names: Python = NOTHING
    table: Python = NOTHING
    defaults: Python = NOTHING


@dataclass(frozen=True, slots=True)
class ClientClassView:
    """A client class, sync or async."""

    class_line: Python
    docstring: Python
    signature: Python
    init_docstring: Python
    options: Python
    children: tuple[ChildView, ...]


@dataclass(frozen=True, slots=True)
class ClientView:
    """The module of the two clients."""

    header: Python
    docstring: Python
    imports: Python
    typing_imports: Python
    stand_ins: Python
    servers: ServersView
    user_agent: Python
    credentials: Python
    views: tuple[ClientClassView, ...]


@dataclass(frozen=True, slots=True)
class BuilderView:
    """A function that builds a model for a test."""

    signature: Python
    result: Python


@dataclass(frozen=True, slots=True)
class BuildersView:
    """A module of builders."""

    header: Python
    docstring: Python
    imports: Python
    exports: Python
    builders: tuple[BuilderView, ...]


@dataclass(frozen=True, slots=True)
class SchemasView:
    """A module with types as the document has them."""

    header: Python
    docstring: Python
    table: Python


@dataclass(frozen=True, slots=True)
class OperationsView:
    """A module with operations as the document has them."""

    header: Python
    docstring: Python
    operations: Python
    responses: Python


@dataclass(frozen=True, slots=True)
class RoutesView:
    """The module with the methods and paths of operations."""

    header: Python
    docstring: Python
    routes: Python
    servers: Python


@dataclass(frozen=True, slots=True)
class FakeCallView:
    """The class of the calls of a method."""

    class_line: Python
    docstring: Python
    arguments: tuple[Python, ...]


@dataclass(frozen=True, slots=True)
class FakeMemberView:
    """A member of a fake: an assignment, or a function of the three further parts."""

    code: Python
    docstring: Python = NOTHING
    result: Python = NOTHING
    decorator: Python = NOTHING


@dataclass(frozen=True, slots=True)
class FakeModuleView:
    """A module with the fake of a resource."""

    header: Python
    docstring: Python
    imports: Python
    typing_imports: Python
    calls: tuple[FakeCallView, ...]
    class_line: Python
    about: Python
    data: Python
    module: Python
    resource: Python
    members: tuple[FakeMemberView, ...]
    children: tuple[ChildView, ...]


@dataclass(frozen=True, slots=True)
class FakesView:
    """The module with the fake of the client."""

    header: Python
    docstring: Python
    imports: Python
    typing_imports: Python
    class_line: Python
    about: Python
    routes: Python
    client: Python
    members: tuple[FakeMemberView, ...]
    children: tuple[ChildView, ...]


@dataclass(frozen=True, slots=True)
class FixtureView:
    """The module with the fixture of pytest."""

    header: Python
    docstring: Python
    imports: Python
    package: Python
    signature: Python
    made: Python
    check: Python
