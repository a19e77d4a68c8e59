"""Models of the `things` resource."""

from __future__ import annotations

from .._runtime.types.models import Model
from .._runtime.types.scalars import (
    UUID,
    Base64,
    Base64URL,
    Date,
    DateTime,
    Decimal,
    DecimalNumber,
    JsonNumber,
)

__all__ = ["All"]


class All(Model):
    port: int | str | None = None
    at: DateTime | None = None
    day: Date | None = None
    time: str | None = None
    span: str | None = None
    id: UUID | None = None
    bytes: Base64 | None = None
    encoded: Base64 | None = None
    urlsafe: Base64URL | None = None
    safe_format: Base64URL | None = None
    hexadecimal: str | None = None
    sum: Decimal | None = None
    price: DecimalNumber | None = None
    small: int | None = None
    large: int | None = None
    unbounded: int | None = None
    single: JsonNumber | None = None
    double: JsonNumber | None = None
    number: JsonNumber | None = None
    uri: str | None = None
    reference: str | None = None
    mail: str | None = None
    v4: str | None = None
    v6: str | None = None
    host: str | None = None
    pattern: str | None = None
    pointer: str | None = None
    password: str | None = None
    unknown: str | None = None
    untyped: Date | None = None
