"""Findings for tools: JSON, workflow commands of GitHub Actions, SARIF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from apiloom import __version__
from apiloom.diagnostics import Code, Finding, Severity
from apiloom.text.ci import file_uri, sarif_log, sarif_rule, workflow_command

__all__ = ["as_command", "as_row", "as_sarif"]

_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


_SARIF_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
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
    text = f"{found.message} (at {place.pointer.fragment})"
    return workflow_command(_LEVELS[found.severity], properties, text)


def as_sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return findings as a log of SARIF 2.1.0, for code scanning."""
    codes = sorted({finding.diagnostic.code for finding in findings})
    rules = [
        sarif_rule(code, code.summary, _SARIF_LEVELS[code.severity]) for code in codes
    ]
    results = [_sarif_result(finding, codes) for finding in findings]
    return sarif_log("apiloom", __version__, rules, results)


def _sarif_result(finding: Finding, codes: Sequence[Code]) -> dict[str, Any]:
    found, place = finding.diagnostic, finding.location
    text = found.message if found.hint is None else f"{found.message}. {found.hint}"
    return {
        "ruleId": str(found.code),
        "ruleIndex": codes.index(found.code),
        "level": _SARIF_LEVELS[found.severity],
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": file_uri(place.file)},
                    "region": {"startLine": place.line, "startColumn": place.column},
                },
                "logicalLocations": [
                    {"fullyQualifiedName": place.pointer.fragment, "kind": "object"}
                ],
            }
        ],
    }
