"""The parts of Swagger 2.0 that convert one by one, without their surroundings."""

from __future__ import annotations

from typing import Final

from apiloom.document.node import Node
from apiloom.document.origins import Origins
from apiloom.document.tree import Mapping, Value
from apiloom.locations import Pointer

__all__ = [
    "SCHEMA_KEYWORDS",
    "header",
    "media_types",
    "security_scheme",
    "split_schema",
    "texts",
]

SCHEMA_KEYWORDS: Final = frozenset(
    {
        "default",
        "enum",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "items",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "multipleOf",
        "pattern",
        "type",
        "uniqueItems",
        "x-nullable",
    }
)
"""What a parameter or header of 2.0 says itself, and in 3.x its schema says."""

_FLOWS: Final = {
    "accessCode": "authorizationCode",
    "application": "clientCredentials",
    "implicit": "implicit",
    "password": "password",
}


def texts(node: Node, key: str) -> list[str]:
    """Return the strings of the array `key`; a lone string counts as one."""
    member = node.get(key)
    if member is None:
        return []
    values = member.value if isinstance(member.value, list) else [member.value]
    return [value for value in values if isinstance(value, str)]


def media_types(names: list[str], default: str) -> list[str]:
    """Return the media types without repetition, or the default when there is none."""
    return list(dict.fromkeys(names)) or [default]


def split_schema(node: Node, place: Pointer, origins: Origins) -> tuple[Mapping, Value]:
    """Part a parameter or header into what stays and what becomes its schema."""
    kept: Mapping = {}
    schema: Mapping = {}
    for key, member in node.items():
        if key in SCHEMA_KEYWORDS:
            schema[key] = member.value
        elif key not in ("collectionFormat", "schema"):
            kept[key] = member.value
    own = node.get("schema")
    origins.set(place, node.pointer)
    if own is not None:
        # Not of 2.0, but what 3.x would say.
        return kept, own.value
    below = place.child("schema")
    origins.set(below, node.pointer)
    return kept, schema


def header(node: Node, place: Pointer, origins: Origins) -> Value:
    """Convert a header of a response (Swagger 2.0, 5.2.14 Header Object)."""
    if not node.is_mapping:
        return node.value
    kept, schema = split_schema(node, place, origins)
    return {**kept, "schema": schema}


def security_scheme(node: Node) -> Value:
    """Convert a security scheme (Swagger 2.0, 5.2.20)."""
    if not isinstance(node.value, dict):
        return node.value
    old: Mapping = dict(node.value)
    kind = old.get("type")
    if kind == "basic":
        return {**old, "type": "http", "scheme": "basic"}
    if kind != "oauth2":
        return old
    flow: Mapping = {
        key: old.pop(key)
        for key in ("authorizationUrl", "tokenUrl", "scopes")
        if key in old
    }
    flow.setdefault("scopes", {})
    name = old.pop("flow", None)
    flows: Mapping = {_FLOWS.get(str(name), "implicit"): flow}
    return {**old, "flows": flows}
