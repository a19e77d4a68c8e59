"""Extensions reach the intermediate model, for tools, and change nothing by themselves."""

from pathlib import Path
from typing import Any

import httpx2

from apiloom.config import ClientConfig
from apiloom.ir.api import Api
from apiloom.ir.types import Members, Model
from apiloom.pipeline import understand
from tests.workshop import Stage

API: Api = understand(
    ClientConfig(spec="spec.yaml", package="extended"), Path(__file__).parent
).api


def definition(name: str) -> Any:
    return next(one for pointer, one in API.definitions.items() if pointer.name == name)


def check_extensions_are_kept_where_they_stand(stage: Stage) -> None:
    [operation] = API.operations
    assert API.extensions == (
        ("x-root", Members((("list", (1, Members((("a", None),)))), ("text", "x")))),
    )
    assert API.servers[0].extensions == (("x-server", 1.5),)
    assert API.tags[0].extensions == (("x-tag", True),)
    assert API.security_schemes[0].extensions == (("x-scheme", "s"),)
    assert operation.extensions == (("x-operation", ("a", "b")),)
    assert operation.parameters[0].extensions == (("x-parameter", Members(())),)
    assert operation.responses[0].extensions == (("x-response", None),)
    thing = definition("Thing")
    assert isinstance(thing, Model)
    assert thing.extensions == (("x-model", 12345678901234567890),)
    assert [field.extensions for field in thing.fields] == [(("x-field", "f"),), (), ()]
    assert definition("Kind").extensions == (("x-enum", "e"),)
    assert definition("Id").extensions == (("x-alias", "l"),)
    assert hash(API.extensions) == hash(tuple(API.extensions))


def check_the_client_is_the_same_with_and_without(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"name": "n", "kind": "a"}))
    assert client.things.list().to_dict() == {"name": "n", "kind": "a"}
