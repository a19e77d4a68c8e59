"""A finding for tools: a row of JSON, a workflow command of GitHub Actions."""

from __future__ import annotations

from typing import Any

from apiloom.diagnostics import Finding, Severity
from apiloom.text.visible import message

__all__ = ["as_command", "as_row"]

_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


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


def as_command(finding: Finding) -> str:
    """Return a finding as a workflow command, which annotates the line it is about."""
    found, place = finding.diagnostic, finding.location
    properties = {
        "file": place.file,
        "line": place.line,
        "col": place.column,
        "title": found.code,
    }
    given = ",".join(f"{key}={_property(str(v))}" for key, v in properties.items())
    told = f"{found.message} (at {place.pointer.fragment})"
    return f"::{_LEVELS[found.severity]} {given}::{_data(told)}"


def _data(text: str) -> str:
    return message(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
