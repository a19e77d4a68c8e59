"""Strict Jinja: views go in, text comes out, nothing is guessed."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.render.folder import templates_root


@cache
def environment() -> Environment:
    """The environment in which all templates are rendered; compiled once."""
    return Environment(
        loader=FileSystemLoader(templates_root()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )


def render(template: str, view: object) -> str:
    """The text of one file.  Raises Jinja's errors for a template that is wrong."""
    return environment().get_template(template).render(view=view)
