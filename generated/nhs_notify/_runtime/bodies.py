"""Request bodies: from the caller's values to bytes and a Content-Type.

OpenAPI 3.1, sections 4.8.13 (Request Body), 4.8.14 (Media Type) and 4.8.15
(Encoding Object).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Final, TypeAlias, cast
from urllib.parse import urlencode

from pydantic import BaseModel, ValidationError

from .errors import RequestValidationError
from .files import Upload, is_file, open_upload
from .models import Adapter, wire_name
from .parameters import Style, form_pairs, is_array, is_object, jsonable

Part: TypeAlias = tuple[str, tuple[str | None, IO[bytes] | bytes | str, str | None]]


_CHUNK: Final = 65536


def concrete(media_type: str, fallback: str) -> str:
    """A media type that can be sent: a range is none."""
    return fallback if "*" in media_type else media_type


@dataclass(slots=True)
class Content:
    """The body of one request, in the terms of the HTTP library."""

    headers: dict[str, str] = field(default_factory=dict[str, str])
    content: bytes | IO[bytes] | None = None
    files: list[Part] | None = None
    multipart: str | None = None
    opened: list[IO[bytes]] = field(default_factory=list[IO[bytes]])
    lent: list[tuple[IO[bytes], int | None]] = field(
        default_factory=list[tuple[IO[bytes], int | None]]
    )
    """The caller's own files, and where they stood; None if they cannot go back."""

    @property
    def replayable(self) -> bool:
        """Whether the body can be sent a second time."""
        return all(position is not None for _, position in self.lent)

    def rewind(self) -> None:
        """Put the caller's files back to where they stood."""
        for file, position in self.lent:
            if position is not None:
                file.seek(position)

    def stream(self, is_async: bool) -> bytes | IO[bytes] | AsyncIterator[bytes] | None:
        """The content in the form that the sync or the async HTTP client takes."""
        content = self.content
        if content is None or isinstance(content, bytes) or not is_async:
            return content
        return _chunks(content)

    def add(self, upload: Upload) -> None:
        """Take responsibility for a file that is going to be sent."""
        if isinstance(upload.content, bytes):
            return
        if upload.opened:
            self.opened.append(upload.content)
        else:
            self.lent.append((upload.content, _position(upload.content)))

    def close(self) -> None:
        """Close the files that the client opened itself."""
        for file in self.opened:
            file.close()


async def _chunks(file: IO[bytes]) -> AsyncIterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _position(file: IO[bytes]) -> int | None:
    try:
        return file.tell() if file.seekable() else None
    except (AttributeError, OSError):
        return None


class RequestBody(ABC):
    """How an operation wants its body."""

    @abstractmethod
    def encode(self, value: object) -> Content:
        """Check and encode; raises `RequestValidationError`."""

    def takes(self, value: object) -> bool:
        """Whether a value looks like one for this media type, where several do."""
        return not isinstance(value, str) and not is_file(value)


class _Typed(RequestBody, ABC):
    def __init__(self, type_: object, media_type: str) -> None:
        self._adapter: Final[Adapter[Any]] = Adapter(type_)
        self._media_type: Final = concrete(media_type, "application/json")

    def _checked(self, value: object) -> Any:
        try:
            checked = self._adapter.from_python(value)
        except ValidationError as error:
            raise RequestValidationError(_explain(error)) from error
        self._adapter.check_sent(checked)
        return checked


