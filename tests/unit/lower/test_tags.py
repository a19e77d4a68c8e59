"""Tags (OpenAPI 3.1, 4.8.22; 3.2, 4.22)."""

from __future__ import annotations

from apiloom.ir.api import Tag
from tests.unit.lower.conftest import Lower


def test_a_tag(lower: Lower) -> None:
    stated = {
        "name": "b",
        "summary": "Bs",
        "description": "About b.",
        "parent": "a",
        "kind": "nav",
        "x-a": "y",
    }
    found = lower(tags=[{"name": "a", "summary": "As"}, stated, {"description": "?"}])
    assert found.api.tags == (
        Tag("a", "As", "As"),
        Tag("b", "About b.", "Bs", "a", "nav", (("x-a", "y"),)),
    )


def test_parents_that_are_none(lower: Lower) -> None:
    found = lower(
        tags=[
            {"name": "a", "parent": "a"},
            {"name": "b", "parent": "nowhere"},
            {"name": "c", "parent": "b"},
            {"name": "d", "parent": "e"},
            {"name": "e", "parent": "f"},
            {"name": "f", "parent": "d"},
        ]
    )
    parents = [tag.parent for tag in found.api.tags]
    assert parents == [None, None, "b", None, "f", "d"]
    assert [message for code, message in found.diagnostics if code == "tag-parent"] == [
        "the tag a is its own parent: a",
        "the parent nowhere of b is no tag",
        "the tag d is its own parent: d in e in f",
    ]
