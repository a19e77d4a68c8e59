"""Pages without a generated client around them: walks, copies, and what they refuse."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any, Protocol, assert_type, cast

import anyio
import httpx2
import pytest
from pydantic import TypeAdapter

from generator.runtime.async_client import AsyncAPIClient
from generator.runtime.async_pages import AsyncListPage, AsyncPage
from generator.runtime.errors import APIStatusError, ResponseValidationError
from generator.runtime.models import Model
from generator.runtime.operations import Operation
from generator.runtime.pages import BasePage
from generator.runtime.pagination import (
    CursorPages,
    HeaderPages,
    LinkedPages,
    NumberedPages,
    OffsetPages,
    Pagination,
)
from generator.runtime.paginator import AsyncPaginator
from generator.runtime.responses import Empty, Json, RawResponse
from generator.runtime.sync_client import APIClient
from generator.runtime.sync_pages import SyncListPage, SyncPage, first_page
from tests.runtime.driving import KEYS, Handler, Thing, answers, options


class Things(Model):
    """What an answer is."""

    things: list[Thing] | None = None
    next: str | None = None
    more: bool | None = None


class ThingsPage(SyncPage[Thing], Things):
    """A page of it."""

    _items_at = ("things",)


class AsyncThingsPage(AsyncPage[Thing], Things):
    """A page of it, for code that awaits."""

    _items_at = ("things",)


def listing(pages: Pagination, **changes: Any) -> Operation[Any]:
    given: dict[str, Any] = {
        "name": "things.list",
        "method": "GET",
        "path": "/things",
        "success": {"200": Json(Things)},
        "pages": pages,
    }
    return Operation(**(given | changes))


CURSOR = CursorPages(parameter="cursor", next=("next",))
LINK = LinkedPages(next=("next",))


def page(*names: str, next_: str | None = None, **rest: Any) -> httpx2.Response:
    things = [{"name": name} for name in names]
    return httpx2.Response(200, json={"things": things, "next": next_, **rest})


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
        first = first_page(APIClient(settings, http), kind, operation, **arguments)
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
            client = AsyncAPIClient(settings, http)
            found: AsyncPaginator[Any, Any] = AsyncPaginator(
                client, kind, operation, **arguments
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
    lenient = options(validate_responses=False)
    handler = answers(httpx2.Response(200, json="no page"))
    with pytest.raises(ResponseValidationError, match="no page"):
        lister(handler, listing(CURSOR), options=lenient)
    odd = answers(httpx2.Response(200, json={"things": [{"name": 1}], "next": 7}))
    assert lister(odd, listing(CURSOR), options=lenient)[0] == [1, 1]


# One page


def first(*given: httpx2.Response, operation: Operation[Any] | None = None) -> Any:
    http = httpx2.Client(transport=httpx2.MockTransport(answers(*given)))
    client = APIClient(options(), http)
    return first_page(client, ThingsPage, operation or listing(CURSOR))


def test_a_page_is_what_the_answer_is() -> None:
    found = first(page("a", next_="2", new="n"))
    assert isinstance(found, Things)
    assert (found.next, found.things) == ("2", [Thing(name="a")])
    assert found.to_dict()["new"] == "n"
    assert found == first(page("a", next_="2", new="n"))
    assert found != first(page("b", next_="2", new="n"))
    assert "_walk" not in repr(found)


def test_page_by_page() -> None:
    found = first(page("a", next_="2"), page("b"))
    assert found.has_next_page()
    last = found.get_next_page()
    assert isinstance(last, ThingsPage)
    assert not last.has_next_page()
    with pytest.raises(RuntimeError, match="no next page"):
        last.get_next_page()
    assert found.get_next_page().to_dict() == last.to_dict()
    assert [one.things for one in found.iter_pages()] == [found.things, last.things]


def test_a_page_can_be_copied_and_kept() -> None:
    found = first(page("a", next_="2"), page("b"))
    for twin in (copy.copy(found), copy.deepcopy(found)):
        assert twin == found
        assert twin.get_next_page().things == [Thing(name="b")]
    kept = pickle.loads(pickle.dumps(found))
    assert kept == found
    with pytest.raises(RuntimeError, match="lost its client"):
        kept.has_next_page()


def test_a_page_made_by_hand_is_the_last() -> None:
    made = ThingsPage(things=[Thing(name="a")])
    assert [thing.name for thing in made] == ["a"]
    assert not made.has_next_page()
    assert not pickle.loads(pickle.dumps(made)).has_next_page()
    assert list(SyncListPage([1, 2])) == [1, 2]


def test_a_list_is_a_sequence_of_its_page() -> None:
    http = httpx2.Client(
        transport=httpx2.MockTransport(
            answers(httpx2.Response(200, json=[3, 1, 3]), httpx2.Response(200, json=[]))
        )
    )
    operation = listing(
        NumberedPages(parameter="page"), success={"200": Json(list[int])}
    )
    client = APIClient(options(), http)
    found = first_page(client, SyncListPage[int], operation)
    assert (len(found), found[0], found[-2:], found.items) == (3, 3, [1, 3], [3, 1, 3])
    assert (found.index(1), found.count(3), 1 in found, 7 in found) == (
        1,
        2,
        True,
        False,
    )
    assert list(reversed(found)) == [3, 1, 3]
    assert found == [3, 1, 3]
    assert found == SyncListPage([3, 1, 3])
    assert found != [3]
    assert repr(found) == "SyncListPage([3, 1, 3])"
    assert not SyncListPage([])
    with pytest.raises(ValueError, match="is not in list"):
        found.index(3, 1, 2)
    with pytest.raises(TypeError):
        hash(found)
    assert pickle.loads(pickle.dumps(found)) == [3, 1, 3]


def test_an_async_list_is_a_sequence_of_its_page() -> None:
    made = AsyncListPage([1, 2])
    assert [*made] == [1, 2]
    assert made == SyncListPage([1, 2])


def test_pydantic_takes_a_list_for_what_it_is() -> None:
    adapter = TypeAdapter[SyncListPage[Thing]](SyncListPage[Thing])
    made = adapter.validate_python([{"name": "a"}])
    assert_type(made[0], Thing)
    assert made == [Thing(name="a")]
    assert adapter.validate_python(made) is made
    assert adapter.dump_json(made, exclude_unset=True) == b'[{"name":"a"}]'
    plain: TypeAdapter[Any] = TypeAdapter(SyncListPage)
    assert plain.dump_python(SyncListPage[int]([1])) == [1]


def test_raw_answers_parse_to_pages() -> None:
    http = httpx2.Client(
        transport=httpx2.MockTransport(answers(page("a", next_="2"), page("b")))
    )
    client = APIClient(options(), http).answering_raw()
    raw: Any = first_page(client, ThingsPage, listing(CURSOR))
    assert raw.__class__ is RawResponse
    parsed = cast("ThingsPage", raw.parse())
    assert [thing.name for thing in parsed] == ["a", "b"]


def test_nothing_is_sent_before_it_is_awaited() -> None:
    sent: list[httpx2.Request] = []

    async def main() -> None:
        transport = httpx2.MockTransport(answers(page("a"), requests=sent))
        async with httpx2.AsyncClient(transport=transport) as http:
            client = AsyncAPIClient(options(), http)
            paginator: AsyncPaginator[AsyncThingsPage, Thing] = AsyncPaginator(
                client, AsyncThingsPage, listing(CURSOR)
            )
            assert sent == []
            found = await paginator
            assert found.things == [Thing(name="a")]
            assert [one.name async for one in found] == ["a"]
            raw: Any = await AsyncPaginator(
                client.answering_raw(), AsyncThingsPage, listing(CURSOR)
            )
            assert isinstance(raw.parse(), AsyncThingsPage)

    anyio.run(main)
    assert len(sent) == 2


@pytest.mark.parametrize("kind", [SyncPage, AsyncPage])
def test_the_type_of_the_items_makes_no_class(kind: type[BasePage[Any]]) -> None:
    subscript: Callable[[object], object] = kind.__class_getitem__
    assert subscript(Thing) is kind
