"""A finding as a row of JSON, for tools."""

from __future__ import annotations

from typing import Any

from generator.diagnostics import Finding

__all__ = ["as_row"]


def as_row(finding: Finding) -> dict[str, Any]:
    """Return a finding as `inspect` and `lint --format json` print it."""
    found, place = finding.diagnostic, finding.location
    return {
        "severity": found.severity.value,
        "code": found.code,
        "message": found.message,
        "pointer": str(place.pointer),
        "file": place.file,
        "line": place.line,
        "column": place.column,
    }
