"""Models of the `things` resource."""

from __future__ import annotations

import builtins
from typing import TypeAlias

from pydantic import Field
from typing_extensions import TypeAliasType

from .._runtime.types.models import Model, Nullable

__all__ = [
    "All",
    "AllInline",
    "AllMerged",
    "Either",
    "First",
    "Fourth",
    "Map",
    "Open",
    "Pair",
    "Second",
    "Third",
]


class AllInline(Model):
    back: All | None = None


class All(Model):
    list: builtins.list[All] | None = None
    map: dict[str, All] | None = None
    tuple: builtins.tuple[str, All] | None = None
    union: str | All | None = None
    optional: Nullable[All] = None
    inline: AllInline | None = None
    merged: AllMerged | None = None
    pattern: dict[str, All] | None = None


class AllMerged(All):
    more: bool | None = None


class Open(Model):
    list: builtins.list[Open] | None = None
    __pydantic_extra__: dict[str, Open] = Field(init=False)


class Fourth(Model):
    first: First | None = None
    either: Either | None = None


class Second(Model):
    third: list[Third] | None = None


class First(Model):
    second: Second | None = None


Map = TypeAliasType("Map", "dict[str, Map]")

Either = TypeAliasType("Either", "int | list[Either] | dict[str, Either]")

Third: TypeAlias = Fourth

Pair = TypeAliasType("Pair", "tuple[int, Pair | None]")
