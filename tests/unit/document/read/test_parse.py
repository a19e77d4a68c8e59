"""Bytes to trees: encodings, syntaxes, and what is said when that fails."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from apiloom.access import Access
from apiloom.diagnostics import Diagnostics, UnusableInput
from apiloom.document.read.parse import File, load
from apiloom.document.read.reader import Reader

if TYPE_CHECKING:
    from .conftest import Workspace


def tree(workspace: Workspace, content: str | bytes, name: str = "x.yaml") -> Any:
    return file(workspace, content, name).data


def file(workspace: Workspace, content: str | bytes, name: str = "x.yaml") -> File:
    return load(workspace.write(name, content), workspace.diagnostics)


def failure(workspace: Workspace, content: str | bytes, name: str) -> str:
    path = workspace.write(name, content)
    with pytest.raises(UnusableInput) as caught:
        load(path, workspace.diagnostics)
    return str(caught.value).partition("\n")[0]


def test_json_keeps_order_and_types(workspace: Workspace) -> None:
    text = '{"b": [1, 1.5, true, null, "é"], "a": {}}'
    assert tree(workspace, text) == {"b": [1, 1.5, True, None, "é"], "a": {}}
    assert list(tree(workspace, text)) == ["b", "a"]
    assert not workspace.codes


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("~", None),
        ("null", None),
        ("", None),
        ("1_000", "1_000"),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("0b11", "0b11"),
        ("12:30:45", "12:30:45"),
        ("-12", -12),
        ("+12", 12),
        ("1.10", 1.1),
        ("1.", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        (".inf", None),
        ("-.INF", None),
        ("1e999999", None),
        (".", "."),
        ("2024-01-31", "2024-01-31"),
        ("2024-01-31T10:00:00Z", "2024-01-31T10:00:00Z"),
        ("=", "="),
        ("'1'", "1"),
        ("!!str 1", "1"),
        ("!!float 1", 1.0),
        ("!!int '3'", 3),
        ("!!timestamp 2024-01-31", "2024-01-31"),
        ("|\n  1\n", "1\n"),
    ],
)
def test_yaml_follows_the_core_schema_of_1_2(
    workspace: Workspace, text: str, value: object
) -> None:
    assert tree(workspace, f"key: {text}") == {"key": value}


def test_yaml_not_a_number(workspace: Workspace) -> None:
    assert tree(workspace, "key: .nan") == {"key": None}
    assert workspace.codes == ["invalid-number"]


def test_keys_are_the_text_that_was_written(workspace: Workspace) -> None:
    text = "responses:\n  200: {}\n  0x10: {}\nno: 1\ntrue: 2\n1.10: 3\n~: 4\n"
    assert tree(workspace, text) == {
        "responses": {"200": {}, "0x10": {}},
        "no": 1,
        "true": 2,
        "1.10": 3,
        "~": 4,
    }
    found = [(d.code, str(d.pointer)) for d in workspace.diagnostics]
    assert found == [
        ("integer-status-key", "#/responses/200"),
        ("non-string-key", "#/responses/0x10"),
        ("non-string-key", "#/true"),
        ("non-string-key", "#/1.10"),
        ("non-string-key", "#/~0"),
    ]


def test_the_last_of_duplicate_keys_wins(workspace: Workspace) -> None:
    loaded = file(workspace, "a:\n  b: 1\n  c: 0\n  b: 2\n")
    assert loaded.data == {"a": {"b": 2, "c": 0}}
    assert [(d.code, str(d.pointer)) for d in workspace.diagnostics] == [
        ("duplicate-key", "#/a/b")
    ]
    assert loaded.locate(("a", "b")) == (4, 3)


def test_the_last_of_duplicate_keys_wins_in_json(workspace: Workspace) -> None:
    loaded = file(workspace, '{"x": [{"b": {"a": 1, "a": 1}, "b": 2,\n"b": 3}]}')
    assert loaded.data == {"x": [{"b": 3}]}
    assert [str(d.pointer) for d in workspace.diagnostics] == ["#/x/0/b"]
    assert loaded.locate(("x", "0", "b")) == (2, 1)


def test_anchors_are_copied_and_merged(workspace: Workspace) -> None:
    text = """
base: &base {a: 1, b: {c: 2}}
more: &more {a: 9, d: 4}
one:
  b: 3
  <<: *base
two:
  <<: [*base, *more]
