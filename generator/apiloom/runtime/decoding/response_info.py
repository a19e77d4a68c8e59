"""Media type, charset and plain content of a response."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from ..core.errors import ResponseValidationError
from .charsets import text_of
from .mismatches import Mismatch, listed

if TYPE_CHECKING:
    import httpx2

    from ..types import JsonValue


def loosely(response: httpx2.Response) -> JsonValue:
    """Return a body in JSON's types, else as text; None if it is empty."""
    if not response.content:
        return None
    try:
        return cast("JsonValue", json.loads(response.content))
    except (ValueError, RecursionError):
        return text_of(response)


def mismatch_error(
    response: httpx2.Response, mismatches: Sequence[Mismatch], operation: str = ""
) -> ResponseValidationError:
    """Return the error for a response that does not fit its schema."""
    named = f"{operation}: " if operation else ""
    return ResponseValidationError(
        f"{named}{place_of(response)} does not fit the specification: "
        f"{listed(mismatches)}",
        response=response,
        mismatches=mismatches,
    )


def media_type_of(response: httpx2.Response) -> str:
    """Return the response's media type, lower case and without parameters."""
    return plain(response.headers.get("content-type", ""))


def plain(content_type: str) -> str:
    """Return a media type in lower case and without parameters."""
    return content_type.partition(";")[0].strip().lower()


def charset_of(media_type: str, text: str = "") -> str:
    """Return the charset of a text, from its media type or its XML declaration."""
    stated = re.search(r"charset\s*=\s*\"?([\w.:-]+)", media_type, re.IGNORECASE)
    if stated is None and "xml" in media_type:
        stated = _XML.match(text)
    return stated[1] if stated is not None else "utf-8"


_XML: Final = re.compile(r"<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.-]+)[\"']")
"""An XML declaration that names the encoding (XML 1.0, section 4.3.3)."""


def fits(media_type: str, pattern: str) -> bool:
    """Return whether a media range has a media type (RFC 9110, section 12.5.1)."""
    pattern = plain(pattern)
    if pattern in ("*/*", media_type):
        return True
    start, star, end = pattern.partition("*")
    return bool(star) and media_type.startswith(start) and media_type.endswith(end)


def place_of(response: httpx2.Response) -> str:
    request = response.request
    kind = media_type_of(response) or "no content type"
    return (
        f"{request.method} {request.url.path}: the body of status "
        f"{response.status_code} ({kind})"
    )
