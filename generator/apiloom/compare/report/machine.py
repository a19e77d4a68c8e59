"""The report as JSON, and where its JSON Schema is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from apiloom.compare.changes import Impact
from apiloom.compare.report.verdict import Finding, Side, Verdict
from apiloom.compare.surface import Surface
from apiloom.locations import Location
from apiloom.text.visible import json_text

__all__ = ["VERSION", "json_report", "report_data", "schema"]

VERSION = 1


def json_report(verdict: Verdict) -> str:
    """Return the report as JSON; `schema` describes it."""
    return json_text(report_data(verdict))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the report."""
    text = (Path(__file__).parent / "report.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def report_data(verdict: Verdict) -> dict[str, Any]:
    """Return the report as JSON's types."""
    comparison = verdict.comparison
    return {
        "version": VERSION,
        "old": _side(verdict.old, comparison.old),
        "new": _side(verdict.new, comparison.new),
        "verdict": verdict.word,
        "step": verdict.step.name.lower(),
        "fails": verdict.fails,
        "counts": {
            **{impact.value: len(verdict.of(impact)) for impact in Impact},
            "waived": len(verdict.waived),
        },
        "changes": [_change(one) for one in verdict.findings],
        "waivers": [
            {
                "code": one.waiver.code,
                "subject": one.waiver.subject,
                "reason": one.waiver.reason,
                "expires": one.waiver.expires,
                "state": one.state.value,
            }
            for one in verdict.waivers
        ],
    }


def _side(side: Side, surface: Surface) -> dict[str, Any]:
    return {
        "name": side.name,
        "package": surface.package,
        "client": surface.client,
        "sha256": surface.sha256,
        "apiloom": surface.apiloom,
    }


def _change(finding: Finding) -> dict[str, Any]:
    change = finding.change
    waiver = finding.waiver
    return {
        "code": change.code.value,
        "severity": change.impact.value,
        "subject": change.subject,
        "message": change.message,
        "hint": change.hint.strip() or None,
        "before": _end(change.before, finding.before),
        "after": _end(change.after, finding.after),
        "waived": (
            None
            if waiver is None
            else {"reason": waiver.reason, "expires": waiver.expires}
        ),
    }


def _end(name: str | None, location: Location | None) -> dict[str, Any] | None:
    if name is None and location is None:
        return None
    return {
        "name": name,
        "file": location.file if location is not None else None,
        "line": (location.line or None) if location is not None else None,
        "column": (location.column or None) if location is not None else None,
        "pointer": str(location.pointer) if location is not None else None,
    }
