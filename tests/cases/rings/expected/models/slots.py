"""Models of the resource `slots`."""

from __future__ import annotations

from typing import Annotated, TypeAlias, Union

from .._runtime.models import Discriminated, Model, UnknownVariant
from .._runtime.scalars import JsonNumber
from .shared import Shape

__all__ = ["Framed", "FramedBox", "FramedDot"]


class FramedDot(Model):
    """A parent that lists its children, as Java and .NET servers write it."""

    kind: str
    id: int
    size: JsonNumber | None = None
    frame: str


class FramedBox(Model):
    """A parent that lists its children, as Java and .NET servers write it."""

    kind: str
    id: int
    inside: list[Shape] | None = None
    frame: str


Framed: TypeAlias = Annotated[
    Union[FramedDot, FramedBox, UnknownVariant],
    Discriminated("kind", {"dot": FramedDot, "box": FramedBox}),
]
"""A child that the parent does not list."""
