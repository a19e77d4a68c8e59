"""Damaged documents: what is wrong is said with its place, and never a traceback.

The documents of the cases are changed at random: parts taken away, replaced, put
elsewhere. What is generated from the rest is Python. `make fuzz FUZZ_ARGS=damage` does
it for as long as you like.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apiloom.config import ClientConfig
from apiloom.diagnostics import Severity, UnusableInput
from apiloom.pipeline import Client, generate, understand
from tests.contract.roundtrip.raw import RawDocument

CASES: Final = Path(__file__).resolve().parents[1] / "cases"
_LARGE: Final = 20_000
_OTHERS: Final[tuple[Any, ...]] = (
    None,
    True,
    False,
    0,
    -1,
    1.5,
    "",
    "text",
    [],
    {},
    [None],
    [{}],
    [[]],
    {"": None},
    {"$ref": "#/nowhere"},
    {"$ref": "#"},
    {"$ref": ""},
    {"$ref": 7},
    {"type": "nonsense"},
    {"allOf": [{"$ref": "#/components/schemas"}]},
    "#/components/schemas",
    "a\x00b\ud800",
    10**40,
)
"""What a part is replaced by."""

NAMES: Final = sorted(
    path.parent.name
    for path in CASES.glob("*/spec.yaml")
    if path.stat().st_size < _LARGE
)


@cache
def original(name: str) -> Any:
    """The document of a case."""
    raw = RawDocument(CASES / name / "spec.yaml")
    return raw.at(raw.root)


def damaged(name: str, seed: int, times: int) -> Any:
    """The document of a case with some parts changed."""
    random = Random(seed)
    document = deepcopy(original(name))
    for _ in range(times):
        places = list(_places(document))
        holder, key = random.choice(places)
        match random.randrange(5):
            case 0:
                del holder[key]
            case 1 | 2:
                holder[key] = deepcopy(random.choice(_OTHERS))
            case 3:  # something from elsewhere; a copy, so that nothing is endless
                other, part = random.choice(places)
                holder[key] = deepcopy(other[part])
            case _ if isinstance(holder, dict):
                holder[random.choice(("", "$ref", "x-y", "type", "allOf"))] = (
                    holder.pop(key)
                )
            case _:
                holder.insert(0, deepcopy(holder[key]))
    return document


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        for key in [*value]:
            yield value, key
            yield from _places(value[key])
    elif isinstance(value, list):
        for index in range(len(value)):
            yield value, index
            yield from _places(value[index])


def check(name: str, document: Any) -> None:
    """Read and generate; assert what holds for any document at all."""
    with TemporaryDirectory(prefix="damage-") as folder:
        root = Path(folder, name)
        shutil.copytree(CASES / name, root, ignore=shutil.ignore_patterns("expected"))
        (root / "spec.yaml").write_text(json.dumps(document), "ascii")
        client = _understood(root)
        if client is None:
            return
        for found in client.diagnostics:
            location = client.document.locate(found.pointer)
            assert location.file, found
            assert location.line, found
            assert found.message
            found.render(location)
        for path, content in generate(client).items():
            if path.endswith(".py"):
                compile(content, path, "exec", dont_inherit=True)


def _understood(root: Path) -> Client | None:
    """A client, or nothing if the document is refused, in words."""
    try:
        return understand(ClientConfig(spec="spec.yaml", package="damaged"), root)
    except UnusableInput as error:
        refused = error.diagnostic
    assert refused.message
    assert refused.severity is Severity.ERROR
    return None


@pytest.mark.slow
@pytest.mark.no_cover
@settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    name=st.sampled_from(NAMES),
    seed=st.integers(0, 2**32),
    times=st.integers(1, 4),
)
def test_damage_is_told_and_survived(name: str, seed: int, times: int) -> None:
    check(name, damaged(name, seed, times))
