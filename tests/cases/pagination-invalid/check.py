"""A declaration that cannot be followed leaves a method without pages."""

import httpx2

from tests.workshop import Stage


def check_the_methods_are_there_all_the_same(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"data": ["a"]}))
    found = client.unknown_style.list(page=2)
    assert found.data == ["a"]
    assert not hasattr(found, "has_next_page")
    assert stage.sent.url.params["page"] == "2"
