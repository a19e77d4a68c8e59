"""Whatever a property is called, it is an attribute and an argument."""

import datetime
import decimal
import json
import uuid
from typing import Any

import httpx2

from tests.workshop import Stage, arguments_of

VALUES: dict[str, Any] = {
    "list": ["a"],
    "dict": {"a": 1},
    "int": 1,
    "float": 1.5,
    "bool": True,
    "bytes": "AA==",
    "object": {"x": []},
    "tuple": ["a", 1],
    "date": "2024-05-06",
    "datetime": "2024-05-06T07:08:09Z",
    "dt": "2024-05-06",
    "builtins": [1, 2],
    "uuid": "00000000-0000-0000-0000-000000000001",
    "decimal": "1.50",
    "any": None,
}


def wires(stage: Stage) -> dict[str, str]:
    """The attribute of each property."""
    fields = stage.package.models.Thing.model_fields
    return {
        name if field.alias is None else field.alias: name
        for name, field in fields.items()
    }


def check_every_property_is_there(stage: Stage) -> None:
    found = wires(stage)
    assert len(found) == 49
    assert len(set(found.values())) == 49
    assert all(name.isidentifier() for name in found.values())
    assert found["class"] == "class_"
    assert found["a_b"] == "a_b"
    assert found["list"] == "list"


def check_values_come_and_go(stage: Stage) -> None:
    body = {wire: VALUES.get(wire, f"of {wire}") for wire in wires(stage)}
    thing = stage.client(httpx2.Response(200, json=body)).things.create()
    names = wires(stage)
    moment = datetime.datetime(2024, 5, 6, 7, 8, 9, tzinfo=datetime.UTC)
    expected: dict[str, Any] = {
        "date": moment.date(),
        "datetime": moment,
        "dt": moment.date(),
        "uuid": uuid.UUID(int=1),
        "decimal": decimal.Decimal("1.50"),
        "bytes": b"\0",
        "tuple": ("a", 1),
        "list": ["a"],
        "builtins": [1, 2],
        "class": "of class",
        "copy": "of copy",
        "": "of ",
    }
    for wire, value in expected.items():
        assert getattr(thing, names[wire]) == value
    assert json.loads(thing.to_json()) == body
    client = stage.client(httpx2.Response(200, json={}))
    arguments = arguments_of(client.things.create)
    assert len(arguments) == len(body)
    given = dict(zip(arguments, body.values(), strict=True))
    given["bytes"] = b"\0"
    client.things.create(**given)
    assert stage.body == body


def check_what_does_not_fit_is_kept_under_every_name(stage: Stage) -> None:
    for odd in ({"odd": [1]}, "odd", None):
        body = dict.fromkeys(wires(stage), odd)
        thing = stage.client(httpx2.Response(200, json=body)).things.create()
        assert thing.to_dict() == body
    model = stage.package.models.Thing
    made = model.model_construct(cls="a", list=["b"])
    assert made.to_dict() == {"cls": "a", "list": ["b"]}
