"""Graphs of definitions: what leads where, in time linear in their size.

A document may be a chain of any length, so nothing here recurses.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

__all__ = ["components", "ordered", "reached", "spread"]

N = TypeVar("N", bound=Hashable)


def reached(first: Iterable[N], edges: Mapping[N, Iterable[N]]) -> set[N]:
    """Return the nodes that some nodes lead to, and these themselves."""
    pending = list(first)
    found: set[N] = set()
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            pending += edges[node]
    return found


def ordered(nodes: Iterable[N], edges: Mapping[N, Iterable[N]]) -> list[N]:
    """Return nodes so that what each leads to comes before it, except in a ring.

    Only nodes that are keys of `edges` are listed; otherwise their order is kept.
    """
    found: dict[N, None] = {}
    entered: set[N] = set()
    for start in nodes:
        path: list[tuple[N, Iterator[N]]] = []
        if start in edges and start not in entered:
            entered.add(start)
            path.append((start, iter(edges[start])))
        while path:
            node, rest = path[-1]
            for target in rest:
                if target in edges and target not in entered:
                    entered.add(target)
                    path.append((target, iter(edges[target])))
                    break
            else:
                path.pop()
                found[node] = None
    return list(found)


def components(
    nodes: Iterable[N], edges: Mapping[N, Collection[N]]
) -> Iterator[tuple[N, ...]]:
    """Yield the strongly connected components (Tarjan's algorithm).

    What a component leads to comes before it. Targets that are not keys of `edges`
    are ignored.
    """
    numbers: dict[N, int] = {}
    lowest: dict[N, int] = {}
    stack: list[N] = []
    waiting: set[N] = set()
    for start in nodes:
        if start in numbers or start not in edges:
            continue
        path: list[tuple[N, Iterator[N]]] = []
        pending: N | None = start
        while pending is not None or path:
            if pending is not None:
                numbers[pending] = lowest[pending] = len(numbers)
                stack.append(pending)
                waiting.add(pending)
                path.append((pending, iter(edges[pending])))
                pending = None
            node, rest = path[-1]
            for target in rest:
                if target not in edges:
                    continue
                if target not in numbers:
                    pending = target
                    break
                if target in waiting:
                    lowest[node] = min(lowest[node], numbers[target])
            if pending is not None:
                continue
            path.pop()
            if path:
                above = path[-1][0]
                lowest[above] = min(lowest[above], lowest[node])
            if lowest[node] == numbers[node]:
                at = len(stack) - 1
                while stack[at] != node:
                    at -= 1
                component = tuple(stack[at:])
                del stack[at:]
                waiting.difference_update(component)
                yield component


def spread(marks: Mapping[N, int], edges: Mapping[N, Collection[N]]) -> dict[N, int]:
    """Return the marks of each node, and of all nodes that lead to it.

    Marks are bits: a set of them is a number, and joining two sets is one operation
    however many marks there are.
    """
    groups = list(components(edges, edges))
    found: dict[N, int] = {}
    for group in reversed(groups):
        bits = 0
        for node in group:
            bits |= marks.get(node, 0) | found.get(node, 0)
        for node in group:
            if bits:
                found[node] = bits
        if bits:
            for node in group:
                for target in edges[node]:
                    found[target] = found.get(target, 0) | bits
    return found
