"""The verdict is about programs: what mypy says of them, and how they run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.executed import executed
from tests.mutations import MUTATIONS, mutated
from tests.verdicts import Case, checked

BREAKING = (
    "result nullable",
    "argument required",
    "field removed",
    "error case removed",
)
SAFE = ("argument widened", "field of a response required", "wire name", "status added")


@pytest.mark.slow
def test_mypy_agrees(tmp_path: Path) -> None:
    """Of each kind, several mutations at once: one client is enough for all."""
    cases = [Case("breaking", BREAKING), Case("safe", SAFE)]
    errors = checked(cases, tmp_path)
    assert errors["safe"] == []
    told = "\n".join(errors["breaking"])
    for name in ("Pet | None", "limit", "tag", "TOO_MANY"):
        assert name in told


@pytest.mark.parametrize("name", ["field removed", "wire name"])
def test_old_programs_run_on_the_fake_of_the_new_client(
    name: str, tmp_path: Path
) -> None:
    """A program that fails is a breaking change; `make fuzz` tries all mutations."""
    found, is_breaking = executed(tmp_path, mutated(MUTATIONS[name]))
    assert bool(found) == is_breaking == (name == "field removed"), found
