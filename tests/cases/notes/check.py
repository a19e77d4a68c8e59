"""Assertions that Python's types have no words for are noted, and refuse nothing.

JSON Schema 2020-12, core, 10.2.1.4 (not), 10.2.2 (if), 10.2.2.4 (dependentSchemas),
11.3 (unevaluatedProperties); validation, 6.4.4, 6.5.4.
"""

from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

VALUES: dict[str, list[Any]] = {
    "not": ["y"],
    "only_not": [1, [None]],
    "conditional": [{"country": "US", "zip": "12345"}, {"country": "DE"}],
    "dependent": [{"card": "1", "address": "x"}, {"address": "y"}],
    "schemas": [{"card": "1", "address": "x"}, {}],
    "sealed": [{"a": "x"}],
    "named": [{"abc": 1}],
    "counted": [[1, 1, 2]],
    # The text is written anew, without the spaces that mean nothing.
    "inner": ['{"a":1}'],
}


def check_what_is_valid_travels(stage: Stage) -> None:
    for name, values in VALUES.items():
        for value in values:
            client = stage.client(httpx2.Response(200, json={name: value}))
            argument = "not_" if name == "not" else name
            found = client.things.all(**{argument: value})
            assert stage.body == {name: value}
            assert found.to_dict() == {name: value}


def check_what_stands_beside_is_typed(stage: Stage) -> None:
    error = stage.package.errors.RequestValidationError
    for name, value in (("not_", 1), ("conditional", {"zip": 1}), ("counted", ["x"])):
        with pytest.raises(error, match=name.rstrip("_")):
            stage.client().things.all(**{name: value})
    with pytest.raises(error, match="a"):
        stage.client().things.either(a=1)


def check_answers_are_not_held_to_them(stage: Stage) -> None:
    value = {"not": "x", "dependent": {"card": "1"}, "conditional": {"country": "US"}}
    client = stage.client(httpx2.Response(200, json=value))
    assert client.things.all().to_dict() == value
