"""A model to send, and what of it goes over the wire."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from apiloom.runtime.encoding.files import Content
from apiloom.runtime.types.enums import OpenStrEnum
from apiloom.runtime.types.models import Model, Nullable
from apiloom.runtime.types.scalars import Base64


class Size(OpenStrEnum):
    SMALL = "small"


class Signatory(Model):
    user_uuid: str
    is_first: Annotated[Nullable[bool], Field(alias="isFirst")] = None


class Order(Model):
    order_id: Annotated[int, Field(alias="orderId", ge=1)]
    note: Nullable[str] = None
    size: Size | None = None
    due: date | None = None
    data: Base64 | None = None
    tags: list[str] | None = None
    first: Signatory | None = None


def written(content: Content) -> bytes:
    """What goes over the wire."""
    stream = content.stream(is_async=False)
    return stream if isinstance(stream, bytes) else b"".join(stream)
