"""Docstrings: the words of the document, in the shape that Black leaves alone."""

from __future__ import annotations

import ast
import re

import black
import pytest
from black.mode import TargetVersion
from hypothesis import given, settings
from hypothesis import strategies as st

from apiloom.codegen.docstrings import (
    Section,
    cell,
    clean,
    docstring,
    fill,
    first_sentence,
    one_line,
    sentence,
    wrapped,
)

MODE = black.Mode(target_versions={TargetVersion.PY311})

hostile = st.sampled_from(
    [
        '"""',
        '"',
        '""',
        "'''",
        "\\",
        "\\\\",
        "\\n",
        '\\"""',
        "{{ x }}",
        "{% raw %}",
        "{# #}",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "    ",
        "- item",
        "1. item",
        "* ",
        "```",
        "| a | b |",
        "# heading",
        "> quote",
        "<b>",
        "\u2028",
        "\x85",
        "\xa0",
        "\x0c",
        "\x00",
        "w" * 100,
        "a word",
        "Sentence.",
        "é",
        "日本語",
        "😀",
        " ",
        "Args:",
        "#",
        "%s",
        "\ufeff",
        "\N{RIGHT-TO-LEFT OVERRIDE}",
    ]
)
texts = st.lists(hostile | st.text(st.characters(codec="utf-8"), max_size=8)).map(
    "".join
) | st.lists(hostile, max_size=12).map(" ".join)
sections = st.lists(
    st.tuples(
        st.sampled_from(["Args", "Returns", "Raises"]),
        st.lists(st.tuples(st.sampled_from(["", "name", "n" * 50]), texts), min_size=1),
    ),
    max_size=2,
)


def module(text: str, indent: int) -> str:
    """A docstring where it stands: of a module, a class, or a method."""
    if indent == 0:
        return f"{text}\n\nX = 1\n"
    if indent == 4:
        return f"class A:\n    {text}\n\n    x = 1\n"
    return f"class A:\n    def f(self) -> None:\n        {text}\n        return None\n"


def value_of(text: str, indent: int) -> str:
    tree = ast.parse(module(text, indent))
    node: ast.AST = tree
    if indent:
        node = tree.body[0]
        assert isinstance(node, ast.ClassDef)
        if indent == 8:
            node = node.body[0]
    assert isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    found = ast.get_docstring(node, clean=False)
    assert found is not None
    return found


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("indent", [0, 4, 8])
@settings(max_examples=150, deadline=None)
@given(text=texts)
def test_a_docstring_says_what_the_document_says(indent: int, text: str) -> None:
    made = docstring(text, indent)
    assert squeezed(value_of(made, indent)) == squeezed(clean(text))


@pytest.mark.parametrize("indent", [0, 4, 8])
@settings(max_examples=150, deadline=None)
@given(text=texts, parts=sections)
def test_black_leaves_a_docstring_alone(
    indent: int, text: str, parts: list[Section]
) -> None:
    made = module(docstring(text, indent, parts), indent)
    assert black.format_str(made, mode=MODE) == made


@settings(max_examples=100, deadline=None)
@given(texts, sections)
def test_sections_say_what_the_document_says(text: str, parts: list[Section]) -> None:
    found = value_of(docstring(text, 8, parts), 8)
    expected = clean(text)
    for heading, entries in parts:
        if any(name or one_line(about) for name, about in entries):
            expected += f"{heading}:"
        for name, about in entries:
            words = one_line(about)
            expected += (f"{name}:" if words else name) if name else ""
            expected += words
    assert squeezed(found) == squeezed(expected)


@settings(max_examples=100, deadline=None)
@given(texts)
def test_no_line_is_longer_than_it_has_to_be(text: str) -> None:
    kept = ("    ", "\t", "|", "#", ">", "<", "!", "`")
    fenced = "```" in text
    for line in wrapped(text, 60):
        if len(line) > 60 and not line.startswith(kept) and not fenced:
            longest = max(len(word) for word in line.split())
            assert longest > 60 - 20


