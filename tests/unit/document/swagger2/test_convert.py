"""Swagger 2.0 in the shape of OpenAPI 3.1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apiloom.locations import Pointer

if TYPE_CHECKING:
    from .conftest import Workspace
from tests.unit.document.swagger2.documents import HEAD, post, value


@pytest.mark.parametrize(
    ("head", "servers"),
    [
        ("host: a.com\nbasePath: /v1/\nschemes: [http]", ["http://a.com/v1"]),
        ("host: a.com\nschemes: [http, https, ws]", ["https://a.com", "http://a.com"]),
        ("host: a.com\nbasePath: v1", ["https://a.com/v1"]),
        ("host: a.com\nbasePath: /", ["https://a.com"]),
        ("host: https://a.com/\nbasePath: /v1", ["https://a.com/v1"]),
        ("basePath: /v1", ["/v1"]),
        ("schemes: https", None),
        ("basePath: /", None),
    ],
)
def test_servers(workspace: Workspace, head: str, servers: list[str] | None) -> None:
    document = workspace.read(HEAD + head)
    expected = [{"url": url} for url in servers] if servers else None
    assert value(document, "servers") == expected


def test_servers_of_an_operation(workspace: Workspace) -> None:
    assert post(workspace, "{schemes: [http]}", "host: a.com\nschemes: [https]") == {
        "servers": [{"url": "http://a.com"}]
    }


def test_what_is_the_same_stays(workspace: Workspace) -> None:
    head = "tags: [{name: a}]\nsecurity: [{k: []}]\nexternalDocs: {url: u}\nx-a: 1"
    document = workspace.read(HEAD + head)
    for key in ("tags", "security", "externalDocs", "x-a", "info"):
        assert value(document, key) is not None
    operation = (
        "{tags: [a], summary: s, description: d, externalDocs: {url: u},"
        " operationId: o, deprecated: true, security: [], x-a: 1}"
    )
    assert list(post(workspace, operation)) == [
        "tags",
        "summary",
        "description",
        "externalDocs",
        "operationId",
        "deprecated",
        "security",
        "x-a",
    ]


def test_definitions_become_components(workspace: Workspace) -> None:
    document = workspace.read(HEAD + """
definitions:
  Pet:
    type: object
    discriminator: kind
    properties:
      kind: {type: string, x-nullable: true}
      file: {type: file}
      next: {$ref: "#/definitions/Pet"}
  Cat: {allOf: [{$ref: "#/definitions/Pet"}]}
""")
    schemas = document.root["components"]["schemas"]
    assert schemas["Pet"].value == {
        "type": "object",
        "discriminator": {"propertyName": "kind"},
        "properties": {
            "kind": {"type": ["string", "null"]},
            "file": {
                "type": "string",
                "format": "binary",
                "contentMediaType": "application/octet-stream",
            },
            "next": {"$ref": "#/definitions/Pet"},
        },
    }
    pet = schemas["Cat"]["allOf"][0].resolve()
    assert pet is not None
    assert str(pet.pointer) == "#/components/schemas/Pet"
    place = document.locate(pet.pointer.child("properties", "kind"))
    assert (place.line, place.column) == (9, 7)
    assert str(place.pointer) == "#/definitions/Pet/properties/kind"
    assert not workspace.codes


SHARED = HEAD + """
parameters:
  Limit: {name: limit, in: query, type: integer}
  Body: {name: body, in: body, schema: {type: string}}
responses:
  Error: {description: bad, schema: {$ref: "#/definitions/Error"}}
definitions:
  Error: {type: object}
produces: [application/json]
paths:
  /a:
    parameters:
      - {$ref: "#/parameters/Limit"}
      - {$ref: "#/parameters/Body"}
    get:
      parameters: [{$ref: "#/parameters/Nothing"}]
      responses:
        200: {description: d, schema: {type: file}, headers: {X: {type: integer}}}
        400: {$ref: "#/responses/Error"}
        404: {$ref: "#/responses/Nothing"}
    put:
      produces: [a/b]
      parameters: [{name: own, in: formData, type: string}]
      responses:
        400: {$ref: "#/responses/Error"}
        204: {description: d}
        default:
          description: d
          schema: {type: string}
          examples: {a/b: text, c/d: x}
