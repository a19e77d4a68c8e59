"""Places kept while reading YAML, held against those of PyYAML's own nodes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from apiloom.document.read import yaml_text
from apiloom.document.read.yaml_text import parse_yaml

TEXTS = {
    "block": "# comment\na:\n  b: 1\n  'c d':\n    - x\n    -   y: [1, {z: 2}]\nb:\n",
    "flow": "{a: {b: [1, 2, [3, 4]], c: null}, d: [], e: {}}",
    "anchors": "a: &x {b: [1, 2]}\nc: *x\nd: [*x, 5]\n",
    "in an element": "- &x\n  a: {b: 1}\n- c: *x\n- *x\n",
    "scalar anchors": "a: &x 1.10\nb: *x\n",
    "keys with anchors": "&k a: 1\nb: {*k : 2}\n",
    "complex": "? a\n: b\n? |\n  long\n: - 1\n",
    "strings": "a: |\n  b: c\n  d\ne: >\n  f\ng: 'h: i'\n",
    "wide": "é: {\U0001f600: [ü, 1]}\n",
    "a list": "- 1\n- - 2\n  - 3\n",
    "a scalar": "  \n\n  hello",
    "two": "---\na: 1\n---\nb: 2\n",
}


def nodes(node: Any, place: Any, tokens: tuple[str, ...]) -> Iterator[tuple[Any, Any]]:
    """Every path of a tree of nodes, with the mark of its key or element."""
    yield tokens, place.start_mark
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from nodes(item, item, (*tokens, str(index)))
    elif isinstance(node, yaml.MappingNode):
        # The last of duplicate keys is the one that counts.
        members = {key.value: (key, value) for key, value in node.value}
        for name, (key, value) in members.items():
            yield from nodes(value, key, (*tokens, name))


def composed(text: str) -> Any:
    loader = yaml.SafeLoader(text)
    loader.check_node()
    return loader.get_node()


def assert_same(text: str) -> None:
    places = parse_yaml(text).places
    root = composed(text)
    found = [*nodes(root, root, ())]
    assert found
    for tokens, mark in found:
        line, column = places.find(tokens)
        # An alias has no node of its own, but it does have a place.
        is_alias = text.split("\n")[line - 1][column - 1 :].startswith("*")
        assert is_alias or (line, column) == (mark.line + 1, mark.column + 1), tokens


@pytest.mark.parametrize("name", TEXTS)
def test_places_are_those_of_nodes(name: str) -> None:
    assert_same(TEXTS[name])


def test_places_in_the_documents_of_the_cases(root: Path) -> None:
    paths = sorted((root / "tests" / "cases").rglob("spec.yaml"))
    assert len(paths) > 10
    for path in (*paths, *(root / "specs").rglob("*.yaml")):
        text = path.read_text("utf-8")
        # Of a key that is there twice, only the last counts, and what is in it.
        if not parse_yaml(text).duplicates:
            assert_same(text)


def test_what_an_alias_holds_stands_at_its_anchor() -> None:
    places = parse_yaml("a: &x\n  b: [1, 2]\nc: *x\nd: [0, *x]\n").places
    assert places.find(("c",)) == (3, 1)
    assert places.find(("c", "b", "1")) == (2, 10)
    assert places.find(("d", "1")) == (4, 8)
    assert places.find(("d", "1", "b")) == (2, 3)


def test_merged_members_yield_to_written_ones() -> None:
    text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  x: 5\n  <<: [*a, *b]\n"
    places = parse_yaml(text).places
    assert places.find(("c", "x")) == (4, 3)
    assert places.find(("c", "y")) == (1, 14)
    assert places.find(("c", "z")) == (2, 14)


def test_the_last_of_duplicate_keys_counts() -> None:
    places = parse_yaml("a: {x: 1}\na: {y: 2}\n").places
    assert places.find(("a",)) == (2, 1)
    assert places.find(("a", "y")) == (2, 5)
    assert places.find(("a", "x")) == (2, 1)


def test_what_is_not_there_is_where_it_would_be() -> None:
    places = parse_yaml("\na:\n  - b\n").places
    assert places.find(()) == (2, 1)
    assert places.find(("z", "y")) == (2, 1)
    assert places.find(("a", "7")) == (2, 1)
    assert places.find(("a", "0", "b")) == (3, 5)
    assert parse_yaml("").places.find(("a",)) == (1, 1)


def test_scalars_as_they_were_written() -> None:
    places = parse_yaml("a: &x 1.10\nb: 0x1F\nc: 'no'\nd: [~, *x]\ne: yes\n").places
    written = [
        places.scalar_text(tokens)
        for tokens in (("a",), ("b",), ("c",), ("d", "0"), ("d", "1"), ("d",), ("z",))
    ]
    assert written == ["1.10", "0x1F", None, "~", "1.10", None, None]


def test_the_text_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Composing nodes took more memory than the client that was made."""
    places = parse_yaml("a: {b: [1, 2]}").places
    monkeypatch.setattr(yaml_text, "_Loader", None)
    assert places.find(("a", "b", "1")) == (1, 12)
    assert places.scalar_text(("a", "b", "1")) == "2"