class JsonBody(_Typed):
    """A body of a JSON media type."""

    def __init__(self, type_: object, media_type: str = "application/json") -> None:
        """Take the type of the body and its media type, which is sent as it stands."""
        super().__init__(type_, media_type)

    def encode(self, value: object) -> Content:
        """Write compact JSON with the API's names."""
        content = self._adapter.to_json(self._checked(value))
        return Content({"content-type": self._media_type}, content)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one field of a form is written (Encoding Object)."""

    style: Style = Style("form", explode=True)
    content_type: str | None = None
    file: bool = False
    mixed: bool = False
    """Whether the field may also be something else than a file."""


_PLAIN: Final = Encoding()


class FormBody(_Typed):
    """A body of ``application/x-www-form-urlencoded``."""

    def __init__(
        self, type_: object, encoding: Mapping[str, Encoding] | None = None
    ) -> None:
        """Take the type of the body and the encoding of its fields."""
        super().__init__(type_, "application/x-www-form-urlencoded")
        self._encoding: Final = dict(encoding or {})

    def encode(self, value: object) -> Content:
        """Write the fields as a query string."""
        pairs: list[tuple[str, str]] = []
        for name, item in _members(self._checked(value)).items():
            style = self._encoding.get(name, _PLAIN).style
            pairs += form_pairs(name, jsonable(item), style)
        content = urlencode(pairs).encode("ascii")
        return Content({"content-type": self._media_type}, content)


class MultipartBody(_Typed):
    """A body of ``multipart/form-data``; the HTTP library picks the boundary."""

    def __init__(
        self,
        type_: object,
        encoding: Mapping[str, Encoding] | None = None,
        media_type: str = "multipart/form-data",
    ) -> None:
        """Take the type of the body, the encoding of its fields, and the media type."""
        super().__init__(type_, media_type)
        self._encoding: Final = dict(encoding or {})

    def encode(self, value: object) -> Content:
        """Write each field as a part, or several; files are not read into memory."""
        result = Content(files=[], multipart=self._media_type)
        try:
            for name, item in _members(self._checked(value)).items():
                self._add(result, name, item)
        except BaseException:
            result.close()
            raise
        return result

    def _add(self, result: Content, name: str, item: object) -> None:
        encoding = self._encoding.get(name, _PLAIN)
        parts = cast("list[Part]", result.files)
        several = _each(item)
        if encoding.file and (not encoding.mixed or all(map(is_file, several))):
            for one in several:
                upload = open_upload(name, one, encoding.content_type)
                result.add(upload)
                parts.append((name, _file_part(upload)))
            return
        value = jsonable(item)
        content_type = encoding.content_type
        style = encoding.style
        if encoding is _PLAIN and _is_structured(value):
            # Section 4.8.15: objects are JSON unless a style is stated.
            style, content_type = Style("json", explode=True), "application/json"
        for key, text in form_pairs(name, value, style) if item is not None else ():
            parts.append((key, (None, text, content_type)))


class TextBody(RequestBody):
    """A body of text."""

    def __init__(self, media_type: str = "text/plain") -> None:
        """Take the media type."""
        self._media_type: Final = concrete(media_type, "text/plain")

    def takes(self, value: object) -> bool:
        """Take text."""
        return isinstance(value, str)

    def encode(self, value: object) -> Content:
        """Write UTF-8."""
        if not isinstance(value, str):
            raise RequestValidationError(
                f"body: expected text, not {type(value).__name__}"
            )
        return Content({"content-type": self._media_type}, value.encode())


class BinaryBody(RequestBody):
    """A body of bytes."""

    def __init__(self, media_type: str = "application/octet-stream") -> None:
        """Take the media type."""
        self._media_type: Final = media_type

    def takes(self, value: object) -> bool:
        """Take bytes and files."""
        return is_file(value)

    def encode(self, value: object) -> Content:
        """Send bytes as they are, and files as they are read."""
        stated = None if "*" in self._media_type else self._media_type
        upload = open_upload("body", value, stated)
        result = Content({"content-type": upload.content_type}, upload.content)
        result.add(upload)
        return result


class OneOfBodies(RequestBody):
    """A body that may come in several media types; the value decides."""

    def __init__(self, *bodies: RequestBody) -> None:
        """Take the bodies in the order of preference."""
        self._bodies: Final = bodies

    def encode(self, value: object) -> Content:
        """Encode with the first body that takes the value."""
        for body in self._bodies:
            if body.takes(value):
                return body.encode(value)
        return self._bodies[0].encode(value)


def _members(checked: object) -> dict[str, object]:
    """The fields that were set, under the API's names, values as they are."""
    if not isinstance(checked, BaseModel):
        return dict(cast("Mapping[str, object]", checked))
    declared = type(checked).model_fields
    members = {
        wire_name(name, declared[name]): getattr(checked, name)
        for name in declared
        if name in checked.model_fields_set
    }
    return members | (checked.model_extra or {})


def _each(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else [value]


def _is_structured(value: object) -> bool:
    items = value if is_array(value) else [value]
    return bool(items) and all(is_object(item) for item in items)


def _file_part(upload: Upload) -> tuple[str | None, IO[bytes] | bytes, str | None]:
    return upload.filename, upload.content, upload.content_type


def _explain(error: ValidationError) -> str:
    details = error.errors(include_url=False, include_input=False)
    return "; ".join(
        f"{'.'.join(map(str, detail['loc'])) or 'body'}: {detail['msg']}"
        for detail in details[:3]
    )