def test_a_short_text_stays_on_its_line() -> None:
    assert docstring("Launch a batch.", 4) == '"""Launch a batch."""'
    assert value_of(docstring("", 4), 4).strip() == ""


@pytest.mark.parametrize("length", range(70, 92))
@pytest.mark.parametrize("indent", [0, 4, 8])
def test_the_edge_of_the_line(length: int, indent: int) -> None:
    for text in ("x" * length, ("word " * 30)[:length].strip() + "."):
        made = module(docstring(text, indent), indent)
        assert black.format_str(made, mode=MODE) == made


def test_paragraphs_lists_tables_and_code_keep_their_shape() -> None:
    text = """First line
goes on.

- one item
  that goes on
- another
1. numbered

| a | b |
| - | - |

```json
{
    "kept":   "as it is"
}
```

    indented code

# Heading
Last."""
    assert wrapped(text, 80) == [
        "First line goes on.",
        "",
        "- one item that goes on",
        "- another",
        "1. numbered",
        "",
        "| a | b |",
        "| - | - |",
        "",
        "```json",
        "{",
        '    "kept":   "as it is"',
        "}",
        "```",
        "",
        "    indented code",
        "",
        "# Heading",
        "Last.",
    ]


def test_long_list_items_hang() -> None:
    assert wrapped("- " + "word " * 8, 20) == [
        "- word word word",
        "  word word word",
        "  word word",
    ]


def test_a_section() -> None:
    made = docstring(
        "Do it.",
        8,
        [
            ("Args", [("name", "Its name. " * 10), ("plain", "")]),
            ("Returns", [("", "The thing.")]),
        ],
    )
    assert made == (
        '"""Do it.\n'
        "\n"
        "        Args:\n"
        f"            name:{' Its name.' * 7}\n"
        "                Its name. Its name. Its name.\n"
        "            plain\n"
        "\n"
        "        Returns:\n"
        "            The thing.\n"
        '        """'
    )


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("\n\n  a  \n\n", "a"),
        ("a\x00b\x1bc", r"a\x00b\x1bc"),
        ("a\u2028b\u2029c\x85d", r"a\u2028b\u2029c\x85d"),
        ("a\xa0b", "a b"),
        ("a\tb", "a   b"),
        ("\ufeffa", r"\ufeffa"),
        ("", ""),
    ],
)
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@settings(max_examples=150, deadline=None)
@given(texts)
def test_clean_text_is_clean(text: str) -> None:
    found = clean(text)
    assert clean(found) == found
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]", found)
    assert len(found.splitlines()) <= found.count("\n") + 1
    assert "\n" not in one_line(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two.", "One."),
        ("One\ntwo. Three", "One two."),
        ("One\n\nTwo", "One"),
        ("Version 1.2 of it. More", "Version 1.2 of it."),
        ("Is it? Yes.", "Is it?"),
        ("no full stop", "no full stop"),
        ("e.g. this. That.", "e.g. this."),
        ("", ""),
    ],
)
def test_the_first_sentence(text: str, found: str) -> None:
    assert first_sentence(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A", "A."),
        ("A.", "A."),
        ("A? ", "A?"),
        ("A:", "A:"),
        ("A…", "A…"),
        ("_A. **B!**_", "_A. **B!**_"),
        ("A (B.)", "A (B.)"),
        ("A (B)", "A (B)."),
        ("_A_", "_A_."),
    ],
)
def test_a_sentence_ends(text: str, found: str) -> None:
    assert sentence(text) == found


def test_a_cell_of_a_table_is_one_line_without_bars() -> None:
    assert cell("a |\n b") == "a \\| b"


def test_filling() -> None:
    assert list(fill("a bb ccc".split(), 4)) == ["a bb", "ccc"]
    assert list(fill("a bb ccc".split(), 4, "  ")) == ["a bb", "  ccc"]
    assert list(fill([], 4)) == []
    assert list(fill(["longer than that"], 4)) == ["longer than that"]
