"""The payload of a media type, by its name (RFC 6838)."""

from __future__ import annotations

from typing import Final

from apiloom.ir.api import Payload

_NAMES: Final = "csv ecmascript graphql javascript sql text toml xml yaml x-yaml"
_TEXTS: Final = frozenset(f"application/{name}" for name in _NAMES.split())
"""Media types of text whose names do not say so."""


def payload_of(media_type: str) -> Payload:
    """Return the encoding of a media type's body."""
    name = media_type.partition(";")[0].strip().lower()
    if name in ("application/json", "text/json", "*/*") or name.endswith("+json"):
        return Payload.JSON
    if name == "application/x-www-form-urlencoded":
        return Payload.FORM
    if name.startswith("multipart/"):
        return Payload.MULTIPART
    is_text = name.startswith("text/") or name.endswith(("+xml", "+yaml"))
    # Only text has a charset.
    is_text = is_text or "charset=" in media_type.lower()
    return Payload.TEXT if is_text or name in _TEXTS else Payload.BINARY
