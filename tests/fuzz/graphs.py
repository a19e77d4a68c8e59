"""Schemas that refer to each other in every way, also back to themselves.

Whatever refers to what, lowering ends. Documents in which no schema leads back to
itself at the same place of an instance have a meaning by the letter: their clients
accept what jsonschema calls valid, and write back what they have read.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.contract.roundtrip.engine import Wishes, judge
from tests.limited import Job, costs

NAMES = ("A", "B", "C", "D", "E")
SECONDS = 2.0
"""How much CPU time a document may take."""
_BATCH = 40
_SCALARS = ("string", "integer", "number", "boolean", "null")


def run(seconds: float, seed: int) -> None:
    """Generate clients of random graphs; hold some of them against jsonschema."""
    until = time.monotonic() + seconds
    number = seed * 1_000_000
    while time.monotonic() < until:
        graphs = [graph(number + index) for index in range(_BATCH)]
        check(graphs)
        judged = next((one for one in graphs if is_sound(one)), None)
        if judged is not None:
            check_meaning(judged)
        number += _BATCH


def check(graphs: list[dict[str, Any]]) -> None:
    """Generate a client for each; fail for one that does not end as it should."""
    jobs = [Job({"a.json": json.dumps(document(one))}) for one in graphs]
    for one, cost in zip(graphs, costs(jobs), strict=True):
        told = f"{json.dumps(one)}\n{cost.output[-2000:]}"
        assert cost.is_clean, told
        assert cost.seconds < SECONDS, f"{cost.seconds:.1f} s: {told}"
        assert cost.code in ((0,) if is_sound(one) else (0, 3)), told
        assert "too-many-combinations" not in cost.output, told


def check_meaning(schemas: dict[str, Any]) -> None:
    """Call a client with samples of its schemas, as jsonschema reads these."""
    with tempfile.TemporaryDirectory(prefix="apiloom-graphs-") as folder:
        spec = Path(folder) / "graph" / "a.json"
        spec.parent.mkdir()
        spec.write_text(json.dumps(document(schemas)), "utf-8")
        found = judge("a.json", spec, Wishes())
    missed = [miss for miss in found.misses if miss.kind == "defect"]
    assert not missed, f"{json.dumps(schemas)}\n{missed}"


def document(schemas: dict[str, Any]) -> dict[str, Any]:
    """Return a document that sends the first schema and receives the last."""
    first, *_, last = schemas

    def content(name: str) -> dict[str, Any]:
        return {"application/json": {"schema": _reference(name)}}

    operation = {
        "operationId": "send",
        "requestBody": {"content": content(first)},
        "responses": {"200": {"description": "Sent.", "content": content(last)}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Graph", "version": "1"},
        "paths": {"/graph": {"post": operation}},
        "components": {"schemas": schemas},
    }


def graph(seed: int) -> dict[str, Any]:
    """Return a few schemas, each of which refers to any of them."""
    draw = random.Random(seed)
    names = NAMES[: draw.randint(2, len(NAMES))]
    return {name: _schema(draw, names, 2) for name in names}


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _schema(draw: random.Random, names: tuple[str, ...], depth: int) -> dict[str, Any]:
    def inner() -> dict[str, Any]:
        if depth == 0 or draw.random() < 0.5:
            return _reference(draw.choice(names))
        return _schema(draw, names, depth - 1)

    kind = draw.choices(
        ("scalar", "enum", "array", "map", "object", "union", "all", "not"),
        (3, 1, 2, 1, 5, 5, 3, 0.5),
    )[0]
    match kind:
        case "scalar":
            types = draw.sample(_SCALARS, draw.choice((1, 1, 1, 2)))
            return {"type": types[0] if len(types) == 1 else types}
        case "enum":
            return {"enum": draw.sample(["a", "b", "1", "", 1, None], 2)}
        case "array":
            return {"type": "array", "items": inner()}
        case "map":
            return {"type": "object", "additionalProperties": inner()}
        case "object":
            return _object(draw, {name: inner() for name in draw.sample("abcd", 2)})
        case "not":
            return {"not": inner()}
        case "all":
            return {"allOf": [inner() for _ in range(draw.randint(1, 3))]}
        case _:
            keyword = draw.choice(("oneOf", "anyOf"))
            union = {keyword: [inner() for _ in range(draw.randint(1, 3))]}
            if draw.random() < 0.4:
                union["discriminator"] = {"propertyName": "kind"}  # type: ignore[assignment]
            return union | _object(draw, {}) if draw.random() < 0.3 else union


def _object(draw: random.Random, properties: dict[str, Any]) -> dict[str, Any]:
    if draw.random() < 0.4:
        properties["kind"] = {"type": "string", "const": draw.choice("ABC")}
    nullable = {"type": ["object", "null"] if draw.random() < 0.1 else "object"}
    required = [name for name in properties if draw.random() < 0.4]
    return {**nullable, "properties": properties, "required": required}


def is_sound(schemas: Mapping[str, Any]) -> bool:
    """Return whether no schema leads back to itself at the same place."""
    edges = {name: set(_leads_to(one)) for name, one in schemas.items()}
    while leaves := {name for name, targets in edges.items() if not targets}:
        edges = {
            name: targets - leaves
            for name, targets in edges.items()
            if name not in leaves
        }
    return not edges


def _leads_to(schema: Mapping[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        yield schema["$ref"].rpartition("/")[2]
    parts = [schema["not"]] if "not" in schema else []
    for keyword in ("allOf", "anyOf", "oneOf"):
        parts += schema.get(keyword, ())
    for part in parts:
        yield from _leads_to(part)
