"""Strict Jinja: views go in, text comes out, nothing is guessed.

A template prints finished text alone: Python in the files of a client, Markdown in its
documentation. Text of a document that got into a view by mistake is an error here.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from apiloom.render.templates import templates_root
from apiloom.text.code import Python
from apiloom.text.markdown import Markdown
from apiloom.text.source import Source

_DOCUMENTATION = ".md.jinja"
_SAMPLES = "docs/samples/"


@cache
def environment(kind: type[Python | Markdown | Source] = Python) -> Environment:
    """Return the environment of the templates that print one kind of text."""

    def finalize(value: object) -> object:
        if type(value) is kind:
            return value
        if isinstance(value, StrictUndefined):
            return str(value)  # raises what Jinja has to say
        raise TypeError(f"a template prints {kind.__name__} alone, not {value!r:.200}")

    return Environment(
        loader=FileSystemLoader(templates_root()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        finalize=finalize,
    )


def render(template: str, view: object) -> str:
    """Return the text of one file.

    Raises:
        TypeError: The view holds text that is not finished.
        jinja2.TemplateError: The template is wrong.
    """
    kind: type[Python | Markdown | Source] = Python
    if template.startswith(_SAMPLES):
        kind = Source
    elif template.endswith(_DOCUMENTATION):
        kind = Markdown
    return environment(kind).get_template(template).render(view=view)
