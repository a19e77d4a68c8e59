"""Models of the `slots` resource."""

from __future__ import annotations

from typing import Annotated, TypeAlias, Union

from .._runtime.types.unions import Discriminated, UnknownVariant
from .shared import Box, Dot

__all__ = ["Framed", "FramedBox", "FramedDot"]


class FramedDot(Dot):
    """A parent that lists its children, as Java and .NET servers write it."""

    frame: str


class FramedBox(Box):
    """A parent that lists its children, as Java and .NET servers write it."""

    frame: str


Framed: TypeAlias = Annotated[
    Union[FramedDot, FramedBox, UnknownVariant],
    Discriminated("kind", {"dot": FramedDot, "box": FramedBox}),
]
"""A child that the parent does not list."""
