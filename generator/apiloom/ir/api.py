"""An API: what can be called, with what, and what comes back or goes wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Final

from apiloom.ir.graphs import components
from apiloom.ir.lifecycle import Lifecycle
from apiloom.ir.links import Link
from apiloom.ir.pagination import Pagination
from apiloom.ir.scalars import Kind
from apiloom.ir.security import Requirement, SecurityScheme
from apiloom.ir.types import (
    ANY,
    NULL,
    Alias,
    Definition,
    Extensions,
    Model,
    Primitive,
    Reference,
    Scalar,
    Type,
    Union,
    parts,
)
from apiloom.ir.waiters import Waiter
from apiloom.ir.webhooks import WebhookSignature
from apiloom.locations import Pointer


class In(Enum):
    """The location of a parameter."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation (OpenAPI 3.1, section 4.8.12)."""

    name: str
    location: In
    type: Type
    required: bool
    style: str
    explode: bool
    allow_reserved: bool = False
    description: str = ""
    default: str | None = None
    default_factory: str | None = None
    idempotency: bool | None = None
    """What is stated of it being an idempotency key."""
    deprecated: bool = False
    examples: tuple[str, ...] = ()
    pointer: Pointer = Pointer()
    extensions: Extensions = ()

    @property
    def example(self) -> str | None:
        """The first example, as JSON text."""
        return self.examples[0] if self.examples else None


class Payload(Enum):
    """The encoding of a media type's body."""

    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    TEXT = "text"
    BINARY = "binary"
    EVENTS = "events"
    LINES = "lines"
    RECORDS = "records"


MAX_WIDTH: Final = 200
"""How many types an alias is opened to where it is used; a wider one has a name."""

_WITH_FIELDS: Final = (Payload.JSON, Payload.FORM, Payload.MULTIPART)
"""What an object can be written as."""


@dataclass(frozen=True, slots=True)
class FieldEncoding:
    """The encoding of a form field (section 4.8.15)."""

    style: str = "form"
    explode: bool = True
    content_type: str | None = None
    file: bool = False
    mixed: bool = False
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a sequential media type (OpenAPI 3.2, section 4.14.3).

    Of an event stream, an item is an event (`is_event`), whose data may be JSON, or is
    never anything else (`is_embedded`, by ``contentSchema``); else it is what the data
    says.  `end` is the data that marks the end.  `method` names
    the method, `flag` the member of the request that asks for a stream, where another
    answer is possible.
    """

    type: Type
    is_event: bool = False
    has_json_data: bool = False
    is_embedded: bool = False
    end: str | None = None
    method: str | None = None
    flag: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A documented body (section 4.8.19); `value` is JSON text."""

    value: str
    name: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A body of one media type; a sequence has `items`, and their type.

    Without a schema it is not `described`: only the media type is known.  `pointer` is
    the place of the schema, `examples` are for documentation.  `is_alternative` is a
    response's value in a format that cannot be decoded, such as XML, beside JSON.
    """

    media_type: str
    payload: Payload
    type: Type
    encoding: tuple[tuple[str, FieldEncoding], ...] = ()
    items: Items | None = None
    described: bool = True
    pointer: Pointer | None = field(default=None, compare=False)
    examples: tuple[Example, ...] = field(default=(), compare=False)
    is_alternative: bool = False

    @property
    def item(self) -> Type | None:
        """The type of an item, if the body is a sequence of them."""
        return self.items.type if self.items is not None else None


@dataclass(frozen=True, slots=True)
class Body:
    """The request body of an operation (section 4.8.13)."""

    required: bool
    contents: tuple[Content, ...]
    description: str = ""
    pointer: Pointer = Pointer()

    @property
    def is_choice(self) -> bool:
        """Whether the caller chooses between several media types."""
        return len(self.contents) > 1


@dataclass(frozen=True, slots=True)
class Match:
    """The condition of an error case (``x-error-cases``, ``match``)."""

    path: tuple[str, ...]
    value: Scalar = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class ErrorCase:
    """One documented way for an operation to fail."""

    name: str
    title: str
    description: str = ""
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Success or failure inside a success response (``x-outcome``)."""

    path: tuple[str, ...]
    success: tuple[Scalar, ...] | None


