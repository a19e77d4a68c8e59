"""What a measurement has to say: comparisons, and whether targets are met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.series import Series, Summary

APILOOM = "apiloom"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """One quantity of several subjects in one case, as multiples of a baseline's."""

    measurement: str
    case: str
    quantity: str
    unit: str
    baseline: str | None
    """None where only the plain number says something."""
    series: Mapping[str, Series]
    notes: Mapping[str, str] = field(default_factory=dict[str, str])
    """By subject: why there is no number, or what its number leaves out."""

    def ratio(self, subject: str) -> Summary | None:
        """A subject as a multiple of the baseline, if both could be measured."""
        mine, its = self.series.get(subject), self.series.get(self.baseline or "")
        return None if mine is None or its is None else mine.ratio(its)

    def data(self) -> dict[str, Any]:
        """The comparison in JSON's types."""
        subjects: dict[str, Any] = {}
        for name in dict.fromkeys((*self.series, *self.notes)):
            found: dict[str, Any] = {}
            if name in self.series:
                found["value"] = _rounded(self.series[name].summary())
                if (ratio := self.ratio(name)) is not None:
                    found["ratio"] = _rounded(ratio)
            if name in self.notes:
                found["note"] = self.notes[name]
            subjects[name] = found
        return {
            "measurement": self.measurement,
            "case": self.case,
            "quantity": self.quantity,
            "unit": self.unit,
            "baseline": self.baseline,
            "subjects": subjects,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target and what was measured: the measured should be at most the limit."""

    target: str
    limit: float
    measured: float | None
    unit: str = "×"
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None if it could not be measured."""
        return None if self.measured is None else self.measured <= self.limit

    def data(self) -> dict[str, Any]:
        """The verdict in JSON's types."""
        measured = None if self.measured is None else _significant(self.measured)
        return {
            "target": self.target,
            "limit": self.limit,
            "measured": measured,
            "unit": self.unit,
            "met": self.met,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that one measurement found."""

    comparisons: tuple[Comparison, ...]
    verdicts: tuple[Verdict, ...] = ()


def worst(
    target: str, limit: float, comparisons: Iterable[Comparison], subject: str = APILOOM
) -> Verdict:
    """The verdict on a target that holds for each of several comparisons."""
    ratios = [
        (found.median, one.case)
        for one in comparisons
        if (found := one.ratio(subject)) is not None
    ]
    if not ratios:
        return Verdict(target, limit, None, note="not measured")
    measured, case = max(ratios)
    note = case if len(ratios) == 1 else f"the worst of {len(ratios)}: {case}"
    return Verdict(target, limit, measured, note=note)


def document(
    outcomes: Sequence[Outcome], conditions: Mapping[str, Any]
) -> dict[str, Any]:
    """Everything that is published, in JSON's types."""
    comparisons = [one.data() for out in outcomes for one in out.comparisons]
    return {
        "version": VERSION,
        "conditions": _concerning(conditions, comparisons),
        "targets": [one.data() for out in outcomes for one in out.verdicts],
        "comparisons": comparisons,
    }


def merged(older: Mapping[str, Any], newer: Mapping[str, Any]) -> dict[str, Any]:
    """The newer results, with what they did not measure from the older ones.

    So that a part can be measured anew; conditions are those of the newer.
    """
    again = {one["measurement"] for one in newer["comparisons"]}
    kept = [one for one in older["comparisons"] if one["measurement"] not in again]
    # A target begins with the name of its measurement.
    targets = [
        one for one in older["targets"] if one["target"].partition(":")[0] not in again
    ]
    documents = {
        **older["conditions"]["documents"],
        **newer["conditions"]["documents"],
    }
    comparisons = [*kept, *newer["comparisons"]]
    conditions = {**newer["conditions"], "documents": documents}
    return {
        "version": VERSION,
        "conditions": _concerning(conditions, comparisons),
        "targets": [*targets, *newer["targets"]],
        "comparisons": comparisons,
    }


def _concerning(
    conditions: Mapping[str, Any], comparisons: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The conditions, with those documents only that something is said about."""
    cases = {one["case"] for one in comparisons}
    documents = conditions["documents"].items()
    return {
        **conditions,
        "documents": {name: of for name, of in documents if name in cases},
    }


def _rounded(summary: Summary) -> dict[str, float]:
    return {
        "median": _significant(summary.median),
        "low": _significant(summary.low),
        "high": _significant(summary.high),
        "count": summary.count,
    }


def _significant(value: float) -> float:
    """Four digits: more than any of this is worth."""
    return float(f"{value:.4g}")
