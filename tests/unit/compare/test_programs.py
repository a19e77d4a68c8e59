"""The verdict is about programs: what mypy says to one against the new client."""

from __future__ import annotations

from pathlib import Path

import pytest

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
