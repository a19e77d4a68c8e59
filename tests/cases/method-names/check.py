"""Whatever operations and tags are called, each can be called."""

import inspect

import httpx2
import pytest

from tests.workshop import Stage, arguments_of

METHODS = 24
TAGS = 15


def check_every_method_can_be_called(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json=[{"a": "1", "d": "2024-05-06"}]))
    resource = client.x
    names = [
        name
        for name, found in inspect.getmembers(type(resource), inspect.isfunction)
        if not name.startswith("_")
    ]
    assert len(names) == METHODS
    for name in names:
        [found] = getattr(resource, name)(ids=["1", "2"])
        assert found.a == "1"
        assert stage.sent.url.query == b"ids=1&ids=2"
        [parsed] = getattr(resource.with_raw_response, name)().parse()
        assert parsed == found
    assert len({request.url.path for request in stage.requests}) == METHODS


def check_every_resource_can_be_reached(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    resources = [
        getattr(client, name)
        for name in dir(type(client))
        if hasattr(getattr(type(client), name), "func")
    ]
    for resource in resources:
        if hasattr(resource, "load"):
            assert resource.load() is None
    assert len(stage.requests) == TAGS
    assert len({request.url.path for request in stage.requests}) == TAGS


def check_the_clients_own_methods_still_work(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204), base_url="https://other.test")
    assert client.base_url == "https://other.test"
    assert client.with_options(timeout=1).base_url == "https://other.test"
    with client as entered:
        assert entered is client


def check_duplicate_operation_ids(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    names = {
        name
        for name, _ in inspect.getmembers(type(client.twice), inspect.isfunction)
        if not name.startswith("_")
    }
    assert len(names) == 3
    for name in names:
        method = getattr(client.twice, name)
        method(*["i"] * len(arguments_of(method)))
    sent = {(request.method, request.url.path) for request in stage.requests}
    assert sent == {("GET", "/v1/twice"), ("PUT", "/v1/twice"), ("GET", "/v1/twice/i")}


def check_errors_are_found_beside_a_method_of_that_name(stage: Stage) -> None:
    client = stage.client(httpx2.Response(400, json={"a": "b"}))
    with pytest.raises(stage.package.errors.BadRequestError) as caught:
        client.x.list()
    assert caught.value.body.a == "b"
