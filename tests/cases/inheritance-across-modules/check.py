"""A base in one module, its subclasses in others: each is read where it stands."""

from typing import Any

import httpx2

from tests.workshop import Stage

ANIMAL: dict[str, Any] = {"id": "a1", "keeper": {"first": {"id": "a0"}}}
CAGE: dict[str, Any] = {"kitten": ANIMAL | {"purrs": True, "days": 3}, "cat": ANIMAL}


def check_what_mentions_a_subclass(stage: Stage) -> None:
    [cage] = stage.client(httpx2.Response(200, json=[CAGE])).cats.list()
    models = stage.package.models
    assert type(cage.kitten) is models.Kitten
    assert isinstance(cage.kitten, models.Cat)
    assert isinstance(cage.kitten, models.Animal)
    assert cage.kitten.keeper.first.id == "a0"
    assert cage.to_dict() == CAGE


def check_a_subclass_by_itself(stage: Stage) -> None:
    dog = ANIMAL | {"barks": False}
    [found] = stage.client(httpx2.Response(200, json=[dog])).dogs.list()
    assert isinstance(found, stage.package.models.Animal)
    assert found.to_dict() == dog


def check_the_modules_are_several(stage: Stage) -> None:
    models = stage.package.models
    places = [one.__module__ for one in (models.Animal, models.Cat, models.Dog)]
    assert len(set(places)) == 3
