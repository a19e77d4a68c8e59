"""Members by pattern, and what may stand beside them.

JSON Schema 2020-12, core, 10.3.2 and 11.3; `additionalProperties` is about members that
neither `properties` nor `patternProperties` know.
"""

import json
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage


def plain(value: Any) -> Any:
    return {k: getattr(v, "to_dict", lambda v=v: v)() for k, v in value.items()}


def check_maps(stage: Stage) -> None:
    for name, value in (
        ("maps", {"x-a": {"at": "2024-05-06"}, "b": 2}),
        ("closed", {"1": "a", "22": "b"}),
        ("open", {"a1": "x", "b1": 2, "c": [None]}),
        ("named", {"a": 1}),
        ("maps", {}),
    ):
        client = stage.client(httpx2.Response(200, json=value))
        found = getattr(client.things, name)(body=value)
        assert stage.body == value
        assert plain(found) == value


def check_the_pattern_decides_the_type(stage: Stage) -> None:
    value = {"x-a": {"at": "2024-05-06"}, "b": 2}
    found = stage.client(httpx2.Response(200, json=value)).things.maps(body={})
    assert type(found["x-a"]) is stage.package.models.Entry
    assert found["b"] == 2


def check_what_no_pattern_knows_is_not_sent(stage: Stage) -> None:
    error = stage.package.errors.RequestValidationError
    for name, value in (("maps", {"b": "text"}), ("closed", {"1": 2})):
        with pytest.raises(error):
            getattr(stage.client().things, name)(body=value)


def check_a_model_with_patterns(stage: Stage) -> None:
    value = {"name": "x", "day-1": "2024-05-06"}
    client = stage.client(httpx2.Response(200, json=value))
    given = stage.package.models.Mixed.model_validate(value)
    found = client.things.mixed(body=given)
    assert stage.body == value
    assert found.name == "x"
    assert json.loads(found.to_json()) == value


def check_a_model_that_nothing_is_added_to(stage: Stage) -> None:
    value = {"at": "2024-05-06", "more": "x"}
    client = stage.client(httpx2.Response(200, json=value | {"newer": 1}))
    found = client.things.sealed(**value)
    assert stage.body == value
    assert found.at.year == 2024
    assert found.to_dict() == value | {"newer": 1}
