"""Models of the `things` resource."""

from __future__ import annotations

import builtins
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from .._runtime.types import JsonValue
from .._runtime.types.constraints import Sent
from .._runtime.types.enums import OpenStrEnum
from .._runtime.types.models import Model, Nullable
from .._runtime.types.scalars import Date

__all__ = [
    "All",
    "AllEnumerated",
    "AllEnumeratedValue",
    "AllInner",
    "AllWrongRequired",
    "Model0",
    "Odd",
    "OddOrder",
    "OddOrderValue",
]


class AllEnumerated(OpenStrEnum):
    SINGLE = "single"


AllEnumeratedValue: TypeAlias = Literal["single"]
"""What may be passed for a member of `AllEnumerated`."""


class OddOrder(OpenStrEnum):
    NAME = "name"
    NAME_UPPER = "NAME"
    NAME_TITLE = "Name"
    PLUS_NAME = "+name"
    MINUS_NAME = "-name"
    NAME_SPACE = "name "
    NA_ME = "na me"


OddOrderValue: TypeAlias = Literal[
    "name",
    "NAME",
    "Name",
    "+name",
    "-name",
    "name ",
    "na me",
]
"""What may be passed for a member of `OddOrder`."""


class AllInner(Model):
    a: int


class AllWrongRequired(Model):
    name: str


class All(Model):
    name: str
    note: str | None = None
    inner: AllInner
    list: builtins.list[str | JsonValue] | None = None
    pair: tuple[str, builtins.int] | None = None
    closed: Annotated[builtins.list[JsonValue], Sent(max_length=0)] | None = None
    bare_array: builtins.list[JsonValue] | None = None
    file: str | None = None
    any: Nullable[JsonValue] = None
    date: Date | None = None
    int: builtins.int | None = None
    upper: str | None = None
    listed: Nullable[JsonValue] = None
    yes: Nullable[JsonValue] = None
    no: Nullable[JsonValue] = None
    nothing: Nullable[JsonValue] = None
    default: builtins.int | None = None
    """Default of the API: `"none"`."""
    enumerated: AllEnumerated | None = None
    wrong_required: AllWrongRequired | None = None
    wrong_properties: dict[str, JsonValue] | None = None
    wrong_of: Nullable[JsonValue] = None
    example: Nullable[JsonValue] = None
    """Example: `{"$ref": "nowhere"}`."""


class Odd(Model):
    field_: Annotated[str | None, Field(alias="")] = None
    plus_1: Annotated[int | None, Field(alias="+1")] = None
    minus_1: Annotated[int | None, Field(alias="-1")] = None
    space: Annotated[str | None, Field(alias=" ")] = None
    dot: Annotated[str | None, Field(alias=".")] = None
    a_b: Annotated[str | None, Field(alias="a.b")] = None
    a_b_2: Annotated[str | None, Field(alias="a-b")] = None
    dollar: Annotated[str | None, Field(alias="$")] = None
    type: Annotated[str | None, Field(alias="@type")] = None
    emoji: Annotated[str | None, Field(alias="emoji 😀")] = None
    order: OddOrder | None = None


class Model0(Model):
    own: str
