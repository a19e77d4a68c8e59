"""Unions of 73, circles of 122 schemas, names of 80 characters."""

from typing import Any

import httpx2
import pytest

from tests.workshop import Stage


def check_a_union_of_73_that_constants_tell_apart(stage: Stage) -> None:
    models = stage.package.models
    for number in (0, 36, 72):
        value = {"type": f"event.{number}", f"value{number}": number}
        client = stage.client(httpx2.Response(200, json=value))
        found = client.things.events(body=value)
        assert stage.body == found.to_dict() == value
        assert type(found) is getattr(models, f"Event{number}")
    with pytest.raises(stage.package.errors.RequestValidationError, match="value36"):
        stage.client().things.events(body={"type": "event.36", "value36": "x"})


def check_a_union_of_73_that_nothing_tells_apart(stage: Stage) -> None:
    for number in (0, 36, 72):
        value = {f"k{number}": "x"}
        client = stage.client(httpx2.Response(200, json=value))
        found = client.things.kinds(body=value)
        assert stage.body == found.to_dict() == value
        assert type(found) is getattr(stage.package.models, f"Kind{number}")


def check_a_circle_of_122(stage: Stage) -> None:
    value: dict[str, Any] = {}
    for _ in range(200):
        value = {"next": value}
    client = stage.client(httpx2.Response(200, json=value))
    found = client.things.rings(**value)
    assert stage.body == found.to_dict() == value
    for _ in range(122):
        found = found.next
    assert type(found) is stage.package.models.Ring0


def check_long_dotted_names(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"a": "x", "inner": {"b": 1}}))
    found = client.things.dotted(a="x")
    other = client.things.other()
    assert found.inner.b == 1
    names = {type(found).__name__, type(other).__name__, type(found.inner).__name__}
    assert len(names) == 3
    assert all(len(name) <= 64 for name in names)
