"""How often things are done: counts, which say more than seconds, and always."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apiloom.codegen.models.placement import Placement
from apiloom.codegen.resources.docstrings import MethodTexts
from apiloom.document.read import json_text, parse
from apiloom.pipeline import generate
from tests.workshop import document, response, understood

SHARED = {
    f"Thing{number}": {
        "type": "object",
        "properties": {"next": {"$ref": f"#/components/schemas/Thing{number + 1}"}},
    }
    for number in range(30)
} | {"Thing30": {"type": "string"}}
PATHS = {
    f"/things/{number}": {
        "get": {
            "operationId": f"get{number}",
            "tags": [f"tag{number % 5}"],
            "responses": {
                "200": response({"$ref": f"#/components/schemas/Thing{number}"})
            },
        }
    }
    for number in range(20)
}


def counted(
    monkeypatch: pytest.MonkeyPatch, holder: Any, name: str, key: Callable[..., object]
) -> Counter[object]:
    """Count the calls of a function, by what `key` makes of their arguments."""
    calls: Counter[object] = Counter()
    function = getattr(holder, name)

    def counting(*args: Any, **kwargs: Any) -> Any:
        calls[key(*args, **kwargs)] += 1
        return function(*args, **kwargs)

    monkeypatch.setattr(holder, name, counting)
    return calls


def test_sync_and_async_share_their_documentation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = counted(monkeypatch, MethodTexts, "_write", lambda _, one, *__: one.id)
    generate(understood(tmp_path, document(PATHS, SHARED)))
    assert len(calls) == len(PATHS)
    assert set(calls.values()) == {1}


def test_definitions_are_sorted_into_modules_once(tmp_path: Path) -> None:
    client = understood(tmp_path, document(PATHS, SHARED))
    placement: Placement = client.package.placement
    for module in placement.names:
        assert placement.members(module) is placement.members(module)
    listed = [one for module in placement.names for one in placement.members(module)]
    assert sorted(listed) == sorted(placement.modules)


def test_a_document_is_parsed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = counted(monkeypatch, parse, "parse_json", len)
    generate(understood(tmp_path, document(PATHS, SHARED)))
    assert sum(calls.values()) == 1


def test_all_places_take_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was scanned for one place is not skipped again for the next."""
    inner = {f"p{n}": {"type": ["string", n]} for n in range(50)}
    data = {name: {"properties": inner, "x": {}} for name in ("a", "b")}
    text = json.dumps({"schemas": data, "last": 1})
    positions = json_text.JSONPositions(text)
    skipped: list[int] = []
    skip = positions._skip

    def counted(text: str, start: int) -> tuple[object, int]:
        value, end = skip(text, start)
        skipped.append(end - start)
        return value, end

    monkeypatch.setattr(positions, "_skip", counted)
    for name in ("b", "a"):
        for n in (*range(50), "missing"):
            positions.find(("schemas", name, "properties", f"p{n}", "type", "1"))
    assert text[positions.find(("last",)) :].startswith('"last"')
    assert sum(skipped) <= 2 * len(text)


def test_a_place_is_looked_for_no_further_than_needed() -> None:
    text = json.dumps({"a": {"b": 1, "c": 2}, "d": [{}] * 100, "e": {}})
    positions = json_text.JSONPositions(text)
    assert text[positions.find(("a", "b")) :].startswith('"b"')
    known = {at: scan.members for at, scan in positions._scans.items() if scan}
    assert known == {
        0: {"a": (1, 6)},
        6: {"b": (7, 12)},
    }
    assert text[positions.find(("d", "1")) :].startswith("{}, {}")
    twice = '{"a": 1, "a": 2}'
    assert json_text.JSONPositions(twice).find(("a",)) == 1
    assert json_text.JSONPositions(twice, duplicates=True).find(("a",)) == 9
