"""A body that may be left out, though not a part of it: two signatures say so."""

import inspect
import typing

import httpx2
import pytest

from tests.workshop import Stage

DONE = httpx2.Response(204)


def check_the_signatures(stage: Stage) -> None:
    resource = type(stage.client(DONE).items)
    full, without = map(inspect.signature, typing.get_overloads(resource.change))
    assert list(full.parameters) == ["self", "id", "title", "dry", "status", "options"]
    assert full.parameters["title"].default is inspect.Parameter.empty
    assert list(without.parameters) == ["self", "id", "dry", "options"]
    assert typing.get_overloads(resource.touch) == []


def check_the_calls(stage: Stage) -> None:
    items = stage.client(DONE).items
    items.change("1")
    assert stage.sent.content == b""
    items.change("1", title="a", status=None)
    assert stage.body == {"title": "a", "status": None}
    with pytest.raises(
        stage.package.errors.RequestValidationError, match=r"title \(body\): is req"
    ):
        items.change("1", status="x")
    items.with_raw_response.change("1", title="b")
    assert stage.body == {"title": "b"}