@dataclass(frozen=True, slots=True)
class Header:
    """A header of a response (section 4.8.21); `type` is in the document's words."""

    name: str
    description: str = ""
    type: str = ""
    required: bool = False
    deprecated: bool = False
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """A documented response (section 4.8.17).

    `status` is a code, a range (``4XX``) or ``default``.  A call returns what
    `is_success` says; whatever else comes is raised.
    """

    status: str
    description: str
    contents: tuple[Content, ...]
    is_success: bool
    cases: tuple[ErrorCase, ...] = ()
    outcome: Outcome | None = None
    location: bool = False
    headers: tuple[Header, ...] = ()
    pointer: Pointer = Pointer()
    links: tuple[Link, ...] = ()
    extensions: Extensions = ()

    @property
    def preferred(self) -> tuple[Content, ...]:
        """The contents that are asked for; they decide the type of the result."""
        return tuple(one for one in self.contents if not one.is_alternative)


@dataclass(frozen=True, slots=True)
class ServerVariable:
    """A part of a server's URL that callers can choose (section 4.8.6)."""

    name: str
    default: str
    values: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True)
class Server:
    """A server of the API (section 4.8.5)."""

    url: str
    description: str = ""
    name: str | None = None
    variables: tuple[ServerVariable, ...] = ()
    extensions: Extensions = ()

    @property
    def is_absolute(self) -> bool:
        """Whether the URL names a host, or a variable that may."""
        return "://" in self.url or self.url.startswith("{")

    @cached_property
    def expanded(self) -> str:
        """The URL with the defaults of its variables."""
        url = self.url
        for variable in self.variables:
            url = url.replace(f"{{{variable.name}}}", variable.default)
        return url.rstrip("/") or "/"


@dataclass(frozen=True, slots=True)
class ExternalDocs:
    """A page with more documentation (section 4.8.11)."""

    url: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """Something the API does (section 4.8.10), or one of several ways to call it.

    `servers` are its own or its path item's, where they are others than the API's.  A
    `variant` has the name of what makes it different; the members of the body that are
    `switched_on` are true, and no arguments.
    """

    id: str
    method: str
    path: str
    operation_id: str | None
    tags: tuple[str, ...]
    resource_hint: tuple[str, ...]
    method_hint: str | None
    summary: str
    description: str
    deprecated: bool
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: tuple[Response, ...]
    security: tuple[tuple[Requirement, ...], ...]
    pointer: Pointer
    idempotency_key: str | None = None
    """The header whose value makes a repeated request the same request."""
    pagination: Pagination | None = None
    waiters: tuple[Waiter, ...] = ()
    lifecycle: Lifecycle | None = None
    variant_of: str | None = None
    variant: str = ""
    switched_on: tuple[str, ...] = ()
    servers: tuple[Server, ...] = ()
    callbacks: tuple[Webhook, ...] = ()
    see: ExternalDocs | None = None
    extensions: Extensions = ()

    @property
    def is_stream(self) -> bool:
        """Whether a call returns the items of a sequence, as they arrive."""
        return any(
            content.items is not None
            for response in self.successes
            for content in response.contents
        )

    @property
    def successes(self) -> tuple[Response, ...]:
        """The responses that a call returns.

        ``default`` stands for all statuses that are not declared (section 4.8.16): it
        is the success of an operation that declares no other.
        """
        stated = tuple(one for one in self.responses if one.is_success)
        if stated:
            return stated
        return tuple(one for one in self.responses if one.status == "default")


