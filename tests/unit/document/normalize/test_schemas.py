"""Schemas of 3.0, and of no version in particular, as JSON Schema 2020-12."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from apiloom.locations import Pointer

if TYPE_CHECKING:
    from .conftest import Workspace

NULL = {"type": "null"}
REF = {"$ref": "#/components/schemas/Y"}

NULLABLE: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"type": "string"}, {"type": ["string", "null"]}),
    (
        {"type": "string", "enum": ["a"]},
        {"type": ["string", "null"], "enum": ["a", None]},
    ),
    ({"enum": ["a", None]}, {"enum": ["a", None]}),
    ({"properties": {"a": {}}}, {"properties": {"a": {}}, "type": ["object", "null"]}),
    ({"items": {}}, {"items": {}, "type": ["array", "null"]}),
    ({}, {}),
    ({"type": ["string", "integer"]}, {"type": ["string", "integer", "null"]}),
    ({"type": "null"}, {"type": "null"}),
    (REF, {"anyOf": [REF, NULL]}),
    (
        {**REF, "description": "d", "x-a": 1},
        {"description": "d", "x-a": 1, "anyOf": [REF, NULL]},
    ),
    ({"allOf": [REF]}, {"anyOf": [{"allOf": [REF]}, NULL]}),
    (
        {"type": "object", "allOf": [REF], "title": "T"},
        {"title": "T", "anyOf": [{"type": "object", "allOf": [REF]}, NULL]},
    ),
    ({"oneOf": [REF]}, {"oneOf": [REF, NULL]}),
    ({"anyOf": [REF, NULL]}, {"anyOf": [REF, NULL]}),
    (
        {"type": "object", "oneOf": [REF]},
        {"anyOf": [{"type": "object", "oneOf": [REF]}, NULL]},
    ),
]


@pytest.mark.parametrize(("before", "after"), NULLABLE)
def test_nullable_is_meant_wherever_it_is_written(
    schema: Callable[..., Any], before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert schema({**before, "nullable": True}) == after
    assert schema({**before, "x-nullable": True}) == after
    assert schema({**before, "nullable": "true"}) == after
    assert schema({**before, "nullable": False}) == schema(dict(before))


def test_nullable_in_3_1_is_understood_and_reported(
    schema: Callable[..., Any], workspace: Workspace
) -> None:
    assert schema({"type": "string", "nullable": True}, "3.1.0") == {
        "type": ["string", "null"]
    }
    assert workspace.codes == ["obsolete-keyword"]


def test_siblings_of_references_are_ignored_in_3_0_alone(
    schema: Callable[..., Any], workspace: Workspace
) -> None:
    value = {**REF, "type": "object", "description": "d", "x-a": 1, "maxLength": 3}
    assert schema(value) == {**REF, "description": "d", "x-a": 1}
    assert workspace.codes == ["ref-sibling-ignored"] * 2
    assert schema(value, "3.1.0") == value


@pytest.mark.parametrize("bound", ["imum"])
@pytest.mark.parametrize("side", ["min", "max"])
def test_exclusive_bounds(
    schema: Callable[..., Any], workspace: Workspace, side: str, bound: str
) -> None:
    plain, exclusive = f"{side}{bound}", f"exclusive{side.capitalize()}{bound}"
    assert schema({plain: 3, exclusive: True}) == {exclusive: 3}
    assert schema({plain: 3, exclusive: False}) == {plain: 3}
    assert schema({exclusive: True}) == {}
    assert schema({exclusive: 3}) == {exclusive: 3}
    assert not workspace.codes
    assert schema({plain: 3, exclusive: True}, "3.1.0") == {exclusive: 3}
    assert workspace.codes == ["obsolete-keyword"]


def test_examples(schema: Callable[..., Any], workspace: Workspace) -> None:
    assert schema({"example": {"a": 1}}) == {"examples": [{"a": 1}]}
    assert schema({"example": 1, "examples": [2]}) == {"examples": [2]}
    assert not workspace.codes
    assert schema({"examples": {"a": {"value": 1}, "b": 2}}) == {"examples": [1, 2]}
    assert schema({"examples": "a"}) == {"examples": ["a"]}
    assert workspace.codes == ["wrong-type", "wrong-type"]


def test_bytes_are_also_said_in_words_of_json_schema(
    schema: Callable[..., Any],
) -> None:
    assert schema({"type": "string", "format": "byte"})["contentEncoding"] == "base64"
    assert (
        schema({"type": "string", "format": "binary"}, "3.1.0")["contentMediaType"]
        == "application/octet-stream"
    )


def test_tuples(schema: Callable[..., Any]) -> None:
    value = {"items": [{"nullable": True, "type": "string"}], "additionalItems": False}
    assert schema(value) == {
        "prefixItems": [{"type": ["string", "null"]}],
        "items": False,
    }
    assert schema({"items": []}) == {"prefixItems": []}


def test_a_discriminator_may_be_a_string(schema: Callable[..., Any]) -> None:
    expected = {"propertyName": "kind"}
    assert schema({"discriminator": "kind"})["discriminator"] == expected


def test_required_on_the_property(
    schema: Callable[..., Any], workspace: Workspace
) -> None:
    value = {
        "properties": {
            "a": {"required": True},
            "b": {"required": "true"},
            "c": {"required": False},
            "required": {"type": "string"},
        },
        "required": ["a"],
    }
    assert schema(value) == {
        "properties": {"a": {}, "b": {}, "c": {}, "required": {"type": "string"}},
        "required": ["a", "b"],
    }
    assert workspace.codes == ["boolean-required"] * 3
    assert schema({"required": True, "type": "string"}) == {"type": "string"}
    assert schema({"required": "a", "properties": {"a": {}}})["required"] == ["a"]


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("String", {"type": "string"}),
        ("int", {"type": "integer"}),
        ("float", {"type": "number", "format": "float"}),
        ("file", {"type": "string", "format": "binary"}),
        ("uuid", {"type": "string", "format": "uuid"}),
        ("any", {}),
        (["string", None], {"type": ["string", "null"]}),
        ([None], {"type": "null"}),
        (["Integer"], {"type": "integer"}),
        ([], {}),
        (3, {}),
        (None, {"type": "null"}),
    ],
)
def test_types_that_do_not_exist(
    schema: Callable[..., Any],
    workspace: Workspace,
    written: Any,
    after: dict[str, Any],
) -> None:
    result = schema({"type": written}, "3.1.0")
    result.pop("contentMediaType", None)
    assert result == after
    assert len(workspace.codes) == (1 if written else int(written is None))


def test_strings_that_yaml_took_for_something_else(workspace: Workspace) -> None:
    document = workspace.read("""
