"""Types of strings, by ``format`` and content keywords.

The formats of strings (OpenAPI 3.1, section 4.4.1; JSON Schema 2020-12, Validation,
sections 7.3 and 8), and the types that keywords imply.
"""

from __future__ import annotations

from typing import Final

from apiloom.ir.api import Payload
from apiloom.ir.scalars import STRING_FORMATS, Kind
from apiloom.lower.operations.media_types import payload_of
from apiloom.lower.schemas.all_of import Parts

_IMPLIED: Final = tuple(
    (type_, frozenset(keywords))
    for type_, keywords in (
        ("object", ("properties", "additionalProperties", "patternProperties")),
        ("array", ("items", "prefixItems", "minItems", "maxItems", "uniqueItems")),
        ("string", ("pattern", "minLength", "maxLength", "contentEncoding")),
        ("string", ("contentSchema", "contentMediaType")),
        ("number", ("minimum", "maximum", "multipleOf")),
        ("number", ("exclusiveMinimum", "exclusiveMaximum")),
        ("object", ("required", "propertyNames", "minProperties", "maxProperties")),
        ("object", ("dependentRequired", "dependentSchemas", "unevaluatedProperties")),
        ("array", ("contains", "unevaluatedItems")),
    )
)


def implied_types(parts: Parts) -> tuple[str, ...]:
    """The type that keywords imply where ``type`` is missing; none if none does."""
    for type_, keywords in _IMPLIED:
        if parts.has_any(keywords):
            return (type_,)
    return ("string",) if parts.text("format") in STRING_FORMATS else ()


def string_kind(parts: Parts) -> Kind:
    """Return the kind of a string: bytes, a date-time, a file, or text."""
    encoding = parts.text("contentEncoding")
    if encoding in ("base64", "base64url"):
        return Kind.BYTE if encoding == "base64" else Kind.BASE64URL
    if encoding == "binary":
        return Kind.BINARY
    media_type = parts.text("contentMediaType")
    if media_type is not None and encoding is None:
        is_binary = payload_of(media_type) is Payload.BINARY
        return Kind.BINARY if is_binary else Kind.STRING
    return STRING_FORMATS.get(parts.text("format") or "", Kind.STRING)
