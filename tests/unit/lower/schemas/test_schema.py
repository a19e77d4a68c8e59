"""Schema Objects to types (OpenAPI 3.1, 4.8.24; JSON Schema 2020-12)."""

from __future__ import annotations

from typing import Any

import pytest

from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    ANY,
    NULL,
    Alias,
    Array,
    Constraints,
    Literal,
    Map,
    Model,
    Primitive,
    Reference,
    Tuple,
    Type,
    Union,
    nullable,
    union,
)
from tests.unit.lower.conftest import Lower

TEXT = {"type": "string"}
STRING = Primitive(Kind.STRING)
INTEGER = Primitive(Kind.INTEGER)


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"type": "string"}, Kind.STRING),
        ({"type": "integer"}, Kind.INTEGER),
        ({"type": "integer", "format": "int64"}, Kind.INTEGER),
        ({"type": "number"}, Kind.NUMBER),
        ({"type": "number", "format": "double"}, Kind.NUMBER),
        ({"type": "number", "format": "decimal"}, Kind.DECIMAL_NUMBER),
        ({"type": "boolean"}, Kind.BOOLEAN),
        ({"type": "null"}, Kind.NULL),
        ({"type": "string", "format": "uuid"}, Kind.UUID),
        ({"type": "string", "format": "date"}, Kind.DATE),
        ({"type": "string", "format": "date-time"}, Kind.DATE_TIME),
        ({"type": "string", "format": "decimal"}, Kind.DECIMAL),
        ({"type": "string", "format": "byte"}, Kind.BYTE),
        ({"type": "string", "contentMediaType": "application/xml"}, Kind.STRING),
        ({"type": "string", "contentMediaType": "application/yaml"}, Kind.STRING),
        ({"type": "string", "format": "binary"}, Kind.BINARY),
        ({"type": "string", "format": "email"}, Kind.STRING),
        ({"type": "string", "format": "password"}, Kind.STRING),
        ({"type": "string", "contentEncoding": "base64"}, Kind.BYTE),
        ({"type": "string", "contentMediaType": "image/png"}, Kind.BINARY),
        (
            {
                "type": "string",
                "contentMediaType": "image/png",
                "contentEncoding": "base64",
            },
            Kind.BYTE,
        ),
        ({"type": "string", "contentMediaType": "application/json"}, Kind.STRING),
        # Types that other keywords imply
        ({"format": "uuid"}, Kind.UUID),
        ({"pattern": "^a"}, Kind.STRING),
        ({"minLength": 1}, Kind.STRING),
        ({"minimum": 1}, Kind.NUMBER),
        ({"description": "Anything."}, Kind.ANY),
        ({}, Kind.ANY),
        (True, Kind.ANY),
    ],
)
def test_scalars(schema: Lower, value: object, kind: Kind) -> None:
    found = schema(value)
    assert isinstance(found.type, Primitive)
    assert found.type.kind is kind
    assert found.diagnostics == []


def test_the_type_after_the_null_of_3_0(schema: Lower) -> None:
    found = schema({"type": "string", "nullable": True}, "3.0.3")
    assert found.type == Union((STRING, NULL))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"type": ["string", "null"]}, Union((STRING, NULL))),
        ({"type": ["null", "string"]}, Union((STRING, NULL))),
        ({"type": ["string", "integer"]}, Union((STRING, INTEGER))),
        ({"type": ["string"]}, STRING),
        ({"anyOf": [TEXT, {"type": "null"}]}, Union((STRING, NULL))),
        ({"oneOf": [{"type": "null"}, TEXT]}, Union((STRING, NULL))),
        ({"anyOf": [TEXT, {}]}, Union((STRING, ANY))),
        ({"anyOf": [TEXT, TEXT]}, STRING),
        ({"oneOf": [TEXT, {"oneOf": [{"type": "integer"}, TEXT]}]}, None),
        ({"const": "a"}, Literal(("a",))),
        ({"const": 3}, Literal((3,))),
        ({"const": None}, NULL),
        ({"type": "integer", "enum": [1, 2]}, Literal((1, 2))),
        ({"enum": [True]}, Literal((True,))),
        ({"enum": [None]}, NULL),
        ({"type": ["integer", "null"], "enum": [1, None]}, None),
        ({"enum": [1.5, 2]}, Primitive(Kind.NUMBER, Constraints(one_of=(1.5, 2)))),
    ],
)
def test_unions_and_constants(
    schema: Lower, value: object, expected: Type | None
) -> None:
    found = schema(value).type
    if expected is not None:
        assert found == expected
    elif isinstance(value, dict) and "enum" in value:
        assert found == Union((Literal((1,)), NULL))
    else:
        assert found == Union((STRING, INTEGER))


