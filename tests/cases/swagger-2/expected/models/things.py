"""Models of the `things` resource."""

from __future__ import annotations

from .._runtime.encoding.files import FileField
from .._runtime.types.models import Model, Nullable
from .._runtime.types.scalars import DateTime

__all__ = ["Problem", "Thing", "ThingsChangeBody", "ThingsUploadBody"]


class Thing(Model):
    name: str
    kind: str | None = None
    size: Nullable[int] = None
    at: DateTime | None = None


class Problem(Model):
    detail: str | None = None


class ThingsUploadBody(Model):
    file: FileField
    note: str | None = None


class ThingsChangeBody(Model):
    name: str
    size: int | None = None
