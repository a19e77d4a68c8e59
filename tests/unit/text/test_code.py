"""Text and code are two types: one does not pass for the other."""

from __future__ import annotations

import pytest

from apiloom.codegen.formatter import Bracket, Name, Pair, call, imports, signature
from apiloom.text.code import Python, comment, identifier, joined, python, string
from apiloom.text.markdown import Markdown, markdown


@pytest.mark.parametrize("kind", [Python, Markdown])
def test_there_is_no_constructor(kind: type) -> None:
    with pytest.raises(TypeError, match="text becomes"):
        kind("import os")


def test_what_str_does_is_text_again() -> None:
    made = python("x = {}", string("a"))
    assert type(made) is Python
    for text in (f"{made}", made + "", made[:], "".join([made, made]), made.strip()):
        assert type(text) is str or text is made


@pytest.mark.parametrize(
    "text", ["import os", "a()", "a\nb", "1", "", "a b", "a.", "é\u202e", '"a"']
)
def test_text_is_no_code(text: str) -> None:
    for attempt in (
        lambda: python("{}", text),  # type: ignore[arg-type]
        lambda: joined("", [text]),  # type: ignore[list-item]
        lambda: markdown("{}", text),  # type: ignore[arg-type]
        lambda: Name(text),
        lambda: call("f", text),
        lambda: call(f"{text}f x"),
        lambda: Pair(text, Name("a")),
        lambda: Bracket("f", (), text, text),
        lambda: imports("m", [text]),
        lambda: signature(text, [], Name("a"), 0),
        lambda: identifier(text),
    ):
        with pytest.raises((TypeError, ValueError)):
            attempt()


def test_a_comment_is_one_line() -> None:
    assert comment("a\nimport os\r\u2028b\u202e") == r"# a import os \u2028b\u202e"
