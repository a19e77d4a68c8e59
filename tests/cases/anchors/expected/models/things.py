"""Models of the `things` resource."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .._runtime.types.models import Model
from .._runtime.types.scalars import JsonNumber

__all__ = ["All", "Circle", "Line", "Point", "Square", "StrictTree"]


class Circle(Model):
    radius: JsonNumber


class Square(Model):
    side: int
    self_: Annotated[Square | None, Field(alias="self")] = None


class Point(Model):
    x: int


class Line(Model):
    from_: Annotated[Point, Field(alias="from")]


class All(Model):
    anchor: Circle | None = None
    id: Square | None = None
    relative: Line | None = None
    inside: Point | None = None
    pointer: Point | None = None


class StrictTree(Model):
    size: int
    name: str
    children: list[StrictTree] | None = None
