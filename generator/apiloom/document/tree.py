"""The plain Python tree a document is read into."""

from __future__ import annotations

import os
from typing import Final, TypeAlias

__all__ = [
    "DEPTH_VARIABLE",
    "MAX_DEPTH",
    "MORE_DEPTH",
    "Mapping",
    "Sequence",
    "Value",
    "depth_exceeds",
    "kind_of",
]

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
Mapping: TypeAlias = dict[str, Value]
Sequence: TypeAlias = list[Value]

DEPTH_VARIABLE: Final = "APILOOM_MAX_DEPTH"
"""The environment variable that sets `MAX_DEPTH`; processes hand it on."""


def _max_depth() -> int:
    text = os.environ.get(DEPTH_VARIABLE, "")
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    return int(text) if is_number and int(text) > 0 else 200


MAX_DEPTH: Final = _max_depth()
"""How deep a document may nest. Every later stage may recurse along the tree, with as
much room as is in proportion to it (`apiloom.depth`)."""

MORE_DEPTH: Final = f"set {DEPTH_VARIABLE}={10 * MAX_DEPTH} to let it be deeper"
"""The hint of messages that name the limit."""


def depth_exceeds(value: Value, limit: int = MAX_DEPTH) -> bool:
    """Say whether containers nest deeper than `limit`; never recurses itself."""
    level: list[Value] = [value]
    for _ in range(limit + 1):
        level = [
            child
            for holder in level
            for child in (
                holder.values()
                if type(holder) is dict
                else holder if type(holder) is list else ()
            )
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return False
    return True


def kind_of(value: Value) -> str:
    """Name the JSON type of a value, with its article, for a message."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case _:
            return "an object"
