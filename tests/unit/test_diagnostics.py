"""The registry of codes and the sink."""

from __future__ import annotations

import re

from apiloom.diagnostics import (
    Code,
    Diagnostic,
    Diagnostics,
    Severity,
    UnusableInput,
)
from apiloom.locations import Location, Pointer

PLACE = Pointer().child("paths", "/x")


def test_codes_are_kebab_case_and_explained() -> None:
    for code in Code:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
        assert code.name == code.upper().replace("-", "_")
        assert code.summary.endswith(".")
        assert len(code.summary) < 80


def test_findings_keep_their_order_and_are_not_repeated() -> None:
    found = Diagnostics()
    found.report(Code.DUPLICATE_KEY, "second", PLACE)
    found.report(Code.UNRESOLVED_REFERENCE, "first", PLACE, "a hint")
    found.report(Code.DUPLICATE_KEY, "second", PLACE)
    assert [finding.message for finding in found] == ["second", "first"]
    assert len(found) == 2
    assert [finding.code for finding in found.errors] == ["unresolved-reference"]
    assert [finding.code for finding in found.warnings] == ["duplicate-key"]


def test_the_severity_can_be_another_one() -> None:
    found = Diagnostics()
    found.report(Code.UNRESOLVED_REFERENCE, "m", PLACE, severity=Severity.WARNING)
    assert not found.errors


def test_a_finding_reads_as_a_compiler_would_say_it() -> None:
    finding = Diagnostic(
        Code.DUPLICATE_KEY, Severity.WARNING, "twice", PLACE, "drop one"
    )
    assert finding.render(Location("spec.yaml", 3, 7, PLACE)) == (
        "spec.yaml:3:7: warning: twice [duplicate-key] at #/paths/~1x\n"
        "  hint: drop one"
    )


def test_unusable_input_says_where() -> None:
    error = UnusableInput(
        Code.SYNTAX_ERROR, "broken", Location("a.json", 1, 2, Pointer())
    )
    assert str(error) == "a.json:1:2: error: broken [syntax-error] at #"
    assert error.diagnostic.code == "syntax-error"
    assert error.location.column == 2
