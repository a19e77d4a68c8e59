"""What a value is where ``type`` does not say it all.

The formats of strings (OpenAPI 3.1, section 4.4.1; JSON Schema 2020-12, Validation,
sections 7.3 and 8), and the types that keywords imply.
"""

from __future__ import annotations

from typing import Final

from generator.ir.api import Payload
from generator.ir.types import Kind
from generator.lower.compose import Parts
from generator.lower.media_types import payload_of

_STRING_FORMATS: Final = {
    "uuid": Kind.UUID,
    "date-time": Kind.DATE_TIME,
    "date": Kind.DATE,
    "decimal": Kind.DECIMAL,
    "byte": Kind.BYTE,
    "base64url": Kind.BASE64URL,
    "binary": Kind.BINARY,
}
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
    return ("string",) if parts.text("format") in _STRING_FORMATS else ()


def string_kind(parts: Parts) -> Kind:
    """What a string holds: bytes, a moment, a file, or nothing but text."""
    encoding = parts.text("contentEncoding")
    if encoding in ("base64", "base64url"):
        return Kind.BYTE if encoding == "base64" else Kind.BASE64URL
    if encoding == "binary":
        return Kind.BINARY
    media_type = parts.text("contentMediaType")
    if media_type is not None and encoding is None:
        is_binary = payload_of(media_type) is Payload.BINARY
        return Kind.BINARY if is_binary else Kind.STRING
    return _STRING_FORMATS.get(parts.text("format") or "", Kind.STRING)
