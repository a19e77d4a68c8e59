"""Models of the `things` resource."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from .._runtime.types.enums import OpenStrEnum
from .._runtime.types.models import Model

__all__ = [
    "Thing",
    "ThingsListCountry",
    "ThingsListCountryValue",
    "ThingsListSince",
    "ThingsListSinceValue",
]


class ThingsListCountry(OpenStrEnum):
    NO = "NO"
    SE = "SE"
    NO_LOWER = "no"
    ON = "on"
    OFF = "off"
    YES = "yes"


ThingsListCountryValue: TypeAlias = Literal["NO", "SE", "no", "on", "off", "yes"]
"""What may be passed for a member of `ThingsListCountry`."""


class ThingsListSince(OpenStrEnum):
    VALUE_2020_01_01 = "2020-01-01"
    VALUE_1_10 = "1.10"
    VALUE_010 = "010"
    VALUE_12_30_45 = "12:30:45"
    NULL = "null"


ThingsListSinceValue: TypeAlias = Literal[
    "2020-01-01",
    "1.10",
    "010",
    "12:30:45",
    "null",
]
"""What may be passed for a member of `ThingsListSince`."""


class Thing(Model):
    b: int | None = None
    """Repeated."""
    c: int | None = None
    """Repeated."""
    d: int | None = None
    """Repeated."""
    on: bool | None = None
    field_1: Annotated[str | None, Field(alias="1")] = None
    field_2020_01_01: Annotated[str | None, Field(alias="2020-01-01")] = None
    null: str | None = None
    true: str | None = None
