"""Maps, objects that are open to members of one type, and closed ones."""

import httpx2
import pytest

from tests.workshop import Stage


def check_a_map(stage: Stage) -> None:
    body = {"a": {"value": "x"}, "class": {"value": "y"}}
    found = stage.client(httpx2.Response(200, json=body)).settings.load()
    assert found["a"].value == "x"
    assert list(found) == ["a", "class"]
    assert type(found["a"]) is stage.package.models.Entry
    assert stage.client(httpx2.Response(203, json={"x": [1]})).settings.load() == {
        "x": [1]
    }


def check_other_members_have_their_type(stage: Stage) -> None:
    body = {"name": "n", "left": 1, "right": 2}
    client = stage.client(httpx2.Response(200, json=body))
    found = client.settings.replace(body={"name": "m", "extra": 7})
    assert stage.body == {"name": "m", "extra": 7}
    assert found.model_extra == {"left": 1, "right": 2}
    assert found.to_dict() == body
    client.settings.replace(body=found)
    assert stage.body == body
    with pytest.raises(stage.package.errors.RequestValidationError, match="extra"):
        client.settings.replace(body={"name": "m", "extra": "text"})


def check_a_map_as_a_body(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    assert client.settings.extend(body={"a": 1, "b": 2}) is None
    assert stage.body == {"a": 1, "b": 2}
    with pytest.raises(
        stage.package.errors.RequestValidationError, match=r": a \(body\): "
    ):
        client.settings.extend(body={"a": "x"})


def check_a_closed_object_takes_nothing_else(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    client.settings.change(entry={"value": "x"})
    assert stage.body == {"entry": {"value": "x"}}
    with pytest.raises(stage.package.errors.RequestValidationError, match="oops"):
        client.settings.change(entry={"value": "x", "oops": 1})
