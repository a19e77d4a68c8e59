"""Shapes of results: lists, pages, and single things."""

from __future__ import annotations

from enum import Enum
from typing import Final

from apiloom.ir.api import Api, Operation
from apiloom.ir.types import Array, Definition, Field, Model, Type, without_null
from apiloom.naming.casing import words
from apiloom.naming.grammar import is_plural, singular

_ITEMS: Final = frozenset(
    "collection content data edges elements entries hits items list nodes objects page"
    " records resources result results rows value values".split()
)
"""What the list is called in an object that is a page of it."""

_PAGING: Final = frozenset(
    "continue count cursor hasmore links marker meta next nextcursor nextlink offset"
    " nextpage nextpagetoken page pageinfo pagination perpage previous start total"
    " totalcount totalitems totalresults".split()
)
"""What such an object says beside it."""

_WRAPPING: Final = ("data", "result", "response", "embedded", "results", "payload")


class Shape(Enum):
    """The shape of a successful response."""

    LIST = "list"
    """A list, or one page of a list that has several."""
    PAGE = "page"
    """An object with a list in it, which may be a page."""
    ONE = "one"
    """An object that is no page."""
    OTHER = "other"
    """Anything else, or nothing that the document tells."""


def shape_of(api: Api, operation: Operation, nouns: frozenset[str]) -> Shape:
    """Return what an operation returns; `nouns` are what its path lists, joined."""
    if operation.pagination is not None:
        return Shape.LIST
    for response in operation.successes:
        for content in response.contents:
            if content.items is None:
                return _shape(api, _resolved(api, content.type), nouns)
    return Shape.OTHER


def takes_list(api: Api, operation: Operation, nouns: frozenset[str]) -> bool:
    """Whether a body is a list, or an object with a list of `nouns`."""
    body = operation.body
    if body is None:
        return False
    found = _resolved(api, body.contents[0].type)
    if isinstance(found, Model):
        lists = [one for one in found.fields if _plain(one.wire) in nouns]
        return bool(lists) and _is_list(api, lists[0])
    return isinstance(found, Array)


def _resolved(api: Api, type_: Type) -> Type | Definition:
    return api.resolve(without_null(type_))


def _shape(
    api: Api, found: Type | Definition, nouns: frozenset[str], depth: int = 0
) -> Shape:
    if isinstance(found, Array):
        return Shape.LIST
    if not isinstance(found, Model):
        return Shape.OTHER
    fields = {_plain(field.wire): field for field in found.fields}
    if "id" in fields and not fields.keys() & {"result", "data"}:
        return Shape.ONE
    lists = {name for name, field in fields.items() if _is_list(api, field)}
    if lists & _ITEMS or lists & nouns:
        return Shape.LIST if fields.keys() & _PAGING else Shape.PAGE
    if len(lists) == 1 and fields.keys() & _PAGING:
        return Shape.PAGE
    for name in _WRAPPING:
        if name in fields and depth < 2:
            inner = _resolved(api, fields[name].type)
            shape = _shape(api, inner, nouns, depth + 1)
            if shape in (Shape.LIST, Shape.PAGE):
                return shape if isinstance(inner, Model) else Shape.PAGE
    return Shape.ONE


def _is_list(api: Api, field: Field) -> bool:
    return isinstance(_resolved(api, field.type), Array)


def _plain(name: str) -> str:
    return "".join(words(name)).lower()


def plurals(said: tuple[str, ...]) -> frozenset[str]:
    """Return how a list of what some words say may be called, joined."""
    if not said:
        return frozenset()
    *before, last = said
    stem = singular(last)
    many = (
        last
        if is_plural(last)
        else f"{stem[:-1]}ies" if stem.endswith("y") else f"{stem}s"
    )
    return frozenset({"".join((*before, many)), many})
