"""Models of the `things` resource."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .._runtime.types import JsonValue
from .._runtime.types.models import Model, Nullable
from .._runtime.types.validators import EmbeddedJson

__all__ = ["All", "AllConditional", "AllDependent", "AllSchemas", "AllSealed", "Either"]


class AllConditional(Model):
    country: str | None = None
    zip: str | None = None


class AllDependent(Model):
    card: str | None = None
    address: str | None = None


class AllSchemas(Model):
    card: str | None = None


class AllSealed(Model):
    a: str | None = None


class All(Model):
    not_: Annotated[str | None, Field(alias="not")] = None
    only_not: Nullable[JsonValue] = None
    conditional: AllConditional | None = None
    dependent: AllDependent | None = None
    schemas: AllSchemas | None = None
    sealed: AllSealed | None = None
    named: dict[str, int] | None = None
    counted: list[int] | None = None
    inner: EmbeddedJson[dict[str, JsonValue]] | None = None


class Either(Model):
    a: str | None = None
    b: str | None = None
