"""Walks through the pages of a list: what leads on, what ends them, what is refused."""

from __future__ import annotations

from typing import Any, Protocol

import anyio
import httpx2
import pytest

from apiloom.runtime.client.async_client import AsyncCalls
from apiloom.runtime.client.sync_client import Calls
from apiloom.runtime.core.errors import APIStatusError, ResponseValidationError
from apiloom.runtime.core.operation import Operation
from apiloom.runtime.decoding.decoders import Empty, Json
from apiloom.runtime.pagination.async_pages import AsyncListPage, AsyncPaginator
from apiloom.runtime.pagination.strategies import (
    CursorPages,
    HeaderPages,
    LinkedPages,
    NumberedPages,
    OffsetPages,
)
from apiloom.runtime.pagination.sync_pages import SyncListPage, first_page
from tests.runtime.driving import KEYS, Handler, Thing, answers, options
from tests.runtime.listing import (
    CURSOR,
    AsyncThingsPage,
    Things,
    ThingsPage,
    first,
    listing,
    page,
)

LINK = LinkedPages(next=("next",))


class Lister(Protocol):
    """Gives the names of all things in a list, and how many pages there were."""

    def __call__(
        self, handler: Handler, operation: Operation[Any], **arguments: Any
    ) -> tuple[list[Any], int]: ...


def shown(item: Any) -> Any:
    return item.name if isinstance(item, Thing) else item


def list_sync(
    handler: Handler, operation: Operation[Any], **arguments: Any
) -> tuple[list[Any], int]:
    kind: Any = arguments.pop("page", (ThingsPage, AsyncThingsPage))[0]
    settings = arguments.pop("options", None) or options()
    with httpx2.Client(transport=httpx2.MockTransport(handler)) as http:
        first = first_page(Calls(settings, http), kind, operation, **arguments)
        names = [shown(item) for item in first]
        return names, len(list(first.pages()))


def list_async(
    backend: str, handler: Handler, operation: Operation[Any], **arguments: Any
) -> tuple[list[Any], int]:
    kind: Any = arguments.pop("page", (ThingsPage, AsyncThingsPage))[1]
    settings = arguments.pop("options", None) or options()

    async def main() -> tuple[list[Any], int]:
        transport = httpx2.MockTransport(handler)
        async with httpx2.AsyncClient(transport=transport) as http:
            calls = AsyncCalls(settings, http)
            found: AsyncPaginator[Any, Any] = AsyncPaginator(
                calls, kind, operation, **arguments
            )
            names = [shown(item) async for item in found]
            return names, len([one async for one in found.pages()])

    return anyio.run(main, backend=backend)


@pytest.fixture(params=["sync", "asyncio", "trio"])
def lister(request: pytest.FixtureRequest) -> Lister:
    if request.param == "sync":
        return list_sync
    backend: str = request.param

    def walk(
        handler: Handler, operation: Operation[Any], **arguments: Any
    ) -> tuple[list[Any], int]:
        return list_async(backend, handler, operation, **arguments)

    return walk


def by_query(pages: dict[str, httpx2.Response], name: str) -> Handler:
    """Answer with the page that a parameter of the query asks for."""

    def handler(request: httpx2.Request) -> httpx2.Response:
        found = pages[request.url.params.get(name, "")]
        return httpx2.Response(200, headers=found.headers, content=found.content)

    return handler


def test_a_walk_through_three_pages(lister: Lister) -> None:
    pages = {"": page("a", "b", next_="2"), "2": page(next_="3"), "3": page("c")}
    assert lister(by_query(pages, "cursor"), listing(CURSOR)) == (["a", "b", "c"], 3)


def test_a_walk_from_where_the_caller_says(lister: Lister) -> None:
    pages = {"2": page("b", next_="3"), "3": page("c")}
    walked = lister(
        by_query(pages, "cursor"), listing(CURSOR), query={"cursor": "2", "x": "1"}
    )
    assert walked == (["b", "c"], 2)


def test_a_cursor_that_goes_round(lister: Lister) -> None:
    pages = {"": page("a", next_="2"), "2": page("b", next_="2")}
    assert lister(by_query(pages, "cursor"), listing(CURSOR))[0] == ["a", "b"]


def test_a_flag_that_denies_the_cursor(lister: Lister) -> None:
    pages = CursorPages(parameter="cursor", next=("next",), more=("more",))
    handler = answers(page("a", next_="2", more=False))
    assert lister(handler, listing(pages)) == (["a"], 1)


def test_lists_of_plain_items(lister: Lister) -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        start = int(request.url.params.get("offset", 0))
        return httpx2.Response(200, json=list(range(7))[start : start + 3])

    operation = listing(
        OffsetPages(parameter="offset"), success={"200": Json(list[int])}
    )
    kinds = (SyncListPage, AsyncListPage)
    assert lister(handler, operation, page=kinds) == ([0, 1, 2, 3, 4, 5, 6], 4)


