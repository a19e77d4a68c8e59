"""The results as text, for whoever runs the measurements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.results import Comparison, Outcome, Verdict
from bench.series import Summary


def text(outcomes: Sequence[Outcome]) -> str:
    """Every number with its spread, then the targets."""
    lines: list[str] = []
    for outcome in outcomes:
        heading = ""
        for comparison in outcome.comparisons:
            title = f"{comparison.measurement}: {comparison.quantity}"
            if title != heading:
                heading = title
                of = comparison.baseline
                lines += ["", title + (f", as multiples of {of}" if of else "")]
            lines += rows(comparison)
    verdicts = [one for outcome in outcomes for one in outcome.verdicts]
    if verdicts:
        lines += ["", "targets"]
        lines += [verdict_line(one) for one in verdicts]
    return "\n".join(lines).strip() + "\n"


def rows(comparison: Comparison) -> Iterator[str]:
    """One line a subject: median, middle half, ratio, its middle half, note."""
    for name in dict.fromkeys((*comparison.series, *comparison.notes)):
        found = comparison.series.get(name)
        value = f"{'':>32}"
        if found is not None:
            value = f"{number(found.summary().median):>8} {comparison.unit:<2}"
            value += f" {_spread(found.summary()):<20}"
        ratio = comparison.ratio(name)
        multiple = f"{'':>24}"
        if ratio is not None and name != comparison.baseline:
            multiple = f"{number(ratio.median):>7} × {_spread(ratio):<14}"
        note = comparison.notes.get(name, "")
        line = f"  {comparison.case:<24} {name:<36} {value} {multiple} {note}"
        yield line.rstrip()


def verdict_line(verdict: Verdict) -> str:
    """One target: what was measured, the limit, whether that is met."""
    word = {True: "met", False: "MISSED", None: "not measured"}[verdict.met]
    measured = "-" if verdict.measured is None else number(verdict.measured)
    note = f"  ({verdict.note})" if verdict.note else ""
    return (
        f"  {word:<12} {measured:>7} {verdict.unit}, at most "
        f"{number(verdict.limit)} {verdict.unit}: {verdict.target}{note}"
    )


def number(value: float) -> str:
    """Three digits, written out."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _spread(summary: Summary) -> str:
    return f"({number(summary.low)}–{number(summary.high)})"
