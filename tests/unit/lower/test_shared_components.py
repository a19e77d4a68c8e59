"""What several places refer to is lowered once, and means the same each time."""

from __future__ import annotations

from typing import Any

from apiloom.ir.types import Enumeration
from apiloom.locations import Pointer
from tests.unit.lower.conftest import Lower, Lowered
from tests.workshop import response

PLACE = "#/components/responses/Failed/content/application~1json/schema"
SHARED = {
    "parameters": {
        "Sort": {
            "name": "sort",
            "in": "query",
            "schema": {"type": "string", "enum": ["up", "down"], "not": {}},
        }
    },
    "responses": {
        "Failed": response(
            {"type": "object", "properties": {"code": {"type": "string"}}}
        )
    },
}


def operation(**responses: Any) -> dict[str, Any]:
    return {
        "parameters": [{"$ref": "#/components/parameters/Sort"}],
        "responses": {"204": {"description": "Done."}, **responses},
    }


def words(found: Lowered) -> str:
    """What the schema in the shared response is called."""
    return found.api.definitions[Pointer.parse(PLACE)].hint.words


def test_a_shared_parameter_is_the_same_everywhere(lower: Lower) -> None:
    paths = {"/a": {"get": operation()}, "/b": {"get": operation()}}
    found = lower(paths, components=SHARED)
    first, second = (one.parameters for one in found.api.operations)
    assert first == second
    [sort] = found.api.definitions.values()
    assert isinstance(sort, Enumeration)
    assert (sort.hint.words, sort.hint.owner) == ("sort", None)


def test_what_is_said_of_it_is_said_once(lower: Lower) -> None:
    paths = {f"/{name}": {"get": operation()} for name in "abc"}
    found = lower(paths, components=SHARED)
    assert found.codes.count("unexpressed-keyword") == 1


def test_a_parameter_that_cannot_be_read_is_left_out_everywhere(lower: Lower) -> None:
    broken = {"parameters": {"Sort": {"name": "sort", "in": "nowhere"}}}
    paths = {f"/{name}": {"get": operation()} for name in "ab"}
    found = lower(paths, components=broken)
    assert [one.parameters for one in found.api.operations] == [(), ()]
    assert found.codes.count("wrong-type") == 1


def test_a_response_for_several_statuses(lower: Lower) -> None:
    failed = {"$ref": "#/components/responses/Failed"}
    paths = {"/a": {"get": operation(**{"400": failed, "404": failed})}}
    found = lower(paths, components=SHARED)
    _, bad, missing = found.operation.responses
    assert (bad.status, missing.status) == ("400", "404")
    assert bad.contents == missing.contents != ()
    assert words(found) == "Failed"


def test_its_own_place_names_a_schema(lower: Lower) -> None:
    """Whatever else refers to it, and in whichever order: the name is stable."""
    used = {"get": operation(**{"400": {"$ref": "#/components/responses/Failed"}})}
    inside = {"get": operation(**{"400": response({"$ref": PLACE})})}
    for paths in ({"/a": used, "/b": inside}, {"/a": inside, "/b": used}):
        assert words(lower(paths, components=SHARED)) == "Failed"
