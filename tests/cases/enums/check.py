"""Enums: known values are members, new ones are kept, every name is valid."""

import json

import httpx2
import pytest

from tests.workshop import Stage


def check_members(stage: Stage) -> None:
    models = stage.package.models
    assert [(one.name, one.value) for one in models.Size] == [
        ("SMALL", "small"),
        ("VERY_LARGE", "very large"),
        ("VALUE_10", "10"),
    ]
    assert [one.value for one in models.Level] == [-1, 0, 1]
    assert models.Level.LOW == -1
    assert models.Level.CLASS == 1
    assert [one.value for one in models.Sort] == ["name", "-name", "+name", ""]
    assert models.Sort.MINUS_NAME == "-name"
    assert models.Sort.EMPTY == ""


def check_answers(stage: Stage) -> None:
    body = {
        "size": "small",
        "level": 1,
        "colour": None,
        "version": 2,
        "always": "yes",
        "letters": ["mro", "name", "A", "a"],
    }
    thing = stage.client(httpx2.Response(200, json=body)).things.create()
    assert thing.size is stage.package.models.Size.SMALL
    assert thing.level is stage.package.models.Level.CLASS
    assert thing.colour is None
    assert json.loads(thing.to_json()) == body


def check_new_values_are_kept(stage: Stage) -> None:
    body = {
        "size": "huge",
        "level": 7,
        "colour": "green",
        "version": 3,
        "always": "no",
        "letters": ["z"],
    }
    thing = stage.client(httpx2.Response(200, json=body)).things.create()
    assert thing.size == "huge"
    assert not thing.size.is_known
    assert (thing.level, thing.level.is_known) == (7, False)
    assert (thing.version, thing.always) == (3, "no")
    assert thing.to_dict() == body


def check_what_is_sent(stage: Stage) -> None:
    models, client = stage.package.models, stage.client(httpx2.Response(200, json={}))
    client.things.create(
        size=models.Size.VERY_LARGE, level=0, colour=None, sort=models.Sort.EMPTY
    )
    assert stage.body == {"size": "very large", "level": 0, "colour": None}
    assert stage.sent.url.query == b"sort="
    client.things.create(size="small", sort="+name")
    assert stage.sent.url.query == b"sort=%2Bname"


def check_a_value_of_another_type_is_refused(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={}))
    with pytest.raises(stage.package.errors.RequestValidationError, match="size"):
        client.things.create(size=3)
