"""The engine on the project's own specs and on the cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.contract.roundtrip.engine import Wishes, judge
from tests.contract.roundtrip.misses import DEFECT, Result
from tests.contract.roundtrip.report import causes
from tests.specs.reading import NAMES, spec

CASES = Path(__file__).resolve().parents[2] / "cases"
NO_SCHEMAS = {"wild-schemas"}
"""Cases of what is no JSON Schema: the engine, which reads it as such, is no judge."""

FOUND = [
    path
    for path in sorted(CASES.glob("*/spec.*"))
    if path.parent.name not in NO_SCHEMAS
]


@pytest.mark.parametrize("name", NAMES)
def test_an_api_of_ours_says_what_it_is_given(name: str, tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(spec(name)), "utf-8")
    result = judge(name, path, Wishes(samples=5))
    _nothing_is_wrong(result)
    assert result.operations == result.generated > 0
    assert result.requests.tried >= result.operations
    assert result.responses.tried > result.operations


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.parent.name)
def test_a_case_says_what_it_is_given(path: Path) -> None:
    result = judge(path.parent.name, path, Wishes())
    _nothing_is_wrong(result)
    assert result.requests.tried or not result.operations


def _nothing_is_wrong(result: Result) -> None:
    wrong = [
        miss
        for miss in result.misses
        if miss.kind == DEFECT or miss.cause.startswith("stopped")
    ]
    assert not wrong, causes([result])
    assert not result.dropped
    assert result.imports
