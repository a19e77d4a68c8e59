"""Whether a type checker agrees with `apiloom diff`: programs against other clients."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apiloom.compare.changes import Impact
from apiloom.compare.comparison import compare
from apiloom.compare.extraction import surface
from apiloom.compare.surface import Surface
from tests.callers import program
from tests.checkers import mypy
from tests.mutations import MUTATIONS, SHOP, Mutation
from tests.workshop import make, written

__all__ = ["Case", "checked", "complaints", "generated", "told"]


@dataclass(frozen=True)
class Case:
    """A client with some mutations of the shop at once."""

    package: str
    mutations: Sequence[str]


ADDED = Mutation(
    lambda document: document["paths"]["/pets/{id}"]["delete"]["responses"].update(
        {"404": document["paths"]["/pets/{id}"]["get"]["responses"]["404"]}
    )
)
"""A status that is added: no mutation of its own, but the reverse of one."""


def generated(folder: Path, package: str, document: Any) -> Surface:
    """Write a client; return its surface."""
    made = make(written(folder, document), folder, package=package)
    return surface(made.client.package)


def complaints(folder: Path, files: Iterable[str]) -> list[str]:
    """Return what mypy says of programs in a folder."""
    done = mypy(folder, *files)
    assert done.returncode in (0, 1), done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith("program")]


def checked(cases: Sequence[Case], folder: Path) -> dict[str, list[str]]:
    """Return what mypy says of a caller's program against each client."""
    old = generated(folder, "old", SHOP)
    text = program(old)
    for case in cases:
        document = deepcopy(SHOP)
        for name in case.mutations:
            mutation = ADDED if name == "status added" else MUTATIONS[name]
            mutation.edit(document)
        generated(folder, case.package, document)
        body = re.sub(r"\bold\b(?= import|$)", case.package, text, flags=re.MULTILINE)
        (folder / f"program_{case.package}.py").write_text(body, "utf-8")
    names = [case.package for case in cases]
    lines = complaints(folder, [f"program_{name}.py" for name in names])
    return {
        name: [line for line in lines if line.startswith(f"program_{name}.py")]
        for name in names
    }


def told(old: Surface, new: Surface) -> bool:
    """Return whether a comparison says that callers break."""
    return bool(compare(old, new).of(Impact.BREAKING))
