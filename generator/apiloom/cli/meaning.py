"""The meaning of a pending change for callers; loaded when there is a change."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import click

from apiloom.access import open_regular
from apiloom.compare.comparison import compare
from apiloom.compare.generated import surface_of_code
from apiloom.compare.report.text import text_report
from apiloom.compare.report.verdict import Side, Threshold, Verdict, judge
from apiloom.config import Waiver
from apiloom.output import Plan

__all__ = ["meaning", "pending"]


def pending(plan: Plan, package: str, waivers: Sequence[Waiver] = ()) -> Verdict | None:
    """Return what a plan means for callers.

    The old client is the code on the disk, which may hold a part of the change already:
    that a waiver matches nothing means nothing here. None where there is no code, where
    it cannot be read, or where only documentation and the runtime differ.
    """
    before = _before(plan)
    differing = {*plan.changed, *plan.added, *plan.stale, *plan.kept}
    if not before or not any(map(_is_surface, differing)):
        return None
    old = surface_of_code(package, before)
    new = surface_of_code(package, plan.files)
    if old is None or new is None:
        return None
    here = Side(plan.label, lambda _: None)
    comparison = compare(old, new)
    today = datetime.now(UTC).date()
    verdict = judge(comparison, here, here, waivers, Threshold.BREAKING, today)
    return verdict.without_unused


def meaning(
    plan: Plan, package: str, waivers: Sequence[Waiver] = (), *, is_coloured: bool
) -> str:
    """Return the lines about a plan's meaning; empty where nothing can be said."""
    verdict = pending(plan, package, waivers)
    if verdict is None:
        return ""

    def style(text: str, colour: str) -> str:
        return click.style(text, fg=colour) if is_coloured else text

    return f"{plan.label}:\n{text_report(verdict, style)}\n"


def _is_surface(name: str) -> bool:
    return name.endswith(".py") and not name.startswith("_")


def _before(plan: Plan) -> Mapping[str, bytes]:
    """Return the files of the client as they stand on the disk."""
    found = {
        name: content
        for name, content in plan.files.items()
        if name not in plan.added and name not in plan.changed
    }
    found.update(plan.before)
    for name in (*plan.stale, *plan.kept):
        path = os.path.join(plan.directory, name)
        with suppress(OSError, ValueError), open_regular(path) as file:
            found[name] = file.read()
    return {} if not any(map(_is_surface, found)) else found
