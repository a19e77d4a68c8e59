"""The arguments of a method, in the order of its signature, and its result."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from apiloom.ir.api import (
    Api,
    Body,
    Content,
    In,
    Operation,
    Parameter,
    Payload,
)
from apiloom.ir.scalars import Kind
from apiloom.ir.types import ANY, Array, Literal, Primitive, Type, union
from apiloom.naming.allocate import Names


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
    example: str | None = None
    with_body: bool = False
    """Whether a call that sends a body cannot leave it out."""
    with_client: bool = False
    """Whether a call needs it that was made without it in the client."""

    @property
    def is_choice(self) -> bool:
        """Whether it says which of several media types is sent."""
        return (self.place, self.wire) == ("header", "Content-Type")

    @property
    def is_positional(self) -> bool:
        """Whether it may be passed without its name."""
        return self.place == "path"


def arguments(
    api: Api, names: Names, operation: Operation, common: Collection[str] = ()
) -> list[Argument]:
    """The arguments of a method: path, then required, then optional ones.

    `common` are the headers, in lower case, that the client can be given.
    """
    named = names.arguments[operation.id]
    found = [
        _of_parameter(
            parameter,
            named[parameter.location.value, parameter.name],
            is_common=parameter.location is In.HEADER
            and parameter.name.lower() in common,
        )
        for parameter in operation.parameters
    ]
    if operation.body is not None:
        found += _of_body(api, operation.body, named, operation.switched_on)
        if operation.body.is_choice:
            found.append(_choice(operation.body, named["header", "Content-Type"]))
    return _ordered(found)


def overloads(arguments: Sequence[Argument]) -> tuple[Sequence[Argument], ...]:
    """The ways to call a method whose body may be left out, but not a part of it.

    Either with what the body requires, or without the body; none if there is nothing
    to tell apart.
    """
    if not any(one.with_body and not one.required for one in arguments):
        return ()
    full = [replace(one, required=one.required or one.with_body) for one in arguments]
    without = [one for one in arguments if one.place != "body" and not one.is_choice]
    return _ordered(full), _ordered(without)


def _ordered(arguments: Iterable[Argument]) -> list[Argument]:
    return sorted(arguments, key=lambda one: (not one.is_positional, not one.required))


def returned(operation: Operation) -> Type:
    """Return the type of a method's result: the union of its success responses.

    Of a stream, what its items are.
    """
    if operation.is_stream:
        items = [
            content.item
            for response in operation.successes
            for content in response.contents
        ]
        return union(tuple(item for item in items if item is not None))
    types: list[Type] = []
    for response in operation.successes:
        if response.location:
            types.append(Primitive(Kind.STRING))
        elif not response.contents:
            types.append(Primitive(Kind.NULL))
        types += [received(content) for content in response.preferred]
    # Any where one of them is anything, and where nothing is said of success.
    return union(tuple(types)) if types else ANY


def received(content: Content) -> Type:
    """Return the type that the body of a media type is read as."""
    kinds = {
        Payload.TEXT: Kind.STRING,
        Payload.BINARY: Kind.OCTETS,
        Payload.MULTIPART: Kind.OCTETS,
        # As the payload of a webhook; answers that are sequences are streams.
        Payload.EVENTS: Kind.OCTETS,
        Payload.LINES: Kind.OCTETS,
        Payload.RECORDS: Kind.OCTETS,
    }
    kind = kinds.get(content.payload)
    return Primitive(kind) if kind is not None else content.type


def _sent(content: Content) -> Type:
    match content.payload:
        case Payload.TEXT:
            return union((Primitive(Kind.STRING), Primitive(Kind.BINARY)))
        case Payload.LINES | Payload.RECORDS:
            return union((Array(content.type, is_lazy=True), Primitive(Kind.BINARY)))
        case Payload.BINARY | Payload.EVENTS:
            return Primitive(Kind.BINARY)
        case Payload.JSON | Payload.FORM | Payload.MULTIPART:
            return content.type


def _choice(body: Body, name: str) -> Argument:
    """Return the argument that selects one of several media types."""
    types: list[Type] = [Literal(tuple(_stated(body)))] if any(_stated(body)) else []
    if any("*" in content.media_type for content in body.contents):
        types.append(Primitive(Kind.STRING))
    return Argument(
        name,
        "header",
        "Content-Type",
        union(tuple(types)),
        False,
        "Media type of the body; needed if the body does not determine it.",
    )


def _stated(body: Body) -> Iterator[str]:
    for content in body.contents:
        if "*" not in content.media_type:
            yield content.media_type


def _of_parameter(parameter: Parameter, name: str, *, is_common: bool) -> Argument:
    is_needed = parameter.required and parameter.default_factory is None
    return Argument(
        name,
        parameter.location.value,
        parameter.name,
        parameter.type,
        is_needed and not is_common,
        parameter.description,
        parameter.default,
        parameter.default_factory,
        parameter.deprecated,
        parameter.example,
        with_client=is_needed and is_common,
    )


def _of_body(
    api: Api,
    body: Body,
    names: Mapping[tuple[str, str], str],
    fixed: tuple[str, ...],
) -> Iterator[Argument]:
    model = api.body_fields(body)
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
        if not field.read_only and field.wire not in fixed:
            yield Argument(
                names["body", field.wire],
                "body",
                field.wire,
                field.type,
                body.required and field.is_needed,
                field.description,
                field.default,
                None,
                field.deprecated,
                field.example,
                with_body=field.is_needed,
            )
