"""Descriptions of a value, wherever its schema has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from apiloom.document.node import Node
from apiloom.lower.schemas.all_of import Parts, parts_of

_DEEPEST: Final = 3
"""How far inside a schema the descriptions of values without a class are."""


def described(parts: Parts) -> str:
    """Return the description of a schema, and those of its parts that have no class.

    If a schema is only nullable, its description is that of its one variant. Lists and
    variants that are plain values have nowhere else to say what they are.
    """
    own = parts.annotations().text("description")
    if own is None:
        variant = _only_variant(parts)
        if variant is not None:
            return described(parts_of(variant))
    own = own or ""
    said = " ".join(own.split())
    notes = [note for note in _notes(parts.node, 0) if note not in said]
    lines = [f"- {note}" for note in dict.fromkeys(notes)]
    return "\n\n".join(filter(None, (own, "\n".join(lines))))


def _only_variant(parts: Parts) -> Node | None:
    """Return the variant of a schema that is only nullable."""
    for keyword in ("anyOf", "oneOf"):
        variants = parts.first(keyword)
        if variants is None or not variants.is_sequence:
            continue
        elements = list(variants.elements())
        others = [one for one in elements if one.is_mapping and not _is_null(one)]
        if len(others) == 1 and len(elements) == 2:
            return others[0]
    return None


def _notes(node: Node, depth: int) -> Iterator[str]:
    """Yield what is said of the items and variants of a schema, on one line each."""
    inside = [node.get("items")]
    for keyword in ("anyOf", "oneOf"):
        variants = node.get(keyword)
        elements = [*variants.elements()] if variants is not None else []
        inside += [one for one in elements if not _is_null(one)]
    for one in inside:
        if one is None or not one.is_mapping or _has_class(one):
            continue
        stated = one.get("description")
        text = stated.value if stated is not None else None
        if isinstance(text, str) and text.strip():
            yield " ".join(text.split())
        if one.ref is None and depth < _DEEPEST:
            yield from _notes(one, depth + 1)


def _is_null(node: Node) -> bool:
    return isinstance(node.value, dict) and node.value.get("type") == "null"


def _has_class(node: Node) -> bool:
    """Whether a schema has a class whose docstring says what it is."""
    return not {"properties", "enum", "allOf"}.isdisjoint(node.keys())
