"""Resources: from tags, stated, nested, and named so that none hides another."""

import asyncio

import httpx2

from tests.workshop import Stage


def check_every_operation_is_where_it_was_put(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    assert client.users.list() is None
    assert client.users.short() is None
    assert client.only.groups.here.load() is None
    assert client.untagged.get_v1("i") is None
    assert [request.url.path for request in stage.requests] == [
        "/v1/users",
        "/v1/named",
        "/v1/deep",
        "/v1/v1/untagged/i",
    ]


def check_nested_resources(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json=[{"id": "k"}]))
    [key] = client.users.keys.list("u")
    assert type(key) is stage.package.models.ApiToken
    assert client.users.keys is client.users.keys
    counting = stage.client(httpx2.Response(200, json=3))
    assert counting.users.keys.uses.count("u", "k") == 3
    assert stage.sent.url.path == "/v1/users/u/keys/k/uses"
    raw = counting.users.keys.uses.with_raw_response.count("u", "k")
    assert raw.parse() == 3


def check_a_resource_whose_module_would_be_anothers(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    other = [
        name
        for name in dir(type(client))
        if name.startswith("users_keys") and hasattr(getattr(client, name), "load")
    ]
    assert len(other) == 1
    getattr(client, other[0]).load()
    assert stage.sent.url.path == "/v1/under"


def check_copies_have_their_own_resources(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    client.users.list()
    other = client.with_options(base_url="https://other.test")
    other.users.list()
    client.users.list()
    hosts = [request.url.host for request in stage.requests]
    assert hosts == ["api.test", "other.test", "api.test"]


def check_async(stage: Stage) -> None:
    async def main() -> int:
        client = stage.async_client(httpx2.Response(200, json=3))
        async with client:
            found: int = await client.users.keys.uses.count("u", "k")
            raw = await client.users.keys.uses.with_raw_response.count("u", "k")
            assert raw.parse() == found
            return found

    assert asyncio.run(main()) == 3
