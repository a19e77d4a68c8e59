"""JSON inside of strings: where a schema says what a string holds."""

from __future__ import annotations

from apiloom.document.node import Node
from apiloom.lower.schemas.all_of import Parts


def embedded_schema(parts: Parts) -> Node | None:
    """The schema of the JSON that a string holds (2020-12, Validation, 8.5)."""
    media_type = parts.text("contentMediaType")
    if media_type is None:
        return None
    is_json = media_type.partition(";")[0].strip().lower().endswith("json")
    if not is_json or parts.text("contentEncoding") is not None:
        return None
    return parts.first("contentSchema")
