"""Where an operation is found: resource and method."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiloom.ir.api import Api, Operation, Tag
from apiloom.locations import Pointer
from apiloom.naming.casing import upper
from apiloom.naming.resources import Place
from apiloom.naming.resources import places as places_of


def places(
    operations: Sequence[Operation], tags: Sequence[Tag] = ()
) -> dict[str, Place]:
    return places_of(
        Api(
            title="Test",
            version="1",
            description="",
            servers=(),
            tags=tuple(tags),
            security_schemes=(),
            operations=tuple(operations),
        )
    )


def operation(
    path: str = "/things",
    method: str = "GET",
    operation_id: str | None = None,
    tags: tuple[str, ...] = (),
    resource: tuple[str, ...] = (),
    name: str | None = None,
) -> Operation:
    return Operation(
        id=f"{method} {path}",
        method=method,
        path=path,
        operation_id=operation_id,
        tags=tags,
        resource_hint=resource,
        method_hint=name,
        summary="",
        description="",
        deprecated=False,
        parameters=(),
        body=None,
        responses=(),
        security=(),
        pointer=Pointer().child("paths", path, method.lower()),
    )


def place(**given: Any) -> str:
    one = operation(**given)
    return places([one])[one.id].dotted


@pytest.mark.parametrize(
    ("given", "dotted"),
    [
        # The resource
        ({"tags": ("Batch Jobs",), "operation_id": "launch"}, "batch_jobs.launch"),
        ({"tags": ("subpackage_batch",), "operation_id": "go"}, "batch.go"),
        ({"tags": ("a", "b"), "operation_id": "go"}, "a.go"),
        ({"tags": ("💥",), "operation_id": "go"}, "things.go"),
        ({"path": "/api/v1/pets/{id}", "operation_id": "go"}, "pets.go"),
        ({"path": "/v2.1/{id}", "operation_id": "go"}, "api.go"),
        ({"path": "/", "operation_id": "go"}, "api.go"),
        ({"resource": ("a", "bC"), "operation_id": "go"}, "a.b_c.go"),
        ({"tags": ("class",), "operation_id": "go"}, "class_.go"),
        # The method: stated
        ({"name": "launchNow", "operation_id": "x"}, "things.launch_now"),
        ({"name": "import"}, "things.import_"),
        # The method: from the operationId
        ({"operation_id": "listThings"}, "things.list"),
        ({"operation_id": "list"}, "things.list"),
        ({"operation_id": "things/list-for-repo"}, "things.list_for_repo"),
        ({"operation_id": "things.list"}, "things.list"),
        ({"operation_id": "self"}, "things.self_"),
        ({"operation_id": "1"}, "things.call_1"),
        # The method: from verb and path
        ({"path": "/v1/users/{id}"}, "users.get"),
        ({"path": "/users/{user-id}/name.json"}, "users.get_name"),
        ({"path": "/users", "operation_id": ""}, "users.list"),
        ({"path": "/users", "operation_id": "💥"}, "users.list"),
        ({"path": "/", "method": "DELETE"}, "api.delete"),
    ],
)
def test_places(given: dict[str, Any], dotted: str) -> None:
    assert place(**given) == dotted


def test_a_stated_name_goes_before_the_others() -> None:
    first = operation("/a", operation_id="launch", tags=("t",))
    second = operation("/b", name="launch", tags=("t",))
    found = places([first, second])
    assert found[second.id].method == "launch"
    assert found[first.id].method == "get_a"


def test_duplicate_operation_ids_are_told_apart_by_their_paths() -> None:
    one = operation("/things", operation_id="get", tags=("t",))
    two = operation("/things/{id}", operation_id="get", tags=("t",))
    three = operation("/things/{id}", "PUT", operation_id="get", tags=("t",))
    found = places([one, two, three])
    assert [found[each.id].method for each in (one, two, three)] == [
        "get",
        "get_thing",
        "update_thing",
    ]


def test_a_method_does_not_hide_a_resource() -> None:
    one = operation("/a", name="b", resource=("a",))
    two = operation("/b", name="list", resource=("a", "b"))
    found = places([one, two])
    assert found[two.id] == Place(("a", "b"), "list")
    assert found[one.id].method == "b_2"


identifiers = st.text("abAB_-/. {}1é", max_size=12)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(
            operation,
            path=st.text("ab/{}-.v1", max_size=10).map(lambda text: f"/{text}"),
            method=st.sampled_from(["GET", "POST"]),
            operation_id=st.none() | identifiers,
            tags=st.lists(identifiers, max_size=1).map(tuple),
            resource=st.lists(identifiers, max_size=2).map(tuple),
            name=st.none() | identifiers,
        ),
        max_size=8,
        unique_by=lambda one: one.id,
    )
)
def test_every_operation_has_a_place_of_its_own(operations: list[Operation]) -> None:
    found = places(operations)
    assert set(found) == {one.id for one in operations}
    assert len({place.dotted for place in found.values()}) == len(operations)
    for each in found.values():
        assert all(part.isidentifier() for part in (*each.resource, each.method))
    # In its module, each operation is a constant; in its resource, each has a name.
    constants = {(one.resource, upper(one.method)) for one in found.values()}
    assert len(constants) == len(operations)
    children = {one.resource for one in found.values()}
    for one in found.values():
        assert (*one.resource, one.method) not in children
    assert places(operations) == found


TAGS = (
    Tag("flights"),
    Tag("Long Haul", parent="flights"),
    Tag("night", parent="Long Haul", kind="nav"),
    Tag("partner", kind="audience"),
    Tag("💥"),
    Tag("below", parent="💥"),
)


@pytest.mark.parametrize(
    ("tags", "resource"),
    [
        (("flights",), ("flights",)),
        (("Long Haul",), ("flights", "long_haul")),
        (("night",), ("flights", "long_haul", "night")),
        (("partner", "night"), ("flights", "long_haul", "night")),
        (("partner",), ("partner",)),
        (("unknown", "night"), ("unknown",)),
        # A parent without words of its own is no resource.
        (("below",), ("below",)),
        (("💥",), ("things",)),
    ],
)
def test_tags_with_parents(tags: tuple[str, ...], resource: tuple[str, ...]) -> None:
    one = operation(tags=tags, operation_id="go")
    assert places([one], TAGS)[one.id].resource == resource


def test_a_resource_below_goes_before_a_method() -> None:
    above = operation("/a", operation_id="longHaul", tags=("flights",))
    below = operation("/b", operation_id="list", tags=("Long Haul",))
    found = places([above, below], TAGS)
    assert found[below.id].dotted == "flights.long_haul.list"
    assert found[above.id].dotted == "flights.get_a"
