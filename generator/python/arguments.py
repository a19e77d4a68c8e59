"""What a method takes and what it returns, in the order of its signature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.ir.api import Api, Body, Content, Operation, Parameter, Payload
from generator.ir.types import ANY, Kind, Primitive, Type, union
from generator.naming.assign import Names


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


def arguments(api: Api, names: Names, operation: Operation) -> list[Argument]:
    """The arguments of a method: path, then required, then optional ones."""
    named = names.arguments[operation.id]
    found = [
        _of_parameter(parameter, named[parameter.location.value, parameter.name])
        for parameter in operation.parameters
    ]
    if operation.body is not None:
        found += _of_body(api, operation.body, named)
    return sorted(found, key=lambda one: (not one.is_positional, not one.required))


def returned(operation: Operation) -> Type:
    """What a method returns: the union of its success responses."""
    types: list[Type] = []
    for response in operation.successes:
        if response.location:
            types.append(Primitive(Kind.STRING))
        elif not response.contents:
            types.append(Primitive(Kind.NULL))
        types += [received(content) for content in response.contents]
    # Any where one of them is anything, and where nothing is said of success.
    return union(tuple(types)) if types else ANY


def received(content: Content) -> Type:
    """What the body of a media type is read as."""
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


def _of_body(
    api: Api, body: Body, names: Mapping[tuple[str, str], str]
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
