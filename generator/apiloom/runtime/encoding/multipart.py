"""Bodies that consist of parts (RFC 2046, section 5.1; RFC 7578 for forms)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ..core.errors import RequestValidationError
from ..core.lazy import Deferred
from .content import Content
from .files import Upload, is_file, open_upload
from .parameters import jsonable, sendable

if TYPE_CHECKING:
    import pydantic_core
else:
    pydantic_core = Deferred("pydantic_core")

_ESCAPED: Final = {
    '"': "%22",
    "\\": "\\\\",
    **{chr(code): f"%{code:02X}" for code in range(0x20) if code != 0x1B},
}
"""What cannot stand in a quoted name (WHATWG HTML, section 4.10.21.8)."""

_TOKEN: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_NONE: Final[Mapping[str, str]] = {}


class Multipart:
    """A body in the making: parts are written one after the other.

    The boundary is random, so that no content can contain it.
    """

    __slots__ = ("boundary", "content", "media_type")

    def __init__(self, media_type: str) -> None:
        """Start without any part."""
        self.media_type = media_type
        self.boundary = os.urandom(16).hex()
        stated, _, parameters = media_type.partition(";")
        more = f"; {parameters.strip()}" if parameters.strip() else ""
        self.content = Content(f"{stated.strip()}{more}; boundary={self.boundary}")

    @property
    def takes_nameless(self) -> bool:
        """Whether parts need no names; those of a form do (RFC 7578, section 4.2)."""
        return not self.media_type.startswith("multipart/form-data")

    def text(
        self,
        name: str | None,
        text: str,
        content_type: str | None,
        headers: Mapping[str, str] = _NONE,
    ) -> None:
        """Add a part of text; a part of a form has a name.

        Raises `RequestValidationError` if a header cannot be sent.
        """
        self._head(name, None, content_type, headers)
        self.content.segments.append(text.encode())
        self._tail()

    def file(
        self, name: str | None, upload: Upload, headers: Mapping[str, str] = _NONE
    ) -> None:
        """Add a part that is a file; it is not read before it is sent.

        Raises `RequestValidationError` if a header cannot be sent.
        """
        filename = upload.filename or name
        given = {**headers, **upload.headers}
        self._head(name, filename, upload.content_type, given)
        self.content.add(upload)
        self._tail()

    def nameless(self, item: object) -> None:
        """Add a file, text or anything that is JSON, without a name."""
        if is_file(item):
            self.file(None, open_upload("part", item, None))
        elif isinstance(value := jsonable(item), str):
            self.text(None, value, "text/plain")
        else:
            self.text(None, pydantic_core.to_json(value).decode(), "application/json")

    def finished(self) -> Content:
        """The body with all of its parts."""
        self.content.segments.append(f"--{self.boundary}--\r\n".encode())
        return self.content

    def _head(
        self,
        name: str | None,
        filename: str | None,
        content_type: str | None,
        headers: Mapping[str, str],
    ) -> None:
        lines = [f"--{self.boundary}"]
        if not any(key.lower() == "content-disposition" for key in headers):
            file = f'; filename="{_quoted(filename)}"' if filename else ""
            if name is not None:
                named = f'form-data; name="{_quoted(name)}"{file}'
                lines.append(f"Content-Disposition: {named}")
            elif file:
                lines.append(f"Content-Disposition: attachment{file}")
        if content_type is not None:
            lines.append(f"Content-Type: {sendable('Content-Type', content_type)}")
        for key, value in headers.items():
            if key.lower() == "content-type":
                continue
            if _TOKEN.fullmatch(key) is None:
                raise RequestValidationError(f"{key!r} is not the name of a header")
            lines.append(f"{key}: {sendable(key, value)}")
        self.content.segments.append(("\r\n".join(lines) + "\r\n\r\n").encode())

    def _tail(self) -> None:
        self.content.segments.append(b"\r\n")


def _quoted(text: str) -> str:
    return "".join(_ESCAPED.get(character, character) for character in text)
