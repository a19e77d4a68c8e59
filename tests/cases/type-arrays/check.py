"""`type` as a list: JSON Schema 2020-12, validation, 6.1.1."""

from datetime import datetime

import httpx2
import pytest

from tests.workshop import Stage


def check_each_type_travels(stage: Stage) -> None:
    for fields in (
        {"either": "x", "number": 1, "maybe": None, "lists": None, "object": "x"},
        {"either": 1, "number": 1.5, "maybe": "abc", "lists": [1, None], "none": None},
        {"either": "1", "object": {"a": None}, "one": "x"},
        *(
            {"either": 1, "all": one}
            for one in ("x", 1, 1.5, True, {"a": []}, [1], None)
        ),
    ):
        client = stage.client(httpx2.Response(200, json=fields))
        found = client.things.all(**fields)
        assert stage.body == fields
        assert found.to_dict() == fields
        for name, value in fields.items():
            if not isinstance(value, dict):
                assert getattr(found, name) == value
                assert type(getattr(found, name)) is type(value)


def check_an_object_among_the_types_is_a_model(stage: Stage) -> None:
    client = stage.client(
        httpx2.Response(200, json={"either": 1, "object": {"a": True}})
    )
    found = client.things.all(either=1)
    assert found.object.a is True


def check_a_format_is_that_of_the_string(stage: Stage) -> None:
    """A format says nothing of a value of another type: validation, 7.1."""
    for value in ("2024-05-06T07:08:09Z", 5):
        client = stage.client(httpx2.Response(200, json={"either": 1, "date": value}))
        found = client.things.all(either=1, date=value)
        assert stage.body["date"] == value
        assert isinstance(found.date, datetime if isinstance(value, str) else int)


def check_other_types_are_refused(stage: Stage) -> None:
    error = stage.package.errors.RequestValidationError
    for name, value in (
        ("either", 1.5),
        ("either", None),
        ("lists", ["x"]),
        ("one", None),
        ("none", 0),
        ("object", 3),
        ("maybe", "long"),
    ):
        with pytest.raises(error, match=rf": {name}[. ]"):
            stage.client().things.all(**({"either": "x"} | {name: value}))


def check_a_body_of_several_types(stage: Stage) -> None:
    for value, content in ((1, b"1"), ("1", b'"1"'), (None, b"null")):
        client = stage.client(httpx2.Response(200, content=content))
        assert client.things.roots(body=value) == value
        assert stage.sent.content == content
