"""Where a mapping leads: by reference, by file, by name, or by nothing at all.

OpenAPI 3.1, 4.8.25.3: names that the mapping leaves out are the schemas' own.
"""

from typing import Any

import httpx2
import pytest

from tests.workshop import Stage


def echo(stage: Stage, name: str, value: Any) -> str:
    """Send and read a value; return the class that was read."""
    client = stage.client(httpx2.Response(200, json=value))
    found = getattr(client.things, name)(body=value)
    assert stage.body == value
    assert isinstance(found, str) or found.to_dict() == value
    return type(found).__name__


def check_mapping_by_file(stage: Stage) -> None:
    assert echo(stage, "animals", {"kind": "tom", "lives": 9}) == "Cat"
    assert echo(stage, "animals", {"kind": "rex", "bark": "wow"}) == "Dog"
    assert echo(stage, "animals", {"kind": "nemo", "fins": 2}) == "Fish"


def check_without_a_mapping_the_names_are_the_values(stage: Stage) -> None:
    assert echo(stage, "named", {"kind": "Cat"}) == "Cat"
    assert echo(stage, "named", {"kind": "Fish"}) == "Fish"


def check_a_mapping_need_not_name_all(stage: Stage) -> None:
    assert echo(stage, "partial", {"kind": "tom"}) == "Cat"
    assert echo(stage, "partial", {"kind": "Dog", "bark": "x"}) == "Dog"


def check_a_union_in_a_union(stage: Stage) -> None:
    assert echo(stage, "nested", {"kind": "stone", "weight": 1.5}) == "Stone"
    assert echo(stage, "nested", {"kind": "rex"}) == "Dog"


def check_a_new_value_is_kept(stage: Stage) -> None:
    value = {"kind": "bird", "wings": 2}
    client = stage.client(httpx2.Response(200, json=value))
    found = client.things.animals(body={"kind": "tom"})
    assert type(found) is stage.package.models.UnknownVariant
    assert found.to_dict() == value


def check_a_discriminator_that_tells_nothing(stage: Stage) -> None:
    assert echo(stage, "useless", "text") == "str"
    assert echo(stage, "useless", {"kind": "stone"}) == "Stone"
    with pytest.raises(stage.package.errors.RequestValidationError):
        stage.client().things.useless(body=3)
