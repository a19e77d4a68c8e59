"""Where error bodies tell by an enum what went wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apiloom.codegen.errors.codes import Codes
from tests.workshop import document, response, understood

CODES = {"type": "string", "enum": ["lost", "stolen", "sold"]}


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def found(folder: Path, schema: dict[str, Any]) -> dict[str, list[object]]:
    """The codes in the body of one error: place to values."""
    answers = {"204": response(), "400": response(schema)}
    schemas = {"Node": obj(error={"$ref": "#/components/schemas/Node"}, code=CODES)}
    paths = {"/x": {"get": {"responses": answers}}}
    client = understood(folder, document(paths, schemas))
    (operation,) = client.api.operations
    bodies = [one.type for answer in operation.responses for one in answer.contents]
    places: dict[str, list[object]] = {}
    for code in Codes(client.api).of(bodies):
        places.setdefault(".".join(code.path), []).append(code.value.value)
    return places


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        (obj(code=CODES), "code"),
        (obj(errorCode=CODES), "errorCode"),
        (obj(error_code=CODES, message={"type": "string"}), "error_code"),
        (obj(error=obj(type=CODES)), "error.type"),
        (obj(type=CODES, error=obj(code=CODES)), "error.code"),
        (obj(errors={"type": "array", "items": obj(code=CODES)}), "errors.code"),
        ({"type": "array", "items": obj(code=CODES)}, "code"),
        (obj(data=obj(errors={"type": "array", "items": obj(reason=CODES)})), None),
        ({"$ref": "#/components/schemas/Node"}, "code"),
    ],
)
def test_where_a_code_is(
    tmp_path: Path, schema: dict[str, Any], place: str | None
) -> None:
    assert found(tmp_path, schema) == {
        place or "data.errors.reason": ["lost", "stolen", "sold"]
    }


@pytest.mark.parametrize(
    "schema",
    [
        obj(code={"type": "string"}),
        obj(state=CODES),
        obj(user=obj(code=CODES)),
        obj(code={"const": "error"}),
        obj(code={"type": "string", "enum": [f"c{number}" for number in range(65)]}),
        {"type": "string", "enum": ["a", "b"]},
    ],
)
def test_what_is_none(tmp_path: Path, schema: dict[str, Any]) -> None:
    assert found(tmp_path, schema) == {}
