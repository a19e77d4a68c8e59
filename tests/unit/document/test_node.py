"""The cursor: shape, members, typed reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apiloom.document import Node

if TYPE_CHECKING:
    from .conftest import Workspace

TEXT = """
openapi: 3.1.0
x-good: {text: a, flag: true, integer: 3, number: 1.5, mapping: {a: 1}, list: [a, b]}
x-odd: {text: 1.5, flag: "true", integer: 3.0, list: a}
x-bad: {text: [], flag: 1, integer: 1.5, number: true, mapping: [], list: {},
  mixed: [a, 1]}
"""


@pytest.fixture
def root(workspace: Workspace) -> Node:
    return workspace.read(TEXT).root


def test_shape_and_members(root: Node) -> None:
    good = root["x-good"]
    assert good.is_mapping
    assert not good.is_sequence
    assert good["list"].is_sequence
    assert "text" in good
    assert "nothing" not in good
    assert good.get("nothing") is None
    assert good["text"].get("x") is None
    assert list(good.keys())[:2] == ["text", "flag"]
    assert [node.value for node in good["list"].elements()] == ["a", "b"]
    assert good["list"][1].value == "b"
    assert [key for key, _ in good["mapping"].items()] == ["a"]
    assert list(good["text"].items()) == list(good["text"].elements()) == []
    assert good["text"].keys() == ()
    assert str(good["list"][0].pointer) == "#/x-good/list/0"
    with pytest.raises(KeyError):
        good["nothing"]
    with pytest.raises(KeyError):
        good[0]
    with pytest.raises(IndexError):
        good["list"][2]


def test_nodes_are_equal_where_they_stand_at_the_same_place(root: Node) -> None:
    assert root["x-good"] == root.get("x-good")
    assert root["x-good"] != root["x-odd"]
    assert root != "#"
    assert len({root["x-good"], root["x-good"], root["x-odd"]}) == 2
    assert repr(root["x-good"]) == "Node(#/x-good)"


def test_typed_reads(root: Node, workspace: Workspace) -> None:
    good = root["x-good"]
    assert good.text("text") == "a"
    assert good.flag("flag") is True
    assert good.integer("integer") == 3
    assert good.number("number") == 1.5
    assert good.mapping("mapping") == good["mapping"]
    assert good.sequence("list") == good["list"]
    assert good.texts("list") == ("a", "b")
    assert not workspace.codes


def test_absent_is_no_problem(root: Node, workspace: Workspace) -> None:
    for read in (
        root.text,
        root.flag,
        root.integer,
        root.number,
        root.mapping,
        root.sequence,
    ):
        assert read("nothing") is None
    assert root.texts("nothing") == ()
    assert not workspace.codes


def test_what_was_meant_is_read_and_reported(root: Node, workspace: Workspace) -> None:
    odd = root["x-odd"]
    assert odd.text("text") == "1.5"
    assert odd.flag("flag") is True
    assert odd.integer("integer") == 3
    assert odd.texts("list") == ("a",)
    assert workspace.codes == ["wrong-type"] * 3


def test_wrong_types_are_reported_and_read_as_absent(
    root: Node, workspace: Workspace
) -> None:
    bad = root["x-bad"]
    assert bad.text("text") is None
    assert bad.flag("flag") is None
    assert bad.integer("integer") is None
    assert bad.number("number") is None
    assert bad.mapping("mapping") is None
    assert bad.sequence("list") is None
    assert bad.texts("list") == ()
    assert bad.texts("mixed") == ("a",)
    assert workspace.codes == ["wrong-type"] * 7
    assert next(iter(workspace.diagnostics)).message == (
        "text must be a string, not an array"
    )
