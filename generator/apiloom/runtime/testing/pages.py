"""Pages of items, each of which leads to the next as the API says it does."""

# The names of a fake are those of an API: all that is its own has an underscore.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import httpx2

from ..core.reasons import member
from ..encoding.parameters import jsonable
from .arguments import ABSENT
from .problems import InvalidResponse, listed
from .responses import Parts, Responses, concrete, with_member, without_member
from .schemas import is_members

if TYPE_CHECKING:
    from .calls import Call

_CURSOR: Final = "page-{}"


class PageWalk:
    """A list that is cut into pages."""

    def __init__(
        self,
        paging: Mapping[str, Any],
        responses: Responses,
        pages: Sequence[Sequence[Any]],
        *,
        is_checked: bool = False,
    ) -> None:
        """Initialize with pages of items.

        Args:
            paging: How the API pages (``x-pagination``), as the schema has it.
            responses: Makes the responses of the operation.
            pages: The items of each page.
            is_checked: Whether these are known to fit.

        Raises:
            InvalidResponse: An item is none of the specification's.
        """
        self._paging: Final = paging
        self._responses: Final = responses
        self._pages: Final = [[jsonable(item) for item in page] for page in pages]
        self._status: Final = responses.success[0]
        self._content: Final = responses.contents(self._status)[0]
        sample = responses.sample()
        self._body: Final[Any] = json.loads(sample.content)
        for number in range(0 if is_checked else len(self._pages)):
            wrong = responses.mismatches(self._page(number), self._content)
            if wrong:
                start = f"the specification does not allow page {number + 1}:"
                raise InvalidResponse(listed(start, wrong))

    def _page(self, number: int) -> Any:
        """Return the body of a page, with its items and nothing else changed."""
        items = self._pages[number] if number < len(self._pages) else []
        return with_member(self._body, self._paging.get("items", ()), items)

    def respond(self, call: Call) -> httpx2.Response:
        """Return the page that a request asks for."""
        parts = self.parts(call)
        return httpx2.Response(
            parts.status, headers=list(parts.headers), content=parts.content
        )

    def parts(self, call: Call) -> Parts:
        """Return the page that a request asks for, as the parts of a response."""
        request = call._received.request
        number = self._asked(call)
        body = self._page(number)
        has_next = number + 1 < len(self._pages)
        headers: list[tuple[str, str]] = []
        for key, value in self._position(number, has_next, request.url):
            path = self._paging.get(key)
            if path is None:
                continue
            if value is None:
                body = self._without(body, path)
            else:
                body = with_member(body, path, value)
        if self._paging["style"] == "header" and has_next:
            target = self._url(request.url, number + 1)
            headers.append(("link", f'<{target}>; rel="next"'))
        parts = self._responses.written(concrete(self._status), self._content, body)
        return parts._replace(headers=(*parts.headers, *headers))

    def _without(self, body: Any, path: Sequence[str]) -> Any:
        """Return a body that leads to no further page."""
        null = with_member(body, path, None)
        if not self._responses.mismatches(null, self._content):
            return null
        bare = without_member(body, path)
        if not self._responses.mismatches(bare, self._content):
            return bare
        return with_member(body, path, "")

    def _position(
        self, number: int, has_next: bool, url: httpx2.URL
    ) -> list[tuple[str, Any]]:
        """Return what a page says of its place in the list."""
        following: Any = None
        if has_next:
            following = _CURSOR.format(number + 2)
            if self._paging["style"] == "link":
                following = self._url(url, number + 1)
            elif isinstance(member(self._body, self._paging.get("next", ())), int):
                following = number + 1
        return [
            ("next", following),
            ("more", has_next),
            ("last", len(self._pages)),
            ("total", sum(map(len, self._pages))),
            ("current", self._paging.get("first", 1) + number),
        ]

    def _url(self, url: httpx2.URL, number: int) -> str:
        name = self._paging.get("parameter") or "page"
        return str(url.copy_set_param(name, _CURSOR.format(number + 1)))

    def _asked(self, call: Call) -> int:
        """Return the number of the page that a request asks for, from zero."""
        style = self._paging["style"]
        name = self._paging.get("parameter") or "page"
        value: Any = call._received.request.url.params.get(name)
        if self._paging.get("inBody"):
            body = call._received.read().body
            value = body.get(name) if is_members(body) and body is not ABSENT else None
        if value is None:
            return 0
        if style == "page":
            return max(0, int(value) - int(self._paging.get("first", 1)))
        if style == "offset":
            return self._at(int(value))
        text = str(value)
        for number, items in enumerate(self._pages):
            if text in (_CURSOR.format(number + 1), str(number)):
                return number
            path = self._paging.get("lastItem")
            if path and items and str(member(items[-1], path)) == text:
                return number + 1
        return 0

    def _at(self, offset: int) -> int:
        start = 0
        for number, items in enumerate(self._pages):
            if start >= offset:
                return number
            start += len(items)
        return len(self._pages)
