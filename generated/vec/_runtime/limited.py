"""Bodies that are read as they arrive, and have to be there by the deadline.

What is left of the time of a call when its answer comes is for the body.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from datetime import timedelta
from functools import partial
from typing import Final, cast

import anyio
import httpx2

from .attempts import Attempt, TimeUp


def passed(deadline: float | None) -> str:
    """What is said when the time is over."""
    stated = "" if deadline is None else f" of {deadline:g} s"
    return f"the deadline{stated} has passed"


def limited(
    response: httpx2.Response, end: float, deadline: float | None = None
) -> httpx2.Response:
    """The answer, whose body raises `httpx2.ReadTimeout` when the time is over.

    `end` is a moment of `time.monotonic`, `deadline` what the whole call was given, to
    be told.  A body that has been read is left alone.
    """
    stream = response.stream
    if response.is_closed:
        return response
    if isinstance(stream, httpx2.SyncByteStream):
        response.stream = Limited(stream, end, passed(deadline))
    else:
        response.stream = AsyncLimited(stream, end, passed(deadline))
    return response


class Limited(httpx2.SyncByteStream):
    """A body that threads read, chunk by chunk, as long as there is time."""

    def __init__(
        self, stream: httpx2.SyncByteStream, end: float, complaint: str
    ) -> None:
        """Take the body, when it has to be there, and what is said if it is not."""
        self._stream: Final = stream
        self._end: Final = end
        self._complaint: Final = complaint
        self._is_left_alone = False

    def __iter__(self) -> Iterator[bytes]:
        chunks = iter(self._stream)
        while True:
            left = self._end - time.monotonic()
            if left <= 0:
                raise httpx2.ReadTimeout(self._complaint)
            # What a thread is in the middle of reading cannot be closed by another.
            read = Attempt(partial(next, chunks, None), self._stream.close)
            try:
                chunk = read.within(left)
            except TimeUp:
                self._is_left_alone = True
                raise httpx2.ReadTimeout(self._complaint) from None
            if chunk is None:
                return
            yield chunk

    def close(self) -> None:
        """Close the body; a thread that still reads will do so when it ends."""
        if not self._is_left_alone:
            self._stream.close()

    @property
    def elapsed(self) -> timedelta | None:
        """How long it all took, which the HTTP library keeps with the body."""
        return getattr(self._stream, "elapsed", None)


class AsyncLimited(httpx2.AsyncByteStream):
    """A body that is read as long as there is time."""

    def __init__(
        self, stream: httpx2.AsyncByteStream, end: float, complaint: str
    ) -> None:
        """Take the body, when it has to be there, and what is said if it is not."""
        self._stream: Final = stream
        self._end: Final = end
        self._complaint: Final = complaint

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks = aiter(self._stream)
        try:
            while True:
                left = self._end - time.monotonic()
                if left <= 0:
                    raise httpx2.ReadTimeout(self._complaint)
                chunk: bytes | None = None
                with anyio.move_on_after(left) as scope:
                    chunk = await anext(chunks, None)
                if scope.cancelled_caught:
                    raise httpx2.ReadTimeout(self._complaint)
                if chunk is None:
                    return
                yield chunk
        finally:
            if isinstance(chunks, AsyncGenerator):
                await cast("AsyncGenerator[bytes, None]", chunks).aclose()

    async def aclose(self) -> None:
        """Close the body."""
        await self._stream.aclose()

    @property
    def elapsed(self) -> timedelta | None:
        """How long it all took, which the HTTP library keeps with the body."""
        return getattr(self._stream, "elapsed", None)
