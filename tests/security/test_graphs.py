"""Schemas that refer to each other: every document comes to an end, in time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fuzz import graphs
from tests.limited import GENERATE, Job, costs


def test_random_graphs_of_schemas() -> None:
    drawn = [graphs.graph(seed) for seed in range(30)]
    assert len([one for one in drawn if graphs.is_sound(one)]) in range(8, 23)
    graphs.check(drawn)


@pytest.mark.parametrize("seed", [2, 7])
def test_a_sound_graph_means_what_jsonschema_reads(seed: int) -> None:
    sound = (graphs.graph(number) for number in range(seed * 1_000, seed * 1_000 + 99))
    graphs.check_meaning(next(one for one in sound if graphs.is_sound(one)))


def reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def diamonds(depth: int) -> dict[str, Any]:
    """Each takes over the next twice."""
    found: dict[str, Any] = {
        f"A{i}": {"allOf": [reference(f"A{i + 1}")] * 2} for i in range(depth)
    }
    return found | {f"A{depth}": {"type": "object", "properties": {"x": {}}}}


def unions_of_unions(depth: int) -> dict[str, Any]:
    """Each is one of two, and has a property of its own: 2^depth classes."""
    found: dict[str, Any] = {}
    for i in range(depth):
        either = [reference(f"A{i + 1}"), reference(f"B{i + 1}")]
        for name in (f"A{i}", f"B{i}"):
            own = {name.lower(): {"type": "string"}}
            found[name] = {"type": "object", "properties": own, "oneOf": either}
    leaf = {"type": "object", "properties": {"x": {"type": "string"}}}
    return found | {f"A{depth}": leaf, f"B{depth}": leaf}


def subsets(depth: int) -> dict[str, Any]:
    """What a property is depends on any subset of schemas: 2^depth classes."""
    first = {"allOf": [reference("A0"), reference("A1")]}
    found: dict[str, Any] = {
        "A0": {"type": "object", "properties": {"a": first, "b": reference("A0")}}
    }
    for i in range(1, depth):
        both = {key: reference(f"A{i + 1}") for key in "ab"}
        found[f"A{i}"] = {"type": "object", "properties": both}
    return found | {f"A{depth}": {"type": "object", "properties": {"x": {}}}}


def inherited(depth: int) -> dict[str, Any]:
    """Each extends the next by a property."""
    found: dict[str, Any] = {
        f"A{i}": {
            "allOf": [reference(f"A{i + 1}"), {"properties": {f"p{i}": {}}}],
        }
        for i in range(depth)
    }
    return found | {f"A{depth}": {"type": "object", "properties": {"x": {}}}}


def test_what_multiplies_is_bounded() -> None:
    shapes = [diamonds(30), unions_of_unions(30), subsets(30), inherited(1_000)]
    command = (*GENERATE, "--max-combinations", "300")
    jobs = [
        Job(
            {"a.json": json.dumps(graphs.document(shape | {"Z": reference("A0")}))},
            command,
        )
        for shape in shapes
    ]
    found = costs(jobs)
    for cost in found:
        assert cost.is_clean, cost.output
        assert cost.code == 0, cost.output
        assert cost.seconds < 10, cost.output
        assert cost.peak < 1_000_000_000
    assert ["too-many-combinations" in cost.output for cost in found] == [
        False,
        True,
        True,
        False,
    ]
    assert "combine in more than 300 ways" in found[1].output
    assert "--max-combinations" in found[1].output
