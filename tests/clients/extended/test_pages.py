"""The kinds of pages that none of the four APIs has, on their lists.

VEC: offset, cursor by the last item, a URL in the page that is followed as it is, and
a header `Link` that is recognised without an extension. NHS Notify: a header of which
one parameter is taken.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.clients.extended.apis import NHS, VEC
from tests.loopback import Asked, Reply, loopback

JSON = {"Content-Type": "application/json"}
ITEMS = [f"i{number}" for number in range(7)]


def query(asked: Asked) -> dict[str, str]:
    pairs = parse_qs(urlsplit(asked.path).query)
    return {name: value for name, (value,) in pairs.items()}


def reply(body: dict[str, Any], **headers: str) -> Reply:
    return Reply(200, {**JSON, **headers}, [json.dumps(body).encode()])


def objects(names: list[str], key: str = "id") -> list[dict[str, str]]:
    return [{key: name} for name in names]


def by_offset(asked: Asked) -> Reply:
    start = int(query(asked).get("offset", 0))
    page = ITEMS[start : start + int(query(asked).get("limit", 3))]
    return reply({"data": objects(page, "name"), "meta": {"total": len(ITEMS)}})


def by_cursor(asked: Asked) -> Reply:
    after = query(asked).get("starting_after")
    start = ITEMS.index(after) + 1 if after else 0
    more = start + 3 < len(ITEMS)
    return reply({"data": objects(ITEMS[start : start + 3]), "has_more": more})


def by_link(asked: Asked) -> Reply:
    start = int(query(asked).get("from", 0))
    following = f"/business/certificate-templates?from={start + 3}&per_page=3&x=%C3%BC"
    links = {"next": following if start + 3 < len(ITEMS) else None}
    page = objects(ITEMS[start : start + 3], "name")
    return reply({"data": page, "links": links})


def by_header(asked: Asked) -> Reply:
    start = int(query(asked).get("from", 0))
    following = f'<?from={start + 3}&search=a>; rel="next", </>; rel="prev first"'
    last = start + 3 >= len(ITEMS)
    page = objects(ITEMS[start : start + 3], "uuid")
    return reply({"data": page}, Link='</>; rel="prev"' if last else following)


def by_header_with_parameter(asked: Asked) -> Reply:
    start = int(query(asked).get("cursor", 0))
    following = f"<https://elsewhere.example/?cursor={start + 3}&q=1>; rel=next"
    last = start + 3 >= len(ITEMS)
    page = [{"type": "batches", "id": name} for name in ITEMS[start : start + 3]]
    return reply({"data": page}, **({} if last else {"Link": following}))


KINDS: dict[str, Any] = {
    "offset": (VEC, "batches", by_offset, "name", ["", "offset=3", "offset=6"]),
    "cursor": (
        VEC,
        "certificates",
        by_cursor,
        "id",
        ["", "starting_after=i2", "starting_after=i5"],
    ),
    "link": (
        VEC,
        "certificate_templates",
        by_link,
        "name",
        ["", "from=3&per_page=3&x=%C3%BC", "from=6&per_page=3&x=%C3%BC"],
    ),
    "header, recognised": (
        VEC,
        "users",
        by_header,
        "uuid",
        ["", "from=3&search=a", "from=6&search=a"],
    ),
    "header, one parameter": (
        NHS,
        "batch",
        by_header_with_parameter,
        "id",
        ["", "cursor=3", "cursor=6"],
    ),
}
each_kind = pytest.mark.parametrize("kind", list(KINDS))


@pytest.fixture
def listing(connect):
    """The `list` of a resource that pages in some way, and how it is asked."""

    def of(kind: str, url: str) -> Any:
        api, resource, *_ = KINDS[kind]
        client = connect(api, url, **api.credentials)
        return getattr(client, resource).list

    return of


@each_kind
def test_every_item_of_every_page(listing, kind):
    api, _, answer, key, queries = KINDS[kind]
    with loopback(answer) as server:
        found = [str(getattr(item, key)) for item in listing(kind, server.url)()]
    assert found == ITEMS
    assert [urlsplit(asked.path).query for asked in server.asked] == queries
    (credential,) = {asked.headers[api.credential_header] for asked in server.asked}
    assert credential == api.credential


@each_kind
def test_page_by_page(listing, kind):
    _, _, answer, _, _ = KINDS[kind]
    with loopback(answer) as server:
        first = listing(kind, server.url)()
        pages = list(first.pages())
    assert [len(page.data) for page in pages] == [3, 3, 1]
    assert [page.has_next_page() for page in pages] == [True, True, False]


@each_kind
def test_an_iteration_asks_for_a_page_when_it_is_due(listing, kind):
    _, _, answer, _, _ = KINDS[kind]
    with loopback(answer) as server:
        items = iter(listing(kind, server.url)())
        for number, asked in ((0, 1), (1, 1), (2, 1), (3, 2)):
            assert ITEMS[number] in repr(next(items))
            assert len(server.asked) == asked


def test_the_size_of_pages_is_kept(listing):
    with loopback(by_offset) as server:
        assert len(list(listing("offset", server.url)(limit=5))) == len(ITEMS)
    assert [query(asked) for asked in server.asked] == [
        {"limit": "5"},
        {"limit": "5", "offset": "5"},
    ]


def test_a_link_to_another_origin_is_not_followed(listing):
    """What is sent there would have the caller's credentials in it."""

    def elsewhere(asked: Asked) -> Reply:
        links = {"next": "https://elsewhere.example/templates?from=3"}
        return reply({"data": objects(ITEMS[:3], "name"), "links": links})

    with loopback(elsewhere) as server:
        items = iter(listing("link", server.url)())
        assert [next(items).name for _ in range(3)] == ITEMS[:3]
        with pytest.raises(VEC.errors.ResponseValidationError) as caught:
            next(items)
        assert "elsewhere.example" in caught.value.message
    assert len(server.asked) == 1


@pytest.mark.parametrize("kind", ["cursor", "link", "header, recognised"])
def test_a_position_that_comes_again_ends_the_walk(listing, kind):
    _, _, answer, _, _ = KINDS[kind]

    def repeating(asked: Asked) -> Reply:
        """Always the first page, which says that there is another one."""
        return answer(Asked(asked.method, urlsplit(asked.path).path, {}, iter(())))

    with loopback(repeating) as server:
        assert len(list(listing(kind, server.url)())) in (3, 6)
    assert len(server.asked) == 2


def test_trouble_with_a_later_page_is_repeated(listing, pauses):
    busy = iter([True, False, True, True])

    def answer(asked: Asked) -> Reply:
        if query(asked) and next(busy, False):
            return Reply(503)
        return by_cursor(asked)

    with loopback(answer) as server:
        assert [item.id for item in listing("cursor", server.url)()] == ITEMS
    assert len(server.asked) == 6
    assert len(pauses) == 3
