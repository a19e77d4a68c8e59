"""Constraints hold for what is sent, before it is; a server's answer is never refused.

JSON Schema 2020-12, validation, 6.2 (numbers), 6.3 (strings), 6.4 (arrays).
"""

import json
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

VALID: dict[str, list[Any]] = {
    "word": ["ab", "abcde", "ää"],
    "pattern": ["x123y"],
    "unicode": ["ä"],
    "minimum": [1.5, 2],
    "maximum": [10],
    "above": [0.001],
    "below": [9],
    "multiple": [0.3, 1],
    "list": [["ab"], ["a", "b"]],
    "unique": [[], [1, 2]],
    "map": [{"a": 0}],
    "optional": [None, "ab"],
    "either": ["ab", 5],
    "inner": [{"count": 1, "word": "ab"}],
}
INVALID: dict[str, list[Any]] = {
    "word": ["a", "abcdef"],
    "pattern": ["12"],
    "minimum": [1.4],
    "maximum": [11],
    "above": [0],
    "below": [10],
    "list": [[], ["a", "b", "c"], ["abc"]],
    "map": [{"a": -1}],
    "optional": ["abc"],
    "either": ["abc", 6],
    "inner": [{"count": 0}, {"word": "x"}],
}


def check_what_is_valid_is_sent(stage: Stage) -> None:
    for name, values in VALID.items():
        for value in values:
            client = stage.client(httpx2.Response(200, json={"word": "ab"}))
            client.things.all(**({"word": "ab"} | {name: value}))
            assert stage.body == {"word": "ab"} | {name: value}


def check_what_is_not_is_refused(stage: Stage) -> None:
    for name, values in INVALID.items():
        for value in values:
            with pytest.raises(
                stage.package.errors.RequestValidationError, match=rf": {name}[. ]"
            ):
                stage.client().things.all(**({"word": "ab"} | {name: value}))
    assert stage.requests == []


def check_answers_are_not_held_to_them(stage: Stage) -> None:
    for name, values in INVALID.items():
        for value in values:
            answer = {"word": "ab"} | {name: value}
            client = stage.client(httpx2.Response(200, json=answer))
            found = client.things.all(word="ab")
            assert json.loads(found.to_json()) == answer


def check_parameters(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"count": -5, "word": "long word"}))
    found = client.things.find("ab", limit=100, ids=[1, 2], x_token="abc")
    assert (found.count, found.word) == (-5, "long word")
    error = stage.package.errors.RequestValidationError
    for fields in (
        {"limit": 0},
        {"limit": 101},
        {"ids": [0]},
        {"ids": [1, 2, 3]},
        {"x_token": "abcd"},
    ):
        [name] = fields
        wire = {"x_token": "X-Token"}.get(name, name)
        with pytest.raises(error, match=rf": {wire}[. ]"):
            client.things.find("ab", **fields)
    for wrong in ("a", "AB"):
        with pytest.raises(error, match=r": id \(path\)"):
            client.things.find(wrong)
