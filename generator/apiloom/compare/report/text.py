"""The report for a terminal: grouped, and short when there is a lot to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from apiloom.compare.changes import Impact, Step
from apiloom.compare.report.groups import Group, grouped
from apiloom.compare.report.verdict import Finding, Verdict
from apiloom.text.visible import message, quantity

__all__ = ["STEPS", "summary", "text_report"]

_HEADINGS = {
    Impact.BREAKING: "Breaking",
    Impact.WARNING: "Warnings",
    Impact.COMPATIBLE: "Compatible",
}
_MOST = {Impact.BREAKING: 50, Impact.WARNING: 20, Impact.COMPATIBLE: 10}
"""How many changes of an impact are worth lines of their own."""
_COLOURS = {
    Impact.BREAKING: "red",
    Impact.WARNING: "yellow",
    Impact.COMPATIBLE: "green",
}
STEPS = {
    Step.MAJOR: "a major version",
    Step.MINOR: "a minor version",
    Step.PATCH: "a patch",
    Step.NONE: "no new version",
}
"""The steps of semantic versioning, in words."""


def summary(verdict: Verdict) -> str:
    """Return the verdict in one sentence."""
    counts = [
        quantity(len(found), noun)
        for impact, noun in (
            (Impact.BREAKING, "breaking change"),
            (Impact.WARNING, "warning"),
            (Impact.COMPATIBLE, "compatible change"),
        )
        if (found := verdict.of(impact))
    ]
    if verdict.waived:
        counts.append(quantity(len(verdict.waived), "accepted change"))
    told = ", ".join(counts) or "Nothing changes for callers"
    return f"{told}: {STEPS[verdict.step]}"


def text_report(
    verdict: Verdict, style: Callable[[str, str], str], *, is_whole: bool = False
) -> str:
    """Return the report.

    Args:
        verdict: What to report.
        style: Colours a text: called with the text and the name of a colour.
        is_whole: Whether to list all changes, however many there are.
    """
    lines: list[str] = []
    for impact in Impact:
        found = verdict.of(impact)
        if not found:
            continue
        heading = f"{_HEADINGS[impact]} ({len(found):,})"
        lines += [style(heading, _COLOURS[impact])]
        groups = grouped(found)
        most = len(groups) if is_whole else _MOST[impact]
        lines += _listed(groups[:most], style, impact, is_whole)
        if len(groups) > most:
            count = sum(1 + len(one.others) for one in groups[most:])
            lines.append(f"  and {count:,} more; `--all` lists them")
        lines.append("")
    if verdict.waived:
        lines.append(f"Accepted ({len(verdict.waived):,})")
        for one in verdict.waived:
            waiver = one.waiver
            assert waiver is not None
            lines.append(f"  {message(one.change.message)} [{one.change.code}]")
            lines.append(f"    {message(waiver.reason)} (until {waiver.expires})")
        lines.append("")
    lines += [f"error: {message(one)}" for one in verdict.complaints]
    lines.append(summary(verdict))
    return "\n".join(lines)


def _listed(
    groups: Sequence[Group],
    style: Callable[[str, str], str],
    impact: Impact,
    is_whole: bool,
) -> Iterator[str]:
    for group in groups:
        change = group.first.change
        code = style(f"[{change.code}]", _COLOURS[impact])
        yield f"  {message(change.message)} {code}"
        if change.hint:
            yield f"    {message(change.hint.strip())}"
        if group.others:
            yield f"    {message(group.more(is_whole=is_whole))}"
        if impact is not Impact.COMPATIBLE and group.first.place is not None:
            yield f"    {message(place(group.first))}"


def place(finding: Finding) -> str:
    """Return where a change stands, as terminals make links of it."""
    location = finding.place
    if location is None:
        return ""
    if not location.line:
        return str(location.pointer)
    return str(location)
