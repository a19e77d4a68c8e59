"""`const` and `enum` of any JSON type (JSON Schema 2020-12, validation, 6.1.2, 6.1.3).

Values that fold to one name keep a member each; a value of tomorrow is kept as it is.
"""

import json
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

CONSTANTS: dict[str, Any] = {
    "text": "x",
    "integer": 1,
    "float": 1.5,
    "yes": True,
    "nothing": None,
    "list": [1, "a", None],
    "object": {"a": {"b": 1}},
    "typed": "y",
}
LISTS: dict[str, list[Any]] = {
    "text": ["a", "b"],
    "integers": [1, 2, -3],
    "floats": [0.5, 1, 2.25],
    "booleans": [True, False],
    "only": [True],
    "mixed": ["a", 1, 2.5, True, None],
    "either": [0, 1, True, False],
    "lists": [[1, 2], [3]],
    "objects": [{"a": 1}, {"b": 2}],
    "anything": ["a", {"b": 2}, [3], None],
    "nothing": [None],
    "optional": ["a", None],
    "unlisted": ["a"],
}


def plain(value: Any) -> Any:
    return value.to_dict() if hasattr(value, "to_dict") else value


def check_constants(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json=CONSTANTS))
    found = client.things.constants(**CONSTANTS)
    assert stage.body == CONSTANTS
    assert found.to_dict() == CONSTANTS
    assert json.loads(found.to_json()) == CONSTANTS
    assert type(found.float) is float
    assert found.yes is True


def check_a_value_of_another_type_than_the_constant_is_refused(stage: Stage) -> None:
    wrong: dict[str, Any] = {"text": 1, "integer": "x", "yes": "?", "nothing": 0}
    for name, value in wrong.items():
        error = stage.package.errors.RequestValidationError
        with pytest.raises(error, match=rf": {name} \(body\): "):
            stage.client().things.constants(**{name: value})


def check_every_listed_value_travels(stage: Stage) -> None:
    for name, values in LISTS.items():
        for value in values:
            client = stage.client(httpx2.Response(200, json={name: value}))
            found = client.things.lists(**{name: value})
            assert stage.body == {name: value}, name
            assert plain(getattr(found, name)) == value
            assert isinstance(plain(getattr(found, name)), type(value))
            assert found.to_dict() == {name: value}
            assert json.loads(found.to_json()) == {name: value}


def check_values_of_tomorrow_are_kept(stage: Stage) -> None:
    for name in LISTS:
        if name in ("nothing", "lists", "objects", "booleans", "only", "either"):
            continue
        value: Any = 9 if name in ("integers", "floats") else "tomorrow"
        client = stage.client(httpx2.Response(200, json={name: value}))
        found = client.things.lists()
        assert getattr(found, name) == value
        assert found.to_dict() == {name: value}


def check_null_that_the_type_allows_is_read(stage: Stage) -> None:
    """The list lacks it (6.1.2), but who writes `null` as a type means it."""
    client = stage.client(httpx2.Response(200, json={"unlisted": None}))
    found = client.things.lists()
    assert found.to_dict() == {"unlisted": None}


def check_members_are_complete_and_different(stage: Stage) -> None:
    models = stage.package.models
    for name, values in {
        "Blank": ["", " ", "-", "_"],
        "Twice": ["a", "b"],
        "Cases": ["Active", "ACTIVE", "active", "aCtive"],
        "Folded": ["a-b", "a_b", "a b", "aB"],
        "Signs": ["<", "<=", ">", ">=", "=", "!=", "+1", "-1", "1"],
        "Names": [
            *("name", "value", "mro", "is_known", "None", "class", "__init__"),
            *("_missing_", "名前", "😀"),
        ],
    }.items():
        enum = getattr(models, f"Odd{name}")
        assert [member.value for member in enum] == values
        assert all(member.name.isidentifier() for member in enum)
        assert all(enum(value).value == value for value in values)
        assert all(enum(value).is_known for value in values)
    assert models.OddTwice.A == "a"


def check_odd_lists_travel(stage: Stage) -> None:
    value = {
        "empty": "x",
        "blank": "",
        "twice": "a",
        "cases": "aCtive",
        "folded": "a b",
        "signs": "<=",
        "names": "😀",
    }
    client = stage.client(httpx2.Response(200, json=value))
    found = client.things.odd(**{k: v for k, v in value.items() if k != "empty"})
    assert stage.body == {k: v for k, v in value.items() if k != "empty"}
    assert json.loads(found.to_json()) == value


def check_parameters(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    client.things.find(kind="a", depth=2.5)
    assert stage.sent.url.query == b"kind=a&depth=2.5"
    client.things.find(depth="all")
    assert stage.sent.url.query == b"depth=all"
