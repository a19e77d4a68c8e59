"""Defaults are the server's, `deprecated` and examples are words for the reader.

JSON Schema 2020-12, validation, 9.2 (default), 9.3 (deprecated), 9.5 (examples); a
default of another type is reported nowhere but in the document, and does no harm.
"""

import inspect
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage


def check_defaults_are_not_sent(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"always": "b"}))
    found = client.things.all(always="b")
    assert stage.body == {"always": "b"}
    assert found.to_dict() == {"always": "b"}
    assert found.text is found.number is found.wrong_text is None
    client.things.find()
    assert stage.sent.url.query == b""


def check_what_has_a_default_can_be_given(stage: Stage) -> None:
    value: dict[str, Any] = {
        "always": "x",
        "text": "t",
        "number": 1,
        "list": [],
        "object": {},
        "nothing": None,
        "wrong_text": "5",
        "wrong_number": 5,
        "wrong_list": ["a"],
        "wrong_enum": "a",
        "order": "down",
        "": "empty",
        "+1": 1,
    }
    names = {"": "value_x", "+1": "value_1"}
    client = stage.client(httpx2.Response(200, json=value))
    arguments = inspect.signature(client.things.all).parameters
    odd = [name for name in arguments if name not in value and name not in (
        "self", "gone", "old", "titled", "shown", "options",
    )]  # fmt: skip
    assert len(odd) == 2
    assert all(name.isidentifier() for name in odd)
    fields = {name: one for name, one in value.items() if name not in names}
    found = client.things.all(**fields, **dict(zip(odd, ("empty", 1), strict=True)))
    assert stage.body == value
    assert found.to_dict() == value


def check_a_required_member_with_a_default_is_required(stage: Stage) -> None:
    with pytest.raises(TypeError, match="always"):
        stage.client().things.all()


def check_words_for_the_reader(stage: Stage) -> None:
    find = inspect.getdoc(type(stage.client().things).find) or ""
    assert "Finds things." in find
    assert "Deprecated" in find
    assert "The order." in find
    assert "20" in find
    source = inspect.getsource(stage.package.models.All)
    assert "Everything that an author can say." in source
    assert "Not used any more." in source


def check_deprecated_things_work(stage: Stage) -> None:
    value = {"always": "a", "gone": "x", "old": {"a": "y"}}
    client = stage.client(httpx2.Response(200, json=value))
    found = client.things.find(order="up", wrong=3)
    assert stage.sent.url.query == b"order=up&wrong=3"
    assert (found.gone, found.old.a) == ("x", "y")
