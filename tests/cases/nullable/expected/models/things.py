"""Models of the `things` resource."""

from __future__ import annotations

from .._runtime.types.models import Model, Nullable

__all__ = ["Inner", "Thing", "ThingsUpdateBody"]


class Inner(Model):
    x: Nullable[int] = None
    y: int | None = None
    """Default of the API: `5`."""


class ThingsUpdateBody(Model):
    a: str
    b: str | None
    c: str | None = None
    """Default of the API: `"see"`."""
    d: Nullable[Inner] = None
    e: Inner | None = None


class Thing(Model):
    a: str
    b: str | None
    c: str | None = None
    """Default of the API: `"see"`."""
    d: Inner | None = None
