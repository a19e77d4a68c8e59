"""Schemas that list their values (JSON Schema 2020-12, validation, 6.1.2)."""

from __future__ import annotations

from typing import Any

from apiloom.ir.scalars import Kind
from apiloom.ir.types import NULL, Enumeration, Primitive, Union
from tests.unit.lower.conftest import Lower

TEXT = {"type": "string"}
STRING = Primitive(Kind.STRING)


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def test_an_enum_of_strings(schema: Lower) -> None:
    found = schema(
        ref("E"),
        E={
            "type": "string",
            "enum": ["a", "b", "a"],
            "x-enum-varnames": ["First"],
            "x-enum-descriptions": ["The first."],
            "description": "Letters.",
        },
    )
    enum = found.definition("E")
    assert isinstance(enum, Enumeration)
    assert enum.kind is Kind.STRING
    assert [(one.value, one.name, one.description) for one in enum.values] == [
        ("a", "First", "The first."),
        ("b", None, ""),
    ]
    assert enum.description == "Letters."


def test_null_among_the_values(schema: Lower) -> None:
    found = schema({"type": ["string", "null"], "enum": ["a", None]})
    assert isinstance(found.type, Union)
    reference, null = found.type.members
    assert null == NULL
    enum = found.api.resolve(reference)
    assert isinstance(enum, Enumeration)
    assert [one.value for one in enum.values] == ["a"]


def test_integers_with_names_are_an_enum(schema: Lower) -> None:
    value = {"type": "integer", "enum": [1, 2], "x-enum-varnames": ["Low", "High"]}
    enum = schema(ref("E"), E=value).definition("E")
    assert isinstance(enum, Enumeration)
    assert enum.kind is Kind.INTEGER
