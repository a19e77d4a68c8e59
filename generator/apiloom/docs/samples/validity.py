"""Whether a JSON value is of a type and keeps its limits, as far as that is simple.

JSON Schema 2020-12, validation, section 6; what an example has to pass before it
stands in the documentation.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeAlias, TypeGuard
from uuid import UUID

from apiloom.ir.types import Constraints, Kind, Scalar
from apiloom.runtime.types.patterns import search

Value: TypeAlias = None | bool | int | float | str | list["Value"] | dict[str, "Value"]


def is_of_kind(value: Value, kind: Kind) -> bool:
    """Whether a value is one of a scalar type."""
    match kind:
        case Kind.ANY:
            return True
        case Kind.NULL:
            return value is None
        case Kind.BOOLEAN:
            return isinstance(value, bool)
        case Kind.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool)
        case Kind.NUMBER | Kind.DECIMAL_NUMBER:
            return _is_number(value)
        case Kind.DECIMAL:
            is_text = isinstance(value, str) and _parses(float, value)
            return is_text or _is_number(value)
        case _:
            return isinstance(value, str) and _is_text_of(value, kind)


def _is_number(value: Value) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text_of(value: str, kind: Kind) -> bool:
    match kind:
        case Kind.UUID:
            return _parses(UUID, value)
        case Kind.DATE_TIME:
            return len(value) > len("2025-01-31") and _parses(
                datetime.fromisoformat, value
            )
        case Kind.DATE:
            return _parses(date.fromisoformat, value)
        case Kind.BYTE | Kind.BASE64URL:
            return _parses(_decoded, value)
        case _:
            return True


def _parses(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


def _decoded(value: str) -> bytes:
    return base64.b64decode(value, validate=True)


def is_listed(value: Value, values: tuple[Scalar, ...]) -> bool:
    """Whether a value is one of a few, of the same type."""
    return any(type(one) is type(value) and one == value for one in values)


def is_within(value: Value, constraints: Constraints) -> bool:
    """Whether a value keeps its limits.  A pattern that is not supported is kept."""
    if _is_number(value):
        return _is_in_range(value, constraints)
    if isinstance(value, str):
        return _has_length(
            len(value), constraints.min_length, constraints.max_length
        ) and _matches(value, constraints.pattern)
    if isinstance(value, list):
        return _has_length(len(value), constraints.min_items, constraints.max_items)
    return True


def _is_in_range(value: int | float, constraints: Constraints) -> bool:
    least, most = constraints.minimum, constraints.maximum
    above, below = constraints.exclusive_minimum, constraints.exclusive_maximum
    return (
        (least is None or value >= least)
        and (most is None or value <= most)
        and (above is None or value > above)
        and (below is None or value < below)
    )


def _has_length(length: int, least: int | None, most: int | None) -> bool:
    return (least is None or length >= least) and (most is None or length <= most)


def _matches(value: str, pattern: str | None) -> bool:
    return pattern is None or search(pattern, value)
