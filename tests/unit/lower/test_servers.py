"""Servers of the document, of path items and of operations (OpenAPI 3.1, 4.8.5)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apiloom.ir.api import Server, ServerVariable
from tests.unit.lower.conftest import Lower
from tests.workshop import response, understood

OK = {"204": response()}
ROOT = [{"url": "https://{v}.test", "variables": {"v": {"default": "a"}}}]


def own(lower: Lower, item: Any, operation: Any, **rest: Any) -> tuple[str, ...]:
    paths = {"/x": {**item, "get": {"responses": OK, **operation}}}
    found = lower(paths, servers=rest.pop("servers", ROOT), **rest)
    return tuple(server.url for server in found.operation.servers)


ITEM = {"servers": [{"url": "https://item.test"}]}
OPERATION = {"servers": [{"url": "https://operation.test"}]}


@pytest.mark.parametrize(
    ("item", "operation", "urls"),
    [
        ({}, {}, ()),
        (ITEM, {}, ("https://item.test",)),
        ({}, OPERATION, ("https://operation.test",)),
        (ITEM, OPERATION, ("https://operation.test",)),
        (ITEM, {"servers": []}, ("https://item.test",)),
        ({"servers": ROOT}, {}, ()),
        (ITEM, {"servers": ROOT}, ()),
    ],
)
def test_the_nearest_servers_count(
    lower: Lower, item: Any, operation: Any, urls: tuple[str, ...]
) -> None:
    assert own(lower, item, operation) == urls


def test_the_same_url_with_other_variables_is_another_server(lower: Lower) -> None:
    other = [{"url": "https://{v}.test", "variables": {"v": {"default": "b"}}}]
    assert own(lower, {"servers": other}, {}) == ("https://{v}.test",)


def test_a_server(lower: Lower) -> None:
    variable = {"default": "a", "enum": ["a", "b"], "description": "Which."}
    stated = {
        "url": "https://{v}.test",
        "description": "Ours.",
        "name": "ours",
        "x-a": True,
        "variables": {"v": variable},
    }
    assert lower(servers=[stated, {"description": "Nowhere."}]).api.servers == (
        Server(
            "https://{v}.test",
            "Ours.",
            "ours",
            (ServerVariable("v", "a", ("a", "b"), "Which."),),
            (("x-a", True),),
        ),
    )


def test_relative_urls_start_from_where_the_document_says_it_is(lower: Lower) -> None:
    """OpenAPI 3.2, 4.1: ``$self`` is the base URI of the document."""
    servers = [
        {"url": "../v2"},
        {"url": "/v3"},
        {"url": "https://{v}.test"},
        {"url": "{all}"},
    ]
    rest = {"openapi": "3.2.0", "$self": "https://api.test/docs/openapi.yaml"}
    found = lower(servers=servers, **rest).api.servers
    assert [server.url for server in found] == [
        "https://api.test/v2",
        "https://api.test/v3",
        "https://{v}.test",
        "{all}",
    ]
    assert lower(servers=servers).api.servers[0].url == "../v2"


def test_schemes_of_a_swagger_operation(tmp_path: Path) -> None:
    """Swagger 2.0, Operation Object: `schemes` overrides that of the document."""
    done = {"responses": {"200": {"description": "."}}}
    stated = {
        "swagger": "2.0",
        "info": {"title": "Shop", "version": "1"},
        "host": "api.test",
        "schemes": ["https"],
        "paths": {"/x": {"get": {"schemes": ["http"], **done}}, "/y": {"get": done}},
    }
    found = understood(tmp_path, stated).api.operations
    urls = [[server.url for server in one.servers] for one in found]
    assert urls == [["http://api.test"], []]
