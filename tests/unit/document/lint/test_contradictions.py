"""What cannot both be true is said, and what cannot be resolved but changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.workshop import document, response, understood


def findings(folder: Path, schema: Any, **schemas: Any) -> list[tuple[str, str, str]]:
    """What is said about a schema: severity, message, and the end of the pointer."""
    get = {"get": {"operationId": "get", "responses": {"200": response(schema)}}}
    client = understood(folder, document({"/a": get}, schemas))
    return [
        (one.severity.value, one.message, one.pointer.name)
        for one in client.diagnostics
        if one.code in ("contradiction", "unresolved-reference")
    ]


@pytest.mark.parametrize(
    ("stated", "message", "at"),
    [
        (
            {"format": "uuid", "maxLength": 10},
            "no uuid is valid: it has 36 characters, maxLength is 10",
            "maxLength",
        ),
        (
            {"format": "date", "minLength": 20},
            "no date is valid: it has 10 characters, minLength is 20",
            "minLength",
        ),
        (
            {"format": "date-time", "maxLength": 10},
            "no date-time is valid: it has at least 20 characters, maxLength is 10",
            "maxLength",
        ),
        (
            {"format": "ipv4", "minLength": 16},
            "no ipv4 is valid: it has at most 15 characters, minLength is 16",
            "minLength",
        ),
        (
            {"minLength": 5, "maxLength": 2},
            "no value is valid: minLength is more than maxLength",
            "minLength",
        ),
    ],
)
def test_lengths(tmp_path: Path, stated: Any, message: str, at: str) -> None:
    found = findings(tmp_path, {"type": "string", **stated})
    assert found == [("warning", message, at)]


@pytest.mark.parametrize(
    "stated",
    [
        {"format": "uuid", "minLength": 36, "maxLength": 36},
        {"format": "date-time", "maxLength": 20},
        {"format": "password", "maxLength": 1},
        {"minLength": 2, "maxLength": 2},
        {"maxLength": True, "minLength": "3"},
    ],
)
def test_lengths_that_fit(tmp_path: Path, stated: Any) -> None:
    assert findings(tmp_path, {"type": "string", **stated}) == []


def kind(*values: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string", "enum": [*values]}},
    }


def union(mapping: dict[str, str]) -> dict[str, Any]:
    return {
        "oneOf": [
            {"$ref": "#/components/schemas/A"},
            {"$ref": "#/components/schemas/B"},
        ],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }


GONE = "the reference #/components/schemas/Gone cannot be resolved"


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ({"a": "#/components/schemas/A", "b": "B"}, []),
        ({"a": "A", "c": "#/components/schemas/Gone"}, [("warning", GONE, "c")]),
        (
            {"a": "A", "c": "Gone"},
            [("warning", "the mapping of 'c' names no schema: 'Gone'", "c")],
        ),
        (
            {"b": "#/components/schemas/A"},
            [("warning", "'b' refers to a schema whose kind is 'a'", "b")],
        ),
        ({"x": "A"}, [("warning", "'x' refers to a schema whose kind is 'a'", "x")]),
    ],
)
def test_mappings(
    tmp_path: Path, mapping: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    schemas = {"A": {"allOf": [{"$ref": "#/components/schemas/Own"}]}, "Own": kind("a")}
    found = findings(tmp_path, union(mapping), **schemas, B=kind("b"))
    assert found == expected
