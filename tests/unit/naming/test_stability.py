"""Adding something to a document never renames what was there before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from apiloom.inspect.model import inspection
from tests.contract.roundtrip.raw import RawDocument
from tests.workshop import understood

CASES: Final = Path(__file__).resolve().parents[2] / "cases"
NEW: Final = {
    "operationId": "aNewOperation",
    "tags": ["a new tag"],
    "responses": {"204": {"description": "Done."}},
}


def documents() -> Iterator[str]:
    """The cases in one file with several paths."""
    for path in sorted(CASES.glob("*/spec.yaml")):
        raw = RawDocument(path)
        files = [one for one in path.parent.iterdir() if one.suffix in (".yaml", ".md")]
        if files == [path] and len(raw.at(raw.root).get("paths") or ()) > 1:
            yield path.parent.name


def names(folder: Path, document: Any) -> dict[str, Any]:
    """What callers write, for each operation: the way to it, and its arguments."""
    found = inspection(understood(folder, document).package)["operations"]
    return {
        one["id"]: (
            *one["resource"],
            one["method"],
            *((argument["name"], argument["wire"]) for argument in one["parameters"]),
        )
        for one in found
    }


@pytest.mark.parametrize("case", list(documents()))
def test_operations_keep_their_names(case: str, tmp_path: Path) -> None:
    raw = RawDocument(CASES / case / "spec.yaml")
    document = raw.at(raw.root)
    paths = document["paths"]
    whole = names(tmp_path, document)
    # What was there when the last paths were not.
    for count in {1, len(paths) // 2}:
        before = dict([*paths.items()][:-count])
        known = names(tmp_path, {**document, "paths": before})
        assert known == {name: whole[name] for name in known}
    # An operation in front of all others.
    more = {"/a/new/one": {"get": NEW}, **paths}
    assert names(tmp_path, {**document, "paths": more}).items() >= whole.items()
