"""Second reading of bodies that do not match at once. Loaded late, by the first.

Its charset may be another one than UTF-8, its Content-Type may say that it is not what
is documented, it may be missing, or parts of it may not fit.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, Protocol

import pydantic_core
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..types.models import Adapter
from ..types.nesting import TOO_DEEP
from . import lenient
from .charsets import USUAL, stated_charset, text_of
from .mismatches import Deviation, Mismatches, kind_of
from .response_info import charset_of, loosely, media_type_of, mismatch_error, place_of

if TYPE_CHECKING:
    import httpx2

_BLANK: Final = b"\xef\xbb\xbf \t\r\n"
"""What a body without a value may have: white space, and a byte order mark."""
_CONTROLS: Final = frozenset({*range(32), 127} - {*b"\t\n\f\r\x1b"})
"""Bytes that no text has."""
_FORMATS_CHECKED: Final = 100
"""How many bodies of an operation are looked at for formats, if only reported."""


class Typed(Protocol):
    """Reader of JSON of a given type: one pass if it matches."""

    media_types: tuple[str, ...]
    formats_checked: int

    @property
    def adapter(self) -> Adapter[Any]:
        """The adapter that validates the body."""
        ...


def again(
    response: httpx2.Response,
    decoder: Typed,
    mismatches: Mismatches,
    error: ValidationError,
) -> Any:
    """Return a body that pydantic refused, as far as it can be read.

    Raises:
        ResponseValidationError: It is no JSON.
    """
    adapter = decoder.adapter
    if not response.content.strip(_BLANK):
        mismatches.append(Deviation((), lenient.expected(adapter.type), "no body"))
        return None
    if media_type_of(response).startswith("text/") and not looks_like_json(response):
        found, value = _as_text(response, decoder, mismatches)
        if found:
            return value
    text = json_text(response)
    if text is not None:
        try:
            return adapter.from_json(text)
        except ValidationError as refused:
            error = refused
    content = response.content if text is None else text
    try:
        plain = _parsed(content)
    except (ValueError, RecursionError) as unreadable:
        return _unreadable(response, decoder, mismatches, unreadable)
    return leniently(adapter, plain, mismatches, error)


def leniently(
    adapter: Adapter[Any], plain: Any, mismatches: Mismatches, error: ValidationError
) -> Any:
    """Return a value of JSON types, with at least the mismatch that pydantic found."""
    value, found = lenient.read(adapter.type, plain)
    problems = [] if found else error.errors(include_url=False)
    if problems and not any(map(_is_fine, problems)):
        # A type of the caller's knows more than its annotation says.
        problem = problems[0]
        found = [Deviation(tuple(problem["loc"]), problem["msg"], "something else")]
    mismatches += found
    return value


def _is_fine(problem: ErrorDetails) -> bool:
    """Return whether pydantic refuses what fits: deep nesting, 1.0 for an integer."""
    value: object = problem["input"]
    is_integer = isinstance(value, float) and value.is_integer()
    return is_integer or problem["type"] == TOO_DEEP


def note_formats(
    response: httpx2.Response, decoder: Typed, mismatches: Mismatches
) -> None:
    """Add the strings that do not have the formats of their schemas.

    They are read already, and where mismatches are only reported, this is done for so
    many bodies and no more.
    """
    if mismatches.mode == "off":
        return
    if mismatches.mode == "report":
        if decoder.formats_checked >= _FORMATS_CHECKED:
            return
        decoder.formats_checked += 1
    try:
        plain = _parsed(response.content)
        mismatches += lenient.read(decoder.adapter.type, plain)[1]
    except (ValueError, RecursionError):
        return


def json_text(response: httpx2.Response) -> str | None:
    """Return the text of JSON in another encoding than UTF-8 without a byte order mark.

    RFC 8259, section 8.1, knows only UTF-8, and lets a reader ignore the mark.
    """
    content = response.content
    content_type = response.headers.get("content-type", "")
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    found = [name for mark, name in marks.items() if content.startswith(mark)]
    if content.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        found = ["utf-32"]
    stated = charset_of(content_type)
    if stated.lower() not in ("utf-8", "utf8"):
        found.append(stated)
    if b"\0" in content[:4]:
        found.append(json.detect_encoding(content))
    for charset in found:
        try:
            text = content.decode(charset)
            return str(text)
        except (LookupError, ValueError):
            continue
    return None


def by_content_type(response: httpx2.Response) -> Any:
    """Return the body by its Content-Type: JSON, text, bytes, or None if empty."""
    if not response.content:
        return None
    kind = media_type_of(response)
    if _is_binary(kind):
        return response.content
    if _is_text(kind) and not looks_like_json(response):
        return text_of(response)
    value = loosely(response)
    is_text = not isinstance(value, str) or "json" in kind or _is_decodable(response)
    return value if is_text else response.content


def any_value(response: httpx2.Response, decoder: Typed, mismatches: Mismatches) -> Any:
    """Return a body in another media type, where any JSON is documented.

    Bodies that look like JSON are, though servers call them text.
    """
    kind = media_type_of(response)
    if not response.content.strip(_BLANK):
        mismatches.append(Deviation((), "JSON", "no body"))
        return None
    if looks_like_json(response):
        try:
            return decoder.adapter.from_json(json_text(response) or response.content)
        except ValidationError:
            pass
    mismatches.append(Deviation((), decoder.media_types[0], _shown(kind)))
    return text_of(response) if _is_text(kind) else response.content


def instead_of_text(response: httpx2.Response, mismatches: Mismatches) -> Any:
    """Return a body of JSON or bytes, where text is documented."""
    kind = media_type_of(response)
    if "json" not in kind:
        mismatches.append(Deviation((), "text", _shown(kind)))
        return response.content
    try:
        value = _parsed(json_text(response) or response.content)
    except (ValueError, RecursionError):
        return text_of(response)
    if not isinstance(value, str):
        mismatches.append(Deviation((), "a string", kind_of(value)))
    return value


def undecoded(response: httpx2.Response, text: str, mismatches: Mismatches) -> Any:
    """Return a body that is not in its charset: bytes, or text of an older charset."""
    content = response.content
    if _is_decodable(response):
        return text
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if is_wide or not _CONTROLS.isdisjoint(content):
        mismatches.append(Deviation((), "text", "bytes"))
        return content
    mismatches.append(Deviation((), "text", "text in another charset"))
    return content.decode("latin-1")


def _unreadable(
    response: httpx2.Response, decoder: Typed, mismatches: Mismatches, error: Exception
) -> Any:
    """Return text where it is documented or can be the value; else raise."""
    kind = media_type_of(response)
    asked = lenient.expected(decoder.adapter.type)
    if kind.startswith("text/"):
        if kind in decoder.media_types:
            mismatches.append(Deviation((), asked, "a string"))
            return text_of(response)
    else:
        is_string, value = _as_text(response, decoder, mismatches)
        if is_string:
            return value
    is_text = _is_plain(response) or _is_lines(response)
    if lenient.is_scalar(decoder.adapter.type) and is_text:
        mismatches.append(Deviation((), asked, "text that is no JSON"))
        return text_of(response)
    if decoder.adapter.type is Any and not kind:
        mismatches.append(Deviation((), asked, "bytes without a content type"))
        return response.content
    found = Deviation((), "JSON", _shown(kind) if "json" not in kind else "no JSON")
    raised = mismatch_error(response, [found.plain()])
    raised.args = (
        f"{place_of(response)} cannot be read: Invalid JSON: {_reason(error)}",
    )
    raise raised from error


def _as_text(
    response: httpx2.Response, decoder: Typed, mismatches: Mismatches
) -> tuple[bool, Any]:
    """Return whether a body is a string as documented, and that string."""
    kind = media_type_of(response)
    if not kind.startswith("text/") and not _is_plain(response):
        return False, None
    text = text_of(response)
    try:
        value = decoder.adapter.from_json(pydantic_core.to_json(text))
    except (ValidationError, ValueError):
        return False, None
    if not isinstance(value, str) and text != json.loads(
        decoder.adapter.to_json(value)
    ):
        # A number or a truth value is no text, though pydantic may read it from one.
        return False, None
    if kind not in decoder.media_types:
        mismatches.append(Deviation((), decoder.media_types[0], _shown(kind)))
    elif not kind.startswith("text/"):
        mismatches.append(Deviation((), "JSON", "text that is no JSON"))
    return True, value


def _is_plain(response: httpx2.Response) -> bool:
    """Return whether a body is text in its charset, and not JSON that breaks off."""
    start = response.content.lstrip(_BLANK)[:1]
    return start not in (b"{", b"[", b'"') and _is_decodable(response)


def _is_decodable(response: httpx2.Response) -> bool:
    """Return whether a body is text in its charset."""
    charset = stated_charset(response.headers.get("content-type", "")) or USUAL
    try:
        response.content.decode(charset)
    except (LookupError, ValueError):
        return False
    return True


def _is_lines(response: httpx2.Response) -> bool:
    """Return whether a body is JSON Lines, whatever its media type says."""
    try:
        values = [json.loads(line) for line in response.content.splitlines() if line]
    except (ValueError, RecursionError):
        return False
    return len(values) > 1


def _reason(error: Exception) -> str:
    """Say why text is no JSON, without a word of the text."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno} column {error.colno}"
    return "it is nested too deeply" if isinstance(error, RecursionError) else "text"


