"""Schemas that are called by `$id`, `$anchor` and `$dynamicAnchor`.

JSON Schema 2020-12, core, 8.2.1 (`$id`), 8.2.2 (`$anchor`), 8.2.3.2 (`$dynamicRef`).
"""

from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

VALUE: dict[str, Any] = {
    "anchor": {"radius": 1.5},
    "id": {"side": 1, "self": {"side": 2}},
    "relative": {"from": {"x": 1}},
    "inside": {"x": 2},
    "pointer": {"x": 3},
}


def check_each_is_found(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json=VALUE))
    found = client.things.all(**VALUE)
    assert stage.body == VALUE
    assert found.to_dict() == VALUE
    assert found.anchor.radius == 1.5
    assert found.id.self_.side == 2
    assert found.relative.from_.x == 1
    assert (found.inside.x, found.pointer.x) == (2, 3)


def check_each_is_typed(stage: Stage) -> None:
    for name, members in (
        ("anchor", "radius"),
        ("id", "side"),
        ("relative", "from"),
        ("inside", "x"),
        ("pointer", "x"),
    ):
        client = stage.strict(httpx2.Response(200, json={name: {}}))
        error = stage.package.errors.ResponseValidationError
        with pytest.raises(error, match=f"{name}/{members}"):
            client.things.all()


def check_a_dynamic_reference_leads_to_where_the_reading_began(stage: Stage) -> None:
    tree = {"name": "a", "size": 1, "children": [{"name": "b", "size": 2}]}
    found = stage.client(httpx2.Response(200, json=tree)).things.trees()
    assert found.to_dict() == tree
    assert found.children[0].size == 2
    wrong = {"name": "a", "size": 1, "children": [{"name": "b"}]}
    with pytest.raises(stage.package.errors.ResponseValidationError, match="size"):
        stage.strict(httpx2.Response(200, json=wrong)).things.trees()
