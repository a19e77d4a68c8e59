"""Pages that need no word of ours, walked to their end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

IDS = ["a", "b", "c"]


def thing(id_: str) -> dict[str, str]:
    return {"id": id_}


def json(value: object, **headers: str) -> httpx2.Response:
    return httpx2.Response(200, json=value, headers=headers)


def ids(items: Iterable[Any]) -> list[str]:
    return [item.id for item in items]


def asked(stage: Stage) -> list[dict[str, str]]:
    return [dict(request.url.params) for request in stage.requests]


def check_numbers_until_a_page_is_empty(stage: Stage) -> None:
    client = stage.client(json([thing("a"), thing("b")]), json([thing("c")]), json([]))
    assert ids(client.numbered.list(per_page=2)) == IDS
    assert asked(stage) == [
        {"per_page": "2"},
        {"per_page": "2", "page": "2"},
        {"per_page": "2", "page": "3"},
    ]


def check_the_walk_starts_where_the_caller_says(stage: Stage) -> None:
    client = stage.client(json([thing("a")]), json([]))
    assert ids(client.numbered.list(page=7)) == ["a"]
    assert [one["page"] for one in asked(stage)] == ["7", "8"]


def check_a_server_that_repeats_its_last_page(stage: Stage) -> None:
    client = stage.client(json([thing("a")]), json([thing("b")]))
    assert ids(client.numbered.list()) == ["a", "b"]
    assert len(stage.requests) == 3


def check_numbers_from_zero_until_the_last_one(stage: Stage) -> None:
    pages = [json({"content": [thing(one)], "totalPages": 3}) for one in IDS]
    page = stage.client(*pages).from_zero.list()
    assert page.total_pages == 3
    assert ids(page) == IDS
    assert [one.get("page") for one in asked(stage)] == [None, "1", "2"]


def check_the_answer_tells_the_first_number(stage: Stage) -> None:
    for first in (0, 1):
        stage.requests.clear()
        pages = [
            json({"page": {"pageNumber": first + at}, "things": [thing(one)]})
            for at, one in enumerate(IDS)
        ]
        client = stage.client(*pages, json({"things": []}))
        assert ids(client.stated.list()) == IDS
        turned = [one.get("pageNumber") for one in asked(stage)]
        assert turned == [None, *(str(first + at) for at in (1, 2, 3))]


def check_the_total_ends_a_walk_from_the_start(stage: Stage) -> None:
    page = {"pageNumber": 1, "totalElements": 2}
    client = stage.client(json({"page": page, "things": [thing("a"), thing("b")]}))
    assert ids(client.stated.list()) == ["a", "b"]
    assert len(stage.requests) == 1


def check_offsets_until_there_is_no_next(stage: Stage) -> None:
    client = stage.client(
        json({"items": [thing("a"), thing("b")], "next": "https://x.test"}),
        json({"items": [thing("c")], "next": None}),
    )
    assert ids(client.offset.list(limit=2)) == IDS
    assert [one.get("offset") for one in asked(stage)] == [None, "2"]


def check_cursors_past_an_empty_page(stage: Stage) -> None:
    client = stage.client(
        json({"things": [thing("a")], "response_metadata": {"next_cursor": "x/="}}),
        json({"things": [], "response_metadata": {"next_cursor": "y"}}),
        json({"things": [thing("b")], "response_metadata": {"next_cursor": ""}}),
    )
    assert ids(client.cursor.list(tags=["p", "q"])) == ["a", "b"]
    assert [one.get("cursor") for one in asked(stage)] == [None, "x/=", "y"]
    assert all(b"tags=p&tags=q" in one.url.query for one in stage.requests)


def check_a_repeated_cursor_ends_the_walk(stage: Stage) -> None:
    def page(cursor: str) -> httpx2.Response:
        meta = {"next_cursor": cursor}
        return json({"things": [thing(cursor)], "response_metadata": meta})

    client = stage.client(page("x"), page("y"), page("x"), page("y"))
    assert ids(client.cursor.list()) == ["x", "y", "x"]
    stage.requests.clear()
    assert ids(stage.client(page("x")).cursor.list(cursor="x")) == ["x"]
    assert len(stage.requests) == 1


def check_what_is_not_modified_is_no_page(stage: Stage) -> None:
    with pytest.raises(stage.package.errors.APIStatusError) as caught:
        stage.client(httpx2.Response(304)).cursor.list()
    assert caught.value.status_code == 304


def check_the_last_item_is_the_cursor(stage: Stage) -> None:
    client = stage.client(
        json({"data": [thing("a"), thing("b")], "has_more": True}),
        json({"data": [thing("c")], "has_more": False}),
    )
    assert ids(client.last_item.list()) == IDS
    assert [one.get("starting_after") for one in asked(stage)] == [None, "b"]


def check_the_link_header(stage: Stage) -> None:
    link = '<https://api.test/v1/header?page=1>; rel="prev first", '
    link += '<https://api.test/elsewhere?page=2&x=%2F>; rel="next last"'
    client = stage.client(json([thing("a")], link=link), json([thing("b")]))
    page = client.header.list()
    assert (len(page), page[0].id, ids(reversed(page))) == (1, "a", ["a"])
    assert ids(page) == ["a", "b"]
    assert str(stage.sent.url) == "https://api.test/elsewhere?page=2&x=%2F"


def check_a_link_in_the_body(stage: Stage) -> None:
    links = {"next": {"href": "/v1/linked?after=a"}}
    client = stage.client(
        json({"results": [thing("a")], "_links": links}),
        json({"results": [thing("b")], "_links": {}}),
    )
    assert ids(client.linked.list()) == ["a", "b"]
    assert str(stage.sent.url) == "https://api.test/v1/linked?after=a"


def check_credentials_stay_at_home(stage: Stage) -> None:
    for there in ("https://evil.test/v1/linked", "http://api.test/v1/linked"):
        links = {"next": {"href": there}}
        page = stage.client(json({"results": [thing("a")], "_links": links}))
        first = page.linked.list()
        assert first.results[0].id == "a"
        with pytest.raises(stage.package.errors.ResponseValidationError) as caught:
            list(first)
        assert "another origin" in caught.value.message
    assert {request.url.host for request in stage.requests} == {"api.test"}


def check_items_inside_an_object(stage: Stage) -> None:
    client = stage.client(
        json({"data": {"things": [thing("a")], "next_page_token": "t"}}),
        json({"data": {"things": [thing("b")]}}),
    )
    assert ids(client.nested.list()) == ["a", "b"]
    assert ids(stage.client(json({})).nested.list()) == []


def check_nothing_else_is_taken_for_pages(stage: Stage) -> None:
    client = stage.client(json([thing("a")]))
    assert type(client.not_paged.number_of_a_page_in_a_book()) is list
    assert type(client.not_paged.first_page_is_not_said()) is list
    assert type(client.not_paged.two_ways()) is list
    assert type(client.not_paged.search()) is list
    assert type(client.not_paged.refused()) is list
    client = stage.client(json({}))
    assert not hasattr(client.not_paged.two_lists(), "has_next_page")
    assert not hasattr(client.not_paged.cursor_may_be_an_echo(), "has_next_page")


def check_a_search_is_asked_for_by_its_body(stage: Stage) -> None:
    def page(number: int) -> httpx2.Response:
        place = {"count": 3, "limit": 2, "pages": 2, "page": number}
        items = [{"id": f"{number}"}] * (3 - number)
        return httpx2.Response(200, json={"results": items, **place})

    client = stage.client(page(1), page(2))
    found = client.search.pages(words="w", extra_body={"new": True})
    assert [one.id for one in found] == ["1", "1", "2"]
    assert stage.body == {"words": "w", "page": 2, "new": True}


def check_a_cursor_in_a_body(stage: Stage) -> None:
    answers = [{"items": [{"id": "1"}], "next_cursor": "c"}, {"items": [{"id": "2"}]}]
    client = stage.client(*(httpx2.Response(200, json=one) for one in answers))
    assert [one.id for one in client.search.cursor(words="w")] == ["1", "2"]
    assert stage.body == {"words": "w", "cursor": "c"}
