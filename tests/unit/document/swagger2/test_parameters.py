"""Parameters of Swagger 2.0: those that stay, and those that become the body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Workspace
from tests.unit.document.swagger2.documents import post


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        (
            "{name: a, in: query, type: integer, format: int64, default: 3, "
            "required: true, description: d, x-a: 1}",
            {
                "name": "a",
                "in": "query",
                "required": True,
                "description": "d",
                "x-a": 1,
                "schema": {"type": "integer", "format": "int64", "default": 3},
            },
        ),
        (
            "{name: a, in: query, type: string, x-example: e}",
            {"name": "a", "in": "query", "example": "e", "schema": {"type": "string"}},
        ),
        (
            "{name: a, in: query, schema: {type: string}}",
            {"name": "a", "in": "query", "schema": {"type": "string"}},
        ),
    ],
)
def test_parameters(workspace: Workspace, parameter: str, expected: Any) -> None:
    assert post(workspace, f"{{parameters: [{parameter}]}}")["parameters"] == [expected]


@pytest.mark.parametrize(
    ("place", "name", "style", "explode", "codes"),
    [
        ("query", "csv", "form", False, []),
        ("query", "multi", "form", True, []),
        ("query", "ssv", "spaceDelimited", False, []),
        ("query", "pipes", "pipeDelimited", False, []),
        ("query", "tsv", "tabDelimited", False, []),
        ("path", "csv", "simple", False, []),
        ("header", "pipes", "pipeDelimited", False, []),
    ],
)
def test_collections(
    workspace: Workspace,
    place: str,
    name: str,
    style: str,
    explode: bool,
    codes: list[str],
) -> None:
    parameter = f"name: a, in: {place}, type: array, items: {{type: string}}"
    format_ = f"collectionFormat: {name}"
    operation = f"{{parameters: [{{{parameter}, {format_}}}]}}"
    result = post(workspace, operation)["parameters"][0]
    assert (result["style"], result["explode"]) == (style, explode)
    assert result["schema"] == {"type": "array", "items": {"type": "string"}}
    assert "collectionFormat" not in result
    assert workspace.codes == codes


def test_the_default_collection_format_is_csv(workspace: Workspace) -> None:
    operation = "{parameters: [{name: a, in: query, type: array, items: {}}]}"
    result = post(workspace, operation)["parameters"][0]
    assert (result["style"], result["explode"]) == ("form", False)


def test_a_body(workspace: Workspace) -> None:
    operation = (
        "{parameters: [{name: b, in: body, required: true, description: d,"
        " schema: {$ref: '#/definitions/A'}}, {name: q, in: query, type: string}]}"
    )
    head = "definitions: {A: {}}\n"
    result = post(workspace, operation, head)
    assert result["requestBody"] == {
        "description": "d",
        "required": True,
        "x-body-name": "b",
        "content": {"application/json": {"schema": {"$ref": "#/definitions/A"}}},
    }
    assert [parameter["name"] for parameter in result["parameters"]] == ["q"]
    result = post(workspace, operation, head + "consumes: [a/b, c/d]")
    assert list(result["requestBody"]["content"]) == ["a/b", "c/d"]
    own = operation.replace("{parameters", "{consumes: [e/f], parameters", 1)
    result = post(workspace, own, head + "consumes: [a/b, c/d]")
    assert list(result["requestBody"]["content"]) == ["e/f"]


def test_a_form(workspace: Workspace) -> None:
    operation = (
        "{parameters: [{name: a, in: formData, type: string, required: true,"
        " description: d}, {name: b, in: formData, type: array, items: {type: string},"
        " collectionFormat: multi}]}"
    )
    body = post(workspace, operation)["requestBody"]
    assert body["required"] is True
    assert body["content"] == {
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "properties": {
                    "a": {"type": "string", "description": "d"},
                    "b": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["a"],
            },
            "encoding": {"b": {"style": "form", "explode": True}},
        }
    }
    both = "consumes: [application/json, multipart/form-data]"
    body = post(workspace, operation, both)["requestBody"]
    assert list(body["content"]) == ["multipart/form-data"]


def test_a_form_with_a_file(workspace: Workspace) -> None:
    operation = (
        "{consumes: [application/x-www-form-urlencoded], parameters: ["
        "{name: f, in: formData, type: file}]}"
    )
    (name, media), *_ = post(workspace, operation)["requestBody"]["content"].items()
    assert name == "multipart/form-data"
    assert media["schema"]["properties"]["f"]["format"] == "binary"
    assert not workspace.codes


def test_several_bodies(workspace: Workspace) -> None:
    operation = (
        "{parameters: [{name: a, in: body, schema: {type: string}},"
        " {name: b, in: formData, type: string}]}"
    )
    body = post(workspace, operation)["requestBody"]
    assert body["x-body-name"] == "a"
    assert workspace.codes == ["several-bodies"]