@dataclass(frozen=True, slots=True)
class Webhook:
    """A request that the API sends to those who use it.

    Either a webhook (section 4.8.1, ``webhooks``) or a callback of an operation
    (section 4.8.18); then `expression` says where it is sent to.  `request` is read
    from the other end: callers receive its body and send its responses.  `hint` are
    the words to name it by; of a callback, after the operation's name unless it
    `is_shared` with others.
    """

    name: str
    request: Operation
    hint: str
    expression: str = ""
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: a group of operations with a description (section 4.8.22).

    `parent` and `kind` are OpenAPI 3.2's (section 4.22).
    """

    name: str
    description: str = ""
    summary: str = ""
    parent: str | None = None
    kind: str | None = None
    extensions: Extensions = ()


@dataclass(frozen=True)
class Api:
    """Everything a client is made from."""

    title: str
    version: str
    description: str
    servers: tuple[Server, ...]
    tags: tuple[Tag, ...]
    security_schemes: tuple[SecurityScheme, ...]
    operations: tuple[Operation, ...]
    definitions: Mapping[Pointer, Definition] = field(
        default_factory=dict[Pointer, Definition]
    )
    webhooks: tuple[Webhook, ...] = ()
    webhook_signature: WebhookSignature | None = None
    extensions: Extensions = ()

    @cached_property
    def schemes(self) -> Mapping[str, tuple[SecurityScheme, ...]]:
        """The security schemes by their keys."""
        found: dict[str, tuple[SecurityScheme, ...]] = {}
        for scheme in self.security_schemes:
            found[scheme.key] = (*found.get(scheme.key, ()), scheme)
        return found

    @cached_property
    def descriptions(self) -> Mapping[str, str]:
        """The descriptions of the tags."""
        return {tag.name: tag.description for tag in self.tags}

    @cached_property
    def callbacks(self) -> tuple[Webhook, ...]:
        """The callbacks of all operations, each once, also if several share it."""
        found = {
            callback.request.pointer: callback
            for operation in self.operations
            for callback in operation.callbacks
        }
        return tuple(found.values())

    @cached_property
    def askers(self) -> Mapping[Pointer, tuple[Operation, ...]]:
        """The operations that ask for each callback, by the place of its request."""
        found: dict[Pointer, dict[str, Operation]] = {}
        for operation in self.operations:
            for callback in operation.callbacks:
                place = callback.request.pointer
                found.setdefault(place, {})[operation.id] = operation
        return {place: tuple(asking.values()) for place, asking in found.items()}

    def resolve(self, type_: Type) -> Type | Definition:
        """The definition behind a reference, through aliases; else the type itself."""
        seen: set[Reference] = set()
        found: Type | Definition = type_
        while isinstance(found, Reference) and found not in seen:
            seen.add(found)
            definition = self.definitions[found.target]
            found = definition.type if isinstance(definition, Alias) else definition
        return found

    def types(self) -> Iterator[Type]:
        """Yield the types that definitions, requests and responses have, in order."""
        for definition in self.definitions.values():
            match definition:
                case Model(fields=fields, extra=extra):
                    yield from (field.type for field in fields)
                    yield from (extra,) if extra is not None else ()
                case Alias(type=type_):
                    yield type_
                case _:
                    pass
        requests = [one.request for one in (*self.webhooks, *self.callbacks)]
        for operation in (*self.operations, *requests):
            for response in operation.responses:
                yield from (content.type for content in response.contents)
            if operation.body is not None:
                yield from (content.type for content in operation.body.contents)
            yield from (parameter.type for parameter in operation.parameters)

    @cached_property
    def _files(self) -> frozenset[Pointer]:
        """The aliases that hold a file; one that leads back to itself holds none."""
        types = {
            pointer: definition.type
            for pointer, definition in self.definitions.items()
            if isinstance(definition, Alias)
        }
        edges = {
            pointer: {one.target for one in parts(type_) if isinstance(one, Reference)}
            for pointer, type_ in types.items()
        }
        found: set[Pointer] = set()
        for pointer, *others in components(edges, edges):
            if others or pointer in edges[pointer]:
                continue
            is_file = any(map(_is_file, parts(types[pointer])))
            if is_file or not found.isdisjoint(edges[pointer]):
                found.add(pointer)
        return frozenset(found)

    def holds_file(self, type_: Type) -> bool:
        """Whether a value can be a file or a list of them, also by an alias."""
        return any(
            (
                part.target in self._files
                if isinstance(part, Reference)
                else _is_file(part)
            )
            for part in parts(type_)
        )

    def is_wide(self, alias: Pointer) -> bool:
        """Whether a type gets too long if what it refers to is written out in it.

        Aliases of aliases multiply: thirty of them can stand for more types than fit
        in memory. A wide one is always written as its name.
        """
        return self._widths[alias] >= MAX_WIDTH

    @cached_property
    def _widths(self) -> Mapping[Pointer, int]:
        """The number of types written out for each alias, counted up to a limit.

        An alias that is met again below itself is written as its name.
        """
        own: dict[Pointer, tuple[int, list[Pointer]]] = {}
        for pointer, definition in self.definitions.items():
            if isinstance(definition, Alias):
                number, targets = 0, list[Pointer]()
                for part in parts(definition.type):
                    number += 1
                    if isinstance(part, Reference):
                        targets.append(part.target)
                own[pointer] = number, targets
        edges = {pointer: targets for pointer, (_, targets) in own.items()}
        found: dict[Pointer, int] = {}

        def width(pointer: Pointer, above: set[Pointer], most: int) -> int:
            number, targets = own[pointer]
            above.add(pointer)
            for target in targets:
                if number > most:
                    break
                if target in found:
                    number += found[target]
                elif target in own and target not in above:
                    number += width(target, above, most - number)
            above.discard(pointer)
            return number

        for group in components(own, edges):
            if len(group) > MAX_WIDTH:
                # Each of them is met below each other one.
                found |= dict.fromkeys(group, MAX_WIDTH)
            else:
                # Not one by one: within a ring, a width depends on where it begins.
                found |= {one: width(one, set(), MAX_WIDTH) for one in group}
        return found

    def alternatives(self, type_: Type) -> Iterator[Type | Definition]:
        """Yield the types of a value, with unions opened, and each alias once."""
        opened: set[Pointer] = set()
        pending = [type_]
        while pending:
            inner = pending.pop()
            if isinstance(inner, Union):
                pending += reversed(inner.members)
                continue
            if not isinstance(inner, Reference):
                yield inner
                continue
            definition = self.definitions[inner.target]
            if not isinstance(definition, Alias):
                yield definition
            elif inner.target not in opened:
                opened.add(inner.target)
                pending.append(definition.type)

    def width(self, type_: Type) -> int:
        """Return how many types are written out for a type, aliases opened."""
        number = 0
        for part in parts(type_):
            number += 1
            if isinstance(part, Reference):
                inside = self._widths.get(part.target, 0)
                number += inside if inside < MAX_WIDTH else 0
        return number

    def accepts_null(self, type_: Type) -> bool:
        """Whether a type allows ``null``, also by what it refers to."""
        seen: set[Type] = set()
        pending = [type_]
        while pending:
            member = pending.pop()
            if member in seen:
                continue
            seen.add(member)
            if member in (NULL, ANY):
                return True
            found = self.resolve(member)
            if isinstance(found, Union):
                pending += found.members
            elif found in (NULL, ANY):
                return True
        return False

    def body_fields(self, body: Body) -> Model | None:
        """The object whose fields become arguments; None if the body is one argument.

        That is so for a body of one shape: one media type, or several that carry the
        same object, which has properties of its own and is not open to any other.
        """
        if any(content.payload not in _WITH_FIELDS for content in body.contents):
            return None
        types = {content.type for content in body.contents}
        if len(types) != 1 or self.accepts_null(next(iter(types))):
            return None
        model = self.resolve(types.pop())
        if not isinstance(model, Model) or model.extra is not None:
            return None
        return model


def _is_file(type_: Type) -> bool:
    return isinstance(type_, Primitive) and type_.kind is Kind.BINARY
