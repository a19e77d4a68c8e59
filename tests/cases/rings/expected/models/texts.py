"""Models of the resource `texts`."""

from __future__ import annotations

from typing import TypeAlias

__all__ = ["Number", "TextModel"]

Number: TypeAlias = int | str

TextModel: TypeAlias = Number