"""


def test_shared_parameters_and_responses(workspace: Workspace) -> None:
    document = workspace.read(SHARED)
    item = document.root["paths"]["/a"]
    assert item["parameters"].value == [{"$ref": "#/parameters/Limit"}]
    limit = item["parameters"][0].resolve()
    assert limit is not None
    assert str(limit.pointer) == "#/components/parameters/Limit"
    assert value(document, "components", "parameters") == {
        "Limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    }
    get, put = item["get"], item["put"]
    assert get["requestBody"]["x-body-name"].value == "body"
    form = put["requestBody"]["content"]["application/x-www-form-urlencoded"]
    assert list(form["schema"]["properties"].keys()) == ["own"]
    error = get["responses"]["400"].resolve()
    assert error is not None
    assert str(error.pointer) == "#/components/responses/Error"
    assert list(error["content"].keys()) == ["application/json"]
    # Another media type: this operation's response is one of its own.
    assert list(put["responses"]["400"]["content"].keys()) == ["a/b"]
    assert "content" not in put["responses"]["204"]
    assert get["responses"]["200"]["headers"]["X"].value == {
        "schema": {"type": "integer"}
    }
    default = put["responses"]["default"]
    assert default["content"].value == {
        "a/b": {"schema": {"type": "string"}, "example": "text"}
    }
    unresolved = [str(d.pointer) for d in workspace.diagnostics.errors]
    assert unresolved == [
        "#/paths/~1a/get/parameters/0",
        "#/paths/~1a/get/responses/404",
    ]


def test_moved_parts_are_found_where_they_were_written(workspace: Workspace) -> None:
    document = workspace.read(SHARED)
    at = Pointer().child("paths", "/a")
    places = {
        Pointer().child("openapi"): 1,
        Pointer().child("components", "parameters", "Limit", "schema", "type"): 5,
        at.child("get", "requestBody"): 6,
        at.child("get", "responses", "200", "headers", "X", "schema"): 20,
        at.child("get", "responses", "400"): 21,
        at.child(
            "put", "requestBody", "content", "application/x-www-form-urlencoded"
        ): 25,
        at.child("put", "responses", "default", "content", "a/b", "schema"): 31,
        at.child("put", "responses", "default", "content", "a/b", "example"): 32,
    }
    assert {place: document.locate(place).line for place in places} == places


def test_files_without_produces_are_bytes(workspace: Workspace) -> None:
    operation = "{responses: {'200': {description: d, schema: {type: file}}}}"
    content = post(workspace, operation)["responses"]["200"]["content"]
    assert list(content) == ["application/octet-stream"]
    operation = "{responses: {'200': {description: d, examples: {a/b: 1}}}}"
    content = post(workspace, operation)["responses"]["200"]["content"]
    assert content == {"a/b": {"example": 1}}


def test_security_schemes(workspace: Workspace) -> None:
    document = workspace.read(HEAD + """
securityDefinitions:
  basic: {type: basic, description: d}
  key: {type: apiKey, name: k, in: header}
  code:
    {type: oauth2, flow: accessCode, authorizationUrl: a, tokenUrl: t, scopes: {s: d}}
  app: {type: oauth2, flow: application, tokenUrl: t}
""")
    assert value(document, "components", "securitySchemes") == {
        "basic": {"type": "http", "scheme": "basic", "description": "d"},
        "key": {"type": "apiKey", "name": "k", "in": "header"},
        "code": {
            "type": "oauth2",
            "flows": {
                "authorizationCode": {
                    "authorizationUrl": "a",
                    "tokenUrl": "t",
                    "scopes": {"s": "d"},
                }
            },
        },
        "app": {
            "type": "oauth2",
            "flows": {"clientCredentials": {"tokenUrl": "t", "scopes": {}}},
        },
    }


def test_path_items_that_are_kept_aside(workspace: Workspace) -> None:
    document = workspace.read(HEAD + """
paths:
  /a: {$ref: "#/x-items/one"}
  /b: {$ref: "#/x-items/none"}
x-items:
  one: {get: {produces: [a/b], responses: {"200": {schema: {type: string}}}}}
""")
    get = document.root["paths"]["/a"]["get"]
    assert list(get["responses"]["200"]["content"].keys()) == ["a/b"]
    assert document.locate(get["responses"].pointer).line == 8
    assert workspace.codes == ["unresolved-reference"]