def _parsed(content: bytes | str) -> Any:
    """Return JSON in Python's types; raise ValueError or RecursionError."""
    try:
        return pydantic_core.from_json(content)
    except ValueError:
        # It knows a half of a surrogate pair and takes more depth.
        return json.loads(content)


def looks_like_json(response: httpx2.Response) -> bool:
    """Return whether a body begins as an object or a list of JSON does."""
    if media_type_of(response) == "text/csv":
        return False
    start = response.content[:64].lstrip(_BLANK)
    return start[:1] in (b"{", b"[")


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind.endswith(_TEXT_ENDINGS)


def _shown(kind: str) -> str:
    """Return a media type for a message: it is the server's text."""
    return re.sub(r"[^\w.+/*-]", "?", kind)[:100] or "no content type"


def _is_binary(kind: str) -> bool:
    return kind.startswith(_BINARY_STARTS) and not kind.endswith("xml")


_TEXT_ENDINGS: Final = ("xml", "yaml", "csv", "javascript", "/sql", "/toml", "/graphql")
_BINARY_STARTS: Final = (
    "image/",
    "audio/",
    "video/",
    "font/",
    "application/octet-stream",
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/x-gzip",
    "application/x-tar",
    "application/vnd.openxmlformats",
    "application/vnd.ms-excel",
)
