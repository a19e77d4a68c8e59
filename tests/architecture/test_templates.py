"""Templates decide nothing: loops, truth tests and includes are all they may hold.

What a template would have to work out belongs in a view (apiloom/python), where it
has a type and a test.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

FILTERS = frozenset({"indent", "join"})

# A node that is in no list is refused: assignments, macros, blocks, comparisons, `and`,
# `or`, arithmetic, calls, tests (`is`), subscripts, concatenation.
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Tuple,
    nodes.For,
    nodes.If,
    nodes.CondExpr,
    nodes.Not,
    nodes.Include,
    nodes.Filter,
    nodes.Keyword,
    nodes.Const,
)


def objections(source: str) -> Iterator[str]:
    """Yield what is logic in the text of a template."""
    environment = Environment(autoescape=False)  # only parses
    yield from _visit(environment.parse(source), None)


def _visit(node: nodes.Node, parent: nodes.Node | None) -> Iterator[str]:
    where = f"line {node.lineno}"
    if not isinstance(node, ALLOWED):
        yield f"{where}: {type(node).__name__}"
    match node:
        case nodes.Filter() if node.name not in FILTERS:
            yield f"{where}: the filter {node.name} is not in the list"
        case nodes.If() | nodes.CondExpr() if not _is_truth_test(node.test):
            yield f"{where}: a condition that is no truth test"
        case nodes.For() if node.test is not None or node.recursive:
            yield f"{where}: a loop with a condition"
        case nodes.Tuple() if node.ctx != "store":
            yield f"{where}: a list made in a template"
        case nodes.Const() if not isinstance(node.value, str | int):
            yield f"{where}: the constant {node.value!r}"
        case nodes.Const() if isinstance(parent, nodes.For | nodes.Output):
            yield f"{where}: a constant that could be text"
        case nodes.Include() if not isinstance(node.template, nodes.Const):
            yield f"{where}: an include whose name is worked out"
        case _:
            pass
    for child in node.iter_child_nodes():
        yield from _visit(child, node)


def _is_truth_test(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Not):
        return _is_truth_test(node.node)
    if isinstance(node, nodes.Getattr):
        return _is_truth_test(node.node)
    return isinstance(node, nodes.Name)


def test_templates_hold_no_logic(root: Path) -> None:
    templates = [
        path for path in sorted((root / "templates").rglob("*")) if path.is_file()
    ]
    assert templates
    found = [
        f"{path.relative_to(root)}: {objection}"
        for path in templates
        for objection in objections(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "{% for field in model.fields %}{{ field.name }}{% else %}pass{% endfor %}",
        "{% for name, field in model.fields %}{{ name }}{% endfor %}",
        "{% if model.doc %}{{ model.doc }}{% elif not a.b %}x{% else %}y{% endif %}",
        "{% if not loop.last %}, {% endif %}",
        "{% include 'parts/header.py.j2' %}",
        "{{ 'async ' if is_async else '' }}def",
        "{{ body | indent(4) }}{{ names | join(', ') }}",
        "{# a comment #}",
    ],
)
def test_what_a_template_may_do(source: str) -> None:
    assert not list(objections(source))


@pytest.mark.parametrize(
    "source",
    [
        "{% set x = 1 %}",
        "{% set x %}text{% endset %}",
        "{% macro m() %}{% endmacro %}",
        "{% from 'm' import m %}",
        "{% import 'm' as m %}",
        "{% extends 'base' %}",
        "{% block b %}{% endblock %}",
        "{% filter upper %}x{% endfilter %}",
        "{% with x = 1 %}{% endwith %}",
        "{% if a == b %}{% endif %}",
        "{% if a and b %}{% endif %}",
        "{% if a or b %}{% endif %}",
        "{% if a in b %}{% endif %}",
        "{% if a is defined %}{% endif %}",
        "{% if a | length %}{% endif %}",
        "{% if true %}{% endif %}",
        "{% for x in xs if x.ok %}{% endfor %}",
        "{% for x in xs recursive %}{% endfor %}",
        "{% for x in [1, 2] %}{% endfor %}",
        "{% for x in (1, 2) %}{% endfor %}",
        "{% include name %}",
        "{{ a + b }}",
        "{{ a ~ b }}",
        "{{ -a }}",
        "{{ 'text' }}",
        "{{ a() }}",
        "{{ a.upper() }}",
        "{{ loop.cycle('a', 'b') }}",
        "{{ a['b'] }}",
        "{{ a[0] }}",
        "{{ a | upper }}",
        "{{ a | sort }}",
        "{{ 'x' if a > b else 'y' }}",
        "{{ {'a': 1} }}",
    ],
)
def test_what_a_template_may_not_do(source: str) -> None:
    assert list(objections(source))
