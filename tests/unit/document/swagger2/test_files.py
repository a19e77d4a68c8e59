"""Swagger 2.0 in several files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Workspace
from tests.unit.document.swagger2.documents import HEAD


def test_other_files(workspace: Workspace) -> None:
    workspace.write(
        "parts/all.yaml",
        """
Limit: {name: limit, in: query, type: array, items: {$ref: "#/Item"}}
Body: {name: body, in: body, schema: {$ref: "more.yaml#/Thing"}}
Field: {name: field, in: formData, schema: {$ref: "#/Item"}}
Item: {type: string, x-nullable: true}
Error: {description: bad, schema: {$ref: "#/Item"}}
Path:
  get:
    parameters: [{$ref: "#/Limit"}, {$ref: "#/Body"}]
    responses: {"400": {$ref: "#/Error"}}
""",
    )
    workspace.write(
        "parts/more.yaml", "Thing: {$ref: '../openapi.yaml#/definitions/A'}"
    )
    document = workspace.read(HEAD + """
paths:
  /a: {$ref: parts/all.yaml#/Path}
  /b:
    get:
      parameters: [{$ref: "parts/all.yaml#/Limit"}, {$ref: "parts/all.yaml#/Field"}]
      responses: {"400": {$ref: "parts/all.yaml#/Error"}}
definitions:
  A: {type: integer}
parameters:
  Far: {$ref: parts/all.yaml#/Limit}
""")
    assert not workspace.codes
    nullable = {"type": ["string", "null"]}
    for path in ("/a", "/b"):
        get = document.root["paths"][path]["get"]
        schema = get["parameters"][0]["schema"]
        assert schema["type"].value == "array"
        item = schema["items"].resolve()
        assert item is not None
        assert str(item.pointer) == "parts/all.yaml#/Item"
        assert item.value == nullable
        error = get["responses"]["400"]["content"]["application/json"]["schema"]
        assert error.resolve() == item
    get = document.root["paths"]["/a"]["get"]
    body = get["requestBody"]["content"]["application/json"]["schema"].resolve()
    assert body is not None
    assert str(body.pointer) == "#/components/schemas/A"
    place = document.locate(get["parameters"][0].pointer)
    assert (place.file, place.line) == ("parts/all.yaml", 2)
