"""The classes of a published package, paired with the schemas that they are for.

A method's result is the schema of its response. From there, fields lead to further
classes as properties lead to further schemas.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from apiloom.ir.api import Api, Operation
from apiloom.ir.types import (
    Alias,
    Array,
    Map,
    Model,
    Reference,
    Type,
    Union,
)
from apiloom.locations import Pointer
from apiloom.migrate.modules import Modules, Named
from apiloom.migrate.published import Method

__all__ = ["items_type", "paired"]

_CONTAINERS: Final = frozenset("""
    Annotated Dict Iterable List Mapping Nullable NotRequired Optional OptionalNullable
    Required Sequence Set Union dict list set
    """.split())
_LIKE: Final = 0.6
"""The share of fields that a class and a schema must have in common to be a pair."""
_MAX_DEPTH: Final = 30


def paired(
    modules: Modules, api: Api, matched: Sequence[tuple[Method, Operation]]
) -> dict[Pointer, str]:
    """Return the published classes by the place of their schema."""
    pairing = _Pairing(modules, api)
    for method, operation in matched:
        pairing.result(method, operation)
    for method, operation in matched:
        pairing.arguments(method, operation)
    return pairing.found


class _Pairing:
    def __init__(self, modules: Modules, api: Api) -> None:
        self._modules: Final = modules
        self._api: Final = api
        self._seen: Final = set[tuple[str, str, Pointer]]()
        self.found: Final = dict[Pointer, str]()

    def result(self, method: Method, operation: Operation) -> None:
        """Pair what a method returns with the content of the response."""
        if method.node is None or method.node.returns is None:
            return
        for response in operation.successes:
            for content in response.contents:
                self._pair(method.module, method.node.returns, content.type, 0)
                return

    def arguments(self, method: Method, operation: Operation) -> None:
        """Pair the arguments of a method with the properties of its body."""
        if method.node is None or operation.body is None:
            return
        types: dict[str, Type] = {}
        for content in operation.body.contents[:1]:
            body = self._api.resolve(content.type)
            if isinstance(body, Model):
                types = {one.wire: one.type for one in body.fields}
        node = method.node
        for argument in (*node.args.args, *node.args.kwonlyargs):
            type_ = types.get(argument.arg)
            if type_ is not None and argument.annotation is not None:
                self._pair(method.module, argument.annotation, type_, 0)

    def _pair(self, module: str, node: ast.expr, type_: Type, depth: int) -> None:
        if depth > _MAX_DEPTH:
            return
        pages = [*self._pages(module, node)]
        if pages:
            items = items_type(self._api, type_)
            if items is not None:
                self._pair(module, pages[0], items, depth + 1)
            for inner in pages[1:]:
                self._pair(module, inner, type_, depth + 1)
            return
        names = [*self._names(module, node)]
        places = [*dict.fromkeys(_references(type_))]
        if len(names) == 1 and len(places) == 1:
            self._match(names[0], places[0], depth)
        elif len(names) == 1 and names[0].expression is not None:
            one = names[0]
            assert one.expression is not None
            self._pair(one.module, one.expression, type_, depth + 1)
        elif len(places) == 1 and len(names) > 1:
            definition = self._api.definitions.get(places[0])
            if isinstance(definition, Alias):
                self._pair(module, node, definition.type, depth + 1)
        else:
            self._match_several(names, places, depth)

    def _match_several(
        self, names: Sequence[Named], places: Sequence[Pointer], depth: int
    ) -> None:
        """Pair the variants of a union that have most fields in common."""
        left = [*places]
        for index, name in enumerate(names):
            own = set(self._fields(name))
            here = places[index] if index < len(places) else None
            scored = [
                (_likeness(own, self._wires(place)), place == here, place)
                for place in left
            ]
            if not scored:
                return
            score, _, best = max(scored, key=lambda row: row[:2])
            if score >= _LIKE:
                left.remove(best)
                self._match(name, best, depth)

    def _match(self, name: Named, place: Pointer, depth: int) -> None:
        key = name.module, name.name, place
        if key in self._seen:
            return
        self._seen.add(key)
        definition = self._api.definitions.get(place)
        if definition is None:
            return
        self.found.setdefault(place, name.name)
        if name.expression is not None:
            inner = (
                definition.type if isinstance(definition, Alias) else Reference(place)
            )
            if isinstance(definition, Alias):
                self._pair(name.module, name.expression, inner, depth + 1)
            return
        if isinstance(definition, Model):
            types = {one.wire: one.type for one in definition.fields}
            for wire, (module, annotation) in self._fields(name).items():
                if wire in types:
                    self._pair(module, annotation, types[wire], depth + 1)

    def _wires(self, place: Pointer) -> set[str]:
        definition = self._api.definitions.get(place)
        if isinstance(definition, Model):
            return {one.wire for one in definition.fields}
        return set()

    def _fields(self, name: Named) -> Mapping[str, tuple[str, ast.expr]]:
        """Return the annotations of a class by the names that are sent."""
        if name.node is None:
            return {}
        found: dict[str, tuple[str, ast.expr]] = {}
        pending = [name]
        while pending and len(found) < 1_000:
            one = pending.pop(0)
            if one.node is None:
                continue
            for field in one.node.body:
                if isinstance(field, ast.AnnAssign) and isinstance(
                    field.target, ast.Name
                ):
                    wire = _alias(field) or field.target.id
                    found.setdefault(wire, (one.module, field.annotation))
            for base in one.node.bases:
                named = self._named(one.module, base)
                if named is not None and named != one:
                    pending.append(named)
        return found

    def _pages(self, module: str, node: ast.expr) -> Iterator[ast.expr]:
        """Yield the parameters of a generic class of the package, such as a page."""
        if isinstance(node, ast.Subscript) and _last(node.value) not in _CONTAINERS:
            named = self._named(module, node.value)
            if named is not None and named.node is not None:
                inner = node.slice
                yield from inner.elts if isinstance(inner, ast.Tuple) else [inner]

    def _names(self, module: str, node: ast.expr) -> Iterator[Named]:
        """Yield the classes and aliases of the package in an annotation, in order."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                node = ast.parse(node.value, mode="eval").body
            except (SyntaxError, ValueError):
                return
        if isinstance(node, ast.BinOp):
            yield from self._names(module, node.left)
            yield from self._names(module, node.right)
        elif isinstance(node, ast.Subscript):
            if _last(node.value) in _CONTAINERS:
                inner = node.slice
                elements = inner.elts if isinstance(inner, ast.Tuple) else [inner]
                if _last(node.value) == "Annotated":
                    elements = elements[:1]
                for element in elements:
                    yield from self._names(module, element)
        else:
            named = self._named(module, node)
            if named is not None and not named.is_technical:
                yield named

    def _named(self, module: str, node: ast.expr) -> Named | None:
        if isinstance(node, ast.Subscript):
            node = node.value
        if isinstance(node, ast.Name):
            return self._modules.named(module, node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            inner = self._modules.submodule(module, node.value.id)
            return self._modules.named(inner, node.attr) if inner is not None else None
        return None


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _alias(field: ast.AnnAssign) -> str:
    """Return the ``alias`` that a field is declared with."""
    for holder in filter(None, (field.value, field.annotation)):
        for inner in ast.walk(holder):
            if isinstance(inner, ast.keyword) and inner.arg == "alias":
                value = inner.value
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    return value.value
    return ""


def _references(type_: Type) -> Iterator[Pointer]:
    """Yield the definitions that a value of a type is, or holds."""
    match type_:
        case Reference(target=target):
            yield target
        case Array(items=items):
            yield from _references(items)
        case Map(values=values):
            yield from _references(values)
        case Union(members=members):
            for member in members:
                yield from _references(member)
        case _:
            return


def items_type(api: Api, type_: Type) -> Type | None:
    """Return the type of the items of a list, or of the only list in an object."""
    found = api.resolve(type_)
    if isinstance(found, Array):
        return found.items
    if isinstance(found, Model):
        arrays = [
            inner
            for one in found.fields
            if (inner := _array(api, one.type)) is not None
        ]
        return arrays[0].items if len(arrays) == 1 else None
    return None


def _array(api: Api, type_: Type) -> Array | None:
    members = type_.members if isinstance(type_, Union) else (type_,)
    for member in members:
        found = api.resolve(member)
        if isinstance(found, Array):
            return found
    return None
