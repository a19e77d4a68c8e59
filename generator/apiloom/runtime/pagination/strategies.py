"""Pagination styles, and how the next page is requested; nothing here does I/O.

A `Pagination` belongs to an operation and infers from a page which request asks for
the page after it.  What callers see of it is in `pages`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias, cast
from urllib.parse import parse_qsl

import httpx2

from ..core.errors import ResponseValidationError
from ..core.header_values import links
from ..core.operation import PageStrategy
from ..core.redirects import is_same_origin
from ..core.unset import UNSET
from ..decoding.limits import limits_of
from ..types.models import wire_member

Path: TypeAlias = tuple[str, ...]
Place: TypeAlias = Literal["query", "fields"]
"""The keyword of a call that has the argument that turns the page."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One request in a walk through pages.

    `arguments` are those of a call; `url` takes the place of path and query where a
    page links to the next.  `seen` are the positions that the walk has been at.
    """

    arguments: Mapping[str, Any]
    url: str | None = None
    seen: tuple[frozenset[object], ...] = ()
    counted: int = 0
    number: int = 1
    """Which page of the walk this is."""
    previous: Sequence[object] | None = None
    """The items of the page before, if only they tell that a page repeats it."""

    def argument(self, place: Place, name: str) -> object:
        """Return the value of an argument, or UNSET."""
        values = cast("Mapping[str, object]", self.arguments.get(place) or {})
        return values.get(name, UNSET)

    def with_argument(self, place: Place, name: str, value: object) -> Turn:
        """Return the same request but for one argument."""
        values = cast("dict[str, object]", dict(self.arguments.get(place) or {}))
        # Text suits each type of parameter that a position can have.
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        values[name] = str(value) if place == "query" and is_number else value
        return replace(self, arguments={**self.arguments, place: values})

    def at(self, url: str) -> Turn:
        """Return the same request at another URL, which has path and query."""
        return replace(self, arguments={**self.arguments, "query": None}, url=url)


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page that was fetched, and its request."""

    turn: Turn
    body: object
    items: Sequence[object]
    response: httpx2.Response

    @property
    def counted(self) -> int:
        """Number of items so far, including this page."""
        return self.turn.counted + len(self.items)

    def number(self, path: Path) -> int | None:
        """Return the number at a place in the body, if there is one."""
        found = wire_member(self.body, path) if path else None
        return found if isinstance(found, int) and found is not True else None


