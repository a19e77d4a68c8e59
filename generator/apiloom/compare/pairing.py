"""The parts of the old client and the parts of the new one that they became."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from apiloom.compare.annotations import mentions
from apiloom.compare.surface import Definition, Method, Surface

__all__ = ["Pairs", "definitions", "methods", "pair"]

T = TypeVar("T")

_SIMILAR = 0.6
"""How much two definitions have in common if one is the other under a new name."""
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Pairs(Generic[T]):
    """The parts of both clients, in the order of the new one, and those of one only."""

    both: tuple[tuple[T, T], ...]
    removed: tuple[T, ...]
    added: tuple[T, ...]


def pair(
    old: Iterable[T], new: Iterable[T], *keys: Callable[[T], Hashable | None]
) -> Pairs[T]:
    """Pair what has the same key; each key is for what the keys before left over.

    A key that several have, or that is None, pairs nothing.
    """
    rest_old, rest_new = list(old), list(new)
    every = tuple(rest_new)
    partner: dict[int, T] = {}
    for key in keys:
        before, after = _unique(rest_old, key), _unique(rest_new, key)
        matched = {name: (before[name], after[name]) for name in before.keys() & after}
        taken_old = {id(one) for one, _ in matched.values()}
        taken_new = {id(other) for _, other in matched.values()}
        for one, other in matched.values():
            partner[id(other)] = one
        rest_old = [one for one in rest_old if id(one) not in taken_old]
        rest_new = [one for one in rest_new if id(one) not in taken_new]
    both = tuple((partner[id(one)], one) for one in every if id(one) in partner)
    return Pairs(both, tuple(rest_old), tuple(rest_new))


def _unique(
    values: Sequence[T], key: Callable[[T], Hashable | None]
) -> dict[Hashable, T]:
    found: dict[Hashable, list[T]] = {}
    for one in values:
        name = key(one)
        if name is not None:
            found.setdefault(name, []).append(one)
    return {name: some[0] for name, some in found.items() if len(some) == 1}


def request(method: Method) -> tuple[str, str, str]:
    """Return what identifies an operation on the wire; names in paths do not matter."""
    return method.verb, _PLACEHOLDER.sub("{}", method.path), method.variant


def methods(old: Surface, new: Surface) -> Pairs[Method]:
    """Pair methods: by their requests, their Python names, and their operation ids."""

    def operation_id(method: Method) -> Hashable | None:
        if method.operation_id is None:
            return None
        return method.operation_id, method.variant

    return pair(old.methods, new.methods, request, lambda one: one.dotted, operation_id)


def definitions(old: Surface, new: Surface, both: Pairs[Method]) -> dict[str, str]:
    """Return the definitions that have a new name, by their old ones.

    A definition is the same if it is at the same place of the specification, or if it
    stands where the other one stood and is much like it: as a result, as an argument,
    as an attribute of what is the same.
    """
    gone = {one.name: one for one in old.definitions if one.name not in new.by_name}
    come = {one.name: one for one in new.definitions if one.name not in old.by_name}
    if not gone or not come:
        return {}
    changing = {*gone, *come}
    by_place = pair(
        gone.values(), come.values(), lambda one: (one.kind, one.pointer or None)
    )
    renamed = {before.name: after.name for before, after in by_place.both}
    pending = [*_sites(old, new, both)]
    for before, after in renamed.items():
        pending += _inner_sites(gone[before], come[after])
    for definition in old.definitions:
        other = new.by_name.get(definition.name)
        if other is not None:
            pending += _inner_sites(definition, other)
    while pending:
        first, second = pending.pop()
        if first == second:
            continue
        for before in _owners(old, first, gone):
            candidates = [
                (_likeness(gone[before], come[name], changing), name)
                for name in _owners(new, second, come)
                if name not in renamed.values()
            ]
            likeness, after = max(candidates, default=(0.0, ""))
            if before not in renamed and likeness >= _SIMILAR:
                renamed[before] = after
                pending += _inner_sites(gone[before], come[after])
    return renamed


def _owners(
    surface: Surface, annotation: str, among: Mapping[str, Definition]
) -> list[str]:
    """Return those of some definitions that an annotation mentions."""
    found: dict[str, None] = {}
    for name in mentions(annotation):
        enum = surface.aliases.get(name)
        own = name if enum is None else enum.name
        if own in among:
            found[own] = None
    return list(found)


def _sites(
    old: Surface, new: Surface, both: Pairs[Method]
) -> Iterator[tuple[str, str]]:
    """Yield the annotations that stand in the same place of two clients."""
    for one, other in both.both:
        yield one.returns, other.returns
        yield one.body_model, other.body_model
        if one.pages is not None and other.pages is not None:
            yield one.pages.item, other.pages.item
        arguments = pair(
            one.arguments, other.arguments, lambda each: (each.place, each.wire)
        )
        yield from ((a.accepts, b.accepts) for a, b in arguments.both)
        failures = pair(one.failures, other.failures, lambda each: each.status)
        for a, b in failures.both:
            before, after = old.exceptions.get(a.exception), new.exceptions.get(
                b.exception
            )
            if before is not None and after is not None:
                yield before.body, after.body
    webhooks = pair(old.webhooks, new.webhooks, lambda each: (each.module, each.name))
    yield from ((a.payload, b.payload) for a, b in webhooks.both)


def _inner_sites(old: Definition, new: Definition) -> Iterator[tuple[str, str]]:
    properties = pair(old.properties, new.properties, lambda each: each.wire)
    yield from ((a.type, b.type) for a, b in properties.both)
    yield old.extra or "", new.extra or ""
    yield old.type, new.type


def _likeness(old: Definition, new: Definition, changing: set[str]) -> float:
    """Return how much of two definitions is the same, from 0 to 1."""
    if old.kind != new.kind or old.base != new.base:
        return 0.0
    before, after = _traits(old, changing), _traits(new, changing)
    if not before and not after:
        return 1.0 if old.pointer == new.pointer else 0.0
    return len(before & after) / len(before | after)


def _traits(definition: Definition, changing: set[str]) -> set[Hashable]:
    match definition.kind:
        case "model":
            found: set[Hashable] = {
                (one.wire, _neutral(one.type, changing))
                for one in definition.properties
            }
            if definition.extra is not None:
                found.add(("extra", _neutral(definition.extra, changing)))
            return found
        case "enum":
            return {one.value for one in definition.members}
        case _:
            return {_neutral(definition.type, changing)}


def _neutral(annotation: str, changing: set[str]) -> str:
    """Return an annotation without the names that differ between the clients."""
    for name in set(mentions(annotation)) & changing:
        annotation = re.sub(rf"models\.{name}\b", "models._", annotation)
    return annotation
