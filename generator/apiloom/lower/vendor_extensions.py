"""Specification extensions (OpenAPI 3.1, section 4.9), kept for tools and templates."""

from __future__ import annotations

from apiloom.document.node import Node
from apiloom.document.tree import Value
from apiloom.ir.types import Extensions, Json, Members


def extensions_of(node: Node) -> Extensions:
    """The ``x-`` members of an object in document order; none of anything else."""
    value = node.value
    # Asked of every schema: most have none, and then nothing is made.
    if not isinstance(value, dict):
        return ()
    names = [name for name in value if name.startswith("x-")]
    return tuple([(name, frozen(value[name])) for name in names]) if names else ()


def frozen(value: Value) -> Json:
    """A value of the document that cannot change any more."""
    if isinstance(value, dict):
        return Members(tuple((key, frozen(item)) for key, item in value.items()))
    if isinstance(value, list):
        return tuple(map(frozen, value))
    return value
