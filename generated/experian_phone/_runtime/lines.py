"""Bodies of many items, which are written while they are sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from .content import Content
from .deferred import Deferred

if TYPE_CHECKING:
    from anyio import to_thread
else:
    to_thread = Deferred("anyio.to_thread")

_CHUNK: Final = 64 * 1024


class Lines(Content):
    """A body whose items are made one by one; how long it gets, nobody knows.

    Of what can be iterated only once, it can be sent only once.
    """

    __slots__ = ("_items", "_write")

    def __init__(
        self, content_type: str, items: Iterable[Any], write: Callable[[Any], bytes]
    ) -> None:
        """Take the items, and what checks and writes one of them."""
        super().__init__(content_type)
        self._items: Final = items
        self._write: Final = write

    @property
    def replayable(self) -> bool:
        """Whether the items can be iterated a second time."""
        return not isinstance(self._items, Iterator)

    def stream(self, is_async: bool) -> LineChunks | AsyncLineChunks:
        """The body in the form that the sync or the async HTTP client takes."""
        return AsyncLineChunks(self) if is_async else LineChunks(self)

    def chunks(self) -> Iterator[bytes]:
        """The items, several of them together."""
        written = bytearray()
        for item in self._items:
            written += self._write(item)
            if len(written) >= _CHUNK:
                yield bytes(written)
                written.clear()
        if written:
            yield bytes(written)


class LineChunks:
    """The items of a body, for a client that blocks."""

    def __init__(self, lines: Lines) -> None:
        """Take the body."""
        self._lines: Final = lines

    def __iter__(self) -> Iterator[bytes]:
        return self._lines.chunks()


class AsyncLineChunks:
    """The items of a body; a thread makes them, so that nobody else has to wait."""

    def __init__(self, lines: Lines) -> None:
        """Take the body."""
        self._lines: Final = lines

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks = self._lines.chunks()
        while chunk := await to_thread.run_sync(next, chunks, b""):
            yield chunk
