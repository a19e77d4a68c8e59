"""Models of the `things` resource."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, Union

from .._runtime.types.constants import constant
from .._runtime.types.models import Model
from .._runtime.types.scalars import JsonNumber
from .._runtime.types.unions import Discriminated, UnknownVariant

__all__ = [
    "Animal",
    "Cat",
    "Deeper",
    "Dog",
    "Fish",
    "Named",
    "Partial",
    "Stone",
    "Useless",
]


class Cat(Model):
    kind: str
    lives: int | None = None


class Dog(Model):
    kind: str
    bark: str | None = None


class Fish(Model):
    kind: str
    fins: int | None = None


class Stone(Model):
    kind: Literal["stone"] = constant("stone")
    weight: JsonNumber | None = None


Animal: TypeAlias = Annotated[
    Union[Cat, Dog, Fish, UnknownVariant],
    Discriminated("kind", {"tom": Cat, "rex": Dog, "nemo": Fish}),
]

Named: TypeAlias = Annotated[
    Union[Cat, Fish, UnknownVariant],
    Discriminated("kind", {"Cat": Cat, "Fish": Fish}),
]

Partial: TypeAlias = Annotated[
    Union[Cat, Dog, UnknownVariant],
    Discriminated("kind", {"tom": Cat, "Dog": Dog}),
]

Deeper: TypeAlias = Annotated[
    Union[Animal, Stone, UnknownVariant],
    Discriminated("kind", {"tom": Cat, "rex": Dog, "nemo": Fish, "stone": Stone}),
]

Useless: TypeAlias = str | Stone
"""The member is missing in one of them, so that it tells nothing."""
