"""Bodies of many items, which are written while they are sent."""

from __future__ import annotations

from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
)
from typing import TYPE_CHECKING, Any, Final, cast

from ..core.errors import RequestValidationError
from ..core.lazy import Deferred
from .bodies import Extra, TypedBody, uploaded
from .files import Content, is_file

if TYPE_CHECKING:
    import pydantic
    from anyio import to_thread
else:
    pydantic = Deferred("pydantic")
    to_thread = Deferred("anyio.to_thread")

_CHUNK: Final = 64 * 1024


class LinesContent(Content):
    """A body of unknown length, whose items are made one by one.

    Of what can be iterated only once, it can be sent only once.
    """

    __slots__ = ("_items", "_write")

    def __init__(
        self,
        content_type: str,
        items: Iterable[Any] | AsyncIterable[Any],
        write: Callable[[Any], bytes],
    ) -> None:
        """Initialize with the items, and what checks and writes one of them."""
        super().__init__(content_type)
        self._items: Final = items
        self._write: Final = write

    @property
    def replayable(self) -> bool:
        """Whether the items can be iterated a second time."""
        return not isinstance(self._items, (Iterator, AsyncIterator))

    def stream(
        self, is_async: bool
    ) -> LineChunks | ThreadedLineChunks | AwaitedLineChunks:
        """Return the body in the form that the sync or the async HTTP client takes.

        Raises:
            RequestValidationError: The items are async, and the client is sync.
        """
        items = self._items
        if isinstance(items, AsyncIterable) and is_async:
            return AwaitedLineChunks(self, items, self._write)
        if not isinstance(items, Iterable):
            kind = type(items).__name__
            raise RequestValidationError(
                f"body: the items of an {kind} are awaited, only an async client can"
            )
        chunks = LineChunks(self, items, self._write)
        return ThreadedLineChunks(chunks) if is_async else chunks


class LineChunks:
    """Items of a body, several of them together."""

    def __init__(
        self,
        body: Content,
        items: Iterable[Any],
        write: Callable[[Any], bytes],
    ) -> None:
        """Initialize with a body, its items, and what checks and writes one of them."""
        self._body: Final = body
        self._items: Final = items
        self._write: Final = write

    def __iter__(self) -> Iterator[bytes]:
        written = bytearray()
        try:
            for item in self._items:
                written += self._write(item)
                if len(written) >= _CHUNK:
                    yield bytes(written)
                    written.clear()
        except Exception as error:
            self._body.failure = error
            raise
        if written:
            yield bytes(written)


class ThreadedLineChunks:
    """Items of a body, produced in a thread so that the event loop does not block."""

    def __init__(self, chunks: LineChunks) -> None:
        """Initialize with the body."""
        self._chunks: Final = chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks = iter(self._chunks)
        while chunk := await to_thread.run_sync(next, chunks, b""):
            yield chunk


class AwaitedLineChunks:
    """Items that are awaited, several of them together."""

    def __init__(
        self,
        body: Content,
        items: AsyncIterable[Any],
        write: Callable[[Any], bytes],
    ) -> None:
        """Initialize with a body, its items, and what checks and writes one of them."""
        self._body: Final = body
        self._items: Final = items
        self._write: Final = write

    async def __aiter__(self) -> AsyncIterator[bytes]:
        written = bytearray()
        try:
            async for item in self._items:
                written += self._write(item)
                if len(written) >= _CHUNK:
                    yield bytes(written)
                    written.clear()
        except Exception as error:
            self._body.failure = error
            raise
        if written:
            yield bytes(written)


class JsonLinesBody(TypedBody):
    """A body of JSON texts on lines of their own, or after record separators."""

    def __init__(self, type_: object, media_type: str = "application/jsonl") -> None:
        """Initialize with the type of an item, and the media type."""
        super().__init__(type_, media_type)
        is_sequence = media_type.endswith("json-seq")
        self._start: Final = b"\x1e" if is_sequence else b""

    def fit(self, value: object) -> int:
        """Prefer what makes items one by one; files and lists of items fit."""
        if is_file(value):
            return 2
        if isinstance(value, (Iterator, AsyncIterable)):
            return 3
        return 0 if isinstance(value, (str, Mapping, pydantic.BaseModel)) else 1

    def encode(
        self,
        value: object,
        content_type: str | None = None,
        *,
        validate: bool = True,
        extra: Extra = None,
    ) -> Content:
        """Write each item as compact JSON with the API's names, or send a file.

        Collections are checked before they are sent, items of any other iterable when
        they are; one that is async takes an async client.
        """
        self.refuse(extra)
        sent_as = self._sent_as(content_type, "application/jsonl")
        if is_file(value):
            return uploaded(value, sent_as)
        kind = type(value).__name__
        one = (str, Mapping, pydantic.BaseModel)
        if isinstance(value, one) or not isinstance(value, (Iterable, AsyncIterable)):
            raise RequestValidationError(f"body: expected items or a file, not {kind}")
        items = cast("Iterable[object]", value)
        if isinstance(items, Collection):
            lines = [
                self._line(item, validate, (str(index),))
                for index, item in enumerate(items)
            ]
            return Content(sent_as, [b"".join(lines)])
        return LinesContent(sent_as, items, lambda item: self._line(item, validate))

    def _line(self, item: object, validate: bool, path: tuple[str, ...] = ()) -> bytes:
        checked = self._checked(item, validate, path)
        return self._start + self._checker.to_json(checked, "body", path) + b"\n"