same: *base
text: &t hello
again: *t
keyed: {*t : 1}
"<<": 7
"""
    value = tree(workspace, text)
    assert value["one"] == {"b": 3, "a": 1}
    assert value["two"] == {"a": 1, "b": {"c": 2}, "d": 4}
    assert value["same"] == value["base"]
    assert value["same"]["b"] is not value["base"]["b"]
    assert value["again"] == "hello"
    assert value["keyed"] == {"hello": 1}
    assert value["<<"] == 7
    assert not workspace.codes


def test_a_merge_key_without_a_mapping_is_a_key(workspace: Workspace) -> None:
    assert tree(workspace, "<<: 3") == {"<<": 3}


def test_unknown_tags_are_ignored(workspace: Workspace) -> None:
    assert tree(workspace, "a: !thing 1\nb: !other {c: 2}") == {"a": 1, "b": {"c": 2}}
    assert workspace.codes == ["unknown-tag", "unknown-tag"]


def test_only_the_first_document_counts(workspace: Workspace) -> None:
    assert tree(workspace, "---\na: 1\n---\nb: 2\n") == {"a": 1}
    assert workspace.codes == ["multiple-documents"]


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (codecs.BOM_UTF8 + "a: é".encode(), ["byte-order-mark"]),
        ("a: é".encode("utf-16"), ["byte-order-mark", "encoding-not-utf8"]),
        ("a: é".encode("utf-16-le"), ["encoding-not-utf8"]),
        ("a: é".encode("utf-16-be"), ["encoding-not-utf8"]),
        ("a: é".encode("utf-32"), ["byte-order-mark", "encoding-not-utf8"]),
        ("a: é".encode("utf-32-be"), ["encoding-not-utf8"]),
        ("a: é".encode("utf-32-le"), ["encoding-not-utf8"]),
        (codecs.BOM_UTF8 + b'{"a": "\xc3\xa9"}', ["byte-order-mark"]),
    ],
)
def test_encodings(workspace: Workspace, data: bytes, codes: list[str]) -> None:
    assert tree(workspace, data) == {"a": "é"}
    assert workspace.codes == codes


def test_yaml_in_a_json_file_and_flow_style_in_yaml(workspace: Workspace) -> None:
    assert tree(workspace, "a: 1", "x.json") == {"a": 1}
    assert tree(workspace, "{a: 1, b: [x]}", "x.yaml") == {"a": 1, "b": ["x"]}


def test_numbers_that_json_has_not(workspace: Workspace) -> None:
    text = '{"a": [Infinity, 1e999999, 1e308]}'
    assert tree(workspace, text, "x.json") == {"a": [None, None, 1e308]}
    assert [str(d.pointer) for d in workspace.diagnostics] == ["#/a/0", "#/a/1"]
    assert workspace.codes == ["invalid-number", "invalid-number"]


def test_half_a_surrogate_pair(workspace: Workspace) -> None:
    text = '{"a\\udc00": ["\\ud800x", "\\ud83d\\ude00"]}'
    loaded = file(workspace, text, "x.json")
    assert loaded.data == {"a\ufffd": ["\ufffdx", "😀"]}
    assert workspace.codes == ["lone-surrogate", "lone-surrogate"]
    assert loaded.locate(("a\ufffd", "0")) == (1, 14)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("x.yaml", "", "x.yaml:1:1: error: the file is empty [empty-document]"),
        ("x.yaml", "# c\n", "1:1: error: the file is empty [empty-document]"),
        ("x.yaml", "~", "the file is empty [empty-document]"),
        ("x.yaml", "- a", "the document is an array, not an object [not-a-mapping]"),
        ("x.json", '"a"', "the document is a string, not an object"),
        ("x.json", '{"a": 1\n "b": 2}', "x.json:2:2: error:"),
        ("x.json", '{"a": 1,\n "b" 2}', "x.json:2:6: error:"),
        ("x.json", "{a: 1}", "x.json:1:2: error: Expecting property name"),
        ("x.yaml", "a: [1,\nb: }", "x.yaml:2:4: error:"),
        ("x.yaml", "a: 1\n\tb: 2", "x.yaml:2:1: error:"),
        ("x.yaml", "{a: 1", "x.yaml:1:6: error:"),
        ("x.yaml", "a: *b", "x.yaml:1:4: error: the alias *b has no anchor"),
        ("x.yaml", "[a]: b", "x.yaml:1:1: error: a key must be a string"),
        ("x.yaml", "a: &x [1]\n*x : 2", "x.yaml:2:1: error: a key must be a string"),
        ("x.yaml", b"a: 1\nb: \x00", "x.yaml:2:4: error:"),
        ("x.json", b'{"a": "\x00"}', "x.json:1:8: error:"),
        ("x.yaml", "a: 1\nb: \x07", "x.yaml:2:4: error:"),
        (
            "x.yaml",
            b"a: 1\nname: caf\xe9",
            "x.yaml:2:10: error: byte 0xE9 is not UTF-8",
        ),
        ("x.yaml", b"\xff\xfea\x00:", "[encoding-error]"),
        ("x.yaml", "a: " + "9" * 9000, "x.yaml:1:4: error: a number has thousands"),
        ("x.json", '{"a":\n ' + "9" * 9000 + "}", "x.json:2:2: error: a number has"),
        ("x.yaml", "a: &a [*a]", "x.yaml:1:8: error: the alias *a contains itself"),
    ],
)
def test_what_cannot_be_read(
    workspace: Workspace, name: str, content: str | bytes, expected: str
) -> None:
    assert expected in failure(workspace, content, name)


def test_missing_files_and_folders(workspace: Workspace, tmp_path: Path) -> None:
    sink = Diagnostics()
    with pytest.raises(UnusableInput, match="no such file") as caught:
        load(Path("nowhere.yaml"), sink)
    assert caught.value.diagnostic.code == "file-not-found"
    with pytest.raises(UnusableInput, match="a folder, not a file"):
        load(Path("."), sink)
    workspace.write("file", "a: 1")
    with pytest.raises(UnusableInput, match="no such file"):
        load(Path("file/inner.yaml"), sink)
    with pytest.raises(UnusableInput, match="cannot be read"):
        load(Path("a\0b.yaml"), sink)


@pytest.mark.parametrize("name", ["x.json", "x.yaml"])
@pytest.mark.parametrize("depth", [250, 10_000])
def test_deep_nesting_is_refused(workspace: Workspace, name: str, depth: int) -> None:
    arrays = '{"a": ' + "[" * depth + "]" * depth + "}"
    objects = '{"a": ' * depth + "1" + "}" * depth
    for content in (arrays, objects):
        assert "nested deeper than 200 levels" in failure(workspace, content, name)


def test_deep_block_nesting_is_refused(workspace: Workspace) -> None:
    content = "".join(" " * level + "a:\n" for level in range(2000))
    assert "[nested-too-deeply]" in failure(workspace, content, "x.yaml")


def test_depth_by_aliases_is_refused(workspace: Workspace) -> None:
    chain = "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 5000))
    message = failure(workspace, f"a0: &a0 []\n{chain}", "x.yaml")
    assert "[nested-too-deeply]" in message


def test_an_alias_bomb_is_refused(workspace: Workspace) -> None:
    levels = "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
    )
    message = failure(workspace, f"a0: &a0 [x, x]\n{levels}", "x.yaml")
    assert "[alias-bomb]" in message


def test_moderate_depth_is_fine(workspace: Workspace) -> None:
    content = '{"a": ' * 150 + "1" + "}" * 150
    assert tree(workspace, content, "x.json")
    assert tree(workspace, content, "x.yaml")


SAME_IN_BOTH = [
    (("a",), (2, 2)),
    (("a", "b c"), (3, 3)),
    (("a", "b c", "1"), (5, 5)),
    (("a", "nothing", "here"), (2, 2)),
    (("a", "b c", "7"), (3, 3)),
    (("a", "b c", "x"), (3, 3)),
    (("z", "y"), (7, 2)),
]


@pytest.mark.parametrize(("tokens", "place"), SAME_IN_BOTH)
@pytest.mark.parametrize("comment", ["", "# not JSON\n"])
def test_places_are_found_again(
    workspace: Workspace, tokens: tuple[str, ...], place: tuple[int, int], comment: str
) -> None:
    text = """{
 "a": {
  "b c": [
    {"}": "{\\"["},
    -1.5e3, []
  ]},
 "z": {"y" : null} }
"""
    loaded = file(workspace, text + comment)
    line, column = place
    if tokens == ("z", "y"):
        column = 8
    assert loaded.locate(tokens) == (line, column)
    assert loaded.locate(()) == (1, 1)


def test_scalars_are_read_again_as_they_were_written(workspace: Workspace) -> None:
    loaded = file(workspace, "a: [1.10, 'x']\nb: {c: 007}")
    assert loaded.source_text(("a", "0")) == "1.10"
    assert loaded.source_text(("b", "c")) == "007"
    assert loaded.source_text(("b",)) is None
    assert loaded.source_text(("b", "d")) is None
    loaded = file(workspace, '{"a": [1.10, true]}')
    assert loaded.source_text(("a", "0")) == "1.10"
    assert loaded.source_text(("a", "1")) == "true"
    assert loaded.source_text(("a",)) is None
    assert loaded.source_text(("b",)) is None


def test_merged_members_are_found_at_their_anchor(workspace: Workspace) -> None:
    loaded = file(workspace, "base: &b\n  x: 1\nuse:\n  <<: *b\n  y: 2\n")
    assert loaded.locate(("use", "x")) == (2, 3)
    assert loaded.locate(("use", "y")) == (5, 3)
    loaded = file(workspace, "base: &b\n  x: 1\nuse:\n  <<: [*b]\n")
    assert loaded.locate(("use", "x")) == (2, 3)


def test_other_roots_where_something_refers_to_them(workspace: Workspace) -> None:
    sink, reader = workspace.diagnostics, Reader(Access.to([workspace.folder]))
    path = workspace.write("list.yaml", "[1, 2]")
    assert load(path, sink, reader, source=path).data == [1, 2]
    path = workspace.write("empty.yaml", "")
    empty = load(path, sink, reader, source=path)
    assert empty.data is None
    assert empty.locate(("a",)) == (1, 1)
