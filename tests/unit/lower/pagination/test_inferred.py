"""Which lists come in pages without a word of ours, and which are left alone."""

from __future__ import annotations

from typing import Any

import pytest

from apiloom.ir.pagination import Pagination, Paging
from tests.unit.lower.conftest import Lower
from tests.workshop import response

INTEGER = {"type": "integer"}
FLAG = {"type": "boolean"}
TEXT = {"type": "string"}
URL = {"type": ["string", "null"], "format": "uri"}
THING = {"type": "object", "properties": {"id": TEXT}}
LIST = {"type": "array", "items": THING}


def parameters(**given: Any) -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "schema": one} for name, one in given.items()]


def an_object(**members: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members}


def of(
    lower: Lower, given: list[dict[str, Any]], body: Any, method: str = "get"
) -> Pagination | None:
    operation = {"parameters": given, "responses": {"200": response(body)}}
    return lower({"/x": {method: operation}}).operation.pagination


FIRST = {"type": "integer", "default": 1}
LISTED = an_object(things=LIST)
NUMBERED = parameters(page=FIRST, size=INTEGER)


@pytest.mark.parametrize(
    ("parameter", "body", "next_"),
    [
        ("cursor", an_object(things=LIST, next_cursor=TEXT), ("next_cursor",)),
        ("pageToken", an_object(things=LIST, nextPageToken=TEXT), ("nextPageToken",)),
        ("nextToken", an_object(things=LIST, nextToken=TEXT), ("nextToken",)),
        (
            "continuation_token",
            an_object(things=LIST, continuation_token=TEXT),
            ("continuation_token",),
        ),
        ("page", an_object(things=LIST, next_page=TEXT), ("next_page",)),
        (
            "after",
            an_object(
                results=LIST, paging=an_object(next=an_object(after=TEXT, link=TEXT))
            ),
            ("paging", "next", "after"),
        ),
        (
            "cursor",
            an_object(things=LIST, cursor={**TEXT, "description": "Of the next page."}),
            ("cursor",),
        ),
        (
            "after",
            an_object(things=LIST, next={**TEXT, "description": "A cursor."}),
            ("next",),
        ),
        (
            "after",
            an_object(
                things=LIST, pageInfo=an_object(endCursor=TEXT, hasNextPage=FLAG)
            ),
            ("pageInfo", "endCursor"),
        ),
        (
            "after",
            an_object(data=LIST, has_more=FLAG, last_id=TEXT),
            ("last_id",),
        ),
    ],
)
def test_cursors(
    lower: Lower, parameter: str, body: Any, next_: tuple[str, ...]
) -> None:
    found = of(lower, parameters(**{parameter: TEXT}), body)
    assert found is not None
    assert (found.style, found.parameter) == (Paging.CURSOR, parameter)
    assert found.next == next_


@pytest.mark.parametrize(
    "body",
    [
        an_object(things=LIST, cursor=TEXT),
        an_object(things=LIST, next_cursor=INTEGER, meta=an_object(next=FLAG), a=LIST),
        an_object(things=LIST, has_more=FLAG),
        an_object(things=LIST, next={**TEXT, "description": "The next thing."}),
        LIST,
        THING,
        TEXT,
    ],
)
def test_cursors_that_could_be_something_else(lower: Lower, body: Any) -> None:
    assert of(lower, parameters(cursor=TEXT), body) is None


def test_the_last_item(lower: Lower) -> None:
    body = an_object(data=LIST, has_more=FLAG)
    told = parameters(after=TEXT)
    assert of(lower, told, body) is None
    told[0]["description"] = "The ID of the last item."
    found = of(lower, told, body)
    assert found is not None
    assert (found.last_item, found.more) == (("id",), ("has_more",))
    plain = an_object(data={"type": "array", "items": TEXT}, has_more=FLAG)
    assert of(lower, told, plain) is None


@pytest.mark.parametrize(
    ("page", "rest", "first"),
    [
        ({"default": 1}, {}, 1),
        ({"default": 0}, {}, 0),
        ({"minimum": 1}, {}, 1),
        ({}, {"current_page": INTEGER}, 1),
    ],
)
def test_numbers(
    lower: Lower, page: dict[str, int], rest: dict[str, Any], first: int
) -> None:
    given = parameters(page={**INTEGER, **page}, per_page=INTEGER)
    found = of(lower, given, an_object(things=LIST, meta=an_object(**rest)))
    assert found is not None
    assert (found.style, found.first, found.size) == (Paging.PAGE, first, "per_page")
    assert found.current == (("meta", "current_page") if rest else ())


@pytest.mark.parametrize("page", [{}, {"minimum": 0}, {"default": 2}])
def test_numbers_of_which_the_first_is_not_known(
    lower: Lower, page: dict[str, int]
) -> None:
    given = parameters(page={**INTEGER, **page}, per_page=INTEGER)
    assert of(lower, given, LIST) is None
    given[0]["required"] = True
    assert of(lower, given, LIST) is not None


