"""Models of the `slots` resource."""

from __future__ import annotations

from typing import Annotated, TypeAlias, Union

from .._runtime.types.constants import constant
from .._runtime.types.models import Model
from .._runtime.types.scalars import JsonNumber
from .._runtime.types.unions import Discriminated, UnknownVariant
from .shared import Shape

__all__ = ["Framed", "FramedBox", "FramedDot"]


class FramedDot(Model):
    """A parent that lists its children, as Java and .NET servers write it."""

    kind: str = constant("dot")
    id: int
    size: JsonNumber | None = None
    frame: str


class FramedBox(Model):
    """A parent that lists its children, as Java and .NET servers write it."""

    kind: str = constant("box")
    id: int
    inside: list[Shape] | None = None
    frame: str


Framed: TypeAlias = Annotated[
    Union[FramedDot, FramedBox, UnknownVariant],
    Discriminated("kind", {"dot": FramedDot, "box": FramedBox}),
]
"""A child that the parent does not list."""
