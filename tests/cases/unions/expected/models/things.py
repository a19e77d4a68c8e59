"""Models of the `things` resource."""

from __future__ import annotations

from typing import TypeAlias

from typing_extensions import TypeAliasType

from .._runtime.types.models import Model, Nullable
from .._runtime.types.scalars import Date, DateTime, JsonNumber

__all__ = [
    "Brief",
    "Circle",
    "Lists",
    "Nested",
    "Optional",
    "Overlap",
    "Requirement",
    "Scalar",
    "Shape",
    "Square",
    "Whole",
    "WithBase",
    "WithBaseCircle",
    "WithBaseSquare",
]


class Circle(Model):
    radius: JsonNumber


class Square(Model):
    side: JsonNumber
    label: str | None = None


class Brief(Model):
    id: int


class Whole(Model):
    id: int
    name: str
    born: Date | None = None


class Optional(Model):
    shape: Nullable[Shape] = None
    either: Nullable[str | int] = None
    only: Nullable[None] = None
    one: Circle | None = None


class Requirement(Model):
    mail: str | None = None
    phone: str | None = None


class WithBaseCircle(Circle):
    at: Date


class WithBaseSquare(Square):
    at: Date


Shape: TypeAlias = Circle | Square

Scalar: TypeAlias = int | DateTime | str | bool | float

Nested = TypeAliasType("Nested", "Shape | Scalar | list[Nested] | None")

Overlap: TypeAlias = Brief | Whole
"""Objects of which one may be read as the other."""

Lists: TypeAlias = list[int] | list[Square] | dict[str, int]

WithBase: TypeAlias = WithBaseCircle | WithBaseSquare
