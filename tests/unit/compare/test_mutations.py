"""Each kind of change: one mutation of a document, and exactly the expected changes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from apiloom.compare.changes import ChangeCode
from apiloom.compare.comparison import Comparison, compare
from apiloom.compare.extraction import surface
from apiloom.compare.surface import Surface
from apiloom.config import ClientConfig
from apiloom.pipeline import understand
from tests.mutations import MUTATIONS, SHOP, mutated
from tests.workshop import PACKAGE, written

KNOWN: dict[str, Surface] = {}
"""The surface of the document that most mutations begin with."""


def surface_of(folder: Path, document: Any) -> Surface:
    if document == SHOP and "" in KNOWN:
        return KNOWN[""]
    found = made_surface(folder, document)
    if document == SHOP:
        KNOWN[""] = found
    return found


def made_surface(folder: Path, document: Any) -> Surface:
    spec = written(folder, document)
    config = ClientConfig(spec=spec.name, package=PACKAGE)
    return surface(understand(config, folder).package)


def told(comparison: Comparison) -> list[str]:
    return [f"{one.code.value} {one.impact.value}" for one in comparison.changes]


@pytest.mark.parametrize("name", MUTATIONS)
def test_exactly_the_expected_changes(name: str, tmp_path: Path) -> None:
    mutation = MUTATIONS[name]
    old, new = (surface_of(tmp_path, one) for one in mutated(mutation))
    forth, back = compare(old, new), compare(new, old)
    assert Counter(told(forth)) == Counter(mutation.changes), forth.changes
    assert Counter(told(back)) == Counter(mutation.reverse), back.changes


def test_every_code_has_a_case() -> None:
    covered = {
        one.split()[0]
        for mutation in MUTATIONS.values()
        for one in (*mutation.changes, *mutation.reverse)
    }
    assert sorted(covered) == sorted(one.value for one in ChangeCode)


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_is_removed_one_way_is_added_the_other(name: str) -> None:
    mutation = MUTATIONS[name]
    for here, there in (
        (mutation.changes, mutation.reverse),
        (mutation.reverse, mutation.changes),
    ):
        opposite = {one.split()[0] for one in there}
        for one in here:
            code = ChangeCode(one.split()[0])
            if code.value.endswith(("-removed", "-added")):
                assert code.opposite in opposite


def test_opposites_are_each_others() -> None:
    for code in ChangeCode:
        assert ChangeCode(code.opposite).opposite == code.value
