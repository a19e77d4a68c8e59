"""The surface of a client: everything that its callers and the wire see of it.

A surface is plain data, small enough to be stored: `apiloom inspect` prints it, and two
of them are all that a comparison needs. Types are annotations, as the generated code
writes them, with ``models.`` in front of the name of each model.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import Any, Final

__all__ = [
    "VERSION",
    "Argument",
    "Definition",
    "ErrorClass",
    "Failure",
    "Member",
    "Method",
    "Pages",
    "Property",
    "Reason",
    "Scheme",
    "Server",
    "Setting",
    "Surface",
    "Waiter",
    "WebhookParser",
    "as_json",
]

VERSION: Final = 1
"""The version of the format; a surface of another version cannot be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """An argument of a method.

    `accepts` is the annotation of the signature, `checks` the one that values are held
    to when a request is built.
    """

    name: str
    place: str
    wire: str
    accepts: str
    checks: str
    required: bool = False
    with_body: bool = False
    """Whether it is required as soon as any part of the body is passed."""
    default: str | None = None
    style: str = ""
    deprecated: bool = False
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A member of an operation's error enum; `covers` is the status it is about."""

    name: str
    covers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A documented failure of an operation, and the exception that it raises."""

    status: str
    exception: str
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The pagination of an operation; `on_wire` is how the next page is requested."""

    item: str
    is_model: bool
    on_wire: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiter:
    """A method that waits for a job."""

    name: str
    exception: str
    success: tuple[str, ...] = ()
    failure: tuple[str, ...] = ()
    on_wire: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method for an operation. `verb` and `path` are the request line's."""

    resource: tuple[str, ...]
    name: str
    verb: str
    path: str
    variant: str = ""
    operation_id: str | None = None
    arguments: tuple[Argument, ...] = ()
    body_style: str = ""
    """``fields``, ``argument``, or nothing without a body."""
    body_model: str = ""
    """The annotation of the object whose properties are arguments."""
    body_types: tuple[str, ...] = ()
    body_encoding: tuple[str, ...] = ()
    returns: str = "None"
    accept: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    enum: str = ""
    reasons: tuple[Reason, ...] = ()
    security: tuple[tuple[str, ...], ...] = ()
    """Sets of constructor arguments, of which one is enough; none if all may call."""
    schemes: tuple[tuple[str, ...], ...] = ()
    scopes: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    pages: Pages | None = None
    waiters: tuple[Waiter, ...] = ()
    deprecated: bool = False
    sunset: str | None = None
    pointer: str = ""

    @property
    def dotted(self) -> str:
        """``batch.launch``."""
        return ".".join((*self.resource, self.name))

    @property
    def needs_no_credential(self) -> bool:
        """Whether a call is possible without any credential."""
        return not self.security or () in self.security


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """An attribute of a model. `required` says that the constructor requires it."""

    name: str
    wire: str
    type: str
    required: bool = False
    default: str | None = None
    deprecated: bool = False
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of an enum; `value` is JSON text."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A model, an enum or an alias.

    `passed` says that callers pass it, `returned` that they get it from the API.
    """

    name: str
    kind: str
    passed: bool = False
    returned: bool = False
    properties: tuple[Property, ...] = ()
    bases: tuple[str, ...] = ()
    extra: str | None = None
    closed: bool = False
    base: str = ""
    """Of an enum, ``str`` or ``int``."""
    members: tuple[Member, ...] = ()
    values: str = ""
    """The alias of an enum's values, if there is one."""
    type: str = ""
    deprecated: bool = False
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorClass:
    """An exception of the client; `body` is empty where none is documented."""

    name: str
    bases: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """An argument of the constructor: a credential, or what chooses the server."""

    name: str
    type: str
    default: str = "None"
    env: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server; `name` is what callers choose it by."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A security scheme: its arguments, and what it sends."""

    key: str
    arguments: tuple[str, ...] = ()
    on_wire: str = ""
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookParser:
    """A function that reads what the API sends by itself."""

    module: str
    name: str
    payload: str
    pointer: str = ""


@dataclass(frozen=True, kw_only=True)
class Surface:
    """The surface of a client."""

    version: int = VERSION
    apiloom: str = ""
    package: str = ""
    client: str = ""
    spec: str = ""
    sha256: str = ""
    settings: tuple[Setting, ...] = ()
    servers: tuple[Server, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    methods: tuple[Method, ...] = ()
    definitions: tuple[Definition, ...] = ()
    errors: tuple[ErrorClass, ...] = ()
    webhooks: tuple[WebhookParser, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Definition]:
        """The definitions by their names."""
        return {one.name: one for one in self.definitions}

    @cached_property
    def aliases(self) -> dict[str, Definition]:
        """The enums by the names of the aliases of their values."""
        return {one.values: one for one in self.definitions if one.values}

    @cached_property
    def exceptions(self) -> dict[str, ErrorClass]:
        """The exceptions by their names."""
        return {one.name: one for one in self.errors}


def as_json(value: Any) -> Any:
    """Return a surface, or a part of it, as JSON's types; defaults are omitted."""
    if isinstance(value, tuple):
        return list(map(as_json, value))  # pyright: ignore[reportUnknownArgumentType]
    if not is_dataclass(value):
        return value
    found: dict[str, Any] = {}
    for field in fields(value):
        item = getattr(value, field.name)
        if field.name == "version" or item != field.default:
            found[field.name] = as_json(item)
    return found
