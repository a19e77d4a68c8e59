"""Where finished code and Markdown come from: few modules, and templates in the source.

`apiloom.text` cannot know whether its argument was written here or came out of a
document; this reads the source of all callers.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

MAKERS = frozenset(
    f"generator/apiloom/{name}.py"
    for name in (
        "text/code",
        "text/markdown",
        "codegen/formatter",
        "codegen/docstrings",
        "docs/markdown",
        "docs/samples/literals",
        "text/source",
    )
)
"""The modules in which other text becomes code or Markdown."""

COMPOSERS = frozenset(("python", "markdown", "source_text", "joined"))


def objections(tree: ast.Module, *, is_maker: bool) -> Iterator[str]:
    """Yield what would let text become code elsewhere."""
    enums = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any(
            isinstance(base, ast.Name) and base.id == "StrEnum" for base in node.bases
        )
        for inner in ast.walk(node)
    }
    ours: set[str] = set()
    constants: set[str] = set()
    for node in tree.body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(target, ast.Name) and is_text(node.value):  # type: ignore[union-attr]
            constants.add(target.id)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "apiloom.text."
        ):
            for alias in node.names:
                ours.add(alias.asname or alias.name)
                if alias.name == "finished" and not is_maker:
                    yield f"line {node.lineno}: finished is for {sorted(MAKERS)}"
        elif (
            isinstance(node, ast.Attribute)
            and node.attr == "__new__"
            and node not in enums
            and not is_maker
        ):
            yield f"line {node.lineno}: an object made past its constructor"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if name in COMPOSERS and name in ours:
                first = node.args[0]
                is_constant = isinstance(first, ast.Name) and first.id in constants
                if not is_text(first) and not is_constant:
                    yield f"line {node.lineno}: what {name} begins with is no literal"


def is_text(node: ast.expr | None) -> bool:
    """Return whether an expression is a string that is written out."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_text_becomes_code_in_few_places(root: Path) -> None:
    found = [
        f"{name}: {objection}"
        for path in sorted((root / "generator").rglob("*.py"))
        if not (name := path.relative_to(root).as_posix()).startswith(
            "generator/apiloom/runtime/"
        )
        for objection in objections(
            ast.parse(path.read_text(encoding="utf-8")), is_maker=name in MAKERS
        )
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("source", "is_refused"),
    [
        ("from apiloom.text.code import python\npython('x = {}', y)", False),
        ("from apiloom.text.code import python\npython(f'x = {y}')", True),
        ("from apiloom.text.code import python\npython(text)", True),
        ("from apiloom.text.code import python\nT: Final = 'x'\npython(T)", False),
        ("from apiloom.text.code import joined\njoined(between, pieces)", True),
        ("from apiloom.text.markdown import markdown\nmarkdown('a' + b)", True),
        ("from apiloom.text.code import finished", True),
        ("str.__new__(Python, text)", True),
    ],
)
def test_the_judge(source: str, is_refused: bool) -> None:
    assert bool(list(objections(ast.parse(source), is_maker=False))) == is_refused
