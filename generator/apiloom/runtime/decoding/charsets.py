"""Charsets of texts that a server sends: those that are charsets, and no other codec.

Python's codecs are more than charsets (``hex``, ``rot13``, ``idna``), and some refuse
bytes even if errors are to be replaced.  What is not known is read as UTF-8.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .limits import limits_of, too_large

if TYPE_CHECKING:
    import httpx2

USUAL: Final = "utf-8"

_NO_CHARSETS: Final = frozenset(
    {
        "idna",
        "mbcs",
        "oem",
        "punycode",
        "raw-unicode-escape",
        "raw_unicode_escape",
        "undefined",
        "unicode-escape",
        "unicode_escape",
        "utf-7",
    }
)
"""Text encodings of Python that are none of texts on the web (WHATWG Encoding)."""

_MARKS: Final = (
    # That of UTF-32 begins like that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LONGEST_MARK: Final = 4
_LONGEST_NAME: Final = 64


def known_charset(name: str) -> str | None:
    """Return the name that Python has for a charset; None for what is no charset."""
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isascii():
        return None
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError, TypeError, UnicodeError):
        return None
    known = codec.name
    if known in _NO_CHARSETS or not getattr(codec, "_is_text_encoding", True):
        return None
    return known


@lru_cache(maxsize=64)
def stated_charset(content_type: str) -> str | None:
    """Return the known charset that a Content-Type names (RFC 9110, section 8.3.2)."""
    lowered = content_type.lower()
    place = lowered.find("charset")
    while place >= 0:
        name, equals, value = content_type[place : place + 200].partition("=")
        if equals and name.strip().lower() == "charset":
            value = value.lstrip()
            if value.startswith('"'):
                value = value[1:].partition('"')[0]
            else:
                value = value.partition(";")[0]
            return known_charset(value.strip("'"))
        place = lowered.find("charset", place + 1)
    return None


def safe_charset(content_type: str | None) -> str:
    """Return the charset of a text that is read as it arrives, UTF-8 if unknown.

    Without a byte order mark, Python's UTF-16 and UTF-32 refuse the rest.
    """
    if content_type is None or "charset" not in content_type.lower():
        return USUAL
    name = stated_charset(content_type) or USUAL
    return {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name)


def decode(content: bytes, charset: str | None) -> str:
    """Return the text of bytes; what is not of the charset is replaced.

    A byte order mark takes precedence over the charset (WHATWG Encoding, section 6).
    """
    mark, name = _marked(content)
    if name is None:
        name = known_charset(charset or USUAL) or USUAL
        name = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name)
    try:
        return content[len(mark) :].decode(name, "replace")
    except (LookupError, ValueError):
        return content.decode(USUAL, "replace")


def text_of(response: httpx2.Response) -> str:
    """Return the body of a response that was read, as text; XML names its own charset.

    A Content-Type takes precedence over an XML declaration (RFC 7303, section 3).
    """
    content = response.content
    content_type = response.headers.get("content-type", "")
    charset = stated_charset(content_type)
    if charset is None and "xml" in content_type:
        declared = _XML.match(content[:_DECLARATION].decode("latin-1"))
        charset = declared[1] if declared is not None else None
    return decode(content, charset)


_DECLARATION: Final = 200
"""The bytes that an XML declaration may have."""

_XML: Final = re.compile(r"<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.-]+)[\"']")
"""An XML declaration that names the encoding (XML 1.0, section 4.3.3)."""


def _marked(content: bytes) -> tuple[bytes, str | None]:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return mark, name
    return b"", None


class TextReader:
    """Reads bytes as text while they arrive."""

    def __init__(self, content_type: str | None) -> None:
        """Initialize with the Content-Type, which may name a charset."""
        self._charset: Final = safe_charset(content_type)
        self._start: bytes | None = b""
        self._decoder: codecs.IncrementalDecoder | None = None

    def feed(self, chunk: bytes, *, is_end: bool = False) -> str:
        """Return the text that these bytes complete."""
        if self._decoder is None:
            start = (self._start or b"") + chunk
            if len(start) < _LONGEST_MARK and not is_end:
                self._start = start
                return ""
            mark, name = _marked(start)
            decoder = codecs.getincrementaldecoder(name or self._charset)
            self._decoder = decoder("replace")
            chunk = start[len(mark) :]
        return self._decoder.decode(chunk, is_end)


class LineReader:
    """Cuts text into lines, as `str.splitlines` does, while it arrives."""

    def __init__(self, response: httpx2.Response) -> None:
        """Start with nothing; a line may be as long as the limits of a response say."""
        self._most: Final = limits_of(response).line_bytes
        self._pending: list[str] = []
        self._length = 0
        self._is_after_cr = False

    def feed(self, text: str) -> Iterable[str]:
        """Return the lines that this text completes."""
        if self._is_after_cr and text:
            # The line feed that may follow belongs to it.
            self._pending.append("\r")
            self._is_after_cr = False
            if not text.startswith("\n"):
                yield self._cut()
            else:
                text = text[1:]
                yield self._cut()
        if text.endswith("\r"):
            text = text[:-1]
            self._is_after_cr = True
        for line in text.splitlines(keepends=True):
            self._pending.append(line)
            self._length += len(line)
            if self._most is not None and self._length > self._most:
                raise too_large("a line of more bytes", "line_bytes", self._most)
            if line.splitlines()[0] != line:
                yield self._cut()

    def finish(self) -> Iterator[str]:
        """Return the last line, if it has no end."""
        if self._pending or self._is_after_cr:
            yield self._cut()

    def _cut(self) -> str:
        line = "".join(self._pending)
        self._pending.clear()
        self._length = 0
        return line.splitlines()[0] if line else ""
