"""What a method that lists returns to code that awaits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from .async_pages import AsyncListPage, AsyncPage, async_first_page

if TYPE_CHECKING:
    from ..client.async_client import AsyncAPIClient
    from ..core.operation import Operation

T = TypeVar("T")
PageT = TypeVar("PageT", bound=AsyncPage[Any] | AsyncListPage[Any])


class AsyncPaginator(Generic[PageT, T]):
    """Awaited, the first page; iterated over, the items of all pages.

    Nothing is sent before that.
    """

    def __init__(
        self,
        client: AsyncAPIClient,
        page: type[PageT],
        operation: Operation[Any],
        **arguments: Any,
    ) -> None:
        """Take the operation and the arguments of the call."""
        self._client = client
        self._page = page
        self._operation = operation
        self._arguments = arguments

    def __await__(self) -> Generator[Any, None, PageT]:
        first = async_first_page(
            self._client, self._page, self._operation, **self._arguments
        )
        return first.__await__()

    async def __aiter__(self) -> AsyncIterator[T]:
        """Go through the items of all pages."""
        async for item in await self:
            yield cast("T", item)

    async def pages(self) -> AsyncIterator[PageT]:
        """Go through the pages; each is asked for when it is due."""
        async for page in (await self).pages():
            yield cast("PageT", page)

    iter_pages = pages
