"""Models of the resource `things`."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from .._runtime.json_value import JsonValue
from .._runtime.limits import Sent
from .._runtime.models import Model, Nullable
from .._runtime.scalars import DateTime

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