def test_what_a_page_says_of_the_end(lower: Lower) -> None:
    meta = an_object(total_pages=INTEGER, total=INTEGER, has_next=FLAG)
    found = of(lower, parameters(page=FIRST), an_object(things=LIST, meta=meta))
    assert found is not None
    assert found.last == ("meta", "total_pages")
    assert found.total == ("meta", "total")
    assert found.more == ("meta", "has_next")
    returned = {**INTEGER, "description": "How many were returned."}
    found = of(lower, NUMBERED, an_object(things=LIST, total=returned))
    assert found is not None
    assert found.total == ()
    zero = parameters(page={**INTEGER, "default": 0}, size=INTEGER)
    found = of(lower, zero, an_object(things=LIST, last_page=INTEGER))
    assert found is not None
    assert found.last == ()


@pytest.mark.parametrize(
    "given",
    [
        parameters(page=FIRST),
        parameters(page=FIRST, offset=INTEGER, limit=INTEGER),
        parameters(page=FIRST, limit=INTEGER, cursor=TEXT),
        parameters(offset=INTEGER, limit=INTEGER, page_token=TEXT),
        parameters(offset=INTEGER),
        parameters(offset={**INTEGER, "default": 1}, limit=INTEGER),
        parameters(limit=INTEGER),
    ],
)
def test_parameters_that_are_not_enough_or_too_many(
    lower: Lower, given: list[dict[str, Any]]
) -> None:
    assert of(lower, given, LIST) is None


def test_a_link_ends_offsets_and_is_followed_where_nothing_else_is(
    lower: Lower,
) -> None:
    body = an_object(count=INTEGER, next=URL, previous=URL, results=LIST)
    found = of(lower, parameters(offset=INTEGER, limit=INTEGER), body)
    assert found is not None
    assert (found.style, found.more) == (Paging.OFFSET, ("next",))
    for given in (parameters(page=INTEGER), parameters(PageToken=TEXT, Page=INTEGER)):
        found = of(lower, given, body)
        assert found is not None
        assert (found.style, found.next) == (Paging.LINK, ("next",))


@pytest.mark.parametrize(
    ("body", "next_"),
    [
        (an_object(data=LIST, links=an_object(next=TEXT)), ("links", "next")),
        (
            an_object(data=LIST, _links=an_object(next=an_object(href=TEXT))),
            ("_links", "next", "href"),
        ),
        (an_object(data=LIST, next_page_uri=TEXT), ("next_page_uri",)),
        (
            an_object(data=LIST, next={**TEXT, "example": "https://x.test/?p=2"}),
            ("next",),
        ),
    ],
)
def test_links(lower: Lower, body: Any, next_: tuple[str, ...]) -> None:
    found = of(lower, [], body)
    assert found is not None
    assert (found.style, found.parameter, found.next) == (Paging.LINK, None, next_)


@pytest.mark.parametrize(
    ("header", "style"),
    [
        ({"description": 'Has `rel="next"`.'}, Paging.HEADER),
        ({"example": '<https://x.test?page=2>; rel="next"'}, Paging.HEADER),
        ({"description": "Leads to the next page."}, Paging.HEADER),
        ({"description": "The license."}, Paging.PAGE),
    ],
)
def test_headers(lower: Lower, header: dict[str, str], style: Paging) -> None:
    answer = response(LIST, headers={"link": {"schema": TEXT, **header}})
    operation = {"parameters": NUMBERED, "responses": {"200": answer}}
    found = lower({"/x": {"get": operation}}).operation.pagination
    assert found is not None
    assert found.style is style


@pytest.mark.parametrize(
    ("body", "items"),
    [
        (LIST, ()),
        (LISTED, ("things",)),
        (an_object(things=LIST, errors=LIST), ("things",)),
        (an_object(data=LIST, others=LIST), ("data",)),
        (an_object(commits=LIST, files=LIST), None),
        (an_object(result=an_object(things=LIST)), ("result", "things")),
        (an_object(albums=an_object(items=LIST)), ("albums", "items")),
        (an_object(albums=an_object(items=LIST), name=TEXT), None),
        ({"type": ["array", "null"], "items": TEXT}, ()),
        ({"type": "object", "additionalProperties": LIST}, None),
        ({"oneOf": [LIST, THING]}, None),
    ],
)
def test_items(lower: Lower, body: Any, items: tuple[str, ...] | None) -> None:
    found = of(lower, NUMBERED, body)
    assert (found.items if found is not None else None) == items
    if found is not None:
        assert (found.model is None) == (items == ())


def test_only_a_request_that_is_safe(lower: Lower) -> None:
    assert of(lower, NUMBERED, LIST) is not None
    assert of(lower, NUMBERED, LIST, "post") is None


def test_only_one_body_of_success(lower: Lower) -> None:
    answers = {"200": response(LIST), "203": response(THING), "404": response(TEXT)}
    operation = {"parameters": NUMBERED, "responses": answers}
    assert lower({"/x": {"get": operation}}).operation.pagination is None
    answers |= {"203": response(), "301": response(THING)}
    assert lower({"/x": {"get": operation}}).operation.pagination is not None
