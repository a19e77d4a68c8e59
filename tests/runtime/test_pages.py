"""One page: what it holds, its copies, and the way to the next."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any, assert_type, cast

import anyio
import httpx2
import pytest
from pydantic import TypeAdapter

from apiloom.runtime.client.async_client import AsyncCalls
from apiloom.runtime.client.sync_client import Calls
from apiloom.runtime.decoding.decoders import Json, RawResponse
from apiloom.runtime.pagination.async_pages import (
    AsyncListPage,
    AsyncPage,
    AsyncPaginator,
)
from apiloom.runtime.pagination.pages import BasePage
from apiloom.runtime.pagination.strategies import NumberedPages
from apiloom.runtime.pagination.sync_pages import (
    SyncListPage,
    SyncPage,
    first_page,
)
from tests.runtime.driving import Thing, answers, options
from tests.runtime.listing import (
    CURSOR,
    AsyncThingsPage,
    Things,
    ThingsPage,
    first,
    listing,
    page,
)


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
    calls = Calls(options(), http)
    found = first_page(calls, SyncListPage[int], operation)
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
    calls = Calls(options(), http).raw()
    raw: Any = first_page(calls, ThingsPage, listing(CURSOR))
    assert raw.__class__ is RawResponse
    parsed = cast("ThingsPage", raw.parse())
    assert [thing.name for thing in parsed] == ["a", "b"]


def test_nothing_is_sent_before_it_is_awaited() -> None:
    sent: list[httpx2.Request] = []

    async def main() -> None:
        transport = httpx2.MockTransport(answers(page("a"), requests=sent))
        async with httpx2.AsyncClient(transport=transport) as http:
            calls = AsyncCalls(options(), http)
            paginator: AsyncPaginator[AsyncThingsPage, Thing] = AsyncPaginator(
                calls, AsyncThingsPage, listing(CURSOR)
            )
            assert sent == []
            found = await paginator
            assert found.things == [Thing(name="a")]
            assert [one.name async for one in found] == ["a"]
            raw: Any = await AsyncPaginator(
                calls.raw(), AsyncThingsPage, listing(CURSOR)
            )
            assert isinstance(raw.parse(), AsyncThingsPage)

    anyio.run(main)
    assert len(sent) == 2


@pytest.mark.parametrize("kind", [SyncPage, AsyncPage])
def test_the_type_of_the_items_makes_no_class(kind: type[BasePage[Any]]) -> None:
    subscript: Callable[[object], object] = kind.__class_getitem__
    assert subscript(Thing) is kind
