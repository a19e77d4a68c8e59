"""What is only read is not asked for; what is only written does not come back.

OpenAPI 3.1, 4.8.24 (JSON Schema validation, 9.4): a required member that is read-only
must be in answers only, one that is write-only in requests only.
"""

import httpx2
import pytest

from tests.workshop import Stage, arguments_of


def check_arguments(stage: Stage) -> None:
    client = stage.client(httpx2.Response(201, json={"id": 7, "name": "a"}))
    assert set(arguments_of(client.users.create)) == {
        "name",
        "password",
    }
    user = client.users.create(name="a", password="p")
    assert stage.body == {"name": "a", "password": "p"}
    assert (user.id, user.name, user.password) == (7, "a", None)
    assert user.to_dict() == {"id": 7, "name": "a"}


def check_dicts(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    client.users.replace_all(body=[{"name": "a", "password": "p"}])
    assert stage.body == [{"name": "a", "password": "p"}]


def check_an_answer_without_its_id(stage: Stage) -> None:
    client = stage.strict(httpx2.Response(201, json={"name": "a"}))
    with pytest.raises(stage.package.errors.ResponseValidationError, match="id"):
        client.users.create(name="a", password="p")
