"""Models of the `things` resource."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from .._runtime.types import JsonValue
from .._runtime.types.constraints import Sent
from .._runtime.types.models import Model
from .._runtime.types.scalars import Date, JsonNumber

__all__ = ["All", "Point"]


class All(Model):
    closed: tuple[str, int] | None = None
    short: Annotated[list[str | int], Sent(max_length=2)] | None = None
    """One or two of them."""
    rest: list[str | int] | None = None
    open: list[Date | JsonValue] | None = None
    any: list[JsonValue] | None = None
    point: Point | None = None
    unique: (
        Annotated[list[int], Sent(min_length=1, max_length=3, unique_items=True)] | None
    ) = None
    contains: list[int | str] | None = None
    nested: list[list[list[Point]]] | None = None


Point: TypeAlias = tuple[JsonNumber, JsonNumber]
