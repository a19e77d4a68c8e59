"""The comparison of two clients: what a change means for the callers of the old one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from apiloom.compare import pairing
from apiloom.compare.changes import Change, Impact, Step
from apiloom.compare.client import compare_client, compare_webhooks
from apiloom.compare.definitions import compare_definitions, compare_presence
from apiloom.compare.errors import compare_exceptions
from apiloom.compare.findings import Findings
from apiloom.compare.fitting import Environment
from apiloom.compare.methods import compare_methods
from apiloom.compare.pairing import Pairs
from apiloom.compare.surface import Method, Surface
from apiloom.naming.casing import joined, pascal

__all__ = ["Comparison", "compare"]

_ORDER = {Impact.BREAKING: 0, Impact.WARNING: 1, Impact.COMPATIBLE: 2}


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The changes between two clients, the breaking ones first."""

    old: Surface
    new: Surface
    changes: tuple[Change, ...]

    def of(self, impact: Impact) -> tuple[Change, ...]:
        """The changes of one impact."""
        return tuple(one for one in self.changes if one.impact is impact)

    @cached_property
    def step(self) -> Step:
        """The part of the version number to increment (semver.org)."""
        if self.changes:
            return max(one.step for one in self.changes)
        same = (self.old.sha256, self.old.apiloom) == (
            self.new.sha256,
            self.new.apiloom,
        )
        return Step.NONE if same else Step.PATCH


def compare(old: Surface, new: Surface) -> Comparison:
    """Compare the client `old` with the client `new` that takes its place."""
    if old is new or old == new:
        return Comparison(old=old, new=new, changes=())
    methods = pairing.methods(old, new)
    renamed = pairing.definitions(old, new, methods)
    findings = Findings(Environment(old, new, renamed))
    settings = compare_client(findings)
    compare_methods(findings, methods, settings)
    compare_exceptions(findings, _exceptions(methods))
    compare_definitions(findings, _implied(methods, renamed))
    compare_webhooks(findings)
    compare_presence(findings)
    changes = sorted(findings.changes, key=lambda one: _ORDER[one.impact])
    return Comparison(old=old, new=new, changes=tuple(changes))


def _exceptions(methods: Pairs[Method]) -> dict[str, str]:
    """Return the exceptions that have a new name with their operation."""
    found: dict[str, str] = {}
    for old, new in methods.both:
        if old.dotted == new.dotted:
            continue
        statuses = {one.status: one.exception for one in new.failures}
        prefix = old.enum.removesuffix("Rejection")
        for failure in old.failures:
            if failure.exception == f"{prefix}Rejected" and failure.status in statuses:
                found[failure.exception] = statuses[failure.status]
        waiters = zip(old.waiters, new.waiters, strict=False)
        found |= {one.exception: other.exception for one, other in waiters}
    return found


def _implied(methods: Pairs[Method], renamed: dict[str, str]) -> set[str]:
    """Return the definitions that are named after what has a new name.

    These are the schemas of an operation, and those inside another schema.
    """
    owners = [
        (_prefix(one), _prefix(other))
        for one, other in methods.both
        if one.dotted != other.dotted
    ]
    owners += renamed.items()
    return {
        before
        for before, after in renamed.items()
        if any(
            (before.startswith(first) and after.startswith(second))
            and before.removeprefix(first) == after.removeprefix(second) != ""
            for first, second in owners
        )
    }


def _prefix(method: Method) -> str:
    """Return the prefix of the names of an operation's schemas."""
    return pascal(joined(*method.resource, method.name))
