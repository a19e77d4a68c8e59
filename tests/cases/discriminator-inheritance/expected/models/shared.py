"""Models shared by several resources."""

from __future__ import annotations

from typing import Annotated, TypeAlias, Union

from pydantic import Field

from .._runtime.types.constants import constant
from .._runtime.types.models import Model
from .._runtime.types.unions import Discriminated

__all__ = ["AnyPet", "Cat", "Dog", "Pet", "Puppy"]


class Pet(Model):
    """Any pet. Its kind says which."""

    pet_type: Annotated[str, Field(alias="petType")]
    name: str


class Cat(Pet):
    """Any pet. Its kind says which."""

    pet_type: Annotated[str, Field(alias="petType")] = constant("kitty")
    lives: int | None = None


class Dog(Pet):
    """Any pet. Its kind says which."""

    pet_type: Annotated[str, Field(alias="petType")] = constant("hound")
    bark: str


class Puppy(Dog):
    """Any pet. Its kind says which."""

    pet_type: Annotated[str, Field(alias="petType")] = constant("Puppy")
    weeks: int | None = None


AnyPet: TypeAlias = Annotated[
    Union[Cat, Dog, Puppy, Pet],
    Discriminated("petType", {"kitty": Cat, "hound": Dog, "Puppy": Puppy}),
]
"""Any pet. Its kind says which."""
