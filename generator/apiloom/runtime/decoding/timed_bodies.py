"""Bodies that are read as they arrive, and have to be there by the deadline.

What is left of the time of a call when its response comes is for the body.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from datetime import timedelta
from time import monotonic
from typing import Final, cast

import anyio
import httpx2

from ..core.deadline import deadline_passed


def limited(
    response: httpx2.Response, end: float, deadline: float | None = None
) -> httpx2.Response:
    """Return the response, whose body raises `ReadTimeout` when time is over.

    Args:
        response: A response; a body that has been read is left alone.
        end: When the body has to be there, by `time.monotonic`.
        deadline: The seconds that the whole call was given, for the message.
    """
    stream = response.stream
    if response.is_closed:
        return response
    if isinstance(stream, httpx2.SyncByteStream):
        response.stream = Limited(stream, end, deadline_passed(deadline))
    else:
        response.stream = AsyncLimited(stream, end, deadline_passed(deadline))
    return response


class Limited(httpx2.SyncByteStream):
    """A body that is read as long as there is time.

    Reading from the network is limited where that is done (`transport`); what passes
    between two chunks is noticed here.
    """

    def __init__(
        self, stream: httpx2.SyncByteStream, end: float, complaint: str
    ) -> None:
        """Initialize with a body, when it has to be there, and the message if not."""
        self._stream: Final = stream
        self._end: Final = end
        self._complaint: Final = complaint

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            if monotonic() >= self._end:
                raise httpx2.ReadTimeout(self._complaint)
            yield chunk
            if monotonic() >= self._end:
                raise httpx2.ReadTimeout(self._complaint)

    def close(self) -> None:
        """Close the body, and with it a connection that was not read to the end."""
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
        """Initialize with a body, when it has to be there, and the message if not."""
        self._stream: Final = stream
        self._end: Final = end
        self._complaint: Final = complaint

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks = aiter(self._stream)
        try:
            while True:
                left = self._end - monotonic()
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