@pytest.mark.parametrize("type_", ["string", "integer", "array", "boolean"])
def test_a_constraint_of_another_type_says_nothing(schema: Lower, type_: str) -> None:
    """JSON Schema 2020-12, validation, 6: an assertion concerns values of its type."""
    every = {"maximum": 9, "maxLength": 9, "pattern": "a", "maxItems": 9}
    own = {
        "string": {"maxLength": 9, "pattern": "a"},
        "integer": {"maximum": 9},
        "array": {"maxItems": 9},
    }
    found = schema({"type": type_, **every})
    assert found.type == schema({"type": type_, **own.get(type_, {})}).type


def test_constraints(schema: Lower) -> None:
    found = schema(
        {
            "type": "integer",
            "minimum": 1,
            "maximum": 9,
            "exclusiveMinimum": 0,
            "exclusiveMaximum": 10,
            "multipleOf": 2,
        }
    ).type
    assert found == Primitive(Kind.INTEGER, Constraints(1, 9, 0, 10, 2))
    text = schema({"type": "string", "minLength": 1, "maxLength": 3, "pattern": "a"})
    assert text.type == Primitive(
        Kind.STRING, Constraints(min_length=1, max_length=3, pattern="a")
    )
    found = schema(
        {
            "type": "array",
            "items": TEXT,
            "minItems": 1,
            "maxItems": 2,
            "uniqueItems": True,
        }
    ).type
    assert found == Array(
        STRING, Constraints(min_items=1, max_items=2, unique_items=True)
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"type": "array", "items": TEXT}, Array(STRING)),
        ({"items": TEXT}, Array(STRING, is_implied=True)),
        ({"type": "array"}, Array(ANY)),
        ({"type": "array", "items": {"type": "array", "items": TEXT}}, None),
        (
            {
                "prefixItems": [TEXT, {"type": "integer"}],
                "items": False,
                "minItems": 2,
            },
            Tuple((STRING, INTEGER), None),
        ),
        (
            {"prefixItems": [TEXT, {"type": "integer"}], "items": False},
            Array(Union((STRING, INTEGER)), Constraints(max_items=2)),
        ),
        ({"items": False}, Array(ANY, Constraints(max_items=0))),
        (
            {"type": "array", "prefixItems": [TEXT], "items": {"type": "integer"}},
            Tuple((STRING,), INTEGER),
        ),
        ({"type": "array", "prefixItems": [TEXT]}, Tuple((STRING,), ANY)),
        ({"type": "object"}, Map(ANY)),
        ({"type": "object", "additionalProperties": True}, Map(ANY)),
        ({"type": "object", "additionalProperties": TEXT}, Map(STRING)),
        ({"additionalProperties": {"type": "integer"}}, Map(INTEGER)),
        (
            {"patternProperties": {"^a": TEXT, "^b": {"type": "integer"}}},
            Map(Union((STRING, INTEGER, ANY))),
        ),
    ],
)
def test_containers(schema: Lower, value: object, expected: Type | None) -> None:
    assert schema(value).type == (expected or Array(Array(STRING)))


def test_an_object(schema: Lower) -> None:
    found = schema(
        {
            **obj(
                id={**TEXT, "description": "Its id.", "readOnly": True},
                note={
                    **TEXT,
                    "default": "ü",
                    "deprecated": True,
                    "writeOnly": True,
                    "examples": ["x", "y"],
                },
            ),
            "required": ["id", "missing"],
            "description": "A thing.",
            "deprecated": True,
        }
    )
    assert isinstance(found.type, Reference)
    model = found.api.definitions[found.type.target]
    assert isinstance(model, Model)
    assert (model.description, model.deprecated, model.extra) == (
        "A thing.",
        True,
        None,
    )
    first, second, unheard = model.fields
    assert (first.wire, first.type, first.required) == ("id", STRING, True)
    assert (first.description, first.read_only) == ("Its id.", True)
    assert (second.required, second.default) == (False, '"ü"')
    assert (second.deprecated, second.write_only) == (True, True)
    # Required and described nowhere: anything, wherever it is sent.
    assert (unheard.wire, unheard.type, unheard.required) == ("missing", ANY, True)
    assert not unheard.described


