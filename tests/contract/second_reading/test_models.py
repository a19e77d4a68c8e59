"""Two generators read each document; the specification decides where they differ."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.contract.second_reading.decisions import DECISIONS, UNREAD
from tests.contract.second_reading.disagreements import compared
from tests.contract.second_reading.documents import Source, sources

SOURCES = list(sources())
_SHOWN = 12


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_both_read_the_same(source: Source) -> None:
    comparison = compared(source)
    assert bool(comparison.unread) == (source.name in UNREAD), comparison.unread
    undecided = [
        found
        for found in comparison.found
        if not any(decision.covers(found) for decision in DECISIONS)
    ]
    lines = [str(found) for found in undecided[:_SHOWN]]
    assert not undecided, "\n".join([f"{len(undecided)} undecided:", *lines])


@pytest.mark.slow
def test_every_decision_is_needed() -> None:
    """What two generators have come to agree on needs no decision any more."""
    found = [one for source in SOURCES for one in compared(source).found]
    needed = Counter(
        next((decision for decision in DECISIONS if decision.covers(one)), None)
        for one in found
    )
    idle = [decision.why for decision in DECISIONS if not needed[decision]]
    assert idle == []


@pytest.mark.slow
def test_enough_was_read() -> None:
    """Nothing is proven by instances that were never made."""
    counts = {source.name: compared(source).compared for source in SOURCES}
    read = [name for name in counts if name not in UNREAD]
    assert all(counts[name] for name in read)
    assert sum(counts.values()) > 100 * len(read)
