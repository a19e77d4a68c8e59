"""Pages that extensions of other generators declare."""

from __future__ import annotations

from typing import Any

import httpx2

from tests.workshop import Stage


def page(*ids: str, **paging: Any) -> httpx2.Response:
    things = [{"id": one} for one in ids]
    return httpx2.Response(200, json={"things": things, "paging": paging})


def check_cursors_of_fern(stage: Stage) -> None:
    client = stage.client(page("a", after="b"), page("b"))
    assert [one.id for one in client.fern_cursors.list()] == ["a", "b"]
    assert stage.sent.url.params["starting_after"] == "b"
    client = stage.client(page("a", after="b"), page("b"))
    found = client.fern_searches.search_fern(q="words")
    assert [one.id for one in found] == ["a", "b"]
    assert stage.body == {"q": "words", "after": "b"}


def check_offsets_of_fern(stage: Stage) -> None:
    client = stage.client(page("a"), page("b"), page())
    assert [one.id for one in client.fern_pages.list()] == ["a", "b"]
    assert stage.sent.url.params["page"] == "3"
    client = stage.client(page("a", "b", more=True), page("c", more=False))
    assert len([*client.fern_offsets.list(take=2)]) == 3
    assert dict(stage.sent.url.params) == {"skip": "2", "take": "2"}


def check_links_of_both(stage: Stage) -> None:
    for resource in ("fern_links", "speakeasy_links"):
        next_page = f"https://api.test/v1/{resource.replace('_', '-')}?after=a"
        client = stage.client(page("a", link=next_page), page("b"))
        listed = getattr(client, resource).list()
        assert [one.id for one in listed] == ["a", "b"]
        assert stage.sent.url.params["after"] == "a"


def check_cursors_and_offsets_of_speakeasy(stage: Stage) -> None:
    client = stage.client(page("a", "b"), page("c"), page())
    assert len([*client.speakeasy_cursors.list()]) == 3
    assert stage.sent.url.params["since"] == "c"
    client = stage.client(page("a", "b"), page("c"), page())
    assert len([*client.speakeasy_offsets.list(take=2)]) == 3
    asked = [request.url.params.get("skip") for request in stage.requests]
    assert "2" in asked


def check_a_mistake_is_as_if_it_were_not_there(stage: Stage) -> None:
    client = stage.client(page("a", after="b"))
    assert client.speakeasy_mistakes.list().things[0].id == "a"