def test_other_members_may_have_a_type(schema: Lower) -> None:
    found = schema(
        ref("M"), M={**obj(a=TEXT), "additionalProperties": {"type": "integer"}}
    )
    assert found.model("M").extra == INTEGER


# --- references --------------------------------------------------------------


def test_a_component_is_defined_once(schema: Lower) -> None:
    found = schema(
        obj(a=ref("M"), b={"type": "array", "items": ref("M")}), M=obj(x=TEXT)
    )
    assert len(found.api.definitions) == 2
    names = [str(pointer) for pointer in found.api.definitions]
    assert "#/components/schemas/M" in names


def test_what_is_not_an_object_becomes_an_alias(schema: Lower) -> None:
    found = schema(ref("Ids"), Ids={"type": "array", "items": TEXT, "description": "D"})
    alias = found.definition("Ids")
    assert isinstance(alias, Alias)
    assert (alias.type, alias.description) == (Array(STRING), "D")
    assert found.api.resolve(found.type) == Array(STRING)


def test_recursion(schema: Lower) -> None:
    tree = obj(value=TEXT, children={"type": "array", "items": ref("Tree")})
    found = schema(ref("Tree"), Tree=tree)
    assert found.field("Tree", "children").type == Array(found.type)
    many = {"type": "array", "items": ref("Many")}
    found = schema(ref("Many"), Many=many)
    alias = found.definition("Many")
    assert isinstance(alias, Alias)
    assert alias.type == Array(Reference(alias.pointer))


def test_mutual_recursion(schema: Lower) -> None:
    found = schema(ref("A"), A=obj(b=ref("B")), B=obj(a=ref("A")))
    assert found.field("B", "a").type == Reference(found.model("A").pointer)
    assert found.field("A", "b").type == Reference(found.model("B").pointer)


def test_a_reference_to_nothing_is_any_value_and_an_error(schema: Lower) -> None:
    found = schema(obj(a=ref("Missing"), b=TEXT))
    assert found.codes == ["unresolved-reference"]
    [model] = [one for one in found.api.definitions.values() if isinstance(one, Model)]
    assert [field.type for field in model.fields] == [ANY, STRING]


def test_siblings_of_a_reference_are_heard(schema: Lower) -> None:
    """JSON Schema 2020-12, core, 8.2.3.1: `$ref` stands beside other keywords."""
    found = schema(
        {
            **obj(a={**ref("M"), "description": "Mine.", "deprecated": True}),
            "x-name": "Owner",
        },
        M={**obj(x=TEXT), "description": "Theirs."},
    )
    [owner] = [
        one
        for one in found.api.definitions.values()
        if isinstance(one, Model) and one.hint.words == "Owner"
    ]
    [field] = owner.fields
    assert field.type == Reference(found.model("M").pointer)
    assert (field.description, field.deprecated) == ("Mine.", True)


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_nullable_reference(schema: Lower, version: str) -> None:
    either = (
        {"allOf": [ref("M")], "nullable": True}
        if version == "3.0.3"
        else {"anyOf": [ref("M"), {"type": "null"}]}
    )
    found = schema(obj(a=either), version, M=obj(x=TEXT))
    fields = [
        field
        for one in found.api.definitions.values()
        if isinstance(one, Model)
        for field in one.fields
        if field.wire == "a"
    ]
    assert fields[0].type == nullable(Reference(found.model("M").pointer))


def test_an_unknown_type_is_any_value(schema: Lower) -> None:
    found = schema({"type": "frobnicate"})
    assert found.type == ANY
    assert len(found.codes) == 1


@pytest.mark.parametrize("value", [7, "text", [1]])
def test_what_is_no_schema_is_any_value(schema: Lower, value: object) -> None:
    found = schema(value)
    assert found.type == ANY
    assert "wrong-type" in found.codes


# --- the algebra of types ----------------------------------------------------


def test_unions() -> None:
    assert union((STRING, STRING)) == STRING
    assert union((NULL, STRING)) == Union((STRING, NULL))
    assert union((ANY, STRING, NULL)) == Union((STRING, ANY))
    assert union((ANY, NULL)) == ANY
    assert union((Union((STRING, NULL)), INTEGER)) == Union((STRING, INTEGER, NULL))
    assert nullable(nullable(STRING)) == nullable(STRING)
    assert nullable(ANY) == ANY
    assert nullable(NULL) == NULL
