"""A discriminator chooses the class; a kind that is new is kept."""

import httpx2
import pytest

from tests.workshop import Stage


def answer(**pet: object) -> httpx2.Response:
    return httpx2.Response(200, json=pet)


def check_the_member_chooses(stage: Stage) -> None:
    models = stage.package.models
    for kind, cls in (("cat", models.Cat), ("tiger", models.Cat), ("dog", models.Dog)):
        client = stage.client(answer(petType=kind, barks=True, name="x"))
        pet = client.pets.create(body={"petType": "cat"})
        assert type(pet) is cls
        assert (pet.pet_type, pet.name) == (kind, "x")


def check_a_new_kind_is_kept(stage: Stage) -> None:
    pet = stage.client(answer(petType="fish", fins=2)).pets.create(
        body={"petType": "cat"}
    )
    assert type(pet) is stage.package.models.UnknownVariant
    assert pet.fins == 2
    assert pet.to_dict() == {"petType": "fish", "fins": 2}


def check_a_broken_one_is_told(stage: Stage) -> None:
    with pytest.raises(stage.package.errors.ResponseValidationError, match="barks"):
        stage.strict(answer(petType="dog")).pets.create(body={"petType": "cat"})


def check_a_kind_that_is_no_text_is_kept(stage: Stage) -> None:
    for kind in ({"of": 1}, ["cat"], 3):
        client = stage.client(answer(petType=kind, name="x"))
        pet = client.pets.create(body={"petType": "cat"})
        assert type(pet) is stage.package.models.UnknownVariant
        assert pet.to_dict() == {"petType": kind, "name": "x"}
    pet = stage.client(answer(petType=None, name="x")).pets.create(
        body={"petType": "cat"}
    )
    assert pet.to_dict() == {"petType": None, "name": "x"}


def check_what_is_sent(stage: Stage) -> None:
    models, client = stage.package.models, stage.client(answer(petType="cat"))
    client.pets.create(body=models.Dog(pet_type="dog", barks=True))
    assert stage.body == {"petType": "dog", "barks": True}
    client.pets.create(body={"petType": "tiger", "lives": 9})
    assert stage.body == {"petType": "tiger", "lives": 9}
    with pytest.raises(stage.package.errors.RequestValidationError, match="barks"):
        client.pets.create(body={"petType": "dog"})


def check_null_is_none_of_them(stage: Stage) -> None:
    client = stage.client(
        httpx2.Response(
            200,
            json={"favourite": None, "pets": [{"petType": "cat"}, {"petType": "x"}]},
        )
    )
    found = client.households.load()
    assert found.favourite is None
    assert found.to_dict()["favourite"] is None
    assert [type(pet).__name__ for pet in found.pets] == ["Cat", "UnknownVariant"]


def check_the_names_are_the_values_without_a_mapping(stage: Stage) -> None:
    client = stage.client(
        httpx2.Response(200, json={"favourite": {"petType": "Dog", "barks": False}})
    )
    assert type(client.households.load().favourite) is stage.package.models.Dog
