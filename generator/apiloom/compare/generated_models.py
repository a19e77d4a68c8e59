"""Definitions read from the modules of models of a generated client."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from apiloom.compare.surface import Definition, Member, Property

__all__ = ["annotation", "definitions", "target"]

_ENUMS: Final = {"OpenStrEnum": "str", "OpenIntEnum": "int"}


def definitions(bodies: Sequence[ast.stmt]) -> tuple[Definition, ...]:
    """Return the definitions in the statements of all modules of models."""
    names = {
        node.name if isinstance(node, ast.ClassDef) else target(node) for node in bodies
    }
    known = frozenset(name for name in names if name and not name.startswith("__"))
    classes = {node.name: node for node in bodies if isinstance(node, ast.ClassDef)}
    found: dict[str, Definition] = {}
    for name, node in classes.items():
        bases = [ast.unparse(base).rstrip("_") for base in node.bases]
        kind = next((_ENUMS[base] for base in bases if base in _ENUMS), None)
        if kind is not None:
            found[name] = _enum(node, kind)
        else:
            found[name] = _model(node, known, classes)
    for statement in bodies:
        named = target(statement)
        if named is not None and named in known and named not in found:
            alias = _alias(named, statement, known)
            owner = _owner(alias, found)
            if owner is None:
                found[named] = alias
            else:
                found[owner] = replace(found[owner], values=named)
    return tuple(found.values())


def target(node: ast.stmt) -> str | None:
    if isinstance(node, ast.AnnAssign):
        return ast.unparse(node.target)
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0])
    return None


class _Qualified(ast.NodeTransformer):
    """Writes ``models.`` before the names of definitions."""

    def __init__(self, known: frozenset[str]) -> None:
        self.known = known

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self.known:
            return ast.Attribute(ast.Name("models"), node.id)
        return ast.Name(node.id.rstrip("_"))

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        owner = ast.unparse(node.value).rstrip("_")
        return ast.Attribute(ast.Name(owner), node.attr)


def annotation(node: ast.expr | None, known: frozenset[str] = frozenset()) -> str:
    """Return an annotation in the form of a surface."""
    if node is None:
        return "None"
    return ast.unparse(_Qualified(known).visit(node))


def _enum(node: ast.ClassDef, base: str) -> Definition:
    return Definition(
        name=node.name,
        kind="enum",
        base=base,
        members=tuple(
            Member(
                name=ast.unparse(one.targets[0]),
                value=json.dumps(ast.literal_eval(one.value)),
            )
            for one in node.body
            if isinstance(one, ast.Assign)
        ),
        deprecated=_is_deprecated(node),
    )


def _model(
    node: ast.ClassDef, known: frozenset[str], classes: Mapping[str, ast.ClassDef]
) -> Definition:
    own = {one.name: one for one in _properties(node, known)}
    bases = tuple(name for base in node.bases if (name := ast.unparse(base)) in classes)
    inherited: dict[str, Property] = {}
    for base in bases:
        for one in _model(classes[base], known, classes).properties:
            inherited[one.name] = one
    extra = next(
        (
            annotation(one.annotation.slice, known)
            for one in node.body
            if isinstance(one, ast.AnnAssign)
            if ast.unparse(one.target) == "__pydantic_extra__"
            if isinstance(one.annotation, ast.Subscript)
        ),
        None,
    )
    if extra is not None:
        extra = extra.strip("()").partition(", ")[2]
    return Definition(
        name=node.name,
        kind="model",
        properties=tuple((inherited | own).values()),
        bases=bases,
        extra=extra,
        closed=any(
            "forbid" in ast.unparse(one) and target(one) == "model_config"
            for one in node.body
        ),
        deprecated=_is_deprecated(node),
    )


def _properties(node: ast.ClassDef, known: frozenset[str]) -> Iterator[Property]:
    for index, one in enumerate(node.body):
        name = target(one)
        if not isinstance(one, ast.AnnAssign) or name is None or name.startswith("_"):
            continue
        following = node.body[index + 1] if index + 1 < len(node.body) else None
        text = ""
        if isinstance(following, ast.Expr) and isinstance(
            following.value, ast.Constant
        ):
            text = str(following.value.value)
        type_, wire = _without_alias(one.annotation)
        yield Property(
            name=name,
            wire=wire or name,
            type=annotation(type_, known),
            required=one.value is None,
            deprecated=text.rstrip().endswith("Deprecated."),
        )


def _without_alias(node: ast.expr) -> tuple[ast.expr, str | None]:
    """Return an annotation without the field that names it on the wire."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Tuple):
        return node, None
    items = node.slice.elts
    last = items[-1]
    if not isinstance(last, ast.Call) or not ast.unparse(last.func).startswith("Field"):
        return node, None
    wire = ast.literal_eval(last.keywords[0].value)
    if len(items) == 2:
        return items[0], wire
    return ast.Subscript(node.value, ast.Tuple(items[:-1])), wire


def _alias(name: str, node: ast.stmt, known: frozenset[str]) -> Definition:
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    if isinstance(value, ast.Call):
        value = value.args[1]
        if isinstance(value, ast.Constant):
            value = ast.parse(str(value.value), mode="eval").body
    return Definition(name=name, kind="alias", type=annotation(value, known))


def _owner(alias: Definition, found: Mapping[str, Definition]) -> str | None:
    """Return the enum whose values an alias stands for."""
    if not alias.type.startswith("Literal["):
        return None
    for name, enum in found.items():
        if enum.kind == "enum" and alias.name.startswith(f"{name}Value"):
            return name
    return None


def _is_deprecated(node: ast.ClassDef) -> bool:
    return (ast.get_docstring(node) or "").rstrip().endswith("Deprecated.")
