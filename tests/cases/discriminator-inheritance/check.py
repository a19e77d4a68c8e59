"""A parent with a discriminator stands for its children: OpenAPI 3.1, 4.8.25.4.

What the mapping does not name is called by the name of its schema (4.8.25.3).
"""

from typing import Any

import httpx2
import pytest

from tests.workshop import Stage


def answer(value: Any) -> httpx2.Response:
    return httpx2.Response(200, json=value)


def kinds(stage: Stage) -> tuple[tuple[str, Any, dict[str, Any]], ...]:
    models = stage.package.models
    return (
        ("kitty", models.Cat, {"lives": 9}),
        ("hound", models.Dog, {"bark": "wow"}),
        ("Puppy", models.Puppy, {"bark": "yip", "weeks": 8}),
    )


def check_an_answer_of_the_parent_is_a_child(stage: Stage) -> None:
    for kind, cls, more in kinds(stage):
        value = {"petType": kind, "name": "x", **more}
        [pet] = stage.client(answer({"pets": [value]})).homes.load("1").pets
        assert type(pet) is cls
        assert pet.to_dict() == value
        for name in more:
            assert getattr(pet, name) == more[name]


def check_a_child_can_be_sent_for_its_parent(stage: Stage) -> None:
    for kind, cls, more in kinds(stage):
        value = {"petType": kind, "name": "x", **more}
        client = stage.client(answer(value))
        given = cls(pet_type=kind, name="x", **more)
        for body in (given, value):
            found = client.things.pets(body=body)
            assert stage.body == value
            assert type(found) is cls


def check_the_parent_is_enough_where_it_stands(stage: Stage) -> None:
    """A discriminator does not change what is valid (OpenAPI 3.2, 4.25)."""
    value = {"petType": "hound", "name": "x"}
    found = stage.client(answer(value)).things.pets(body=value)
    assert stage.body == value
    assert type(found) is stage.package.models.Pet
    assert found.to_dict() == value


def check_what_is_no_pet_of_any_kind_is_told_by_its_kind(stage: Stage) -> None:
    errors = stage.package.errors
    with pytest.raises(
        errors.RequestValidationError, match=r"name \(body\): is required"
    ):
        stage.client().things.pets(body={"petType": "hound", "bark": "wow"})
    wrong = {"pets": [{"petType": "hound", "bark": "wow"}]}
    with pytest.raises(errors.ResponseValidationError, match=r"/name: .*nothing"):
        stage.strict(answer(wrong)).homes.load("1")


def check_a_kind_of_tomorrow_is_kept(stage: Stage) -> None:
    value = {"petType": "fish", "name": "x", "fins": 2}
    [pet] = stage.client(answer({"pets": [value]})).homes.load("1").pets
    assert pet.name == "x"
    assert pet.fins == 2
    assert pet.to_dict() == value


def check_where_a_child_stands_it_is_that_child(stage: Stage) -> None:
    value = {"petType": "kitty", "name": "x", "lives": 3}
    home = stage.client(answer({"cat": value, "dog": None})).homes.load("1")
    assert type(home.cat) is stage.package.models.Cat
    assert home.dog is None
    puppy = {"petType": "Puppy", "name": "y", "bark": "yip", "weeks": 8}
    home = stage.client(answer({"dog": puppy})).homes.load("1")
    assert home.dog.bark == "yip"
    assert home.to_dict() == {"dog": puppy}


def check_a_child_has_kinds_of_its_own(stage: Stage) -> None:
    models = stage.package.models
    for value, cls in (
        ({"kind": "push", "branch": "main"}, models.Push),
        ({"kind": "pull", "number": 1}, models.Pull),
        ({"kind": "pull", "state": "open"}, models.Pull),
        ({"kind": "pull", "state": "merged", "commit": "a1"}, models.Merged),
    ):
        found = stage.client(answer(value)).events.record(body=value)
        assert type(found) is cls
        assert stage.body == value
    stage.client(answer({})).events.record(body=models.Merged(commit="a1"))
    assert stage.body == {"kind": "pull", "state": "merged", "commit": "a1"}
