"""Models of the `things` resource."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from .._runtime.types import JsonValue
from .._runtime.types.constraints import Sent
from .._runtime.types.models import Model
from .._runtime.types.scalars import Date

__all__ = ["Closed", "Entry", "Map", "Mixed", "Named", "Open", "Sealed"]


class Entry(Model):
    at: Date


class Mixed(Model):
    name: str
    __pydantic_extra__: dict[str, Date] = Field(init=False)


class Sealed(Entry):
    more: str | None = None


Map: TypeAlias = dict[str, Entry | int]

Closed: TypeAlias = dict[str, str]

Named: TypeAlias = Annotated[dict[str, int], Sent(min_length=1, max_length=2)]

Open: TypeAlias = dict[str, str | int | JsonValue]
