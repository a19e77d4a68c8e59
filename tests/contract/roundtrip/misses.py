"""What did not work, by cause."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

DEFECT = "defect"
DOCUMENT = "document"
ENGINE = "engine"
NOTE = "note"


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that did not work, at one place."""

    cause: str
    document: str
    operation: str
    pointer: str
    detail: str
    kind: str = DEFECT


@dataclass(slots=True)
class Tally:
    """How many were tried and how many were right, in requests or responses."""

    tried: int = 0
    right: int = 0
    unsampled: int = 0

    @property
    def percent(self) -> float:
        """The share that was right; with nothing tried, all of it."""
        return 100 * self.right / self.tried if self.tried else 100.0


@dataclass(slots=True)
class Result:
    """All that is found out about one document."""

    name: str
    operations: int = 0
    generated: int = 0
    named: int = 0
    dropped: int = 0
    anys: int = 0
    fallbacks: int = 0
    compiles: bool = False
    imports: bool = False
    black: str = "-"
    mypy: str = "-"
    pyright: str = "-"
    requests: Tally = field(default_factory=Tally)
    responses: Tally = field(default_factory=Tally)
    payloads: Tally = field(default_factory=Tally)
    webhooks: int = 0
    seconds: float = 0.0
    misses: list[Miss] = field(default_factory=list)

    def miss(
        self,
        cause: str,
        operation: str = "",
        pointer: str = "",
        detail: str = "",
        kind: str = DEFECT,
    ) -> None:
        """Record what did not work."""
        self.misses.append(Miss(cause, self.name, operation, pointer, detail, kind))


def grouped(misses: list[Miss]) -> list[tuple[int, int, Miss]]:
    """Causes with their counts, in how many documents, and a first example."""
    counts: Counter[tuple[str, str]] = Counter()
    documents: dict[tuple[str, str], set[str]] = {}
    first: dict[tuple[str, str], Miss] = {}
    for miss in misses:
        key = (miss.kind, miss.cause)
        counts[key] += 1
        documents.setdefault(key, set()).add(miss.document)
        first.setdefault(key, miss)
    ordered = sorted(counts, key=lambda key: (key[0], -counts[key], key[1]))
    return [(counts[key], len(documents[key]), first[key]) for key in ordered]


def kind_of(why: str) -> str:
    """Whose fault it is that there is no sample: the document's, or the engine's."""
    faults = ("leads nowhere", "round in a circle", "is left", "nothing is allowed")
    return DOCUMENT if any(one in why for one in faults) else ENGINE


def general(message: str) -> str:
    """A message without what differs from one occurrence to the next."""
    message = re.sub(r"(?s)^[A-Z]+ /.*(?=: the body of)", "…", message)
    message = message.splitlines()[0] if message else ""
    message = re.sub(r"'[^']*'|\"[^\"]*\"|`[^`]*`", "…", message)
    message = re.sub(r"\b\d+(\.\d+)?\b", "N", message)
    return message[:140]


def explained(error: BaseException) -> tuple[str, str]:
    """The general cause of an exception, and its own words."""
    inner: Any = error.__cause__
    details = getattr(inner, "errors", None)
    if callable(details):
        try:
            found = details(include_url=False, include_input=True)
        except TypeError:
            found = []
        kinds = list(dict.fromkeys(one["type"] for one in found))
        if kinds:
            cause = f"{type(error).__name__}: {', '.join(kinds[:3])}"
            lines = [
                f"{'/'.join(map(str, one['loc']))}: {one['msg']} "
                f"<- {one.get('input')!r:.80}"
                for one in found[:4]
            ]
            return cause, f"{'; '.join(lines)} ({len(found)} errors)"
    return f"{type(error).__name__}: {general(str(error))}", str(error)[:300]
