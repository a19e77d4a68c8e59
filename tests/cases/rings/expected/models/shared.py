"""Models that several resources use."""

from __future__ import annotations

from typing import Annotated, TypeAlias, Union

from .._runtime.models import Discriminated, Model, UnknownVariant
from .._runtime.scalars import JsonNumber

__all__ = ["Box", "Dot", "Shape"]


class Dot(Model):
    """A parent that lists its children, as Java and .NET servers write it."""

    kind: str
    id: int
    size: JsonNumber | None = None


class Box(Model):
    """A parent that lists its children, as Java and .NET servers write it."""

    kind: str
    id: int
    inside: list[Shape] | None = None


Shape: TypeAlias = Annotated[
    Union[Dot, Box, UnknownVariant],
    Discriminated("kind", {"dot": Dot, "box": Box}),
]
"""A parent that lists its children, as Java and .NET servers write it."""