class Pagination(PageStrategy, ABC):
    """Base of pagination styles (``x-pagination``)."""

    __slots__ = ()

    @abstractmethod
    def position(self, fetched: FetchedPage) -> tuple[str | None, Turn] | None:
        """Return position and request of the next page; None after the last one.

        A position that only grows is no name by which it could come again: None.
        """

    @property
    def compares(self) -> bool:
        """Whether only its content shows that a page is the last one over again."""
        return False

    def following(self, fetched: FetchedPage) -> Turn | None:
        """Return the request for the next page; None after the last one.

        A position that the walk has been at ends it: such a server would go on for
        ever.

        Raises:
            ResponseValidationError: The list is longer than `ResponseLimits.pages`.
        """
        found = self.position(fetched)
        if found is None:
            return None
        position, turn = found
        seen = fetched.turn.seen
        if position is not None:
            if any(position in some for some in seen):
                return None
            seen = _with(seen, position, str(fetched.response.request.url))
        most = limits_of(fetched.response).pages
        number = fetched.turn.number + 1
        if most is not None and number > most:
            raise ResponseValidationError(
                f"{fetched.response.request.url.path}: the list has not ended after "
                f"{most:,} pages, the limit; ResponseLimits(pages=…) sets another",
                response=fetched.response,
            )
        previous = fetched.items if self.compares else None
        return replace(
            turn, seen=seen, counted=fetched.counted, number=number, previous=previous
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedPages(Pagination):
    """Pages are numbered from `first`.

    A page without items is the last one, if nothing says so before: `more` (a value
    that is not false, null or empty), `last` (how many pages there are) or `total`
    (how many items).  If the first page can have another number, `current` is where its
    body says which.
    """

    parameter: str
    place: Place = "query"
    first: int = 1
    current: Path = ()
    more: Path = ()
    last: Path = ()
    total: Path = ()

    @property
    def compares(self) -> bool:
        """Some servers return the last page for a number that is too high."""
        return not (self.more or self.last or self.total)

    def position(self, fetched: FetchedPage) -> tuple[str | None, Turn] | None:
        """Return the number after that of this page."""
        given = fetched.turn.argument(self.place, self.parameter)
        if given is UNSET or given is None:
            stated = fetched.number(self.current)
            number = self.first if stated is None else stated
        elif (whole := _whole(given)) is not None:
            number = whole
        else:
            return None
        last = fetched.number(self.last)
        total = fetched.number(self.total)
        counts = number == self.first or fetched.turn.counted > 0
        if (
            not fetched.items
            or (self.more and not wire_member(fetched.body, self.more))
            or (last is not None and number >= self.first + last - 1)
            or (total is not None and counts and fetched.counted >= total)
        ):
            return None
        return None, fetched.turn.with_argument(self.place, self.parameter, number + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetPages(Pagination):
    """Pages start at an item, counted from zero.

    A page without items is the last one, if `more` or `total` don't say so before.
    """

    parameter: str
    place: Place = "query"
    more: Path = ()
    total: Path = ()

    @property
    def compares(self) -> bool:
        """Some servers return the last page for an offset that is too high."""
        return not (self.more or self.total)

    def position(self, fetched: FetchedPage) -> tuple[str | None, Turn] | None:
        """Return the offset after the last item of this page."""
        given = fetched.turn.argument(self.place, self.parameter)
        start = 0 if given is UNSET or given is None else _whole(given)
        if start is None:
            return None
        following = start + len(fetched.items)
        total = fetched.number(self.total)
        if (
            not fetched.items
            or (self.more and not wire_member(fetched.body, self.more))
            or (total is not None and following >= total)
        ):
            return None
        return None, fetched.turn.with_argument(self.place, self.parameter, following)


@dataclass(frozen=True, slots=True, kw_only=True)
class CursorPages(Pagination):
    """A page names the position of the next one, by `next` or by its `last_item`.

    A page without items is not the last one as long as the API names another
    position; some filter after they have cut the pages.
    """

    parameter: str
    place: Place = "query"
    next: Path = ()
    last_item: Path = ()
    more: Path = ()

    def position(self, fetched: FetchedPage) -> tuple[str | None, Turn] | None:
        """Return the cursor that the body names, or that the last item is."""
        if self.more and not wire_member(fetched.body, self.more):
            return None
        if self.next:
            cursor = wire_member(fetched.body, self.next)
        else:
            last = fetched.items[-1] if fetched.items else None
            cursor = wire_member(last, self.last_item)
        if cursor is None or cursor in ("", False):
            return None
        given = fetched.turn.argument(self.place, self.parameter)
        if str(given) == str(cursor):
            return None
        turn = fetched.turn.with_argument(self.place, self.parameter, cursor)
        return str(cursor), turn


@dataclass(frozen=True, slots=True, kw_only=True)
class _Linked(Pagination):
    """A page links to the next one.

    With a `parameter`, only that is taken from the link; otherwise it is followed as
    it is, which is refused if it leads to another origin (RFC 6454): what is sent
    there has the caller's credentials in it.
    """

    parameter: str | None = None

    @abstractmethod
    def link(self, fetched: FetchedPage) -> str | None:
        """Return the link, absolute or relative to the page."""

    def position(self, fetched: FetchedPage) -> tuple[str | None, Turn] | None:
        """Return the target of the link."""
        link = self.link(fetched)
        if not link:
            return None
        here = fetched.response.request.url
        try:
            target = here.join(link)
        except httpx2.InvalidURL as error:
            message = f"{here.path}: the next page is at {link!r}, which is no URL"
            raise ResponseValidationError(message, response=fetched.response) from error
        if self.parameter is not None:
            query = dict(parse_qsl(target.query.decode("ascii", "replace")))
            cursor = query.get(self.parameter)
            given = fetched.turn.argument("query", self.parameter)
            if not cursor or str(given) == cursor:
                return None
            return cursor, fetched.turn.with_argument("query", self.parameter, cursor)
        if not is_same_origin(target, here):
            raise ResponseValidationError(
                f"{here.path}: the next page is at another origin, "
                f"{target.scheme}://{target.netloc.decode('ascii', 'replace')}; "
                "credentials are not sent there",
                response=fetched.response,
            )
        if target == here:
            return None
        return str(target), fetched.turn.at(str(target))


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedPages(_Linked):
    """Pagination by a link in the body."""

    next: Path

    def link(self, fetched: FetchedPage) -> str | None:
        """Return the link in the body."""
        found = wire_member(fetched.body, self.next)
        return None if found is None else str(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderPages(_Linked):
    """Pagination by the header ``Link`` (RFC 8288)."""

    def link(self, fetched: FetchedPage) -> str | None:
        """Return the link whose relation is ``next``."""
        for header in fetched.response.headers.get_list("link"):
            for link in links(header):
                if "next" in link.parameters.get("rel", "").lower().split():
                    return link.target
        return None


def _with(
    seen: tuple[frozenset[object], ...], *positions: object
) -> tuple[frozenset[object], ...]:
    """Return positions with more of them, in sets of growing sizes."""
    latest = frozenset(positions)
    while seen and len(seen[-1]) <= len(latest):
        latest |= seen[-1]
        seen = seen[:-1]
    return (*seen, latest)


def _whole(given: object) -> int | None:
    """Return the number that a caller passed, or None."""
    try:
        return int(str(given))
    except ValueError:
        return None
