"""Models of the `values` resource."""

from __future__ import annotations

from typing_extensions import TypeAliasType

__all__ = ["Value"]

Value = TypeAliasType(
    "Value",
    "str | int | float | bool | list[Value] | dict[str, Value] | None",
)
