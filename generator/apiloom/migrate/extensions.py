"""Values of extensions in the intermediate representation, as plain values."""

from __future__ import annotations

from apiloom.document.tree import Value
from apiloom.ir.types import Extensions, Json, Members

__all__ = ["extension"]


def extension(extensions: Extensions, name: str) -> Value:
    """Return the value of an extension; None if it is not there."""
    return next((_thawed(value) for key, value in extensions if key == name), None)


def _thawed(value: Json) -> Value:
    if isinstance(value, Members):
        return {key: _thawed(item) for key, item in value.items}
    if isinstance(value, tuple):
        return [_thawed(item) for item in value]
    return value
