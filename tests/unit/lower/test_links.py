"""Links (OpenAPI 3.1, 4.8.20)."""

from __future__ import annotations

from typing import Any

import pytest

from apiloom.ir.links import Link
from apiloom.ir.types import Members
from tests.unit.lower.conftest import Lower, Lowered
from tests.workshop import response


def linked(lower: Lower, **links: Any) -> Lowered:
    load = {"operationId": "load", "responses": {"200": response(links=links)}}
    save = {"operationId": "save", "responses": {"204": response()}}
    return lower(
        {"/a": {"get": load}, "/b/{id}": {"$ref": "#/components/pathItems/B"}},
        components={
            "pathItems": {"B": {"put": save}},
            "links": {"Save": {"operationId": "save"}},
        },
    )


def links_of(found: Lowered) -> tuple[Link, ...]:
    return found.api.operations[0].responses[0].links


def test_a_link(lower: Lower) -> None:
    stated = {
        "operationId": "save",
        "parameters": {"id": "$response.body#/id", "path.id": {"a": [1]}},
        "requestBody": ["$request.body"],
        "description": "Saves it.",
        "server": {"url": "https://other.test"},
        "x-a": 1,
    }
    [link] = links_of(linked(lower, save=stated))
    assert (link.name, link.operation) == ("save", "PUT /b/{id}")
    assert link.parameters == (
        ("id", "$response.body#/id"),
        ("path.id", Members((("a", (1,)),))),
    )
    assert link.body == ("$request.body",)
    assert (link.description, link.server) == ("Saves it.", "https://other.test")
    assert link.extensions == (("x-a", 1),)


@pytest.mark.parametrize(
    "stated",
    [
        {"operationRef": "#/paths/~1b~1{id}/put"},
        {"operationRef": "#/paths/~1b~1%7Bid%7D/put"},
        {"operationRef": "#/components/pathItems/B/put"},
        {"$ref": "#/components/links/Save"},
    ],
)
def test_ways_to_an_operation(lower: Lower, stated: Any) -> None:
    found = linked(lower, save=stated)
    assert [link.operation for link in links_of(found)] == ["PUT /b/{id}"]
    assert "unresolved-link" not in found.codes


@pytest.mark.parametrize(
    "stated",
    [
        {"operationId": "nothing"},
        {"operationRef": "#/paths/~1nowhere/get"},
        {"operationRef": "#/components/links/Save"},
        {"operationRef": "https://other.test/openapi.yaml#/paths/~1x/get"},
        {},
    ],
)
def test_a_link_that_leads_nowhere(lower: Lower, stated: Any) -> None:
    found = linked(lower, save=stated)
    assert links_of(found) == ()
    assert "unresolved-link" in found.codes
    # Without a link, a client lacks nothing.
    assert "remote-reference" not in found.codes
