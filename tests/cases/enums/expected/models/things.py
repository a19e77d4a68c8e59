"""Models of the `things` resource."""

from __future__ import annotations

from typing import Literal, TypeAlias

from .._runtime.types.enums import OpenIntEnum, OpenStrEnum
from .._runtime.types.models import Model, Nullable

__all__ = [
    "Colour",
    "ColourValue",
    "Level",
    "LevelValue",
    "Size",
    "SizeValue",
    "Sort",
    "SortValue",
    "Thing",
    "ThingLettersItem",
    "Wish",
]


class Sort(OpenStrEnum):
    NAME = "name"
    MINUS_NAME = "-name"
    PLUS_NAME = "+name"
    EMPTY = ""


SortValue: TypeAlias = Literal["name", "-name", "+name", ""]
"""What may be passed for a member of `Sort`."""


class Size(OpenStrEnum):
    """How large."""

    SMALL = "small"
    """Not large."""
    VERY_LARGE = "very large"
    """Large."""
    VALUE_10 = "10"
    """Ten."""


SizeValue: TypeAlias = Literal["small", "very large", "10"]
"""What may be passed for a member of `Size`."""


class Level(OpenIntEnum):
    LOW = -1
    VALUE_1_ST = 0
    CLASS = 1


LevelValue: TypeAlias = Literal[-1, 0, 1]
"""What may be passed for a member of `Level`."""


class Colour(OpenStrEnum):
    RED = "red"
    BLUE = "blue"


ColourValue: TypeAlias = Literal["red", "blue"]
"""What may be passed for a member of `Colour`."""


class ThingLettersItem(OpenStrEnum):
    MRO_ = "mro"
    NAME = "name"
    VALUE = "value"
    A = "A"
    A_LOWER = "a"


class Wish(Model):
    size: Size | None = None
    """How large."""
    level: Level | None = None
    colour: Nullable[Colour] = None


class Thing(Model):
    size: Size | None = None
    """How large."""
    level: Level | None = None
    colour: Colour | None = None
    version: Literal[1, 2] | int | None = None
    always: Literal["yes"] | str | None = None
    letters: list[ThingLettersItem] | None = None
