"""The verdict of a comparison: its changes with their places, and what is accepted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, StrEnum

from apiloom.compare.changes import Change, Impact, Step
from apiloom.compare.comparison import Comparison
from apiloom.config import Waiver
from apiloom.locations import Location

__all__ = [
    "Finding",
    "Side",
    "Threshold",
    "UsedWaiver",
    "Verdict",
    "WaiverState",
    "judge",
]


class Threshold(StrEnum):
    """The impact at which a comparison fails."""

    BREAKING = "breaking"
    WARNING = "warning"
    NEVER = "never"

    def is_reached(self, impact: Impact) -> bool:
        """Return whether a change of an impact fails."""
        if self is Threshold.NEVER:
            return False
        if impact is Impact.BREAKING:
            return True
        return self is Threshold.WARNING and impact is Impact.WARNING


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two clients: what it is called, and where its pointers lead."""

    name: str
    locate: Callable[[str], Location | None]


class WaiverState(Enum):
    """Whether a waiver does what it is for."""

    USED = "used"
    EXPIRED = "expired"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class UsedWaiver:
    """A waiver of the configuration, and what became of it."""

    waiver: Waiver
    state: WaiverState

    @property
    def complaint(self) -> str | None:
        """The reason why it is of no use, if it is of none."""
        what = f"the waiver of `{self.waiver.code}` for `{self.waiver.subject}`"
        match self.state:
            case WaiverState.USED:
                return None
            case WaiverState.EXPIRED:
                return f"{what} expired on {self.waiver.expires}"
            case WaiverState.UNUSED:
                return f"{what} matches no change; remove it"


@dataclass(frozen=True, slots=True)
class Finding:
    """A change with its places in the two texts, and the waiver that accepts it."""

    change: Change
    before: Location | None
    after: Location | None
    waiver: Waiver | None = None

    @property
    def place(self) -> Location | None:
        """The place to look at: in the new text, if it is there."""
        return self.after or self.before


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that a report tells."""

    old: Side
    new: Side
    comparison: Comparison
    findings: tuple[Finding, ...]
    waivers: tuple[UsedWaiver, ...]
    threshold: Threshold

    def of(self, impact: Impact) -> tuple[Finding, ...]:
        """The findings of an impact that no waiver accepts."""
        return tuple(
            one
            for one in self.findings
            if one.change.impact is impact and one.waiver is None
        )

    @property
    def waived(self) -> tuple[Finding, ...]:
        """The findings that a waiver accepts."""
        return tuple(one for one in self.findings if one.waiver is not None)

    @property
    def step(self) -> Step:
        """The part of the version number to increment, also for what is accepted."""
        return self.comparison.step

    @property
    def word(self) -> str:
        """The worst impact that is left, or ``unchanged``."""
        for impact in Impact:
            if self.of(impact):
                return impact.value
        return "unchanged"

    @property
    def complaints(self) -> tuple[str, ...]:
        """The reasons why waivers are of no use."""
        told = (one.complaint for one in self.waivers)
        return tuple(one for one in told if one is not None)

    @property
    def without_unused(self) -> Verdict:
        """The same, for a comparison that does not show all that waivers are about."""
        kept = (one for one in self.waivers if one.state is not WaiverState.UNUSED)
        return replace(self, waivers=tuple(kept))

    @property
    def fails(self) -> bool:
        """Whether the threshold is reached, or a waiver is of no use."""
        if self.threshold is Threshold.NEVER:
            return False
        reached = any(
            self.threshold.is_reached(one.change.impact)
            for one in self.findings
            if one.waiver is None
        )
        return reached or bool(self.complaints)


def judge(
    comparison: Comparison,
    old: Side,
    new: Side,
    waivers: Sequence[Waiver],
    threshold: Threshold,
    today: date,
) -> Verdict:
    """Return the verdict; a waiver holds until the end of the day that it expires."""
    used: set[Waiver] = set()
    findings: list[Finding] = []
    for change in comparison.changes:
        waiver = next((one for one in waivers if _matches(one, change)), None)
        if waiver is not None:
            used.add(waiver)
            if waiver.expires < today.isoformat():
                waiver = None
        findings.append(
            Finding(
                change,
                old.locate(change.before_at) if change.before_at else None,
                new.locate(change.after_at) if change.after_at else None,
                waiver,
            )
        )
    states = tuple(UsedWaiver(one, _state(one, used, today)) for one in waivers)
    return Verdict(old, new, comparison, tuple(findings), states, threshold)


def _matches(waiver: Waiver, change: Change) -> bool:
    names = (change.subject, change.before, change.after)
    return waiver.code == change.code.value and waiver.subject in names


def _state(waiver: Waiver, used: set[Waiver], today: date) -> WaiverState:
    if waiver not in used:
        return WaiverState.UNUSED
    is_expired = waiver.expires < today.isoformat()
    return WaiverState.EXPIRED if is_expired else WaiverState.USED
