"""What the templates see: finished pieces of Python, and nothing to decide.

Every string is laid out; a template only puts pieces in their places.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attribute:
    """A line of a class body (or several), and the docstring below it."""

    code: str
    docstring: str = ""


@dataclass(frozen=True, slots=True)
class DefinitionView:
    """A class or an alias of a models module; one of the three flags is set."""

    docstring: str
    class_line: str = ""
    code: str = ""
    attributes: tuple[Attribute, ...] = ()
    is_class: bool = False
    starts_section: bool = False


@dataclass(frozen=True, slots=True)
class ModelsView:
    """A module of models."""

    header: str
    docstring: str
    imports: str
    exports: str
    definitions: tuple[DefinitionView, ...]


@dataclass(frozen=True, slots=True)
class ExportsView:
    """A module that loads what it exports on first use."""

    header: str
    docstring: str
    imports: str
    exports: str
    table: str


@dataclass(frozen=True, slots=True)
class LoadingView:
    """A package that loads one of its modules when a name of that is first used."""

    header: str
    docstring: str
    imports: str
    table: str


@dataclass(frozen=True, slots=True)
class EmptyView:
    """A module that only says what its folder is for."""

    header: str
    docstring: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """The function that describes an operation, and the long name of its answer."""

    function: str
    alias: str


@dataclass(frozen=True, slots=True)
class PageView:
    """The class of a page."""

    class_line: str
    docstring: str
    items_at: str


@dataclass(frozen=True, slots=True)
class PagesView:
    """A module with the classes of pages."""

    header: str
    docstring: str
    imports: str
    exports: str
    pages: tuple[PageView, ...]


@dataclass(frozen=True, slots=True)
class MethodView:
    """A method of a resource."""

    name: str
    signature: str
    docstring: str
    call: str


@dataclass(frozen=True, slots=True)
class ChildView:
    """A resource below another."""

    class_name: str
    module: str
    signature: str
    docstring: str
    imports: str
    made: str


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A resource class, for code that awaits or for code that does not."""

    class_name: str
    made: str
    client: str
    raw_class: str
    raw_signature: str
    raw_return: str
    raw_methods: tuple[str, ...]
    streaming_class: str
    streaming_signature: str
    streaming_return: str
    streaming_methods: tuple[str, ...]
    docstring: str
    methods: tuple[MethodView, ...]
    children: tuple[ChildView, ...]


@dataclass(frozen=True, slots=True)
class ResourceModuleView:
    """A module with one resource: operations, the sync and the async class."""

    header: str
    docstring: str
    imports: str
    typing_imports: str
    typing_names: tuple[str, ...]
    stand_ins: str
    waiters: tuple[str, ...]
    operations: tuple[str, ...]
    views: tuple[ResourceView, ...]


@dataclass(frozen=True, slots=True)
class ErrorView:
    """An exception, with the types that its attributes have for a checker."""

    class_line: str
    docstring: str
    status: str
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ErrorsView:
    """The module of exceptions, through which the error enums are found as well."""

    header: str
    docstring: str
    imports: str
    typing_imports: str
    root: str
    errors: tuple[ErrorView, ...]
    table: str
    bodies_table: str
    lazy: str
    exports: str


@dataclass(frozen=True, slots=True)
class ReasonView:
    """An error enum."""

    class_line: str
    docstring: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReasonsView:
    """A module of error enums."""

    header: str
    docstring: str
    imports: str
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True)
class FunctionView:
    """A function of a module."""

    name: str
    signature: str
    docstring: str
    call: str


@dataclass(frozen=True, slots=True)
class WebhooksView:
    """A module that reads what the API sends: of webhooks, or of callbacks."""

    header: str
    docstring: str
    imports: str
    exports: str
    payload: str
    event: str
    constants: tuple[str, ...]
    table: str
    functions: tuple[FunctionView, ...]


@dataclass(frozen=True, slots=True)
class ServersView:
    """One URL, or the names and the table of several."""

    plain: str = ""
    names: str = ""
    table: str = ""
    defaults: str = ""


@dataclass(frozen=True, slots=True)
class ClientClassView:
    """A client class, for code that awaits or for code that does not."""

    class_line: str
    docstring: str
    signature: str
    init_docstring: str
    options: str
    children: tuple[ChildView, ...]


@dataclass(frozen=True, slots=True)
class ClientView:
    """The module of the two clients."""

    header: str
    docstring: str
    imports: str
    typing_imports: str
    stand_ins: str
    servers: ServersView
    user_agent: str
    credentials: str
    views: tuple[ClientClassView, ...]
