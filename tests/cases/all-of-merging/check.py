"""`allOf` holds in all of its parts at once: JSON Schema 2020-12, core, 10.2.1.1."""

import json
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage


def echo(stage: Stage, name: str, value: Any, **fields: Any) -> Any:
    """Send fields; read a value."""
    client = stage.client(httpx2.Response(200, json=value))
    return getattr(client.things, name)(**fields)


def check_keywords_beside_all_of_hold(stage: Stage) -> None:
    value = {"id": 1, "extra": "x", "unknown": 2}
    found = echo(stage, "siblings", value, id=1, extra="x")
    assert stage.body == {"id": 1, "extra": "x"}
    assert (found.id, found.extra, found.to_dict()) == (1, "x", value)
    assert type(found).__doc__ == "Keywords beside allOf hold as well."
    with pytest.raises(stage.package.errors.ResponseValidationError, match="extra"):
        client = stage.strict(httpx2.Response(200, json={"id": 1}))
        client.things.siblings(id=1, extra="x")


def check_a_part_that_only_requires(stage: Stage) -> None:
    """Also what no part describes can be required: core, 6.5.3 of validation."""
    value = {"id": 1, "kind": "k", "unheard": [1]}
    found = echo(stage, "required", value, id=1, kind="k", unheard={"of": None})
    assert stage.body == {"id": 1, "kind": "k", "unheard": {"of": None}}
    assert found.kind == "k"
    assert found.to_dict() == value
    for name in ("kind", "unheard"):
        fields = {key: one for key, one in value.items() if key != name}
        with pytest.raises(TypeError, match=name):
            echo(stage, "required", value, **fields)


def check_the_narrower_part_decides(stage: Stage) -> None:
    value = {"id": 1, "size": 20, "kind": "a", "at": "2024-05-06"}
    found = echo(stage, "narrowed", value, **value)
    assert stage.body == value
    assert type(found.size) is int
    assert found.kind == "a"
    assert found.at.year == 2024
    assert found.to_dict() == value


def check_limits_of_all_parts_hold_for_what_is_sent(stage: Stage) -> None:
    """`integer` is a part of `number`, and 10 to 50 one of 0 to 100."""
    for size in (20.5, 5, 60):
        with pytest.raises(stage.package.errors.RequestValidationError, match="size"):
            echo(stage, "narrowed", {"id": 1}, id=1, size=size)


def check_a_server_is_not_held_to_limits(stage: Stage) -> None:
    found = echo(stage, "narrowed", {"id": 1, "size": 1000}, id=1)
    assert found.size == 1000


def check_parts_of_a_string(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json="word"))
    assert client.things.words(body="word") == "word"
    assert stage.body == "word"
    for wrong in ("a", "abcde", "1bc"):
        with pytest.raises(stage.package.errors.RequestValidationError):
            client.things.words(body=wrong)


def check_parts_of_parts(stage: Stage) -> None:
    value = {"id": 1, "extra": "x", "kind": "k", "unheard": 1, "deep": True}
    found = echo(stage, "deep", value, **value)
    assert (found.deep, found.extra, found.kind) == (True, "x", "k")
    assert json.loads(found.to_json()) == value


def check_a_union_among_the_parts(stage: Stage) -> None:
    models = stage.package.models
    for value, cls in (
        ({"id": 1, "mail": "a@b"}, models.Mailed),
        ({"id": 1, "phone": "1", "size": 2}, models.Called),
    ):
        client = stage.client(httpx2.Response(200, json=value))
        found = client.things.either(body=value)
        assert stage.body == value
        assert type(found) is cls
        assert found.id == 1
        with pytest.raises(stage.package.errors.RequestValidationError, match="id"):
            client.things.either(body={k: v for k, v in value.items() if k != "id"})


def check_what_no_value_can_be_is_still_read(stage: Stage) -> None:
    """What cannot be is no reason to lose an answer; the common type is kept."""
    for value in ({"fine": 3}, {"both": "x", "fine": 4}):
        found = echo(stage, "impossible", value)
        assert found.to_dict() == value
    with pytest.raises(stage.package.errors.RequestValidationError, match="fine"):
        echo(stage, "impossible", {}, fine="text")


def check_no_parts_say_nothing(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json=[None]))
    assert client.things.nothing(body={"a": [1]}) == [None]
    assert stage.body == {"a": [1]}
