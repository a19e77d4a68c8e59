"""Pages of the sync client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast

from ..core.operation import Operation
from ..core.unset import settled
from .pages import AnyPage, BaseListPage, BasePage, T, T_co, Walk, paged
from .strategies import Turn

if TYPE_CHECKING:
    from ..client.sync_client import Calls

PageT = TypeVar("PageT", bound=AnyPage)


class SyncPages:
    """Navigation from page to page."""

    _walk: Walk

    def pages(self) -> Iterator[Self]:
        """Go through the pages, this one first; each is asked for when it is due."""
        page = self
        while not page._walk.repeats:
            yield page
            if not page.has_next_page():
                return
            page = page.get_next_page()

    iter_pages = pages

    def has_next_page(self) -> bool:
        """Return whether there is a next page, as far as this one tells.

        Raises RuntimeError for a page that was pickled.
        """
        return self._walk.goes_on()

    def get_next_page(self) -> Self:
        """Ask for the next page.

        Raises RuntimeError if there is none, and `ResponseValidationError` if it would
        be at another origin.
        """
        return _after(self, self._walk)


class SyncPage(SyncPages, BasePage[T], Generic[T]):
    """A page that is an object."""

    def __iter__(self) -> Iterator[T]:  # type: ignore[override]
        """Go through the items of this page and of all pages after it."""
        for page in self.pages():
            yield from page._listed()


class SyncListPage(SyncPages, BaseListPage[T_co]):
    """A page that is a list."""

    def __iter__(self) -> Iterator[T_co]:
        """Go through the items of this page and of all pages after it."""
        for page in self.pages():
            yield from page.items


def first_page(
    calls: Calls,
    page: type[PageT],
    operation: Operation[Any],
    **arguments: Any,
) -> PageT:
    """Carry out an operation that pages; its arguments are those of a call."""
    return _fetch(calls, page, operation, Turn(arguments))


def _fetch(
    calls: Calls, page: type[PageT], operation: Operation[Any], turn: Turn
) -> PageT:
    asked: Operation[PageT] = paged(page, calls, operation, turn)
    return calls.call(asked, **settled(turn.arguments))


def _after(page: T, walk: Walk) -> T:
    """Return the page after another."""
    turn = walk.onwards()
    operation = cast("Operation[Any]", walk.operation)
    kind = cast("type[AnyPage]", type(page))
    # A page of a response as it came is followed by plain pages.
    calls = walk.calls.parsed()
    return cast("T", _fetch(calls, kind, operation, turn))
