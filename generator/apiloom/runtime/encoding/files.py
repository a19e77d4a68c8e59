"""Files that a caller hands over for upload."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

from ..core.errors import RequestValidationError

FileContent: TypeAlias = IO[bytes] | bytes | os.PathLike[str]
FileInput: TypeAlias = (
    FileContent
    | tuple[str | None, FileContent]
    | tuple[str | None, FileContent, str | None]
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
"""A path, an open binary file, bytes, or ``(filename, content, content_type)``.

A fourth element of the tuple are the headers of the part of a form.
"""

if TYPE_CHECKING:
    FileField: TypeAlias = FileInput
else:
    FileField = Any


class Upload(NamedTuple):
    """A file, ready to be sent."""

    filename: str | None
    content: IO[bytes] | bytes
    content_type: str
    opened: bool
    """Whether the client opened the file, and so has to close it."""

    headers: Mapping[str, str] = {}
    """More headers, where the file is a part of a form."""


def is_file(value: object) -> bool:
    """Whether a value is one of the things that can be uploaded as a file."""
    if isinstance(value, tuple):
        parts = cast("tuple[object, ...]", value)
        named = _is_named(parts) and isinstance(parts[0], str | None)
        return named and is_file(parts[1])
    is_content = isinstance(value, (bytes, bytearray, os.PathLike))
    return is_content or (hasattr(value, "read") and not isinstance(value, str))


def _is_named(parts: tuple[object, ...]) -> bool:
    return 2 <= len(parts) <= 3 or (len(parts) == 4 and isinstance(parts[3], Mapping))


def open_upload(name: str, value: object, content_type: str | None) -> Upload:
    """Turn what the caller passed into a name, content and media type.

    A media type that the caller gives goes before the one that the specification
    states (`content_type`), which goes before one guessed from the filename.
    Raises `RequestValidationError` for a value that is no file, and `OSError` if
    the path cannot be read.
    """
    filename: str | None = None
    given: str | None = None
    headers: Mapping[str, str] = {}
    content = value
    if isinstance(value, tuple):
        parts = cast("tuple[object, ...]", value)
        if not _is_named(parts):
            raise RequestValidationError(
                f"{_place(name)}: a file tuple is (filename, content) or "
                "(filename, content, content_type)"
            )
        filename = cast("str | None", parts[0])
        content = parts[1]
        given = cast("str | None", parts[2]) if len(parts) > 2 else None
        headers = cast("Mapping[str, str]", parts[3]) if len(parts) > 3 else {}
    opened = False
    if isinstance(content, os.PathLike):
        path = Path(cast("os.PathLike[str]", content))
        filename = filename or path.name
        content = path.open("rb")
        opened = True
    elif not isinstance(content, (bytes, bytearray)):
        content = _open_file(name, content)
        own_name = getattr(content, "name", None)
        if filename is None and isinstance(own_name, str):
            filename = Path(own_name).name
    elif isinstance(content, bytearray):
        content = bytes(content)
    media_type = given or settled_type(content_type, filename)
    made = cast("IO[bytes] | bytes", content)
    return Upload(filename or name, made, media_type, opened, headers)


def settled_type(
    stated: str | None,
    filename: str | None,
    fallback: str = "application/octet-stream",
) -> str:
    """A media type that can be sent: of what is stated, what the filename fits.

    Stated may be a list and have ranges (OpenAPI 3.1, section 4.8.15.1, contentType).
    """
    guessed = mimetypes.guess_type(filename)[0] if filename else None
    allowed = [one.strip() for one in (stated or "*/*").split(",") if one.strip()]
    if len(allowed) == 1 and "*" not in allowed[0]:
        return allowed[0]
    for pattern in allowed:
        start = pattern.partition("*")[0]
        is_range = "*" in pattern
        if guessed is not None and (
            guessed.startswith("" if start == "*/" else start)
            if is_range
            else guessed == pattern.partition(";")[0].strip().lower()
        ):
            return guessed if is_range else pattern
    concrete = (one for one in allowed if "*" not in one)
    return next(concrete, fallback)


def _place(name: str) -> str:
    return name if name == "body" else f"{name} (body)"


def _open_file(name: str, content: object) -> object:
    if isinstance(content, str) or not hasattr(content, "read"):
        raise RequestValidationError(
            f"{_place(name)}: must be a path (pathlib.Path), an open binary file, "
            "bytes or a (filename, content, content_type) tuple, not "
            f"{'None' if content is None else type(content).__name__}"
        )
    if hasattr(content, "encoding"):
        raise RequestValidationError(
            f"{_place(name)}: the file is open as text; open it in binary mode"
        )
    return content
