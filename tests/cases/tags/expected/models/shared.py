"""Models shared by several resources."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, Union

from .._runtime.types.constants import constant
from .._runtime.types.models import Model
from .._runtime.types.unions import Discriminated, UnknownVariant

__all__ = ["Dot", "Polygon", "Shape", "Square", "Triangle"]


class Dot(Model):
    kind: Literal["Dot"] = constant("Dot")
    at: int


class Triangle(Model):
    kind: Literal["Tri"] = constant("Tri")
    a: int


class Square(Model):
    kind: Literal["Quad"] = constant("Quad")
    b: int


Polygon: TypeAlias = Annotated[
    Union[Triangle, Square, UnknownVariant],
    Discriminated("kind", {"Tri": Triangle, "Quad": Square}),
]

Shape: TypeAlias = Annotated[
    Union[Dot, Polygon, UnknownVariant],
    Discriminated("kind", {"Dot": Dot, "Tri": Triangle, "Quad": Square}),
]
