"""`allOf` is one object with everything that its parts say."""

import json
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

DOG = {"name": "Rex", "kind": "dog", "owner": {"name": "Ada"}}


def check_the_parts_are_one_model(stage: Stage) -> None:
    [dog] = stage.client(httpx2.Response(200, json=[DOG])).dogs.list()
    assert type(dog) is stage.package.models.Dog
    assert (dog.name, dog.kind, dog.owner.name) == ("Rex", "dog", "Ada")
    assert dog.barks is None  # the API's default is not the client's business
    assert json.loads(dog.to_json()) == DOG


def check_what_any_part_requires_is_required(stage: Stage) -> None:
    error = stage.package.errors.ResponseValidationError
    for missing in ("name", "owner"):
        dog: dict[str, Any] = {k: v for k, v in DOG.items() if k != missing}
        with pytest.raises(error, match=f"/0/{missing}: expected .*, got nothing"):
            stage.strict(httpx2.Response(200, json=[dog])).dogs.list()


def check_the_words_of_the_document(stage: Stage) -> None:
    assert stage.package.models.Dog.__doc__ == "A dog that somebody owns."
