"""Models of the `things` resource."""

from __future__ import annotations

from .._runtime.types.models import Model

__all__ = ["Problem", "Thing", "ThingsPurgeBody", "ThingsSearchBody"]


class Problem(Model):
    detail: str | None = None


class Thing(Model):
    name: str
    problem: Problem | None = None


class ThingsSearchBody(Model):
    query: str | None = None


class ThingsPurgeBody(Model):
    ids: list[int]
