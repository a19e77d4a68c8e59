"""Models shared by several resources."""

from __future__ import annotations

from typing import Annotated, TypeAlias, Union

from pydantic import Field

from .._runtime.types.models import Model
from .._runtime.types.unions import Discriminated, UnknownVariant

__all__ = ["Cat", "Dog", "Pet"]


class Cat(Model):
    pet_type: Annotated[str, Field(alias="petType")]
    name: str | None = None
    lives: int | None = None


class Dog(Model):
    pet_type: Annotated[str, Field(alias="petType")]
    name: str | None = None
    barks: bool


Pet: TypeAlias = Annotated[
    Union[Cat, Dog, UnknownVariant],
    Discriminated("petType", {"cat": Cat, "tiger": Cat, "dog": Dog}),
]
