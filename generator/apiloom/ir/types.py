"""The closed set of types that a schema can mean.

A schema with a place of its own (a component, or an object or enum inside another
schema) becomes a definition; types refer to it by the pointer of that place.
Nothing here has a Python name yet: names come later and from one owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from apiloom.ir.scalars import Kind
from apiloom.locations import Pointer

Scalar: TypeAlias = None | bool | int | float | str
Tag: TypeAlias = bool | int | str
"""A value of the property that tells the variants of a union apart."""

Json: TypeAlias = "Scalar | tuple[Json, ...] | Members"


@dataclass(frozen=True, slots=True)
class Members:
    """A JSON object that cannot change; an array is a tuple."""

    items: tuple[tuple[str, Json], ...]


Extensions: TypeAlias = tuple[tuple[str, Json], ...]
"""The ``x-`` members of an object (OpenAPI 3.1, section 4.9), as they were written."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """The assertions of JSON Schema that Python types cannot express."""

    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False
    one_of: tuple[int | float, ...] = ()
    """The numbers that a value may be, where a ``Literal`` cannot hold them."""


NO_CONSTRAINTS = Constraints()


@dataclass(frozen=True, slots=True)
class Primitive:
    """A scalar.

    `format` is that of a string as the document states it; it makes no other type.
    """

    kind: Kind
    constraints: Constraints = NO_CONSTRAINTS
    format: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Literal:
    """One of a few fixed values (``const``, or an enum that is too small to name)."""

    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Array:
    """A list of one type.

    What is sent item by item (`is_lazy`) need not be there when it is begun.  Where no
    ``type`` says that it is a list (`is_implied`), other values are allowed as well.
    """

    items: Type
    constraints: Constraints = NO_CONSTRAINTS
    is_lazy: bool = False
    is_implied: bool = False


@dataclass(frozen=True, slots=True)
class Tuple:
    """A list whose first elements have types of their own (``prefixItems``)."""

    prefix: tuple[Type, ...]
    rest: Type | None


@dataclass(frozen=True, slots=True)
class Map:
    """An object with arbitrary keys."""

    values: Type
    constraints: Constraints = NO_CONSTRAINTS


@dataclass(frozen=True, slots=True)
class Embedded:
    """A value that is written as JSON in a string (2020-12, Validation, 8.5)."""

    type: Type


@dataclass(frozen=True, slots=True)
class Reference:
    """A definition, by the place of its schema."""

    target: Pointer


@dataclass(frozen=True, slots=True)
class Discriminator:
    """The property that tells the variants of a union apart (section 4.8.25).

    A value may stand for a union of objects, which has a discriminator of its own.
    """

    member: str
    mapping: tuple[tuple[Tag, Reference], ...]


@dataclass(frozen=True, slots=True)
class Union:
    """One of several types."""

    members: tuple[Type, ...]
    discriminator: Discriminator | None = None


Type: TypeAlias = (
    Primitive | Literal | Array | Tuple | Map | Embedded | Reference | Union
)

ANY = Primitive(Kind.ANY)
NULL = Primitive(Kind.NULL)


def nullable(type_: Type) -> Type:
    """The type with ``null`` added, if it does not have it already."""
    return union((type_, NULL))


def without_null(type_: Type) -> Type:
    """The type with ``null`` removed."""
    if not isinstance(type_, Union):
        return type_
    rest = tuple(member for member in type_.members if member != NULL)
    return rest[0] if len(rest) == 1 else Union(rest, type_.discriminator)


def accepts_null(type_: Type) -> bool:
    """Whether ``null`` is written into the type itself."""
    return type_ == NULL or (isinstance(type_, Union) and NULL in type_.members)


def union(
    members: tuple[Type, ...], discriminator: Discriminator | None = None
) -> Type:
    """A union without repeated members; the member itself if only one is left.

    Plain unions are flattened, and ``null`` goes last.
    """
    flat: dict[Type, None] = {}
    for member in members:
        plain = isinstance(member, Union) and member.discriminator is None
        for part in (
            member.members if plain and isinstance(member, Union) else (member,)
        ):
            flat[part] = None
    if ANY in flat:
        # Anything else that is said still helps the reader: "a Pet, or whatever".
        flat[ANY] = flat.pop(ANY)
        flat.pop(NULL, None)
    has_null = flat.pop(NULL, False) is None
    ordered = (*flat, NULL) if has_null else tuple(flat)
    if len(ordered) == 1:
        return ordered[0]
    if discriminator is None and has_null and len(ordered) == 2:
        inner = ordered[0]
        if isinstance(inner, Union):
            return Union((*inner.members, NULL), inner.discriminator)
    return Union(ordered, discriminator)


def unfolded(type_: Type) -> tuple[Type, ...]:
    """The members of a plain union; anything else by itself."""
    return type_.members if isinstance(type_, Union) else (type_,)


def parts(type_: Type) -> Iterator[Type]:
    """A type and every type inside it, outermost first; references are not opened."""
    yield type_
    match type_:
        case Array(items):
            yield from parts(items)
        case Tuple(prefix, rest):
            for item in (*prefix, *((rest,) if rest is not None else ())):
                yield from parts(item)
        case Map(values):
            yield from parts(values)
        case Embedded(inner):
            yield from parts(inner)
        case Union(members, discriminator):
            for member in members:
                yield from parts(member)
            if discriminator is not None:
                yield from (reference for _, reference in discriminator.mapping)
        case _:
            pass


@dataclass(frozen=True, slots=True)
class Field:
    """A property of an object.

    `wire` is its name in JSON; `default` and `examples` are JSON text.  A property that
    is only required, and nowhere `described`, is as often as not a slip of the pen.
    What has one possible value (`constant`) need not be passed.
    """

    wire: str
    type: Type
    required: bool
    description: str = ""
    default: str | None = None
    deprecated: bool = False
    read_only: bool = False
    write_only: bool = False
    described: bool = True
    examples: tuple[str, ...] = ()
    pointer: Pointer = Pointer()
    extensions: Extensions = ()
    constant: Tag | None = None

    @property
    def example(self) -> str | None:
        """The first example."""
        return self.examples[0] if self.examples else None

    @property
    def is_needed(self) -> bool:
        """Whether callers have to pass it: it is required and has no one value."""
        return self.required and self.constant is None


@dataclass(frozen=True, slots=True)
class Hint:
    """A name for a definition: words, after the name of its owner.

    `owner` is the place of a definition, of an operation, or of a schema that is only
    part of others and has no definition; a component has no owner.
    """

    words: str
    owner: Pointer | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """An object schema; `fields` are all it has, `extends` the schemas some are from.

    A schema that it extends (``allOf``, or a ``$ref`` with siblings) is a definition
    only if something else refers to it.
    """

    pointer: Pointer
    hint: Hint
    fields: tuple[Field, ...]
    extra: Type | None = None
    description: str = ""
    deprecated: bool = False
    closed: bool = False
    extends: tuple[Pointer, ...] = ()
    extensions: Extensions = ()
    example: str | None = field(default=None, compare=False)
    """The first example of the whole object, as JSON text."""


@dataclass(frozen=True, slots=True)
class EnumValue:
    """A value of an enum, with what the document says of it."""

    value: Scalar
    name: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """An enum of strings or of integers."""

    pointer: Pointer
    hint: Hint
    kind: Kind
    values: tuple[EnumValue, ...]
    description: str = ""
    deprecated: bool = False
    extensions: Extensions = ()


@dataclass(frozen=True, slots=True)
class Alias:
    """A named schema that is neither an object nor an enum."""

    pointer: Pointer
    hint: Hint
    type: Type
    description: str = ""
    extensions: Extensions = ()


Definition: TypeAlias = Model | Enumeration | Alias
