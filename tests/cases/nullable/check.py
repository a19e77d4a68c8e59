"""Left out, null, and a value are three things; defaults are the server's."""

import json

import httpx2
import pytest

from tests.workshop import Stage

FULL = {"a": "1", "b": None}


def check_what_is_left_out_is_not_sent(stage: Stage) -> None:
    stage.client(httpx2.Response(200, json=FULL)).things.update("i", a="x", b=None)
    assert stage.sent.content == b'{"a":"x","b":null}'
    assert stage.sent.url.query == b""


def check_null_and_values_are_sent(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json=FULL))
    client.things.update("i", a="x", b="y", c="see", d=None, limit=20)
    assert stage.body == {"a": "x", "b": "y", "c": "see", "d": None}
    assert stage.sent.url.query == b"limit=20"
    client.things.update("i", a="x", b=None, d={"x": None})
    assert stage.body["d"] == {"x": None}
    client.things.update("i", a="x", b=None, d=stage.package.models.Inner(x=1))
    assert stage.body["d"] == {"x": 1}


def check_null_where_none_is_allowed_is_refused(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json=FULL))
    error = stage.package.errors.RequestValidationError
    for fields in ({"a": None, "b": None}, {"a": "x", "b": None, "c": None}):
        with pytest.raises(error, match=r": [ac] \(body\): "):
            client.things.update("i", **fields)
    for inner in (None, {"y": None}):
        with pytest.raises(error, match=r": e[. ]"):
            client.things.update("i", a="x", b="y", e=inner)
    assert stage.requests == []


def check_what_is_required_has_to_be_given(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json=FULL))
    with pytest.raises(TypeError, match="'b'"):
        client.things.update("i", a="x")


def check_answers_keep_what_they_said(stage: Stage) -> None:
    for body in (FULL, FULL | {"c": None, "d": None}, FULL | {"d": {"x": None}}):
        found = stage.client(httpx2.Response(200, json=body)).things.update(
            "i", a="x", b=None
        )
        assert json.loads(found.to_json()) == found.to_dict() == body
        assert found.c is None
