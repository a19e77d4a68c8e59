"""Members that only the server sets: not asked of callers, asked of answers."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import Field, ValidationError

from apiloom.runtime.types.models import Adapter, Model
from apiloom.runtime.types.read_only import TwoWayModel, read_only


class User(TwoWayModel):
    user_id: Annotated[int, Field(alias="userId")] = read_only()
    name: str


class Team(Model):
    users: list[User]


USERS: Adapter[Team] = Adapter(Team)


def test_what_only_the_server_sets_is_not_needed_in_a_request() -> None:
    team = USERS.from_python({"users": [{"name": "a"}, User(name="b")]})
    assert USERS.to_jsonable(team) == {"users": [{"name": "a"}, {"name": "b"}]}


def test_what_only_the_server_sets_is_in_every_answer() -> None:
    text = b'{"users":[{"name":"a","userId":1}]}'
    assert USERS.from_json(text).users[0].user_id == 1
    with pytest.raises(ValidationError, match="userId: Field required") as caught:
        USERS.from_json(b'{"users":[{"name":"a","userId":1},{"name":"b"}]}')
    assert caught.value.errors()[0]["loc"] == ("users", 1)


class Named(TwoWayModel):
    name: str


class Member(Named):
    joined: str = read_only()
    left_at: Annotated[str, Field(alias="leftAt")] = read_only()


def test_a_subclass_asks_for_its_own_in_their_order() -> None:
    members: Adapter[Member] = Adapter(Member)
    assert members.from_python({"name": "a"}).to_dict() == {"name": "a"}
    complete = '{"name":"a","joined":"x","leftAt":"y"}'
    assert members.from_json(complete).to_json() == complete
    for text, missing in (
        ('{"name":"a"}', "joined"),
        ('{"name":"a","joined":"x"}', "leftAt"),
    ):
        with pytest.raises(ValidationError, match=f"{missing}: Field required"):
            members.from_json(text)
    # What its base was read with is not what it is read with.
    assert Adapter[Named](Named).from_json('{"name":"a"}').name == "a"
