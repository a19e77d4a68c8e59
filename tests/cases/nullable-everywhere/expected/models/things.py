"""Models of the `things` resource."""

from __future__ import annotations

import builtins
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from .._runtime.types import JsonValue
from .._runtime.types.enums import OpenStrEnum
from .._runtime.types.models import Model, Nullable

__all__ = [
    "All",
    "AllEnum",
    "AllEnumValue",
    "AllUnlisted",
    "AllUnlistedValue",
    "Colour",
    "ColourValue",
    "Entry",
    "MaybeColour",
    "MaybeColourValue",
    "MaybeThing",
    "Thing",
]


class AllEnum(OpenStrEnum):
    A = "a"


AllEnumValue: TypeAlias = Literal["a"]
"""What may be passed for a member of `AllEnum`."""


class AllUnlisted(OpenStrEnum):
    A = "a"
    B = "b"


AllUnlistedValue: TypeAlias = Literal["a", "b"]
"""What may be passed for a member of `AllUnlisted`."""


class MaybeColour(OpenStrEnum):
    RED = "red"
    BLUE = "blue"


MaybeColourValue: TypeAlias = Literal["red", "blue"]
"""What may be passed for a member of `MaybeColour`."""


class Colour(OpenStrEnum):
    RED = "red"
    BLUE = "blue"


ColourValue: TypeAlias = Literal["red", "blue"]
"""What may be passed for a member of `Colour`."""


class Thing(Model):
    a: str | None = None


class MaybeThing(Model):
    a: str | None = None


class All(Model):
    plain: Nullable[str] = None
    no_type: Annotated[Nullable[JsonValue], Field(alias="noType")] = None
    ref: Nullable[Thing] = None
    all_of: Annotated[Nullable[Thing], Field(alias="allOf")] = None
    inside: Thing | None = None
    one_of: Annotated[Nullable[Thing | str], Field(alias="oneOf")] = None
    branch: Nullable[Thing | str] = None
    any_of: Annotated[Nullable[Thing], Field(alias="anyOf")] = None
    target: Nullable[MaybeThing] = None
    enum: Nullable[AllEnum] = None
    unlisted: Nullable[AllUnlisted] = None
    enum_ref: Annotated[Nullable[MaybeColour], Field(alias="enumRef")] = None
    colour: Nullable[Colour] = None
    items: builtins.list[str | None] | None = None
    list: Nullable[builtins.list[Thing]] = None
    map: Nullable[dict[str, str | None]] = None
    x: Nullable[str] = None
    word: Nullable[str] = None
    not_: Annotated[str | None, Field(alias="not")] = None


Entry: TypeAlias = dict[str, int | None]
