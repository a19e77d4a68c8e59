"""The report for CI systems: annotations of GitHub, SARIF and JUnit."""

from __future__ import annotations

import re
from typing import Any, Final
from xml.etree import ElementTree

from apiloom.compare.changes import Impact
from apiloom.compare.report.groups import Group, grouped
from apiloom.compare.report.text import summary
from apiloom.compare.report.verdict import Finding, Verdict
from apiloom.text.ci import file_uri, sarif_log, sarif_rule, workflow_command
from apiloom.text.visible import json_text, message

__all__ = ["github_report", "junit_report", "sarif_report"]

_LEVELS = {
    Impact.BREAKING: "error",
    Impact.WARNING: "warning",
    Impact.COMPATIBLE: "notice",
}
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SARIF_LEVELS = {
    Impact.BREAKING: "error",
    Impact.WARNING: "warning",
    Impact.COMPATIBLE: "note",
}


def github_report(verdict: Verdict) -> str:
    """Return workflow commands of GitHub Actions, which annotate lines.

    Compatible changes are left out: GitHub shows only the first annotations.
    """
    found = [
        one
        for one in verdict.findings
        if one.waiver is None and one.change.impact is not Impact.COMPATIBLE
    ]
    lines = [_command(one) for one in grouped(found)]
    lines += [
        workflow_command("error", {"title": "waiver"}, complaint)
        for complaint in verdict.complaints
    ]
    title = {"title": "apiloom diff"}
    lines.append(workflow_command("notice", title, summary(verdict)))
    return "\n".join(lines)


def _command(group: Group) -> str:
    finding = group.first
    change, location = finding.change, finding.after
    properties: dict[str, object] = {}
    if location is not None and location.line:
        properties |= {
            "file": location.file,
            "line": location.line,
            "col": location.column,
        }
    properties["title"] = change.code.value
    text = f"{_told(finding)} {group.more()}".rstrip()
    return workflow_command(_LEVELS[change.impact], properties, text)


def _told(finding: Finding) -> str:
    hint = finding.change.hint.strip()
    return f"{finding.change.message} {hint}" if hint else finding.change.message


def sarif_report(verdict: Verdict, version: str) -> str:
    """Return a log of the Static Analysis Results Interchange Format (SARIF 2.1.0).

    `version` is that of apiloom.
    """
    codes = sorted({one.change.code for one in verdict.findings})
    rules = [
        sarif_rule(code.value, code.summary, _SARIF_LEVELS[code.impact])
        for code in codes
    ]
    results = [_result(one, codes.index(one.change.code)) for one in verdict.findings]
    return json_text(sarif_log("apiloom diff", version, rules, results))


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    change = finding.change
    found: dict[str, Any] = {
        "ruleId": change.code.value,
        "ruleIndex": rule,
        "level": _SARIF_LEVELS[change.impact],
        "message": {"text": message(_told(finding))},
        "partialFingerprints": {
            "apiloom/v1": f"{change.code}:{change.before or ''}:{change.after or ''}"
        },
    }
    location = finding.after
    logical = {"fullyQualifiedName": change.subject}
    place: dict[str, Any] = {"logicalLocations": [logical]}
    if location is not None and location.line:
        place["physicalLocation"] = {
            "artifactLocation": {"uri": file_uri(location.file)},
            "region": {"startLine": location.line, "startColumn": location.column},
        }
    found["locations"] = [place]
    if finding.waiver is not None:
        found["suppressions"] = [
            {"kind": "external", "justification": message(finding.waiver.reason)}
        ]
    return found


def junit_report(verdict: Verdict) -> str:
    """Return a test report: a test for each change, failed where it is too much."""
    findings = verdict.findings
    failures = [one for one in findings if _is_failure(verdict, one)]
    suite = ElementTree.Element(
        "testsuite",
        name="apiloom diff",
        tests=str(max(1, len(findings) + len(verdict.complaints))),
        failures=str(len(failures) + len(verdict.complaints)),
        skipped=str(len(verdict.waived)),
    )
    for one in findings:
        case = _case(suite, one.change.code.value, one.change.subject)
        text = _clean(_told(one))
        if one.waiver is not None:
            ElementTree.SubElement(case, "skipped", message=_clean(one.waiver.reason))
        elif _is_failure(verdict, one):
            failure = ElementTree.SubElement(
                case, "failure", message=text, type=one.change.impact.value
            )
            failure.text = str(one.place) if one.place is not None else ""
        else:
            ElementTree.SubElement(case, "system-out").text = text
    for complaint in verdict.complaints:
        case = _case(suite, "waiver", complaint)
        ElementTree.SubElement(case, "failure", message=_clean(complaint))
    if not findings and not verdict.complaints:
        _case(suite, "apiloom diff", "nothing changes for callers")
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode")


def _case(suite: ElementTree.Element, group: str, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", classname=group, name=_clean(name))


def _is_failure(verdict: Verdict, finding: Finding) -> bool:
    is_reached = verdict.threshold.is_reached(finding.change.impact)
    return finding.waiver is None and is_reached


def _clean(text: str) -> str:
    """Return text that XML can hold (XML 1.0, section 2.2)."""
    return _NOT_XML.sub("\ufffd", message(text))
