"""Streams of the async client: the items of a response, one by one as they arrive."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar, cast

import httpx2

from ..client.sending import broken, check_is_complete
from .streams import ItemStreams, Reader

if TYPE_CHECKING:
    from ..client.async_client import AsyncCalls
    from ..core.operation import Operation
    from .sse import ServerSentEvent

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class AsyncStream(Generic[T_co]):
    """Items of a response, one by one, as they arrive.

    Iterate once; a response without a body, such as 204, has no items.  The connection
    is given back at the end of the items, by `close`, and at the end of ``async with``.
    Iterating raises `ResponseValidationError` for an item that does not fit,
    `APIConnectionError` if the connection breaks.
    """

    def __init__(self, response: httpx2.Response, reader: Reader) -> None:
        """Initialize with a response, and what reads items from its bytes."""
        self.response: Final = response
        self._reader: Final = reader
        # No cycle: a stream that nobody refers to any more closes itself at once.
        self._items: Final[AsyncIterator[T_co]] = _items(response, reader)

    @property
    def last_event(self) -> ServerSentEvent | None:
        """The event that the last item came in; None if these are no events."""
        return self._reader.last_event

    def __aiter__(self) -> AsyncIterator[T_co]:
        return self

    async def __anext__(self) -> T_co:
        return await self._items.__anext__()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Return the connection to the pool; what was not read is lost."""
        await self.response.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} [{self.response.status_code}]>"


async def async_open_stream(
    calls: AsyncCalls, operation: Operation[T], **arguments: Any
) -> AsyncStream[T]:
    """Call an operation whose response is a stream of items, a `T` each.

    Args:
        calls: The calls of the client.
        operation: The operation.
        arguments: Those of `AsyncCalls.call`.

    Raises:
        APIError: What a call raises.
        ResponseValidationError: The response is no stream of items.
    """
    stream: object = await calls.call(operation, **arguments, items=_STREAMS)
    return cast("AsyncStream[T]", stream)


async def _items(response: httpx2.Response, reader: Reader) -> AsyncIterator[Any]:
    """Yield the items of a body; it closes at their end, or when they are given up."""
    chunks = _chunks(response)
    try:
        async for chunk in chunks:
            for item in reader.feed(chunk):
                yield item
                del item
            if reader.ended:
                return
            del chunk
        check_is_complete(response)
        for item in reader.finish():
            yield item
    except Exception as error:
        failure = broken(error, response)
        if failure is error:
            raise
        raise failure from failure.__cause__
    finally:
        if isinstance(chunks, AsyncGenerator):
            await chunks.aclose()
        await response.aclose()


def _chunks(response: httpx2.Response) -> AsyncIterator[bytes]:
    return response.aiter_bytes()


_STREAMS: Final = ItemStreams(AsyncStream[Any])
"""How a call makes a stream of a response."""
