"""Where the two readings of a document differ."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.contract.roundtrip.raw import Dangling, Place, RawDocument
from tests.contract.second_reading.documents import Source
from tests.contract.second_reading.instances import Instance, Instances
from tests.contract.second_reading.readers import Reader, Reading, Unread, ours, theirs

ACCEPTED: Final = "accepted"
REFUSED: Final = "refused"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One instance that is not the same to both.

    `ours` and `theirs` say what each makes of it: `accepted`, `refused` with the type
    of the first error, or `changed` for JSON that is not what was read.
    """

    document: str
    component: str
    ours: str
    theirs: str
    violated: frozenset[str]
    value: str

    def __str__(self) -> str:
        verdict = ", ".join(sorted(self.violated)) or "valid"
        return (
            f"{self.document} {self.component}: ours {self.ours}, theirs {self.theirs}"
            f" ({verdict}) {self.value[:160]}"
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of reading a document twice."""

    compared: int
    unread: str
    found: tuple[Disagreement, ...]


@cache
def compared(source: Source) -> Comparison:
    """Read a document twice, and compare what is made of many instances."""
    with tempfile.TemporaryDirectory(prefix="second-reading-") as folder:
        try:
            with (
                ours(source.path, Path(folder)) as first,
                theirs(source.path) as second,
            ):
                return _compared(source, first, second)
        except Unread as error:
            return Comparison(0, str(error), ())


def _compared(source: Source, first: Any, second: Any) -> Comparison:
    raw = RawDocument(source.path)
    instances = Instances(raw, _places(raw, sorted(set(first) & set(second))))
    found: list[Disagreement] = []
    count = 0
    for name, uri in instances.components.items():
        for instance in instances.of(name, uri):
            count += 1
            found += _difference(source, name, instance, first[name], second[name])
    return Comparison(count, "", tuple(found))


def _places(raw: RawDocument, names: list[str]) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for name in names:
        place = raw.root / "components" / "schemas" / name
        try:
            raw.at(place)
        except Dangling:
            continue
        found[name] = place
    return found


def _difference(
    source: Source, name: str, instance: Instance, first: Reader, second: Reader
) -> Iterator[Disagreement]:
    text = instance.text
    mine, other = first.read(text), second.read(text)
    said = _said(mine, instance.value), _said(other, instance.value)
    if said[0] != said[1] and not (REFUSED in said[0] and REFUSED in said[1]):
        yield Disagreement(source.name, name, *said, instance.violated, text.decode())


def _said(reading: Reading, value: Any) -> str:
    if reading.written is None:
        return f"{REFUSED}: {reading.refusal}"
    return ACCEPTED if json.loads(reading.written) == value else "changed"
