"""Pages of the async client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast

from ..core.operation import Operation
from ..core.unset import settled
from .pages import AnyPage, BaseListPage, BasePage, T, T_co, Walk, paged
from .strategies import Turn

if TYPE_CHECKING:
    from ..client.async_client import AsyncCalls

PageT = TypeVar("PageT", bound=AnyPage)


class AsyncPages:
    """Navigation from page to page."""

    _walk: Walk

    async def pages(self) -> AsyncIterator[Self]:
        """Go through the pages, this one first; each is asked for when it is due."""
        page = self
        while not page._walk.repeats:
            yield page
            if not page.has_next_page():
                return
            page = await page.get_next_page()

    iter_pages = pages

    def has_next_page(self) -> bool:
        """Return whether there is a next page, as far as this one tells.

        Raises RuntimeError for a page that was pickled.
        """
        return self._walk.goes_on()

    async def get_next_page(self) -> Self:
        """Ask for the next page.

        Raises RuntimeError if there is none, and `ResponseValidationError` if it would
        be at another origin.
        """
        return await _after(self, self._walk)


class AsyncPage(AsyncPages, BasePage[T], Generic[T]):
    """A page that is an object."""

    async def __aiter__(self) -> AsyncIterator[T]:
        """Go through the items of this page and of all pages after it."""
        async for page in self.pages():
            for item in page._listed():
                yield item


class AsyncListPage(AsyncPages, BaseListPage[T_co]):
    """A page that is a list."""

    async def __aiter__(self) -> AsyncIterator[T_co]:
        """Go through the items of this page and of all pages after it."""
        async for page in self.pages():
            for item in page.items:
                yield item


async def async_first_page(
    calls: AsyncCalls,
    page: type[PageT],
    operation: Operation[Any],
    **arguments: Any,
) -> PageT:
    """Carry out an operation that pages; its arguments are those of a call."""
    return await _fetch(calls, page, operation, Turn(arguments))


async def _fetch(
    calls: AsyncCalls, page: type[PageT], operation: Operation[Any], turn: Turn
) -> PageT:
    asked: Operation[PageT] = paged(page, calls, operation, turn)
    return await calls.call(asked, **settled(turn.arguments))


async def _after(page: T, walk: Walk) -> T:
    """Return the page after another."""
    turn = walk.onwards()
    operation = cast("Operation[Any]", walk.operation)
    kind = cast("type[AnyPage]", type(page))
    # A page of a response as it came is followed by plain pages.
    calls = walk.calls.parsed()
    return cast("T", await _fetch(calls, kind, operation, turn))


# Async code alone has what follows.

_PageT = TypeVar("_PageT", bound=AsyncPage[Any] | AsyncListPage[Any])


class AsyncPaginator(Generic[_PageT, T]):
    """Awaited, the first page; iterated over, the items of all pages.

    Nothing is sent before that.
    """

    def __init__(
        self,
        calls: AsyncCalls,
        page: type[_PageT],
        operation: Operation[Any],
        **arguments: Any,
    ) -> None:
        """Initialize with the operation and the arguments of the call."""
        self._calls = calls
        self._page = page
        self._operation = operation
        self._arguments = arguments

    def __await__(self) -> Generator[Any, None, _PageT]:
        first = async_first_page(
            self._calls, self._page, self._operation, **self._arguments
        )
        return first.__await__()

    async def __aiter__(self) -> AsyncIterator[T]:
        """Go through the items of all pages."""
        async for item in await self:
            yield cast("T", item)

    async def pages(self) -> AsyncIterator[_PageT]:
        """Go through the pages; each is asked for when it is due."""
        async for page in (await self).pages():
            yield cast("_PageT", page)

    iter_pages = pages
