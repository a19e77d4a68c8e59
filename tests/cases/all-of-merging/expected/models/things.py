"""Models of the `things` resource."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from .._runtime.types import JsonValue
from .._runtime.types.constraints import Sent
from .._runtime.types.enums import OpenStrEnum
from .._runtime.types.models import Model, Nullable
from .._runtime.types.scalars import Date, JsonNumber

__all__ = [
    "Called",
    "Deep",
    "Either",
    "Impossible",
    "Mailed",
    "Narrowed",
    "NarrowedKind",
    "NarrowedKindValue",
    "Nothing",
    "OnlyRequires",
    "Siblings",
    "Word",
]


class NarrowedKind(OpenStrEnum):
    A = "a"
    B = "b"


NarrowedKindValue: TypeAlias = Literal["a", "b"]
"""What may be passed for a member of `NarrowedKind`."""


class Siblings(Model):
    """Keywords beside allOf hold as well."""

    extra: str
    id: int
    size: Annotated[JsonNumber, Sent(ge=0, le=100)] | None = None
    kind: str | None = None
    at: Nullable[JsonValue] = None


class OnlyRequires(Model):
    id: int
    size: Annotated[JsonNumber, Sent(ge=0, le=100)] | None = None
    kind: str
    at: Nullable[JsonValue] = None
    unheard: Nullable[JsonValue] = None


class Narrowed(Model):
    id: int
    size: Annotated[int, Sent(ge=10, le=50)] | None = None
    kind: NarrowedKind | None = None
    at: Date | None = None


class Deep(OnlyRequires):
    """Keywords beside allOf hold as well."""

    extra: str
    deep: bool | None = None


class Mailed(Model):
    mail: str
    id: int
    size: Annotated[JsonNumber, Sent(ge=0, le=100)] | None = None
    kind: str | None = None
    at: Nullable[JsonValue] = None


class Called(Model):
    phone: str
    id: int
    size: Annotated[JsonNumber, Sent(ge=0, le=100)] | None = None
    kind: str | None = None
    at: Nullable[JsonValue] = None


class Impossible(Model):
    both: str | None = None
    fine: int | None = None


Word: TypeAlias = Annotated[str, Sent(min_length=2, max_length=4, pattern="^[a-z]")]

Either: TypeAlias = Mailed | Called

Nothing: TypeAlias = JsonValue
