"""Models of the `texts` resource."""

from __future__ import annotations

from typing import TypeAlias

__all__ = ["Number", "Text"]

Number: TypeAlias = int | str

Text: TypeAlias = Number
