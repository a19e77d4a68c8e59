"""The documents that are read twice: every case, and the four specs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.contract.roundtrip.raw import RawDocument

ROOT = Path(__file__).resolve().parents[3]
SPECS = ROOT / "specs"
CASES = ROOT / "tests" / "cases"


@dataclass(frozen=True, slots=True)
class Source:
    """A document by its name."""

    name: str
    path: Path

    def __str__(self) -> str:
        return self.name


def sources() -> Iterator[Source]:
    """The documents that name schemas, sorted by name."""
    for source in _all():
        raw = RawDocument(source.path)
        components = raw.at(raw.root).get("components")
        if isinstance(components, dict) and components.get("schemas"):
            yield source


def _all() -> Iterator[Source]:
    for path in sorted(CASES.rglob("spec.yaml")):
        yield Source(path.parent.relative_to(CASES).as_posix(), path)
    for path in sorted(SPECS.glob("*/openapi.yaml")):
        yield Source(f"specs/{path.parent.name}", path)
