"""Models shared by several resources."""

from __future__ import annotations

from typing import Annotated, TypeAlias, Union

from .._runtime.types.constants import constant
from .._runtime.types.models import Model
from .._runtime.types.scalars import JsonNumber
from .._runtime.types.unions import Discriminated, UnknownVariant

__all__ = ["Box", "Dot", "Shape"]


class Dot(Model):
    """A parent that lists its children, as Java and .NET servers write it."""

    kind: str = constant("dot")
    id: int
    size: JsonNumber | None = None


class Box(Model):
    """A parent that lists its children, as Java and .NET servers write it."""

    kind: str = constant("box")
    id: int
    inside: list[Shape] | None = None


Shape: TypeAlias = Annotated[
    Union[Dot, Box, UnknownVariant],
    Discriminated("kind", {"dot": Dot, "box": Box}),
]
"""A parent that lists its children, as Java and .NET servers write it."""
