"""Words of a document never break the page around them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from apiloom.docs.markdown import Anchors, block, cell, code, line, said, table
from apiloom.text.visible import visible

PARSER = MarkdownIt("commonmark").enable("table")
MARKED = st.text(alphabet="`~#<>/pre!-=|\\ \n*_[]():.1ab\t", max_size=60)


def headings(text: str) -> list[str]:
    """The headings outside of lists and quotes, as a parser sees them."""
    tokens = PARSER.parse(text)
    return [
        following.content
        for token, following in pairwise(tokens)
        if token.type == "heading_open" and token.level == 0
    ]


def cells(text: str) -> list[list[str]]:
    """The rows of the only table of a text."""
    rows: list[list[str]] = []
    tokens = PARSER.parse(text)
    assert tokens[0].type == "table_open"
    assert tokens[-1].type == "table_close"
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token.content)
    return rows


@settings(max_examples=500, deadline=None)
@given(MARKED)
@example("```python\nprint(1)\n```.")
@example("~~~\n```\n~~~\n````\n```")
@example("<pre>\n\nnever closed")
@example("<!-- never closed")
@example("text\n===\ntext\n---")
def test_what_follows_a_description_is_still_there(text: str) -> None:
    assert headings(f"{block(text)}\n\n## After\n") == ["After"]


@settings(max_examples=500, deadline=None)
@given(MARKED)
@example("a | b")
@example("`a|b` \\| c")
@example("- one\n- two\n\n```\na | b\n```")
def test_a_description_is_one_cell(text: str) -> None:
    rows = cells(
        table(("A", "B", "C"), [(cell("x"), cell(text) or cell("-"), cell("z"))])
    )
    assert len(rows) == 2
    assert rows[1][0] == "x"
    assert rows[1][2] == "z"


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20) | MARKED)
@example("\U000e0000")
def test_code_shows_what_it_is_given(text: str) -> None:
    shown = "".join(
        child.content
        for token in PARSER.parse(f"x{code(text)}x")
        for child in token.children or ()
        if child.type in ("text", "code_inline", "softbreak")
    )
    written = text if text.isprintable() else visible(text)
    assert " ".join(shown[1:-1].split()) == " ".join(written.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title\ntext", "**Title**\n\ntext"),
        ("Use <id> or <br> or `<id>`.", "Use &lt;id> or <br> or `<id>`."),
        ("```\n# no heading\n<id>", "```\n# no heading\n<id>\n```"),
        ("Title\n=====\n\ntext", "Title\n\ntext"),
    ],
)
def test_blocks(text: str, expected: str) -> None:
    assert block(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\ntwo", "one two"),
        ("one\n\ntwo", "one<br>two"),
        (
            "these:\n- one\n  more\n* two\n1. three",
            "these:<br>• one more<br>• two<br>1. three",
        ),
        ("a | b", "a \\| b"),
        ("like:\n```json\n{}\n```\nend", "like:<br>`{}`<br>end"),
        ("# Head\ntext", "**Head** text"),
        ("see <https://example.com>", "see <https://example.com>"),
        ("", ""),
    ],
)
def test_cells(text: str, expected: str) -> None:
    assert cell(text) == expected


def test_one_line() -> None:
    assert line("a\n b <c>") == "a b &lt;c>"


@pytest.mark.parametrize(
    ("text", "expected"), [("ends", "ends."), ("ends!", "ends!"), ("", "")]
)
def test_what_is_said_is_a_sentence(text: str, expected: str) -> None:
    assert said(text) == expected


def test_columns_that_say_nothing_are_left_out() -> None:
    rows = [map(cell, ("1", "", "2")), map(cell, ("3", "", ""))]
    assert table(("A", "B", "C"), map(tuple, rows)) == (
        "| A | C |\n| --- | --- |\n| 1 | 2 |\n| 3 |  |"
    )
    assert table(("A",), []) == ""


def test_anchors_are_numbered_where_headings_repeat() -> None:
    anchors = Anchors()
    headings = ["Get it", "Get it", "get_it", "What's `this`?", "Get it 1", "Get it"]
    assert [anchors.add(one) for one in headings] == [
        "get-it",
        "get-it-1",
        "get_it",
        "whats-this",
        "get-it-1-1",
        "get-it-2",
    ]
