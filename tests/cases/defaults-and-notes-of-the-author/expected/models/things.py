"""Models of the `things` resource."""

from __future__ import annotations

import builtins
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from .._runtime.types.enums import OpenStrEnum
from .._runtime.types.models import Model, Nullable
from .._runtime.types.scalars import JsonNumber

__all__ = [
    "All",
    "AllObject",
    "AllWrongEnum",
    "AllWrongEnumValue",
    "Old",
    "Order",
    "OrderValue",
]


class AllWrongEnum(OpenStrEnum):
    A = "a"
    B = "b"


AllWrongEnumValue: TypeAlias = Literal["a", "b"]
"""What may be passed for a member of `AllWrongEnum`."""


class Order(OpenStrEnum):
    UP = "up"
    DOWN = "down"


OrderValue: TypeAlias = Literal["up", "down"]
"""What may be passed for a member of `Order`."""


class AllObject(Model):
    a: int | None = None
    """Default of the API: `3`."""


class Old(Model):
    """Deprecated."""

    a: str | None = None


class All(Model):
    """Everything that an author can say."""

    always: str
    """Default of the API: `"a"`."""
    text: str | None = None
    """Default of the API: `"see"`."""
    number: JsonNumber | None = None
    """Default of the API: `1`."""
    list: builtins.list[str] | None = None
    """Default of the API: `[]`."""
    object: AllObject | None = None
    """Default of the API: `{"a": 1}`."""
    nothing: Nullable[str] = None
    wrong_text: str | None = None
    """Default of the API: `"5"`."""
    wrong_number: int | None = None
    """Default of the API: `"five"`."""
    wrong_list: builtins.list[str] | None = None
    """Default of the API: `"none"`."""
    wrong_enum: AllWrongEnum | None = None
    """Default of the API: `"c"`."""
    order: Order | None = None
    """Default of the API: `"up"`."""
    gone: str | None = None
    """Not used any more.

    Deprecated.
    """
    old: Old | None = None
    """Deprecated."""
    titled: str | None = None
    """Example: `"one"`."""
    shown: str | None = None
    """Example: `"seen"`."""
    field_: Annotated[str | None, Field(alias="")] = None
    """Default of the API: `""`."""
    plus_1: Annotated[int | None, Field(alias="+1")] = None
    """Default of the API: `0`."""
