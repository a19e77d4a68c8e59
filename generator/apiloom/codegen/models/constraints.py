"""The limits of values, as the code writes them."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from apiloom.codegen.formatter import Code, listing, literal, string
from apiloom.ir.types import Constraints
from apiloom.runtime.types.patterns import is_supported

_PYDANTIC_NAMES: Final = {
    "minimum": "ge",
    "maximum": "le",
    "exclusive_minimum": "gt",
    "exclusive_maximum": "lt",
    "multiple_of": "multiple_of",
    "min_length": "min_length",
    "max_length": "max_length",
    "min_items": "min_length",
    "max_items": "max_length",
}


def bounds(constraints: Constraints) -> dict[str, Code | str]:
    """The limits that pydantic has names for."""
    found: dict[str, Code | str] = {}
    for field in fields(constraints):
        value: object = getattr(constraints, field.name)
        if value is not None and field.name in _PYDANTIC_NAMES:
            found[_PYDANTIC_NAMES[field.name]] = literal(value)
    return found


def pattern_of(constraints: Constraints) -> str | None:
    """The regular expression, if it can be matched in linear time."""
    pattern = constraints.pattern
    return pattern if pattern is not None and is_supported(pattern) else None


def all_limits(constraints: Constraints) -> dict[str, Code | str]:
    """The limits that the runtime's ``Sent`` knows."""
    found = bounds(constraints)
    pattern = pattern_of(constraints)
    if pattern is not None:
        found["pattern"] = string(pattern)
    if constraints.unique_items:
        found["unique_items"] = "True"
    if constraints.one_of:
        found["one_of"] = listing(map(literal, constraints.one_of))
    return found
