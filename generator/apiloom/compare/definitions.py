"""Changes of models, enums and aliases, by the ways that their values go."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from apiloom.compare.annotations import shown, without_none
from apiloom.compare.changes import ChangeCode, Impact, span
from apiloom.compare.findings import Findings, Relation
from apiloom.compare.methods import reading_hint
from apiloom.compare.pairing import Pairs, pair
from apiloom.compare.surface import Definition, Member, Property

__all__ = ["compare_definitions", "compare_presence"]

_LIKE = 0.6
_NOUNS = {"model": "model", "enum": "enum", "alias": "alias"}


def compare_definitions(findings: Findings, implied: set[str]) -> None:
    """Compare the definitions that are in both clients.

    `implied` are those whose new names come of the new name of an operation.
    """
    environment = findings.environment
    for new in environment.new.definitions:
        old = _former(findings, new)
        if old is not None:
            _Comparison(findings, old, new).run(is_implied=old.name in implied)


def _former(findings: Findings, new: Definition) -> Definition | None:
    environment = findings.environment
    for before, after in environment.renamed.items():
        if after == new.name:
            return environment.old.by_name[before]
    old = environment.old.by_name.get(new.name)
    return None if old is None or old.name in environment.renamed else old


def compare_presence(findings: Findings) -> None:
    """Find definitions that are in one client only, and that nothing else tells of."""
    environment = findings.environment
    new_names = {environment.new_name(one.name) for one in environment.old.definitions}
    for one in environment.old.definitions:
        if environment.new_name(one.name) in environment.new.by_name:
            continue
        if one.name not in findings.gone and _is_of_use(one):
            findings.add(
                ChangeCode.MODEL_REMOVED,
                f"models.{one.name}",
                f"The {_NOUNS[one.kind]} `models.{one.name}` no longer exists.",
                "Remove the code that names it.",
                before=f"models.{one.name}",
                at=(one.pointer, ""),
                names=(f"models.{one.name}",),
            )
    for one in environment.new.definitions:
        is_known = one.name in new_names or one.name in findings.come
        if not is_known and _is_of_use(one):
            findings.add(
                ChangeCode.MODEL_ADDED,
                f"models.{one.name}",
                f"The {_NOUNS[one.kind]} `models.{one.name}` is new.",
                after=f"models.{one.name}",
                at=("", one.pointer),
                names=(f"models.{one.name}",),
            )


def _is_of_use(definition: Definition) -> bool:
    """Return whether callers can get, or pass, a value of a definition."""
    return definition.passed or definition.returned


@dataclass(frozen=True, slots=True)
class _Comparison:
    """The comparison of one definition."""

    findings: Findings
    old: Definition
    new: Definition

    @property
    def passed(self) -> bool:
        """Whether old callers pass it to a client that takes it."""
        return self.old.passed and self.new.passed

    @property
    def returned(self) -> bool:
        """Whether old callers read it from a client that returns it."""
        return self.old.returned and self.new.returned

    @property
    def name(self) -> str:
        return f"models.{self.new.name}"

    def run(self, *, is_implied: bool) -> None:
        old, new = self.old, self.new
        if old == new and not self.findings.environment.renamed:
            return
        if old.name != new.name and not is_implied:
            self._add(
                ChangeCode.MODEL_RENAMED,
                f"The {_NOUNS[new.kind]} `models.{old.name}` is now called"
                f" `{self.name}`.",
                f"Use `{self.name}` instead of `models.{old.name}`.",
            )
        if not self.passed and not self.returned:
            # Nobody can get one, or pass one; what took it or gave it has changed.
            return
        if old.kind != new.kind:
            self._kind()
        elif new.kind == "model":
            self._model()
        elif new.kind == "enum":
            self._enum()
        else:
            self._alias()
        self._deprecation(old.deprecated, new.deprecated, self.name)

    def _add(
        self,
        code: ChangeCode,
        message: str,
        hint: str = "",
        *,
        impact: Impact | None = None,
        old: str = "",
        new: str = "",
        at: tuple[str, str] | None = None,
        own: str | None = None,
    ) -> None:
        """Record a finding.

        `old` and `new` are names of members, with a dot. `own` is what the message says
        besides of one, such as its value, if it is about nothing else.
        """
        member = new or old
        subject = f"{self.name}{member}"
        is_removed, is_added = bool(old and not new), bool(new and not old)
        self.findings.add(
            code,
            subject,
            message,
            hint,
            impact=impact,
            before=None if is_added else f"models.{self.old.name}{old}",
            after=None if is_removed else f"{self.name}{new}",
            at=at or (self.old.pointer, self.new.pointer),
            names=(
                (f"{self.name}{member}", f"models.{self.old.name}{member}", own)
                if own is not None
                else (self.name, f"models.{self.old.name}")
            ),
        )

    def _impact(self, *, passed: bool = False, returned: bool = False) -> Impact:
        """Return the impact of what breaks callers that pass, or read, or both."""
        breaks = (passed and self.passed) or (returned and self.returned)
        return Impact.BREAKING if breaks else Impact.COMPATIBLE

    def _kind(self) -> None:
        nouns = _NOUNS[self.new.kind], _NOUNS[self.old.kind]
        article = "an" if nouns[0][0] in "aeiou" else "a"
        was = "an" if nouns[1][0] in "aeiou" else "a"
        of = f" of `{shown(self.new.type)}`" if self.new.kind == "alias" else ""
        self._add(
            ChangeCode.MODEL_KIND,
            f"`{self.name}` is now {article} {nouns[0]}{of}; it was {was} {nouns[1]}.",
            "Change the code that uses it.",
        )
        findings = self.findings
        findings.drop([f"models.{self.old.name}"])
        findings.bring([f"models.{self.new.name}"])

    # Models

    def _model(self) -> None:
        old, new = self.old, self.new
        pairs = pair(
            old.properties, new.properties, lambda one: one.wire, lambda one: one.name
        )
        renamed, removed, added = self._renamed(pairs)
        for one in removed:
            self._removed(one)
        for one, other in (*pairs.both, *renamed):
            self._property(one, other)
        for one in added:
            self._added(one)
        self._bases()
        if old.extra != new.extra:
            self._extra()
        if old.closed != new.closed and self.passed:
            if new.closed:
                self._add(
                    ChangeCode.MODEL_CLOSED,
                    f"`{self.name}` refuses properties that the specification does"
                    " not declare.",
                    "Do not pass others.",
                )
            else:
                self._add(
                    ChangeCode.MODEL_OPENED,
                    f"`{self.name}` allows properties that the specification does not"
                    " declare.",
                )

    def _renamed(
        self, pairs: Pairs[Property]
    ) -> tuple[list[tuple[Property, Property]], list[Property], list[Property]]:
        removed, added = list(pairs.removed), list(pairs.added)
        renamed: list[tuple[Property, Property]] = []
        for one in pairs.removed:
            alike = [other for other in added if self._is_alike(one, other)]
            closest = max(alike, key=lambda other: _ratio(one, other), default=None)
            if closest is None:
                continue
            is_only = len(pairs.removed) == len(pairs.added) == 1
            if (is_only and one.required == closest.required) or (
                _ratio(one, closest) >= _LIKE
            ):
                renamed.append((one, closest))
                removed.remove(one)
                added.remove(closest)
        return renamed, removed, added

    def _is_alike(self, old: Property, new: Property) -> bool:
        if old.required != new.required and new.required:
            return False
        types = old.type, new.type
        return self.findings.relation(*types, types) is Relation.SAME

    def _removed(self, one: Property) -> None:
        what = f"`models.{self.old.name}` no longer has the attribute `{one.name}`."
        self._add(
            ChangeCode.FIELD_REMOVED,
            what,
            f"Do not {self._verbs()} `{one.name}`.",
            old=f".{one.name}",
            at=(one.pointer, self.new.pointer),
            impact=self._impact(passed=True, returned=True),
        )
        self.findings.drop([one.type])

    def _verbs(self) -> str:
        if self.passed and self.returned:
            return "pass or read"
        return "pass" if self.passed else "read"

    def _added(self, one: Property) -> None:
        is_needed = one.required and self.passed
        message = (
            f"`{self.name}` has the new attribute `{one.name}: {shown(one.type)}`."
        )
        if is_needed:
            message = (
                f"`{self.name}` requires the new attribute"
                f" `{one.name}: {shown(one.type)}`."
            )
        self._add(
            ChangeCode.FIELD_ADDED,
            message,
            f"Pass `{one.name}` wherever you make one." if is_needed else "",
            new=f".{one.name}",
            at=(self.old.pointer, one.pointer),
            impact=Impact.BREAKING if is_needed else None,
        )
        self.findings.bring([one.type])

    def _property(self, old: Property, new: Property) -> None:
        if old == new and not self.findings.environment.renamed:
            return
        name = f"{self.name}.{new.name}"
        at = old.pointer, new.pointer
        members = f".{old.name}", f".{new.name}"
        if old.name != new.name:
            self._add(
                ChangeCode.FIELD_RENAMED,
                f"`models.{self.old.name}.{old.name}` is now called `{name}`.",
                f"Use `{new.name}` instead of `{old.name}`.",
                old=members[0],
                new=members[1],
                at=at,
                impact=self._impact(passed=True, returned=True),
            )
        before, after = old.type, new.type
        if old.required != new.required:
            before, after = self._requirement(old, new, name, members)
        self._property_type(before, after, name, members, at)
        if (
            self.passed
            and None not in (old.default, new.default)
            and old.default != new.default
        ):
            self._add(
                ChangeCode.FIELD_DEFAULT,
                f"The API assumes {span(new.default)} if `{name}` is not passed; it was"
                f" {span(old.default)}.",
                f"Pass `{new.name}` where the old default matters.",
                old=members[0],
                new=members[1],
                at=at,
            )
        if old.name == new.name and old.wire != new.wire:
            self._add(
                ChangeCode.WIRE_NAME,
                f"`{name}` is {span(new.wire)} on the wire; it was {span(old.wire)}.",
                # Their keys are names of the wire.
                (
                    f"If you pass dicts instead of the model, rename {span(old.wire)}"
                    " in them."
                    if self.passed
                    else ""
                ),
                old=members[0],
                new=members[1],
                at=at,
            )
        self._deprecation(old.deprecated, new.deprecated, name, members, at)

    def _requirement(
        self, old: Property, new: Property, name: str, members: tuple[str, str]
    ) -> tuple[str, str]:
        """Compare whether a property is required; return the types that remain."""
        findings = self.findings
        at = old.pointer, new.pointer
        if new.required:
            impact = self._impact(passed=True)
            self._add(
                ChangeCode.FIELD_REQUIRED,
                f"`{name}` is required; it was optional.",
                (
                    f"Pass `{new.name}` wherever you make one."
                    if impact is Impact.BREAKING
                    else ""
                ),
                old=members[0],
                new=members[1],
                at=at,
                impact=impact,
            )
        else:
            relation, *_ = findings.reading(old.type, new.type)
            is_none_new = relation in (Relation.WIDENED, Relation.RETYPED)
            impact = self._impact(returned=is_none_new)
            self._add(
                ChangeCode.FIELD_OPTIONAL,
                (
                    f"`{name}` can be absent; then it is `None`."
                    if self.returned
                    else f"`{name}` is optional; it was required."
                ),
                f"Check `{new.name}` for `None`." if impact is Impact.BREAKING else "",
                old=members[0],
                new=members[1],
                at=at,
                impact=impact,
            )
        return without_none(old.type), without_none(new.type)

    def _property_type(
        self,
        before: str,
        after: str,
        name: str,
        members: tuple[str, str],
        at: tuple[str, str],
    ) -> None:
        findings = self.findings
        if before == after and not findings.environment.renamed:
            return
        sent = Relation.SAME
        if self.passed:
            sent = findings.relation(before, after, (before, after))
        read, is_open, was_open = findings.reading(before, after)
        breaks_callers = sent in (Relation.NARROWED, Relation.RETYPED)
        breaks_readers = self.returned and read in (Relation.WIDENED, Relation.RETYPED)
        relation = read if self.returned and read is not Relation.SAME else sent
        if relation is Relation.SAME and not self.passed and not self.returned:
            relation = read
        if relation is Relation.SAME:
            if self.returned and (is_open or was_open):
                self._values(is_open, before, after, name, members, at)
            return
        first, second = shown(before), shown(after)
        if breaks_readers or not self.passed:
            message = f"`{name}` is `{second}`; it was `{first}`."
            hint = reading_hint(first, second, f"`{new_name(members)}`")
            if not breaks_readers:
                hint = ""
        else:
            message, hint = findings.described(
                sent, f"`{name}`", (first, second), (before, after)
            )
        code = {
            Relation.WIDENED: ChangeCode.FIELD_WIDENED,
            Relation.NARROWED: ChangeCode.FIELD_NARROWED,
            Relation.RETYPED: ChangeCode.FIELD_RETYPED,
        }[relation]
        breaks = breaks_callers or breaks_readers
        self._add(
            code,
            message,
            f"{hint}{findings.absent(before)}" if breaks else "",
            old=members[0],
            new=members[1],
            at=at,
            impact=Impact.BREAKING if breaks else Impact.COMPATIBLE,
        )
        if breaks:
            findings.drop([before])
        breaks_back = sent in (Relation.WIDENED, Relation.RETYPED) or (
            self.returned and read in (Relation.NARROWED, Relation.RETYPED)
        )
        if breaks_back:
            findings.bring([after])

    def _values(
        self,
        is_open: bool,
        before: str,
        after: str,
        name: str,
        members: tuple[str, str],
        at: tuple[str, str],
    ) -> None:
        code = ChangeCode.VALUE_ADDED if is_open else ChangeCode.VALUE_REMOVED
        can = "can have more values" if is_open else "has fewer values"
        self._add(
            code,
            f"`{name}` {can}: `{shown(after)}`; it was `{shown(before)}`.",
            old=members[0],
            new=members[1],
            at=at,
        )

    def _bases(self) -> None:
        environment = self.findings.environment
        before = [environment.new_name(base) for base in self.old.bases]
        after = self.new.bases
        for base in before:
            if base not in after and base in environment.new.by_name:
                self._add(
                    ChangeCode.MODEL_BASE_REMOVED,
                    f"`{self.name}` is no longer a subclass of `models.{base}`.",
                    f"Do not use it where a `{base}` is expected.",
                )
        for base in after:
            if base not in before and base in environment.old.by_name:
                self._add(
                    ChangeCode.MODEL_BASE_ADDED,
                    f"`{self.name}` is now a subclass of `models.{base}`.",
                )

    def _extra(self) -> None:
        before, after = self.old.extra or "object", self.new.extra or "object"
        name = f"{self.name}.model_extra"
        members = ".model_extra", ".model_extra"
        at = self.old.pointer, self.new.pointer
        self._property_type(before, after, name, members, at)

    # Enums

    def _enum(self) -> None:
        old, new = self.old, self.new
        pairs = pair(old.members, new.members, lambda one: one.name)
        by_value = pair(pairs.removed, pairs.added, lambda one: one.value)
        for one in by_value.removed:
            told = (
                f"`models.{old.name}.{one.name}` ({span(one.value)}) no longer exists."
            )
            self._add(
                ChangeCode.MEMBER_REMOVED,
                told,
                "Do not pass it, or compare with it.",
                old=f".{one.name}",
                own=span(one.value),
            )
        for one, other in by_value.both:
            self._add(
                ChangeCode.MEMBER_RENAMED,
                f"`models.{old.name}.{one.name}` is now called"
                f" `{self.name}.{other.name}`.",
                f"Use `{self.name}.{other.name}`.",
                old=f".{one.name}",
                new=f".{other.name}",
            )
        for one, other in pairs.both:
            if one.value != other.value:
                self._member_value(one, other)
        for one in by_value.added:
            self._add(
                ChangeCode.MEMBER_ADDED,
                f"`{self.name}.{one.name}` ({span(one.value)}) is new.",
                "Handle it where a `match` lists all members." if new.returned else "",
                new=f".{one.name}",
                own=span(one.value),
                impact=None if new.returned else Impact.COMPATIBLE,
            )
        if old.base != new.base:
            self._kind()
        elif self.passed and old.values and not new.values:
            self._add(
                ChangeCode.MODEL_REMOVED,
                f"The alias `models.{old.values}` no longer exists.",
                f"Use `{self.name}` or `{new.base}`.",
            )

    def _member_value(self, old: Member, new: Member) -> None:
        is_passed = self.passed and bool(self.old.values)
        self._add(
            ChangeCode.MEMBER_VALUE,
            f"`{self.name}.{new.name}` stands for {span(new.value)}; it was"
            f" {span(old.value)}.",
            f"Pass `{self.name}.{new.name}`, not the code value." if is_passed else "",
            old=f".{old.name}",
            new=f".{new.name}",
            impact=Impact.BREAKING if is_passed else None,
        )

    # Aliases

    def _alias(self) -> None:
        before, after = self.old.type, self.new.type
        findings = self.findings
        if before == after and not findings.environment.renamed:
            return
        sent = Relation.SAME
        if self.passed:
            sent = findings.relation(before, after, (before, after))
        read, is_open, was_open = findings.reading(before, after)
        relation = read if read is not Relation.SAME else sent
        if relation is Relation.SAME:
            if self.returned and (is_open or was_open):
                place = self.old.pointer, self.new.pointer
                self._values(is_open, before, after, self.name, ("", ""), place)
            return
        breaks = sent in (Relation.NARROWED, Relation.RETYPED) or (
            self.returned and read in (Relation.WIDENED, Relation.RETYPED)
        )
        first, second = shown(before), shown(after)
        message = f"`{self.name}` stands for `{second}`; it was `{first}`."
        hint = "Change the code that uses values of it."
        if first == second:
            limits = findings.limits(before, after)
            message = f"`{self.name}` has other limits: {limits}."
            hint = "Check the values that you pass."
        self._add(
            {
                Relation.WIDENED: ChangeCode.ALIAS_WIDENED,
                Relation.NARROWED: ChangeCode.ALIAS_NARROWED,
                Relation.RETYPED: ChangeCode.ALIAS_RETYPED,
            }[relation],
            message,
            hint if breaks else "",
            impact=Impact.BREAKING if breaks else Impact.COMPATIBLE,
        )
        if breaks:
            findings.drop([before])
        if sent in (Relation.WIDENED, Relation.RETYPED) or (
            self.returned and read in (Relation.NARROWED, Relation.RETYPED)
        ):
            findings.bring([after])

    def _deprecation(
        self,
        before: bool,
        after: bool,
        name: str,
        members: tuple[str, str] = ("", ""),
        at: tuple[str, str] | None = None,
    ) -> None:
        if before == after:
            return
        code = ChangeCode.DEPRECATED if after else ChangeCode.UNDEPRECATED
        now = "now" if after else "no longer"
        self._add(
            code,
            f"`{name}` is {now} deprecated.",
            old=members[0],
            new=members[1],
            at=at,
            own="" if members[1] else None,
        )


def new_name(members: tuple[str, str]) -> str:
    """Return the new name of a member."""
    return members[1].removeprefix(".")


def _ratio(old: Property, new: Property) -> float:
    return SequenceMatcher(None, old.name, new.name).ratio()
