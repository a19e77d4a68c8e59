"""Unions without a discriminator: the value itself says which member it is.

JSON Schema 2020-12, core, 10.2.1.2 (anyOf) and 10.2.1.3 (oneOf).
"""

from datetime import date, datetime
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage


def echo(stage: Stage, name: str, value: Any, given: Any = None) -> Any:
    client = stage.client(httpx2.Response(200, json=value))
    found = getattr(client.things, name)(body=value if given is None else given)
    assert stage.body == value
    return found


def check_the_members_tell_objects_apart(stage: Stage) -> None:
    models = stage.package.models
    circle = echo(stage, "shapes", {"radius": 1})
    square = echo(stage, "shapes", {"side": 2.5, "label": "x"})
    assert (type(circle), type(square)) == (models.Circle, models.Square)
    assert square.to_dict() == {"side": 2.5, "label": "x"}
    echo(stage, "shapes", {"side": 1}, models.Square(side=1))
    with pytest.raises(stage.package.errors.RequestValidationError):
        stage.client().things.shapes(body={"neither": 1})


def check_scalars_keep_their_types(stage: Stage) -> None:
    for value in (1, "x", True, False, 1.5, 10**20, ""):
        found = echo(stage, "scalars", value)
        assert found == value
        assert type(found) is type(value)
    moment = echo(stage, "scalars", "2024-05-06T07:08:09Z")
    assert isinstance(moment, datetime)
    with pytest.raises(stage.package.errors.RequestValidationError):
        stage.client().things.scalars(body=[])


def check_unions_of_unions(stage: Stage) -> None:
    value = [{"radius": 1}, [None, "x", 2, [True]], {"side": 3}]
    found = echo(stage, "nested", value)
    assert type(found[0]) is stage.package.models.Circle
    assert found[1] == [None, "x", 2, [True]]
    assert type(found[2]) is stage.package.models.Square
    client = stage.client(httpx2.Response(200, content=b"null"))
    assert client.things.nested(body=None) is None
    assert stage.sent.content == b"null"


def check_the_member_that_says_most_is_chosen(stage: Stage) -> None:
    models = stage.package.models
    whole = echo(stage, "overlaps", {"id": 1, "name": "n", "born": "2024-05-06"})
    assert type(whole) is models.Whole
    assert whole.born == date(2024, 5, 6)
    brief = echo(stage, "overlaps", {"id": 1, "other": 2})
    assert type(brief) is models.Brief
    assert brief.to_dict() == {"id": 1, "other": 2}


def check_null_among_the_members(stage: Stage) -> None:
    for value in (
        {},
        {"shape": None, "either": None, "only": None},
        {"shape": {"radius": 1}, "either": "x", "one": {"radius": 2}},
        {"either": 3},
    ):
        client = stage.client(httpx2.Response(200, json=value))
        found = client.things.optional(**value)
        assert stage.body == found.to_dict() == value
    with pytest.raises(stage.package.errors.RequestValidationError, match="one"):
        client.things.optional(one=None)


def check_lists_and_maps(stage: Stage) -> None:
    for value in ([1, 2], [], {"a": 1}, {}):
        assert echo(stage, "lists", value) == value
    [square] = echo(stage, "lists", [{"side": 1}])
    assert type(square) is stage.package.models.Square


def check_members_that_only_require_are_no_union(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"mail": "x"}))
    found = client.things.requirements(mail="x")
    assert stage.body == {"mail": "x"}
    assert type(found) is stage.package.models.Requirement


def check_what_stands_beside_holds_for_each(stage: Stage) -> None:
    value = {"at": "2024-05-06", "radius": 1}
    found = echo(stage, "bases", value)
    assert (found.at, found.radius) == (date(2024, 5, 6), 1)
    assert echo(stage, "bases", {"at": "2024-05-06", "side": 1}).side == 1
    with pytest.raises(stage.package.errors.RequestValidationError, match="at"):
        stage.client().things.bases(body={"radius": 1})
