"""Models of the `things` resource."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from .._runtime.types import JsonValue
from .._runtime.types.constraints import Sent
from .._runtime.types.models import Model, Nullable
from .._runtime.types.scalars import DateTime

__all__ = ["All", "AllObject", "Root"]


class AllObject(Model):
    a: bool | None


class All(Model):
    either: str | int
    number: int | float | None = None
    maybe: Nullable[Annotated[str, Sent(max_length=3)]] = None
    lists: Nullable[list[int | None]] = None
    object: AllObject | str | None = None
    all: Nullable[str | int | float | bool | dict[str, JsonValue] | list[JsonValue]] = (
        None
    )
    one: str | None = None
    none: Nullable[None] = None
    date: DateTime | int | None = None


Root: TypeAlias = int | str | None
