"""Models of the `things` resource."""

from __future__ import annotations

from .._runtime.types.models import Model

__all__ = ["Thing", "ThingsFindBody", "ThingsSearchQ"]


class ThingsFindBody(Model):
    filter: str


class Thing(Model):
    name: str
    size: int | None = None


class ThingsSearchQ(Model):
    text: str
    tags: list[str] | None = None
    page: int | None = None
