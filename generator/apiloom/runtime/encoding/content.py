"""The body of one request, as bytes and files that are read while they are sent."""

from __future__ import annotations

import io
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Final, NamedTuple, TypeAlias

from ..core.lazy import Deferred
from .files import Upload

if TYPE_CHECKING:
    from anyio import to_thread
else:
    to_thread = Deferred("anyio.to_thread")

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
        """Take the media type, and the bytes that are known already."""
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
        """The body in the form that the sync or the async HTTP client takes."""
        if not self._files:
            plain = [one for one in self.segments if isinstance(one, bytes)]
            return plain[0] if len(plain) == 1 else b"".join(plain)
        return AsyncChunks(self) if is_async else Chunks(self)

    def close(self) -> None:
        """Close the files that the client opened itself."""
        for file in self.opened:
            file.close()


class Chunks:
    """A body with files, read while it is iterated; again, if it has to be resent."""

    def __init__(self, content: Content) -> None:
        """Take the body."""
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
    """A body with files; a thread reads them, so that nobody else has to wait."""

    def __init__(self, content: Content) -> None:
        """Take the body."""
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
    """The segments, with short bytes that follow each other made one."""
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
