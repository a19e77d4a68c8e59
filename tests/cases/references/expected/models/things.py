"""Models of the `things` resource."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from .._runtime.types.constraints import Sent
from .._runtime.types.models import Model
from .._runtime.types.scalars import Date, JsonNumber

__all__ = [
    "AB",
    "ABC",
    "Circle",
    "Größe",
    "Ids",
    "Items",
    "Local",
    "LocalInner",
    "Model0",
    "Model1",
    "Problem",
    "RateSchema",
    "Schema",
    "Square",
    "ThingsAllResponse",
    "ThingsAllResponseSiblings",
    "Whole",
    "Word",
]


class LocalInner(Model):
    at: Date | None = None


class Local(Model):
    word: Word | None = None
    inner: LocalInner | None = None


class Square(Model):
    side: int
    round: Circle | None = None


class Circle(Model):
    radius: JsonNumber
    next: Square | None = None


class Whole(Model):
    of: list[Whole] | None = None


class Items(Model):
    n: int | None = None


class Model1(Model):
    extra: bool | None = None


class Model0(Model):
    a: str


class AB(Model):
    x: int | None = None


class ThingsAllResponseSiblings(Model):
    """Siblings are heard."""

    word: Word
    inner: LocalInner | None = None


class ThingsAllResponse(Model):
    local: Local | None = None
    yaml: Circle | None = None
    json_: Annotated[Square | None, Field(alias="json")] = None
    whole: Whole | None = None
    property: LocalInner | None = None
    item: Items | None = None
    part: Model1 | None = None
    branch: Model0 | None = None
    escaped: ABC | None = None
    percent: AB | None = None
    unicode: Größe | None = None
    parameter: Schema | None = None
    header: RateSchema | None = None
    definition: Word | None = None
    chain: Local | None = None
    siblings: ThingsAllResponseSiblings | None = None
    """Siblings are heard."""


class Problem(Model):
    detail: str | None = None


Ids: TypeAlias = Annotated[int, Sent(ge=1)]

Word: TypeAlias = Annotated[str, Sent(max_length=9)]

ABC: TypeAlias = Date

Größe: TypeAlias = JsonNumber

Schema: TypeAlias = Annotated[int, Sent(le=100)]

RateSchema: TypeAlias = int
