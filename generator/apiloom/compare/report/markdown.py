"""The report as Markdown: the section of a changelog, fit for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from apiloom.compare.changes import Impact
from apiloom.compare.report.groups import grouped
from apiloom.compare.report.text import STEPS, place
from apiloom.compare.report.verdict import Finding, Verdict
from apiloom.text.visible import message, quantity

__all__ = ["markdown_report"]

_MOST = 100
"""How many changes are listed: comments of pull requests have a limit."""
_OUTSIDE_CODE = re.compile(r"(`[^`]*`)|([\\*_<>\[\]#|~@!&])")


def markdown_report(verdict: Verdict) -> str:
    """Return the report; text of the documents is only ever inside code spans."""
    lines = [f"## `{verdict.comparison.new.package}`: {STEPS[verdict.step]}", ""]
    if not verdict.findings:
        lines += ["Nothing changes for callers.", ""]
    for impact, heading in (
        (Impact.BREAKING, "Breaking changes"),
        (Impact.WARNING, "Warnings"),
    ):
        found = verdict.of(impact)
        if found:
            lines += [f"### {heading}", "", *_listed(found), ""]
    compatible = verdict.of(Impact.COMPATIBLE)
    if compatible:
        count = quantity(len(compatible), "compatible change")
        lines += ["<details>", f"<summary>{count}</summary>", ""]
        lines += [*_listed(compatible), "", "</details>", ""]
    if verdict.waived:
        lines += ["### Accepted", ""]
        for one in verdict.waived:
            assert one.waiver is not None
            reason = _escaped(f"{one.waiver.reason} (until {one.waiver.expires})")
            lines.append(f"- {_escaped(one.change.message)} {reason}")
        lines.append("")
    lines += [f"**Error:** {_escaped(one)}" for one in verdict.complaints]
    return "\n".join(lines).rstrip() + "\n"


def _listed(findings: Sequence[Finding]) -> Iterator[str]:
    groups = grouped(findings)
    for group in groups[:_MOST]:
        one = group.first
        parts = one.change.message, one.change.hint.strip(), group.more()
        text = " ".join(filter(None, parts))
        where = place(one) if one.change.impact is not Impact.COMPATIBLE else ""
        where = where.replace("`", "'")
        yield f"- {_escaped(text)}" + (f" (`{message(where)}`)" if where else "")
    if len(groups) > _MOST:
        count = sum(1 + len(one.others) for one in groups[_MOST:])
        yield f"- and {count:,} more"


def _escaped(text: str) -> str:
    r"""Return text with a backslash before what Markdown would read, but for code."""
    return _OUTSIDE_CODE.sub(lambda match: match[1] or f"\\{match[2]}", message(text))