def test_a_server_that_ignores_the_number(lister: Lister) -> None:
    operation = listing(NumberedPages(parameter="page"))
    assert lister(answers(page("a", "b")), operation) == (["a", "b"], 1)


def test_the_number_may_be_text(lister: Lister) -> None:
    pages = {"4": page("a"), "5": page()}
    operation = listing(NumberedPages(parameter="page"))
    handler = by_query(pages, "page")
    assert lister(handler, operation, query={"page": "4"})[0] == ["a"]


@pytest.mark.parametrize("paged", [NumberedPages, OffsetPages])
def test_nothing_is_counted_from_what_is_no_number(lister: Lister, paged: Any) -> None:
    operation = listing(paged(parameter="page"))
    found = lister(answers(page("a")), operation, query={"page": "1.5"})
    assert found == (["a"], 1)


def test_headers_lead_on(lister: Lister) -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        if request.url.params.get("page") == "2":
            return page("b")
        link = '<?page=2>; rel="next", <?page=9>; rel="last"'
        found = page("a")
        return httpx2.Response(200, headers={"link": link}, content=found.content)

    assert lister(handler, listing(HeaderPages())) == (["a", "b"], 2)


def test_a_success_that_is_not_documented(lister: Lister) -> None:
    assert lister(answers(httpx2.Response(204)), listing(CURSOR)) == ([], 1)
    assert first(httpx2.Response(204)).things == []
    other = answers(httpx2.Response(206, json={"things": [{"name": "a"}]}))
    assert lister(other, listing(CURSOR)) == (["a"], 1)


def test_an_empty_page_that_is_documented(lister: Lister) -> None:
    success = {"200": Json(Things), "204": Empty()}
    handler = answers(httpx2.Response(204))
    assert lister(handler, listing(CURSOR, success=success)) == ([], 1)


def test_credentials_in_the_query_are_sent_once(lister: Lister) -> None:
    requests: list[httpx2.Request] = []
    handler = answers(
        page("a", next_="/v1/things?after=a&key=s3%20cret"),
        page("b"),
        page("a", next_="/v1/things?after=a"),
        page("b"),
        requests=requests,
    )
    operation = listing(LINK, security=(("query",),))
    lister(handler, operation, options=options(credentials={"query": KEYS["query"]}))
    sent = [request.url.params.multi_items() for request in requests]
    assert sent[1] == sent[3] == [("after", "a"), ("key", "s3 cret")]


def test_a_link_to_itself_is_no_next_page(lister: Lister) -> None:
    handler = answers(page("a", next_="https://api.test/v1/things"))
    assert lister(handler, listing(LINK)) == (["a"], 1)


@pytest.mark.parametrize(
    "there",
    [
        "https://evil.test/v1/things?x=1",
        "http://api.test/v1/things?x=1",
        "https://api.test:8443/v1/things?x=1",
        "//evil.test/v1/things",
    ],
)
def test_a_link_to_another_origin_is_refused(lister: Lister, there: str) -> None:
    requests: list[httpx2.Request] = []
    handler = answers(page("a", next_=there), requests=requests)
    with pytest.raises(ResponseValidationError, match="another origin"):
        lister(handler, listing(LINK))
    assert len(requests) == 1


def test_a_link_that_is_no_url(lister: Lister) -> None:
    with pytest.raises(ResponseValidationError, match="no URL"):
        lister(answers(page("a", next_="line\nbreak")), listing(LINK))


def test_the_same_origin_may_be_written_with_its_port(lister: Lister) -> None:
    there = "https://API.test:443/v1/things?x=1"
    assert lister(answers(page("a", next_=there), page("b")), listing(LINK))[0] == [
        "a",
        "b",
    ]


def test_errors_are_raised_where_they_happen(lister: Lister) -> None:
    with pytest.raises(APIStatusError):
        lister(answers(httpx2.Response(400)), listing(CURSOR))
    with pytest.raises(APIStatusError):
        lister(answers(page("a", next_="2"), httpx2.Response(400)), listing(CURSOR))
    success = {"200": Json(Things), "304": Empty()}
    with pytest.raises(APIStatusError):
        lister(answers(httpx2.Response(304)), listing(CURSOR, success=success))


def test_what_is_no_page_is_refused(lister: Lister) -> None:
    lenient = options(validate_responses="off")
    handler = answers(httpx2.Response(200, json="no page"))
    with pytest.raises(ResponseValidationError, match="no page"):
        lister(handler, listing(CURSOR), options=lenient)
    odd = answers(httpx2.Response(200, json={"things": [{"name": 1}], "next": 7}))
    assert lister(odd, listing(CURSOR), options=lenient)[0] == [1, 1]
