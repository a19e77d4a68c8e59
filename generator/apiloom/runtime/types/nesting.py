"""Limits of nesting for values that pydantic cannot check in bounded time.

In a union without a discriminator, pydantic tries one variant after the other. Where
several variants contain the union again, the tries multiply with each level: thirty
levels, which fit in a few hundred bytes, would take days. Values that are nested deeper
than `max_depth` are read by the lenient reader alone, which tries each variant once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import log
from typing import Any, Final, cast

from pydantic_core import CoreSchema, PydanticCustomError, ValidationError

_MOST_TRIES: Final = 10_000
_TOKEN: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|([\[{])|([\]}])', re.DOTALL)


def max_depth(schema: CoreSchema) -> int | None:
    """Return the depth up to which values of a type are checked in bounded time.

    Args:
        schema: The schema of the type, as pydantic built it.

    Returns:
        The number of levels, or None if the time does not depend on it.
    """
    if schema["type"] != "definitions":
        # Nothing refers to anything, so nothing is recursive.
        return None
    definitions = {
        str(definition.get("ref")): cast("Mapping[str, Any]", definition)
        for definition in schema["definitions"]
    }
    edges = {ref: set(_references(body)) for ref, body in definitions.items()}
    cycles = _cycles(edges)
    tries = 1
    for ref, body in definitions.items():
        for union in _unions(body) if ref in cycles else ():
            again = (
                any(cycles.get(other) == cycles[ref] for other in _references(variant))
                for variant in union
            )
            tries = max(tries, sum(again))
    return int(log(_MOST_TRIES) / log(tries)) if tries > 1 else None


def refuse_deeper(content: bytes | str, most: int) -> None:
    """Refuse JSON text that is nested too deeply.

    Args:
        content: JSON text.
        most: The number of levels that are allowed.

    Raises:
        ValidationError: The text has more levels.
    """
    text = content.encode() if isinstance(content, str) else content
    depth = 0
    for match in _TOKEN.finditer(text):
        if match[1]:
            depth += 1
            if depth > most:
                raise ValidationError.from_exception_data(
                    "nesting", [{"type": _too_deep(most), "input": None}]
                )
        elif match[2]:
            depth -= 1


def _too_deep(most: int) -> PydanticCustomError:
    return PydanticCustomError(
        "nested_too_deeply",
        "Input is nested in more than {most} levels, too many to check its variants",
        {"most": most},
    )


def _cycles(edges: Mapping[str, set[str]]) -> Mapping[str, int]:
    """Return a number for each definition that can be reached from itself.

    Definitions with the same number can be reached from each other. They are the
    strongly connected components of the graph, by Kosaraju's algorithm.
    """
    users: dict[str, set[str]] = {ref: set() for ref in edges}
    for user, used in edges.items():
        for ref in used & edges.keys():
            users[ref].add(user)
    left: list[str] = []
    seen: set[str] = set()
    for start in edges:
        ahead = [(start, False)]
        while ahead:
            ref, is_done = ahead.pop()
            if is_done:
                left.append(ref)
            elif ref not in seen:
                seen.add(ref)
                ahead.append((ref, True))
                ahead += [(other, False) for other in edges[ref] & edges.keys()]
    numbers: dict[str, int] = {}
    sizes: dict[int, int] = {}
    for number, start in enumerate(reversed(left)):
        behind = [start]
        while behind:
            ref = behind.pop()
            if ref not in numbers:
                numbers[ref] = number
                sizes[number] = sizes.get(number, 0) + 1
                behind += users[ref]
    return {
        ref: number
        for ref, number in numbers.items()
        if sizes[number] > 1 or ref in edges[ref]
    }


def _references(schema: object) -> Iterator[str]:
    for node in _nodes(schema):
        if node.get("type") == "definition-ref":
            yield str(node["schema_ref"])


def _unions(schema: object) -> Iterator[list[object]]:
    for node in _nodes(schema):
        if node.get("type") == "union":
            yield list(node["choices"])


def _nodes(schema: object) -> Iterator[Mapping[str, Any]]:
    ahead = [schema]
    while ahead:
        node = ahead.pop()
        if isinstance(node, dict):
            known = cast("dict[str, object]", node)
            yield known
            ahead += [value for key, value in known.items() if key != "metadata"]
        elif isinstance(node, (list, tuple)):
            ahead += cast("list[object]", node)
