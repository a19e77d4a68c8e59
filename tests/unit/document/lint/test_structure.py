"""Validation against the models of the specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apiloom.diagnostics import Diagnostics
from apiloom.document.lint.structure import audit

if TYPE_CHECKING:
    from .conftest import Workspace

HEAD = "openapi: 3.0.0\ninfo: {title: t, version: '1'}\n"


def findings(workspace: Workspace, text: str) -> list[str]:
    document = workspace.read(text)
    found = Diagnostics()
    audit(document, found)
    return [d.render(document.locate(d.pointer)) for d in found]


def test_a_sound_document_passes(workspace: Workspace) -> None:
    text = HEAD + (
        "paths: {/a: {get: {responses: {'200': {description: d, content: "
        "{a/b: {schema: {type: string, nullable: true}}}}}}}}\n"
    )
    assert findings(workspace, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "openapi: 3.1.0\npaths: {}",
            "openapi.yaml:1:1: warning: info is missing [structure] at #",
        ),
        (
            HEAD + "paths: {/a: {get: {responses: {'200': {}}}}}",
            "openapi.yaml:3:32: warning: description is missing [structure]"
            " at #/paths/~1a/get/responses/200",
        ),
        (
            HEAD + "paths: {/a: {get: {summary: s}}}",
            "openapi.yaml:3:14: warning: the operation declares no"
            " responses [missing-responses] at #/paths/~1a/get",
        ),
        (
            HEAD + "components: {schemas: {A: []}}",
            "A is an array",
        ),
        (
            HEAD + "components: {parameters: {A: {name: a, in: nowhere}}}",
            "in is 'nowhere': input should be 'query', 'header', 'path' or 'cookie'",
        ),
        (
            HEAD + "components: {schemas: {A: {maxLength: three}}}",
            "maxLength is 'three'",
        ),
        (
            HEAD + "paths: {/a: {get: {respones: {}, responses: {default: "
            "{description: d}}}}}",
            "openapi.yaml:3:20: warning: respones is not a field of this object"
            " [structure] at #/paths/~1a/get/respones",
        ),
        (
            HEAD + "components: {securitySchemes: {A: {type: apiKey, in: query}}}",
            "name is missing [structure] at #/components/securitySchemes/A",
        ),
        (
            HEAD + "components: {parameters: {A: {name: a, in: query}}}",
            "A has none of the forms that OpenAPI allows",
        ),
    ],
)
def test_findings_have_places(workspace: Workspace, text: str, expected: str) -> None:
    (found,) = findings(workspace, text)
    assert expected in found


def test_boolean_schemas_are_schemas(workspace: Workspace) -> None:
    text = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
    text += "components: {schemas: {A: {items: false, unevaluatedProperties: false}}}"
    assert findings(workspace, text) == []


def test_3_2_allows_more(workspace: Workspace) -> None:
    text = "openapi: 3.2.0\ninfo: {title: t, version: '1'}\n"
    text += (
        "paths: {/a: {get: {parameters: [{name: q, in: querystring, content:"
        " {application/json: {}}}],"
        " responses: {'200': {}}}}}"
    )
    assert findings(workspace, text) == []


def test_the_tree_stays_as_it_is(workspace: Workspace) -> None:
    document = workspace.read("openapi: 3.2.0\npaths: {}")
    audit(document, Diagnostics())
    assert document.root["openapi"].value == "3.2.0"
