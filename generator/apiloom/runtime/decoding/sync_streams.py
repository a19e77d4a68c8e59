"""Streams of the sync client: the items of a response, one by one as they arrive."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar, cast

import httpx2

from ..client.sending import broken, check_is_complete
from .streams import ItemStreams, Reader

if TYPE_CHECKING:
    from ..client.sync_client import Calls
    from ..core.operation import Operation
    from .sse import ServerSentEvent

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Stream(Generic[T_co]):
    """Items of a response, one by one, as they arrive.

    Iterate once; a response without a body, such as 204, has no items.  The connection
    is given back at the end of the items, by `close`, and at the end of ``with``.
    Iterating raises `ResponseValidationError` for an item that does not fit,
    `APIConnectionError` if the connection breaks.
    """

    def __init__(self, response: httpx2.Response, reader: Reader) -> None:
        """Initialize with a response, and what reads items from its bytes."""
        self.response: Final = response
        self._reader: Final = reader
        # No cycle: a stream that nobody refers to any more closes itself at once.
        self._items: Final[Iterator[T_co]] = _items(response, reader)

    @property
    def last_event(self) -> ServerSentEvent | None:
        """The event that the last item came in; None if these are no events."""
        return self._reader.last_event

    def __iter__(self) -> Iterator[T_co]:
        return self

    def __next__(self) -> T_co:
        return self._items.__next__()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Return the connection to the pool; what was not read is lost."""
        self.response.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} [{self.response.status_code}]>"


def open_stream(calls: Calls, operation: Operation[T], **arguments: Any) -> Stream[T]:
    """Call an operation whose response is a stream of items, a `T` each.

    Args:
        calls: The calls of the client.
        operation: The operation.
        arguments: Those of `Calls.call`.

    Raises:
        APIError: What a call raises.
        ResponseValidationError: The response is no stream of items.
    """
    stream: object = calls.call(operation, **arguments, items=_STREAMS)
    return cast("Stream[T]", stream)


def _items(response: httpx2.Response, reader: Reader) -> Iterator[Any]:
    """Yield the items of a body; it closes at their end, or when they are given up."""
    chunks = _chunks(response)
    try:
        for chunk in chunks:
            for item in reader.feed(chunk):
                yield item
                del item
            if reader.ended:
                return
            del chunk
        check_is_complete(response)
        yield from reader.finish()
    except Exception as error:
        failure = broken(error, response)
        if failure is error:
            raise
        raise failure from failure.__cause__
    finally:
        if isinstance(chunks, Generator):
            chunks.close()
        response.close()


def _chunks(response: httpx2.Response) -> Iterator[bytes]:
    return response.iter_bytes()


_STREAMS: Final = ItemStreams(Stream[Any])
"""How a call makes a stream of a response."""
