"""Whether a JSON value is of a type and keeps its limits, as far as that is simple.

JSON Schema 2020-12, validation, section 6; what an example has to pass before it
stands in the documentation.
"""

from __future__ import annotations

from typing import TypeAlias, TypeGuard

from apiloom.ir.scalars import SCALARS, Kind
from apiloom.ir.types import Constraints, Scalar
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
            return _is_text_of(value, kind) or _is_number(value)
        case _:
            return _is_text_of(value, kind)


def _is_number(value: Value) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text_of(value: Value, kind: Kind) -> bool:
    parse = SCALARS[kind].parse
    if not isinstance(value, str):
        return False
    try:
        return parse is None or parse(value) is not None
    except ValueError:
        return False


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