openapi: 3.0.0
components:
  schemas:
    Version: {type: string, enum: [1.10, 2, true, no, null], default: 1.10}
    Number: {type: number, enum: [1.10]}
""")
    schemas = document.root["components"]["schemas"]
    assert schemas["Version"].value == {
        "type": "string",
        "enum": ["1.10", "2", "true", "no", None],
        "default": "1.10",
    }
    assert schemas["Number"].value == {"type": "number", "enum": [1.1]}
    assert workspace.lines(document)[0] == (
        "openapi.yaml:5:36: warning: 1.10 is a number, though the type is string"
        " [value-of-wrong-type] at #/components/schemas/Version/enum/0\n"
        '  hint: write "1.10" in quotes'
    )


@pytest.mark.parametrize(
    ("type_", "value", "after", "count"),
    [
        ("integer", "3", 3, 2),
        ("integer", "1.5", "1.5", 1),
        ("integer", "true", "true", 1),
        ("number", "1.5", 1.5, 2),
        ("boolean", "true", True, 2),
        ("boolean", True, True, 0),
        (["integer", "null"], "null", None, 2),
        (["integer", "null"], "3", 3, 2),
        ("integer", "null", "null", 1),
        (["string", "null"], 3, "3", 2),
        (["string", "integer"], 3, 3, 0),
        ("string", {"a": 1}, {"a": 1}, 1),
        ("object", "{}", "{}", 1),
    ],
)
def test_values_take_the_type_of_their_schema(
    schema: Callable[..., Any],
    workspace: Workspace,
    type_: Any,
    value: Any,
    after: Any,
    count: int,
) -> None:
    result = schema({"type": type_, "enum": [value], "default": value}, "3.1.0")
    assert result == {"type": type_, "enum": [after], "default": after}
    assert workspace.codes == ["value-of-wrong-type"] * count


def test_a_null_in_quotes(schema: Callable[..., Any]) -> None:
    value = {"type": "integer", "nullable": True, "default": "null"}
    assert schema(value) == {"type": ["integer", "null"], "default": None}


def test_an_enum_is_an_array(schema: Callable[..., Any], workspace: Workspace) -> None:
    assert schema({"enum": "a"}) == {"enum": ["a"]}
    assert schema({"enum": {"a": 1, "b": 2}}) == {"enum": ["a", "b"]}
    assert workspace.codes == ["wrong-type", "wrong-type"]


def test_schemas_are_reached_everywhere(schema: Callable[..., Any]) -> None:
    null = {"type": "string", "nullable": True}
    value = {
        "properties": {"a": null},
        "additionalProperties": null,
        "items": {"allOf": [null], "oneOf": [null], "anyOf": [{"not": null}]},
        "patternProperties": {"a": null},
        "example": null,
        "default": null,
    }
    done = {"type": ["string", "null"]}
    assert schema(value) == {
        "properties": {"a": done},
        "additionalProperties": done,
        "items": {"allOf": [done], "oneOf": [done], "anyOf": [{"not": done}]},
        "patternProperties": {"a": done},
        "examples": [null],
        "default": null,
    }


def test_what_was_moved_is_found_where_it_was_written(workspace: Workspace) -> None:
    document = workspace.read("""
openapi: 3.0.0
components:
  schemas:
    X:
      nullable: true
      allOf:
        - type: object
          properties:
            a:
              example: 3
              minimum: 1
              exclusiveMinimum: true
        - oneOf: [{type: string}]
          nullable: true
""")
    at = Pointer().child("components", "schemas", "X")
    inner = at.child("anyOf", 0, "allOf")
    places = {
        at.child("anyOf"): 6,
        at.child("anyOf", 1): 6,
        inner: 7,
        inner.child(0): 8,
        inner.child(0, "properties", "a", "examples", 0): 11,
        inner.child(0, "properties", "a", "exclusiveMinimum"): 12,
        inner.child(1, "oneOf", 1, "type"): 15,
    }
    assert {place: document.locate(place).line for place in places} == places
    location = document.locate(inner.child(1))
    assert str(location.pointer) == "#/components/schemas/X/allOf/1"


def test_boolean_schemas_and_rubbish_pass(
    schema: Callable[..., Any], workspace: Workspace
) -> None:
    value = {"properties": {"a": True, "b": None, "c": 3}, "allOf": {}, "items": "x"}
    assert schema(dict(value)) == value
    assert schema({"properties": [], "required": {}, "discriminator": 3}) == {
        "properties": [],
        "required": {},
        "discriminator": 3,
    }
    assert not workspace.codes
