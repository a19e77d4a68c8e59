"""Schemas as they are found, which no version of the specification allows.

Read for what they mean, with a warning each: JSON Schema draft 3, 5.7 (`required:
true`); draft 4, 5.3.1 (`items` as a list); OpenAPI 2.0 (`type: file`).
"""

import json
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage, arguments_of

VALUE: dict[str, Any] = {
    "name": "x",
    "inner": {"a": 1},
    "list": ["x"],
    "pair": ["x", 1],
    "closed": [],
    "bare_array": [1, "x"],
    "any": {"a": [1]},
    "int": 3,
    "upper": "u",
    "listed": "x",
    "yes": [1],
    "nothing": 1,
    "default": 5,
    "enumerated": "single",
    "wrong_required": {"name": "x"},
    "wrong_properties": {"a": 1},
    "wrong_of": "x",
    "example": {"a": 1},
}


def check_what_was_meant_travels(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json=VALUE))
    found = client.things.all(**VALUE)
    assert stage.body == VALUE
    assert json.loads(found.to_json()) == VALUE
    assert found.inner.a == 1


def check_required_on_the_property(stage: Stage) -> None:
    with pytest.raises(TypeError, match="name"):
        stage.client().things.all(inner={"a": 1})
    with pytest.raises(stage.package.errors.RequestValidationError, match=r"inner\.a"):
        stage.client().things.all(name="x", inner={})
    client = stage.strict(httpx2.Response(200, json={"name": "x"}))
    with pytest.raises(stage.package.errors.ResponseValidationError, match="inner"):
        client.things.all(name="x", inner={"a": 1})


def check_types_that_do_not_exist_are_what_they_were_meant_to_be(stage: Stage) -> None:
    error = stage.package.errors.RequestValidationError
    for name, value in (
        ("int", "x"),
        ("upper", 1),
        ("default", "many"),
        ("closed", [1]),
        ("pair", ["x", "y"]),
    ):
        with pytest.raises(error, match=rf": {name}(\.| \()"):
            stage.client().things.all(name="x", inner={"a": 1}, **{name: value})


def check_a_part_of_another_schema(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"own": "x"}))
    assert client.things.part(own="x").own == "x"
    with pytest.raises(TypeError, match="own"):
        client.things.part()


def check_odd_names(stage: Stage) -> None:
    value: dict[str, Any] = {
        "": "a",
        "+1": 1,
        "-1": 2,
        " ": "b",
        ".": "c",
        "a.b": "d",
        "a-b": "e",
        "$": "f",
        "@type": "g",
        "emoji 😀": "h",
        "order": "-name",
    }
    model = stage.package.models.Odd
    found = model.model_validate(value)
    assert json.loads(found.to_json()) == value
    assert len(model.model_fields) == len(value)
    assert all(name.isidentifier() for name in model.model_fields)
    given = {name: getattr(found, name) for name in model.model_fields}
    assert model(**given).to_dict() == value
    client = stage.client(httpx2.Response(200, json=value))
    arguments = list(arguments_of(client.things.odd))
    client.things.odd(**dict(zip(arguments, value.values(), strict=True)))
    assert stage.body == value


def check_members_that_fold_together(stage: Stage) -> None:
    enum = stage.package.models.OddOrder
    values = ["name", "NAME", "Name", "+name", "-name", "name ", "na me"]
    assert [member.value for member in enum] == values
    assert len({member.name for member in enum}) == len(values)
