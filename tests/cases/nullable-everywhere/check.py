"""`nullable` in every place where people put it (OpenAPI 3.0.4, 4.7.24.1).

The specification wants `type` beside it, and ignores it beside `$ref`; what was meant
is null, and a server that says so answers null.
"""

import json
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

THING = {"a": "x"}
VALUES: dict[str, Any] = {
    "plain": "x",
    "noType": [1],
    "ref": THING,
    "allOf": THING,
    "inside": THING,
    "oneOf": "x",
    "branch": THING,
    "anyOf": THING,
    "target": THING,
    "enum": "a",
    "unlisted": "b",
    "enumRef": "red",
    "colour": "blue",
    "items": ["x", None],
    "list": [THING],
    "map": {"k": None},
    "x": "x",
    "word": "x",
}
NAMES = {
    "noType": "no_type",
    "allOf": "all_of",
    "oneOf": "one_of",
    "anyOf": "any_of",
    "enumRef": "enum_ref",
    "not": "not_",
}


def echo(stage: Stage, name: str, value: Any) -> None:
    client = stage.client(httpx2.Response(200, json={name: value}))
    found = client.things.all(**{NAMES.get(name, name): value})
    assert stage.body == {name: value}
    assert found.to_dict() == {name: value}
    assert json.loads(found.to_json()) == {name: value}


def check_values(stage: Stage) -> None:
    for name, value in VALUES.items():
        echo(stage, name, value)
    echo(stage, "not", "x")


def check_null_can_be_sent_and_read(stage: Stage) -> None:
    for name in VALUES:
        # All parts of an allOf have to allow it, and Thing does not (3.0.4, 4.7.24).
        if name not in ("items", "inside"):
            echo(stage, name, None)
    client = stage.client(httpx2.Response(200, json={"inside": None}))
    assert client.things.all().to_dict() == {"inside": None}


def check_absent_stays_absent(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={}))
    assert client.things.all().to_dict() == {}
    assert stage.sent.content == b"{}"


def check_null_is_refused_elsewhere(stage: Stage) -> None:
    error = stage.package.errors.RequestValidationError
    with pytest.raises(error, match="not"):
        stage.client().things.all(**{"not_": None})
    with pytest.raises(error, match="items"):
        stage.client().things.all(items=None)


def check_values_of_a_map(stage: Stage) -> None:
    value = {"a": 1, "b": None}
    client = stage.client(httpx2.Response(200, json=value))
    assert client.things.entries(body=value) == value
    assert stage.body == value


def check_a_whole_body(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, content=b"null"))
    assert client.things.nothings(body=None) is None
    assert stage.sent.content == b"null"
    assert client.things.find(q="x") is None
    found = stage.client(httpx2.Response(200, json=THING)).things.find()
    assert found.a == "x"
