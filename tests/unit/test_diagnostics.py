"""The registry of codes and the sink."""

from __future__ import annotations

import re

import pytest

from apiloom.diagnostics import (
    CODES,
    Diagnostic,
    Diagnostics,
    Severity,
    UnusableInput,
)
from apiloom.locations import Location, Pointer

PLACE = Pointer().child("paths", "/x")


def test_codes_are_kebab_case_and_explained() -> None:
    for code, entry in CODES.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
        assert entry.summary.endswith(".")
        assert len(entry.summary) < 80


def test_findings_keep_their_order_and_are_not_repeated() -> None:
    found = Diagnostics()
    found.report("duplicate-key", "second", PLACE)
    found.report("unresolved-reference", "first", PLACE, "a hint")
    found.report("duplicate-key", "second", PLACE)
    assert [finding.message for finding in found] == ["second", "first"]
    assert len(found) == 2
    assert [finding.code for finding in found.errors] == ["unresolved-reference"]
    assert [finding.code for finding in found.warnings] == ["duplicate-key"]


def test_the_severity_can_be_another_one() -> None:
    found = Diagnostics()
    found.report("unresolved-reference", "m", PLACE, severity=Severity.WARNING)
    assert not found.errors


def test_an_unknown_code_is_a_mistake_in_the_program() -> None:
    with pytest.raises(KeyError):
        Diagnostics().report("no-such-code", "m", PLACE)


def test_a_finding_reads_as_a_compiler_would_say_it() -> None:
    finding = Diagnostic("duplicate-key", Severity.WARNING, "twice", PLACE, "drop one")
    assert finding.render(Location("spec.yaml", 3, 7, PLACE)) == (
        "spec.yaml:3:7: warning: twice [duplicate-key] at #/paths/~1x\n"
        "  hint: drop one"
    )


def test_unusable_input_says_where() -> None:
    error = UnusableInput("syntax-error", "broken", Location("a.json", 1, 2, Pointer()))
    assert str(error) == "a.json:1:2: error: broken [syntax-error] at #"
    assert error.diagnostic.code == "syntax-error"
    assert error.location.column == 2
