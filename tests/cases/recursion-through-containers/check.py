"""Types that contain themselves, through every container there is."""

import json
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage


def echo(stage: Stage, name: str, value: Any) -> Any:
    client = stage.client(httpx2.Response(200, json=value))
    found = getattr(client.things, name)(body=value)
    assert stage.body == value
    return found


def check_through_members(stage: Stage) -> None:
    value: dict[str, Any] = {
        "list": [{"list": []}],
        "map": {"k": {"map": {}}},
        "tuple": ["x", {"tuple": ["y", {}]}],
        "union": {"union": "end"},
        "optional": {"optional": None},
        "inline": {"back": {"inline": {}}},
        "merged": {"more": True, "list": [{"merged": {"more": False}}]},
        "pattern": {"abc": {"pattern": {}}},
    }
    model = stage.package.models.All
    found = model.model_validate(value)
    assert type(found.list[0]) is type(found.map["k"]) is model
    assert type(found.tuple[1]) is type(found.union) is model
    assert type(found.optional) is type(found.inline.back) is model
    assert found.merged.list[0].merged.more is False
    assert json.loads(found.to_json()) == value
    client = stage.client(httpx2.Response(200, json=value))
    assert client.things.all(**value).to_dict() == value
    assert stage.body == value


def check_through_what_is_added(stage: Stage) -> None:
    value = {"added": {"list": [{"again": {}}]}}
    client = stage.client(httpx2.Response(200, json=value))
    found = client.things.opens(body=value)
    assert stage.body == found.to_dict() == value
    with pytest.raises(stage.package.errors.RequestValidationError):
        client.things.opens(body={"added": 3})


def check_aliases(stage: Stage) -> None:
    assert echo(stage, "maps", {"a": {"b": {}}}) == {"a": {"b": {}}}
    assert echo(stage, "unions", {"a": [1, {"b": [2]}]}) == {"a": [1, {"b": [2]}]}
    assert echo(stage, "tuples", [1, [2, None]]) == (1, (2, None))
    with pytest.raises(stage.package.errors.RequestValidationError):
        echo(stage, "maps", {"a": 1})


def check_a_circle_of_schemas(stage: Stage) -> None:
    value = {"second": {"third": [{"first": {"second": {}}, "either": [[1]]}]}}
    client = stage.client(httpx2.Response(200, json=value))
    found = client.things.chains(**value)
    assert stage.body == value
    assert type(found.second.third[0].first) is stage.package.models.First
    assert found.to_dict() == value
