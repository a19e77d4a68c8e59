"""The limits of values, as the code writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Final

from generator.ir.api import Api
from generator.ir.types import (
    Alias,
    Array,
    Constraints,
    Map,
    Model,
    Primitive,
    Reference,
    Type,
    without_null,
)
from generator.python.imports import Imports
from generator.python.layout import Bracket, Code, call, literal, string
from generator.runtime.patterns import is_supported

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
    return found


def argument_limits(
    type_: Type, api: Api, imports: Imports, model: Callable[[Reference], Code]
) -> Bracket | None:
    """What an argument is held to: ``Sent(…)``, or None if nothing is said.

    A dict for a model has to fit the model, which `model` gives the name of.
    """
    named: dict[str, Code | str] = {}
    inner = without_null(type_)
    seen: set[Reference] = set()
    while isinstance(inner, Reference) and inner not in seen:
        seen.add(inner)
        definition = api.definitions[inner.target]
        if isinstance(definition, Model):
            return call(imports.name(".._runtime.checked", "Valid"), model(inner))
        if not isinstance(definition, Alias):
            return None
        inner = without_null(definition.type)
    if isinstance(inner, (Primitive, Array, Map)):
        named = all_limits(inner.constraints)
    if isinstance(inner, Array):
        items = argument_limits(inner.items, api, imports, model)
        if items is not None:
            named["items"] = items
    if not named:
        return None
    return call(imports.name(".._runtime.limits", "Sent"), **named)
