"""Operation Objects to operations (OpenAPI 3.1, 4.8.10)."""

from __future__ import annotations

from tests.unit.lower.conftest import Lower
from tests.unit.lower.parts import OK, param


def test_an_operation(lower: Lower) -> None:
    found = lower(
        {
            "/things/{id}": {
                "summary": "Of the path.",
                "description": "About the path.",
                "get": {
                    "operationId": "load",
                    "tags": ["a", "b"],
                    "description": "Loads.",
                    "deprecated": True,
                    "x-resource": ["x", "y"],
                    "x-method": "load_it",
                    "parameters": [param("id", "path", required=True)],
                    "responses": OK,
                },
            }
        }
    ).operation
    assert (found.id, found.method, found.path) == (
        "GET /things/{id}",
        "GET",
        "/things/{id}",
    )
    assert (found.operation_id, found.tags) == ("load", ("a", "b"))
    assert (found.resource_hint, found.method_hint) == (("x", "y"), "load_it")
    assert (found.summary, found.description) == ("Of the path.", "Loads.")
    assert found.deprecated
    assert str(found.pointer) == "#/paths/~1things~1{id}/get"


def test_every_method_in_the_order_of_the_paths(lower: Lower) -> None:
    methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
    found = lower({"/b": {name: {"responses": OK} for name in methods}, "/a": {}})
    assert [one.method.lower() for one in found.api.operations] == methods
    assert lower({"x-ignored": {"get": {}}}).api.operations == ()
