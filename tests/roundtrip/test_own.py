"""The engine on the project's own specs and on the cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.roundtrip.engine import Wishes, judge
from tests.roundtrip.misses import DEFECT, Result
from tests.roundtrip.report import causes
from tests.specs.reading import NAMES, spec

CASES = Path(__file__).resolve().parents[1] / "cases"
NO_SCHEMAS = {"rings", "wild-schemas"}
"""Cases of what is no JSON Schema: the engine, which reads it as such, is no judge."""

ELSEWHERE = {
    "class-names": "Any where the document says more",  # a component called Any
    "collection-formats": "request: ",  # Swagger 2.0 in lists that OpenAPI 3 has not
    "openapi-3-2": "call: RequestValidationError: things.cookies",  # RFC 6265, 4.1.1
    "responses-swagger": "response",  # JSON of type file is bytes
    "responses-that-differ": "response",  # JSON of format binary is bytes
    "streams-events": "response (odd): it is not None",  # no events, of a stream
    "uploads": "",  # JSON of format binary is a file, and a body is left out
}
"""Misses by how they start, in cases whose own checks say what is right instead."""

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
    _nothing_is_wrong(result, ELSEWHERE.get(path.parent.name))
    assert result.requests.tried or not result.operations


def _nothing_is_wrong(result: Result, elsewhere: str | None = None) -> None:
    defects = [
        miss
        for miss in result.misses
        if miss.kind == DEFECT
        and (elsewhere is None or not miss.cause.startswith(elsewhere))
    ]
    assert not defects, causes([result])
    assert not result.dropped
    assert result.imports
