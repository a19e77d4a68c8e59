"""The findings of a comparison, while it goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from apiloom.compare.annotations import mentions
from apiloom.compare.changes import Change, ChangeCode, Impact, span
from apiloom.compare.fitting import Environment, Reading

__all__ = ["Findings", "Relation", "listed"]


class Relation(Enum):
    """The relation of a new type to an old one."""

    SAME = "same"
    WIDENED = "widened"
    NARROWED = "narrowed"
    RETYPED = "retyped"

    @classmethod
    def of(cls, is_accepted: bool, is_inside: bool) -> Relation:
        """Return the relation, given whether new holds all of old, and the reverse."""
        if is_accepted:
            return cls.SAME if is_inside else cls.WIDENED
        return cls.NARROWED if is_inside else cls.RETYPED


_LIMITS = {
    "ge": "minimum",
    "le": "maximum",
    "gt": "exclusive minimum",
    "lt": "exclusive maximum",
    "multiple_of": "multiple of",
    "min_length": "minimum length",
    "max_length": "maximum length",
    "unique_items": "unique items",
    "one_of": "one of",
}


_LONG = 100
"""From this length on, limits are not worth reading."""


def listed(shown: str) -> Iterable[str]:
    """Yield the members of a union, as people read it; of another type, itself."""
    depth, start = 0, 0
    for place, character in enumerate(shown):
        depth += (character in "[(") - (character in "])")
        if depth == 0 and shown.startswith(" | ", place):
            yield shown[start:place]
            start = place + 3
    yield shown[start:]


def _spans(types: Sequence[str]) -> str:
    return ", ".join(f"`{one}`" for one in types)


def _limit(value: object) -> str:
    return "none" if value is None else span(value)


@dataclass(frozen=True, slots=True)
class Findings:
    """The changes found so far, and the classes that have gone for a known reason.

    A class disappears because something that used it has changed. Where that change is
    breaking, it stands for the class as well; `gone` are those classes of the old
    client. `come` are those of the new one, of which a comparison in the other
    direction would say the same.
    """

    environment: Environment
    changes: list[Change] = field(default_factory=list[Change])
    gone: set[str] = field(default_factory=set[str])
    come: set[str] = field(default_factory=set[str])

    def add(
        self,
        code: ChangeCode,
        subject: str,
        message: str,
        hint: str = "",
        *,
        impact: Impact | None = None,
        before: str | None = None,
        after: str | None = None,
        at: tuple[str, str] = ("", ""),
        names: tuple[str, ...] = (),
    ) -> None:
        """Record a finding.

        `at` are its places in the two specifications, `names` those of the method or
        model that it belongs to.
        """
        self.changes.append(
            Change(
                code=code,
                impact=impact or code.impact,
                subject=subject,
                message=message,
                hint=hint,
                before=before,
                after=after,
                before_at=at[0],
                after_at=at[1],
                names=tuple(dict.fromkeys(filter(None, names))),
            )
        )

    def drop(self, old: Iterable[str]) -> None:
        """Note that whatever old annotations lead to is known to be gone."""
        self.gone.update(self.environment.reached(old, 0))

    def bring(self, new: Iterable[str]) -> None:
        """Note that whatever new annotations lead to is known to be new."""
        self.come.update(self.environment.reached(new, 1))

    def absent(self, annotation: str) -> str:
        """Return a sentence about the classes of an old annotation that are gone."""
        environment = self.environment
        gone = [
            f"`models.{name}`"
            for name in dict.fromkeys(mentions(annotation))
            if name in environment.old.by_name
            and environment.new_name(name) not in environment.new.by_name
        ]
        if not gone:
            return ""
        verb = "exists" if len(gone) == 1 else "exist"
        return f" {', '.join(gone)} no longer {verb}."

    def described(
        self,
        relation: Relation,
        subject: str,
        types: tuple[str, str],
        checks: tuple[str, str],
    ) -> tuple[str, str]:
        """Return a sentence about something that is passed, and what to do.

        Args:
            relation: How its new type relates to the old one.
            subject: What it is called in the sentence.
            types: The types, as people read them.
            checks: The annotations that values are held to.
        """
        before, after = types
        is_wider = relation is Relation.WIDENED
        if before == after:
            # Only what the runtime checks is different.
            changed = self.limits(*checks)
            told = f" ({changed})" if changed else ""
            which = {Relation.WIDENED: "more", Relation.NARROWED: "fewer"}
            message = f"{subject} accepts {which.get(relation, 'other')} values{told}."
            return message, "" if is_wider else "Check the values that you pass."
        first, second = (list(listed(one)) for one in types)
        if is_wider:
            more = [one for one in second if one not in first]
            if more and set(first) <= set(second):
                return f"{subject} also accepts {_spans(more)}.", ""
            return f"{subject} accepts `{after}`; it was `{before}`.", ""
        fewer = [one for one in first if one not in second]
        if fewer and relation is Relation.NARROWED and set(second) <= set(first):
            message = f"{subject} no longer accepts {_spans(fewer)}."
            return message, f"Pass `{after}`."
        verb = "only accepts" if relation is Relation.NARROWED else "is"
        return f"{subject} {verb} `{after}`; it was `{before}`.", f"Pass `{after}`."

    def limits(self, before: str, after: str) -> str:
        """Return the limits that differ between two annotations, for people."""
        first = self.environment.limits(before, 0)
        second = self.environment.limits(after, 1)
        told: list[str] = []
        for name in dict.fromkeys((*second, *first)):
            if first.get(name) != second.get(name):
                now, then = _limit(second.get(name)), _limit(first.get(name))
                noun = _LIMITS.get(name, name)
                is_long = len(now) + len(then) > _LONG
                told.append(
                    f"another {noun}" if is_long else f"{noun} {now}, was {then}"
                )
        return "; ".join(told)

    def relation(self, old: str, new: str, checks: tuple[str, str]) -> Relation:
        """Return how types of arguments relate, for checkers and at runtime."""
        environment = self.environment
        if old == new and checks[0] == checks[1] and not environment.renamed:
            return Relation.SAME
        before, after = checks
        if environment.is_same(before, after):
            # They name what has changed, which is a finding by itself.
            return Relation.SAME
        return Relation.of(
            environment.accepts(old, new)
            and environment.accepts(before, after, checks=True),
            environment.accepted(new, old)
            and environment.accepted(after, before, checks=True),
        )

    def reading(self, old: str, new: str) -> tuple[Relation, bool, bool]:
        """Return how results relate, and whether values were added or removed."""
        environment = self.environment
        forth = environment.reads(new, old)
        back = environment.read(old, new)
        relation = Relation.of(back is not Reading.FAILS, forth is not Reading.FAILS)
        return relation, forth is Reading.OPEN, back is Reading.OPEN
