"""The surface that is read from generated code says what that of its document says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from apiloom.compare.changes import Impact
from apiloom.compare.comparison import compare
from apiloom.compare.extraction import surface
from apiloom.compare.generated import surface_of_code
from apiloom.compare.surface import Surface
from apiloom.config import ClientConfig
from apiloom.pipeline import generate, understand
from tests.mutations import MUTATIONS, mutated
from tests.workshop import PACKAGE, written

UNSEEN = {"no host"}
"""Breaking changes that the code does not show: whether a URL names a host."""
SHOWN = [
    name
    for name, mutation in MUTATIONS.items()
    if any(one.endswith(" breaking") for one in mutation.changes)
]


def surfaces(folder: Path, document: Any) -> tuple[Surface, Surface]:
    spec = written(folder, document)
    client = understand(ClientConfig(spec=spec.name, package=PACKAGE), folder)
    code = surface_of_code(PACKAGE, generate(client))
    assert code is not None
    return surface(client.package), code


def breaking(old: Surface, new: Surface) -> Counter[tuple[str, str]]:
    return Counter(
        (one.code.value, one.subject) for one in compare(old, new).of(Impact.BREAKING)
    )


@pytest.mark.parametrize("name", SHOWN[::5])
def test_the_code_shows_what_breaks(name: str, tmp_path: Path) -> None:
    (old, old_code), (new, new_code) = (
        surfaces(tmp_path, one) for one in mutated(MUTATIONS[name])
    )
    assert not compare(old_code, old_code).changes
    if name not in UNSEEN:
        assert breaking(old_code, new_code) == breaking(old, new)


def test_code_that_cannot_be_read() -> None:
    assert surface_of_code("shop", {}) is None
    assert surface_of_code("shop", {"client.py": b"(", "errors.py": b""}) is None
    assert surface_of_code("shop", {"client.py": b"x = 1", "errors.py": b""}) is None
