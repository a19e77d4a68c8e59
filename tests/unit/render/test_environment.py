"""Rendering: strict, and blind to what is in the values."""

from __future__ import annotations

from dataclasses import dataclass

import jinja2
import pytest

from apiloom.render.environment import environment, render
from apiloom.render.templates import templates_root
from apiloom.text.code import NOTHING, comment, string
from apiloom.text.markdown import markdown


@dataclass
class Empty:
    """A view like that of `client/empty.py.jinja`."""

    header: str
    docstring: str


def test_a_view_is_rendered() -> None:
    assert render("client/empty.py.jinja", Empty(comment("head"), string("Doc."))) == (
        '# head\n\n"Doc."\n'
    )


def test_what_a_view_lacks_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError, match="docstring"):
        render("client/empty.py.jinja", {"header": comment("head")})


def test_a_template_that_is_not_there() -> None:
    with pytest.raises(jinja2.TemplateNotFound):
        render("client/missing.jinja", {})


def test_values_are_data() -> None:
    hostile = "{{ 7 * 7 }} {% raw %} {# x #} <b>&amp;</b> {{ view.__class__ }}"
    view = Empty(comment(hostile), NOTHING)
    assert render("client/empty.py.jinja", view).startswith(f"# {hostile}")


@pytest.mark.parametrize(
    "value", ["text", "", f"{comment('x')}", comment("x")[:], markdown("x"), 1, None]
)
def test_only_finished_text_is_printed(value: str) -> None:
    with pytest.raises(TypeError, match="a template prints Python alone"):
        render("client/empty.py.jinja", Empty(value, NOTHING))


def test_pages_print_markdown_alone() -> None:
    with pytest.raises(TypeError, match="a template prints Markdown alone"):
        render("docs/models.md.jinja", {"header": comment("x")})


def test_templates_are_compiled_once() -> None:
    assert environment() is environment()
    assert environment().undefined is jinja2.StrictUndefined
    assert environment().keep_trailing_newline


@pytest.mark.parametrize(
    "template",
    sorted(
        path.relative_to(templates_root()).as_posix()
        for path in templates_root().rglob("*.jinja")
    ),
)
def test_every_template_compiles(template: str) -> None:
    assert environment().get_template(template).name == template
