"""The page of the models."""

from __future__ import annotations

from pathlib import Path

from tests.unit.docs.reading import JSON, operation, pages_of, section
from tests.workshop import document, response


def test_models(tmp_path: Path) -> None:
    schemas = {
        "Thing": {
            "type": "object",
            "description": "```\nA thing\n```",
            "deprecated": True,
            "required": ["id", "pin"],
            "additionalProperties": {"type": "integer"},
            "properties": {
                "id": {"type": "string", "readOnly": True},
                "pin": {"type": "string", "writeOnly": True},
                "sizeMm": {"type": "integer", "minimum": 1, "default": 5},
                "color": {"$ref": "#/components/schemas/Color"},
                "unit": {"$ref": "#/components/schemas/Unit"},
                "size": {"$ref": "#/components/schemas/Size"},
            },
        },
        "Color": {
            "type": "string",
            "enum": ["red", "dark blue"],
            "x-enum-descriptions": ["Like blood", ""],
        },
        "Unit": {
            "type": "string",
            "enum": [f"U{letter}" for letter in "ABCDEFGHIJKLM"],
        },
        "Size": {"type": ["array", "null"], "items": {"type": "number"}},
    }
    thing = {"$ref": "#/components/schemas/Thing"}
    body = {"required": True, "content": {JSON: {"schema": thing}}}
    post = operation(
        "box", "send", requestBody=body, responses={"200": response(thing)}
    )
    text = pages_of(tmp_path, document({"/box": {"post": post}}, schemas))[
        "docs/models.md"
    ]
    assert "Used only by `client.box`." in section(text, "## Box")
    page = section(text, "### Thing")
    assert "**Deprecated.**\n\n```\nA thing\n```\n" in page
    assert "| `id` |  | `str` | in responses | Read-only. |" in page
    assert "| `pin` |  | `str` | in requests | Write-only. |" in page
    assert (
        "| `size_mm` | `sizeMm` | `int` | no | At least 1. Default of the API: `5`. |"
        in page
    )
    assert "Any other property has the type `int`." in page
    assert '| `DARK_BLUE` | `"dark blue"` |  |' in section(text, "### Color")
    assert '| `RED` | `"red"` | Like blood |' in section(text, "### Color")
    units = section(text, "### Unit")
    assert "Each member's value is its name: `UA`, `UB`," in units
    assert "Alias of `list[float] | None`." in section(text, "### Size")
