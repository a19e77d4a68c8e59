"""Findings that say the same of several methods, models or members, as one entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from apiloom.compare.changes import Change, ChangeCode
from apiloom.compare.report.verdict import Finding

__all__ = ["Group", "grouped"]

_FEW = 5
"""How many of the others are named."""
_MANY = 4
"""How many findings of different places are one entry."""


@dataclass(frozen=True, slots=True)
class Group:
    """A finding, and those that say the same of something else."""

    first: Finding
    others: tuple[Finding, ...] = ()

    def more(self, *, is_whole: bool = False) -> str:
        """Return a sentence about the others; empty where there are none."""
        if not self.others:
            return ""
        owners = [one.change.owner for one in self.others]
        noun = _noun(self.others[0].change)
        if noun in ("attribute", "member"):
            owners = [one.rpartition(".")[2] for one in owners]
        most = len(owners) if is_whole or len(owners) == _FEW + 1 else _FEW
        names = ", ".join(f"`{one}`" for one in owners[:most])
        rest = f" and {len(owners) - most:,} more" if len(owners) > most else ""
        count = f"{len(owners):,} more {noun}{'s' if len(owners) > 1 else ''}"
        return f"The same is true of {count}: {names}{rest}."


def grouped(findings: Sequence[Finding]) -> list[Group]:
    """Return findings as groups, in the order of the first of each.

    Those that one shared parameter or schema causes are one group; so are the members
    of an enum, and many findings of different places that differ in a name alone.
    """
    alike: dict[object, list[Finding]] = {}
    for finding in findings:
        alike.setdefault(_sentence(finding.change), []).append(finding)
    groups: dict[int, Group] = {}
    for same in alike.values():
        is_many = len(same) >= _MANY and _is_alone(same[0].change)
        shared: dict[object, list[Finding]] = {}
        for finding in same:
            place = _place(finding.change) or id(finding)
            shared.setdefault("" if is_many else place, []).append(finding)
        for first, *others in shared.values():
            groups[id(first)] = Group(first, tuple(others))
    return [groups[id(one)] for one in findings if id(one) in groups]


def _sentence(change: Change) -> object:
    """Return what a change says, without the names that are its own."""
    if not change.names:
        return change
    text = f"{change.message}\n{change.hint}"
    for name in sorted(change.names, key=len, reverse=True):
        text = re.sub(rf"(?<![\w.]){re.escape(name)}(?!\w)", "\0", text)
    return change.code, change.impact, text


def _place(change: Change) -> str:
    """Return what a change has in common with others that have the same cause."""
    if _noun(change) in ("attribute", "member"):
        return change.owner.rpartition(".")[0]
    if change.after is None:
        return change.before_at
    return change.after_at or change.before_at


def _is_alone(change: Change) -> bool:
    """Return whether the name of its owner is all that a change is about."""
    is_presence = change.code in (ChangeCode.MODEL_REMOVED, ChangeCode.MODEL_ADDED)
    return is_presence or _noun(change) in ("method", "exception")


def _noun(change: Change) -> str:
    """Return what the owner of a change is."""
    if change.owner.startswith("errors."):
        return "exception"
    if not change.owner.startswith("models."):
        return "method"
    if change.owner.count(".") == 1:
        return "model"
    is_member = change.code in (ChangeCode.MEMBER_ADDED, ChangeCode.MEMBER_REMOVED)
    return "member" if is_member else "attribute"
