"""Pages that an overlay declares."""

from __future__ import annotations

import httpx2

from tests.workshop import Stage


def json(value: object) -> httpx2.Response:
    return httpx2.Response(200, json=value)


def check_an_offset_in_the_body(stage: Stage) -> None:
    def hits(*ids: int) -> httpx2.Response:
        return json({"hits": {"total": 3, "hits": [{"id": one} for one in ids]}})

    client = stage.client(hits(1, 2), hits(3), api_key="k")
    assert [hit.id for hit in client.things.search(words="w", size=2)] == [1, 2, 3]
    assert stage.body == {"words": "w", "size": 2, "from": 2}
    assert len(stage.requests) == 2


def check_the_number_of_the_first_page(stage: Stage) -> None:
    client = stage.client(json([1, 2]), json([3]), json([]), api_key="k")
    assert list(client.things.chunks()) == [1, 2, 3]
    assert stage.sent.url.params["chunk"] == "2"


def check_what_is_made_anew_is_so_for_each_page(stage: Stage) -> None:
    client = stage.client(
        json({"list": [{"id": 4}], "go_on": True}),
        json({"list": [{"id": 9}], "go_on": False}),
        api_key="k",
    )
    assert [one.id for one in client.things.changes(since=0)] == [4, 9]
    since = [request.url.params["since"] for request in stage.requests]
    assert since == ["0", "4"]
    traces = {request.headers["x-trace"] for request in stage.requests}
    assert len(traces) == 2


def check_only_the_cursor_is_taken_from_a_link(stage: Stage) -> None:
    there = "https://internal.test:8080/links?bookmark=b%2B1&key=other"
    client = stage.client(
        json({"list": [{"id": 1}], "next.page": there}),
        json({"list": [{"id": 2}], "next.page": "https://internal.test/links"}),
        api_key="k",
    )
    assert [one.id for one in client.things.links()] == [1, 2]
    assert str(stage.sent.url.copy_with(query=None)) == "https://api.test/v1/links"
    assert dict(stage.sent.url.params) == {"bookmark": "b+1", "key": "k"}
