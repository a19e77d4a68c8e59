"""Adjustments of pydantic's schemas, so that JSON is read exactly, and quickly.

Pydantic takes ``true`` for a listed 1 and 1 for a listed ``true``, as Python does. JSON
Schema keeps them apart (2020-12, section 4.2.2).
"""

from __future__ import annotations

from typing import Any, Final, cast

from pydantic_core import CoreSchema, core_schema

_INNER: Final = {
    "default": "schema",
    "nullable": "schema",
    "list": "items_schema",
    "dict": "values_schema",
}
"""Where schemas have the schema of what is in their values."""


def exact(schema: CoreSchema, *, is_chosen: bool = False) -> CoreSchema:
    """Return the schema of a value as it is best for JSON.

    Args:
        schema: What pydantic made of an annotation.
        is_chosen: Whether it is a member of a union. Elsewhere, text with a format is
            read without a call of Python.
    """
    known = cast("dict[str, Any]", schema)
    kind = known["type"]
    inner = _INNER.get(kind)
    if inner is not None and inner in known:
        item = exact(known[inner], is_chosen=is_chosen and kind in _SAME)
        return cast("CoreSchema", {**known, inner: item})
    if kind == "union":
        choices = [_choice(choice) for choice in known["choices"]]
        return cast("CoreSchema", {**known, "choices": choices})
    if kind == "literal":
        return _literal(cast("core_schema.LiteralSchema", schema))
    either = known.get("json_schema") if kind == "json-or-python" else None
    if either is not None and either["type"] == "lax-or-strict" and not is_chosen:
        return cast("CoreSchema", {**known, "json_schema": either["lax_schema"]})
    return schema


_SAME: Final = frozenset({"default", "nullable"})
"""Schemas of the same value as the one inside of them."""


def _choice(choice: Any) -> Any:
    """Return a member of a union, which may have a label."""
    if isinstance(choice, tuple):
        schema, label = cast("tuple[CoreSchema, str]", choice)
        return exact(schema, is_chosen=True), label
    return exact(choice, is_chosen=True)


def _literal(schema: core_schema.LiteralSchema) -> CoreSchema:
    """Return the schema of listed values, where a boolean is no number."""
    booleans = [value for value in schema["expected"] if isinstance(value, bool)]
    numbers = [value for value in schema["expected"] if type(value) is int]
    if not booleans and not numbers:
        return schema
    others = [value for value in schema["expected"] if not isinstance(value, int)]
    choices: list[CoreSchema | tuple[CoreSchema, str]] = []
    if booleans:
        listed = core_schema.literal_schema(booleans)
        choices.append(core_schema.chain_schema([core_schema.bool_schema(), listed]))
    if numbers:
        listed = core_schema.literal_schema(numbers)
        choices.append(core_schema.chain_schema([core_schema.int_schema(), listed]))
    if others:
        choices.append(core_schema.literal_schema(others))
    either = choices[0] if len(choices) == 1 else core_schema.union_schema(choices)
    return core_schema.json_or_python_schema(cast("CoreSchema", either), schema)
