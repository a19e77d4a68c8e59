"""Versions, and repairs of the structure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apiloom.diagnostics import UnusableInput
from apiloom.locations import Pointer

if TYPE_CHECKING:
    from .conftest import Workspace


@pytest.mark.parametrize(
    ("text", "dialect", "version", "codes"),
    [
        ("openapi: 3.0.3", "3.0", "3.0.3", []),
        ("openapi: 3.1.1", "3.1", "3.1.1", []),
        ("openapi: 3.2.0", "3.2", "3.2.0", []),
        ("swagger: '2.0'", "2.0", "2.0", []),
        ("swagger: 2.0", "2.0", "2.0", ["missing-version"]),
        ("openapi: 3.0", "3.0", "3.0", ["missing-version"]),
        ("openapi: v3.1", "3.1", "3.1", []),
        ("openapi: 3.9.0", "3.2", "3.9.0", ["missing-version"]),
        ("openapi: '3'", "3.0", "3", []),
        ("paths: {}", "3.1", "", ["missing-version"]),
    ],
)
def test_versions(
    workspace: Workspace, text: str, dialect: str, version: str, codes: list[str]
) -> None:
    document = workspace.read(text)
    assert document.dialect == dialect
    assert document.version == version
    assert workspace.codes == codes
    assert document.root["openapi"].value == ("3.1.0" if dialect != "3.2" else version)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1", "openapi.yaml:1:1: error: this is not an OpenAPI document"),
        ("a: 1\nopenapi: 4.0.0", "openapi.yaml:2:1: error: openapi '4.0.0' is not a"),
        ("swaggerVersion: '1.2'", "swaggerVersion '1.2' is not a version"),
        ("swagger: {}", "is not a version"),
        ("openapi: null", "is not a version"),
    ],
)
def test_other_versions(workspace: Workspace, text: str, message: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        workspace.read(text)
    assert message in str(caught.value)
    assert caught.value.diagnostic.code == "unsupported-version"


REPAIRABLE = """
openapi: 3.0.0
paths:
  pets:
    GET:
      parameters:
        - {name: a, in: query, type: string, maxLength: 3, description: d}
      responses:
        2xx: {description: d}
        Default: {schema: {type: string, nullable: true}}
        "404 Not Found": {description: d}
        whatever: {description: d}
        x-a: 1
      requestBody: {schema: {$ref: "#/components/schemas/A"}}
  x-b: 2
components: {schemas: {A: {}}}
"""


def test_repairs(workspace: Workspace) -> None:
    document = workspace.read(REPAIRABLE)
    paths = document.root["paths"]
    assert list(paths.keys()) == ["/pets", "x-b"]
    operation = paths["/pets"]["get"]
    assert operation["parameters"][0].value == {
        "name": "a",
        "in": "query",
        "description": "d",
        "schema": {"type": "string", "maxLength": 3},
    }
    responses = operation["responses"]
    assert list(responses.keys()) == ["2XX", "default", "404", "whatever", "x-a"]
    content = responses["default"]["content"]["application/json"]
    assert content["schema"]["type"].value == ["string", "null"]
    body = operation["requestBody"]["content"]["application/json"]["schema"]
    assert body.resolve() is not None
    assert workspace.codes == [
        "path-without-slash",
        "method-case",
        "obsolete-keyword",
        "status-key-case",
        "status-key-case",
        "invalid-status-key",
        "invalid-status-key",
        "obsolete-keyword",
        "obsolete-keyword",
    ]


def test_what_was_repaired_is_found(workspace: Workspace) -> None:
    document = workspace.read(REPAIRABLE)
    at = Pointer().child("paths", "/pets", "get")
    places = {
        at: 5,
        at.child("parameters", 0, "schema", "maxLength"): 7,
        at.child("responses", "2XX", "description"): 9,
        at.child(
            "responses", "default", "content", "application/json", "schema", "type"
        ): 10,
        at.child("responses", "404"): 11,
    }
    assert {place: document.locate(place).line for place in places} == places
    for finding in workspace.diagnostics:
        assert document.locate(finding.pointer).line >= 4


def test_the_right_spelling_wins(workspace: Workspace) -> None:
    document = workspace.read(
        "openapi: 3.1.0\npaths: {/a: {GET: {summary: wrong}, get: {responses: "
        "{4xx: {description: wrong}, 4XX: {description: right}}}}}"
    )
    get = document.root["paths"]["/a"]["get"]
    assert get["responses"].value == {"4XX": {"description": "right"}}


def test_a_body_among_the_parameters(workspace: Workspace) -> None:
    document = workspace.read("""
openapi: 3.0.0
paths:
  /a:
    post:
      parameters:
        - {in: body, name: b, schema: {type: string, nullable: true}}
        - {in: query, name: q, schema: {type: string}}
""")
    post = document.root["paths"]["/a"]["post"]
    media = post["requestBody"]["content"]["application/json"]
    assert media["schema"]["type"].value == ["string", "null"]
    assert [node["name"].value for node in post["parameters"].elements()] == ["q"]
    assert document.locate(post["parameters"][0].pointer).line == 8
    assert document.locate(media.pointer.child("schema")).line == 7
    assert workspace.codes == ["obsolete-keyword"]


def test_rubbish_does_not_stop_the_reading(workspace: Workspace) -> None:
    rubbish = ("1", "text", "[]", "null", "[null, 1]", "{a: 1}", "{a: [1, {}]}")
    places = (
        "paths: {}",
        "paths: {/a: {}}",
        "paths: {/a: {get: {}}}",
        "paths: {/a: {get: {responses: {}}}}",
        "paths: {/a: {get: {responses: {'200': {}}}}}",
        "paths: {/a: {get: {parameters: {}}}}",
        "paths: {/a: {get: {parameters: [{}]}}}",
        "components: {}",
        "components: {schemas: {}}",
        "components: {schemas: {A: {}}}",
        "components: {schemas: {A: {properties: {}}}}",
        "components: {schemas: {A: {allOf: {}, enum: {}, items: {}, type: {}}}}",
        "components: {schemas: {A: {nullable: {}, required: {}, example: {}}}}",
        "components: {schemas: {A: {$ref: {}}}}",
        "definitions: {A: {}}",
        "parameters: {A: {}}",
        "responses: {A: {}}",
        "securityDefinitions: {A: {}}",
        "host: {}",
        "basePath: {}",
        "schemes: {}",
        "consumes: {}",
        "paths: {/a: {post: {parameters: [{in: body, schema: {}}]}}}",
        "paths: {/a: {post: {parameters: [{in: formData, name: {}}]}}}",
        "paths: {/a: {post: {parameters: [{in: formData, name: a, type: {}}]}}}",
        "paths: {/a: {post: {responses: {'200': {headers: {}}}}}}",
        "paths: {/a: {post: {responses: {'200': {schema: {}, examples: {}}}}}}",
    )
    for version in ("openapi: 3.0.0", "openapi: 3.1.0", "swagger: '2.0'"):
        for place in places:
            for thing in rubbish:
                workspace.read(f"{version}\n{place.replace('{}', thing)}\n")
