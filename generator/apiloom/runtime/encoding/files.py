"""Files for upload, and the content of request bodies, read while it is sent."""

from __future__ import annotations

import io
import mimetypes
import os
from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast

from ..core.errors import RequestValidationError
from ..core.lazy import Deferred

if TYPE_CHECKING:
    from anyio import to_thread
else:
    to_thread = Deferred("anyio.to_thread")


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
    """Return whether a value is one of the things that can be uploaded as a file."""
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
    """Return a media type that can be sent: of what is stated, what the filename fits.

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


Segment: TypeAlias = bytes | IO[bytes]

_CHUNK: Final = 256 * 1024


class _File(NamedTuple):
    """A file of the body, and where it stood; None if it cannot go back."""

    content: IO[bytes]
    start: int | None
    length: int | None


class Content:
    """A body: its media type, and what it consists of."""

    __slots__ = ("_files", "content_type", "failure", "opened", "segments")

    def __init__(
        self, content_type: str, segments: Sequence[Segment] | None = None
    ) -> None:
        """Initialize with the media type, and the bytes that are known already."""
        self.content_type = content_type
        self.segments: list[Segment] = list(segments or ())
        self.opened: list[IO[bytes]] = []
        self.failure: Exception | None = None
        """What the caller's own file or items raised while they were sent."""
        self._files: list[_File] = []

    def add(self, upload: Upload) -> None:
        """Append a file, and take responsibility for it if the client opened it."""
        content = upload.content
        self.segments.append(content)
        if not isinstance(content, bytes):
            if upload.opened:
                self.opened.append(content)
            self._files.append(_measured(content))

    @property
    def headers(self) -> dict[str, str]:
        """Content-Type, and where it is not evident and yet known, Content-Length."""
        found = {"content-type": self.content_type}
        if self._files:
            lengths = [one.length for one in self._files]
            known = [length for length in lengths if length is not None]
            if len(known) == len(lengths):
                plain = sum(len(one) for one in self.segments if isinstance(one, bytes))
                found["content-length"] = str(plain + sum(known))
        return found

    @property
    def replayable(self) -> bool:
        """Whether the body can be sent a second time."""
        return all(file.start is not None for file in self._files)

    def rewind(self) -> None:
        """Put the files back to where they stood, those that can and are open."""
        for file in self._files:
            if file.start is not None and not file.content.closed:
                file.content.seek(file.start)

    def stream(self, is_async: bool) -> bytes | Iterable[bytes] | AsyncIterable[bytes]:
        """Return the body in the form that the sync or the async HTTP client takes."""
        if not self._files:
            plain = [one for one in self.segments if isinstance(one, bytes)]
            return plain[0] if len(plain) == 1 else b"".join(plain)
        return AsyncChunks(self) if is_async else Chunks(self)

    def close(self) -> None:
        """Close the files that the client opened itself."""
        for file in self.opened:
            file.close()


class Chunks:
    """A body with files, read while it is iterated; again for a retry."""

    def __init__(self, content: Content) -> None:
        """Initialize with the content."""
        self._content: Final = content

    def __iter__(self) -> Iterator[bytes]:
        try:
            self._content.rewind()
            for segment in _joined(self._content.segments):
                if isinstance(segment, bytes):
                    yield segment
                    continue
                while chunk := segment.read(_CHUNK):
                    yield chunk
        except Exception as error:
            self._content.failure = error
            raise


class AsyncChunks:
    """A body with files; a thread reads them, so that the event loop does not block."""

    def __init__(self, content: Content) -> None:
        """Initialize with the content."""
        self._content: Final = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            self._content.rewind()
            for segment in _joined(self._content.segments):
                if isinstance(segment, bytes):
                    yield segment
                elif isinstance(segment, io.BytesIO):
                    while chunk := segment.read(_CHUNK):
                        yield chunk
                else:
                    read = segment.read
                    while chunk := await to_thread.run_sync(read, _CHUNK):
                        yield chunk
        except Exception as error:
            self._content.failure = error
            raise


def _joined(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Return the segments, with short bytes that follow each other made one."""
    plain: list[bytes] = []
    for segment in segments:
        if isinstance(segment, bytes) and len(segment) < _CHUNK:
            plain.append(segment)
            continue
        if plain:
            yield b"".join(plain)
            plain.clear()
        yield segment
    if plain:
        yield b"".join(plain)


def _measured(file: IO[bytes]) -> _File:
    try:
        if not file.seekable():
            return _File(file, None, None)
        start = file.tell()
    except (AttributeError, OSError, ValueError):
        return _File(file, None, None)
    try:
        end = file.seek(0, io.SEEK_END)
        file.seek(start)
    except (OSError, ValueError):
        # Compressed files go back, but do not know where they end.
        return _File(file, start, None)
    return _File(file, start, max(0, end - start))
