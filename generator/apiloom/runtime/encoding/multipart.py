"""Bodies that consist of parts (RFC 2046, section 5.1; RFC 7578 for forms)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ..core.errors import RequestValidationError
from ..core.lazy import Deferred
from .bodies import (
    PLAIN,
    Encoding,
    Extra,
    TypedBody,
    has_members,
    items_of,
    members_of,
    written_item,
)
from .files import Content, Upload, is_file, open_upload, settled_type
from .parameters import Style, form_pairs, is_array, is_object, jsonable, sendable

if TYPE_CHECKING:
    import pydantic_core
    from pydantic.fields import FieldInfo

    from ..types import constants, models
else:
    pydantic_core = Deferred("pydantic_core")
    constants = Deferred("..types.constants", __package__)
    models = Deferred("..types.models", __package__)

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

        Raises:
            RequestValidationError: A header cannot be sent.
        """
        self._head(name, None, content_type, headers)
        self.content.segments.append(text.encode())
        self._tail()

    def file(
        self, name: str | None, upload: Upload, headers: Mapping[str, str] = _NONE
    ) -> None:
        """Add a part that is a file; it is not read before it is sent.

        Raises:
            RequestValidationError: A header cannot be sent.
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
        """Return the body with all of its parts."""
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


_UNDECLARED: Final = Encoding(file=True, mixed=True)
"""How a part is written that the specification does not describe: files as files."""


class MultipartBody(TypedBody):
    """A body of ``multipart/form-data``; the HTTP library picks the boundary."""

    def __init__(
        self,
        type_: object,
        encoding: Mapping[str, Encoding] | None = None,
        media_type: str = "multipart/form-data",
    ) -> None:
        """Initialize with the type of the body, its encoding, and the media type."""
        super().__init__(type_, media_type)
        self._encoding: Final = dict(encoding or {})

    def fit(self, value: object) -> int:
        """Prefer objects, above all those with a file where a file is wanted."""
        if not has_members(value):
            return int(isinstance(value, list))
        for name, item in members_of(value).items():
            if self._encoding.get(name, PLAIN).file and any(
                map(is_file, items_of(item))
            ):
                return 4
        return 3 if self._is_own(value) else 2

    def encode(
        self,
        value: object,
        content_type: str | None = None,
        *,
        validate: bool = True,
        extra: Extra = None,
    ) -> Content:
        """Write each field as a part, or several; files are not read into memory.

        The elements of a list are parts without names, which a form cannot have
        (OpenAPI 3.2, section 4.15.1; RFC 7578, section 4.2).
        """
        form = Multipart(self._sent_as(content_type, "multipart/form-data"))
        checked: object = (
            self._members(value, validate, extra)
            if extra
            else self._checked(value, validate)
        )
        declared, nullable = self._declared()
        try:
            if form.takes_nameless and is_array(checked):
                for item in checked:
                    form.nameless(item)
            else:
                for name, item in members_of(checked).items():
                    encoding = self._encoding.get(name)
                    if encoding is None:
                        encoding = PLAIN if name in declared else _UNDECLARED
                    self._add(form, name, item, encoding, name in nullable)
        except BaseException:
            form.content.close()
            raise
        return form.finished()

    def _declared(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the parts that the specification describes, and which may be null."""
        model = self._model
        fields: Mapping[str, FieldInfo] = {} if model is None else model.model_fields
        wires = {
            constants.wire_name(name, field): field for name, field in fields.items()
        }
        nullable = (wire for wire, field in wires.items() if models.is_nullable(field))
        return frozenset(wires), frozenset(nullable)

    @staticmethod
    def _add(
        form: Multipart,
        name: str,
        item: object,
        encoding: Encoding,
        is_nullable: bool = True,
    ) -> None:
        headers = encoding.headers
        several = items_of(item)
        if encoding.file and any(map(is_file, several)):
            for one in several:
                if encoding.mixed and not is_file(one):
                    rest = encoding._replace(file=False)
                    MultipartBody._add(form, name, one, rest)
                    continue
                upload = open_upload(name, one, encoding.content_type)
                form.file(name, upload, headers)
            return
        if encoding.file and not encoding.mixed and not (item is None and is_nullable):
            for one in several:
                open_upload(name, one, None)  # which says what a file may be
        value = written_item(name, item)
        content_type = encoding.content_type
        style = encoding.style
        if not encoding.is_styled and _is_structured(value):
            # Section 4.8.15: objects are JSON unless a style is stated.
            style = Style("json", explode=True)
            if content_type is None or encoding.file:
                content_type = "application/json"
        if item is None:
            # Forms have no null: an empty part is what clears a field.
            content_type = None
        elif content_type is not None:
            content_type = settled_type(content_type, None, "text/plain")
        for key, text in form_pairs(name, value, style):
            form.text(key, text, content_type, headers)


def _is_structured(value: object) -> bool:
    items = value if is_array(value) else [value]
    return bool(items) and all(is_object(item) or is_array(item) for item in items)
