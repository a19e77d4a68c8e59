"""Annotations of generated code as types: read, shown to people, taken apart."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

from apiloom.compare.surface import Definition

__all__ = [
    "NONE",
    "UNKNOWN",
    "Term",
    "alternatives",
    "annotations_of",
    "limits_in",
    "listed",
    "mentions",
    "parse",
    "shown",
    "spelled",
    "without_none",
]


@dataclass(frozen=True, slots=True)
class Term:
    """A type: a head and what it is applied to.

    The heads are scalars and containers by their names in Python; ``union`` and
    ``literal``; ``model`` for a definition; ``limited`` for a type with limits.
    """

    head: str
    items: tuple[Term, ...] = ()
    values: tuple[object, ...] = ()
    """Of ``literal``, the values with their types; of ``model``, the name."""
    limits: tuple[tuple[str, object], ...] = ()


UNKNOWN: Final = Term("UnknownVariant")
_ANYTHING: Final = Term("object")
_ANY_OBJECT: Final = Term("Mapping", (Term("str"), _ANYTHING))
NONE: Final = Term("None")
_SCALARS: Final = {
    "DateTime": "datetime",
    "Date": "date",
    "UUID": "UUID",
    "Decimal": "Decimal",
    "DecimalNumber": "Decimal",
    "Base64": "bytes",
    "Base64URL": "bytes",
    "FileField": "FileInput",
}
"""The runtime's scalars, by what they are to a caller."""
_TRANSPARENT: Final = frozenset({"EmbeddedJson", "Implied"})
"""What is the type inside it for a caller."""


@lru_cache(maxsize=8192)
def parse(annotation: str) -> Term:
    """Return the type that an annotation of the generated code stands for."""
    return _term(ast.parse(annotation, mode="eval").body)


def _term(node: ast.expr) -> Term:
    match node:
        case ast.Constant(value=None):
            return NONE
        case ast.BinOp(left, ast.BitOr(), right):
            return _union((_term(left), _term(right)))
        case ast.Attribute(ast.Name("models"), name):
            return Term("model", values=(name,))
        case ast.Attribute(ast.Name("dicts"), _):
            # The dicts that stand for a model: what is in them is said of the model.
            return _ANY_OBJECT
        case ast.Attribute(_, name):
            return _scalar(name)
        case ast.Name(name):
            return _scalar(name)
        case ast.Subscript(value, inner):
            return _applied(_name(value), _elements(inner))
        case _:
            return Term(ast.unparse(node))


def _scalar(name: str) -> Term:
    if name == "JsonNumber":
        return _union((Term("int"), Term("float")))
    return Term(_SCALARS.get(name, name))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else ast.unparse(node)


def _elements(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _applied(head: str, items: list[ast.expr]) -> Term:
    if head == "Literal":
        found = [ast.literal_eval(item) for item in items]
        return Term("literal", values=tuple((type(one).__name__, one) for one in found))
    if head == "Annotated":
        inner = _term(items[0])
        for item in items[1:]:
            if isinstance(item, ast.Call) and _name(item.func) == "Sent":
                limits = tuple(
                    (each.arg, _frozen(ast.literal_eval(each.value)))
                    for each in item.keywords
                    if each.arg is not None
                )
                inner = Term("limited", (inner,), limits=limits)
        return inner
    terms = tuple(map(_term, items))
    if head in _TRANSPARENT:
        return terms[0]
    if head == "Nullable":
        return _union((terms[0], NONE))
    if head in ("Union", "Optional"):
        return _union(terms if head == "Union" else (*terms, NONE))
    return Term(head, terms)


def _frozen(value: object) -> object:
    return tuple(cast("list[object]", value)) if isinstance(value, list) else value


def _union(members: tuple[Term, ...]) -> Term:
    flat: dict[Term, None] = {}
    for member in members:
        for one in member.items if member.head == "union" else (member,):
            flat[one] = None
    return Term("union", tuple(flat)) if len(flat) > 1 else next(iter(flat))


def alternatives(term: Term) -> tuple[Term, ...]:
    """Return the members of a union; anything else by itself."""
    return term.items if term.head == "union" else (term,)


def mentions(annotation: str) -> Iterator[str]:
    """Yield the names of the definitions that an annotation mentions."""
    if "models." in annotation:
        yield from _mentioned(parse(annotation))


def _mentioned(term: Term) -> Iterator[str]:
    if term.head == "model":
        yield str(term.values[0])
    for item in term.items:
        yield from _mentioned(item)


def shown(annotation: str) -> str:
    """Return an annotation as people write it: without limits and runtime types."""
    return _written(parse(annotation)).replace("`", "'")


def _written(term: Term) -> str:
    match term.head:
        case "union":
            items = list(term.items)
            if _ANY_OBJECT in items and any(one.head == "model" for one in items):
                # Whatever takes a model takes a dict as well.
                items.remove(_ANY_OBJECT)
            if UNKNOWN in items:
                items.remove(UNKNOWN)
            texts = dict.fromkeys(map(_written, items))
            # The plain values of an enum go without saying.
            shorter = [
                one
                for one in texts
                if one.removesuffix("Value") not in texts
                or one.removesuffix("Value") == one
            ]
            return " | ".join(shorter)
        case "literal":
            return f"Literal[{', '.join(repr(value) for _, value in listed(term))}]"
        case "model":
            return str(term.values[0])
        case "limited":
            return _written(term.items[0])
        case _ if term.items:
            return f"{term.head}[{', '.join(map(_written, term.items))}]"
        case _:
            return term.head


def without_none(annotation: str) -> str:
    """Return an annotation without ``None``, in a form that can be compared."""
    term = parse(annotation)
    rest = tuple(one for one in alternatives(term) if one != NONE)
    if len(rest) == len(alternatives(term)) or not rest:
        return annotation
    return " | ".join(map(spelled, rest))


def spelled(term: Term) -> str:
    """Return an annotation that `parse` reads as the same type."""
    match term.head:
        case "union":
            return " | ".join(map(spelled, term.items))
        case "model":
            return f"models.{term.values[0]}"
        case "literal":
            return _written(term)
        case "limited":
            named = ", ".join(f"{key}={value!r}" for key, value in term.limits)
            return f"Annotated[{spelled(term.items[0])}, Sent({named})]"
        case _ if term.items:
            return f"{term.head}[{', '.join(map(spelled, term.items))}]"
        case _:
            return term.head


def limits_in(annotation: str) -> dict[str, object]:
    """Return the limits that an annotation states, wherever they stand."""
    found: dict[str, object] = {}
    pending = [parse(annotation)]
    while pending:
        term = pending.pop()
        found |= dict(term.limits)
        pending += term.items
    return found


def listed(term: Term) -> list[tuple[str, object]]:
    """Return the values of a literal, each with the name of its type."""
    return [one for one in term.values if isinstance(one, tuple)]


def annotations_of(definition: Definition) -> Iterator[str]:
    """Yield the annotations in a definition."""
    yield from (one.type for one in definition.properties)
    if definition.extra is not None:
        yield definition.extra
    if definition.type:
        yield definition.type
