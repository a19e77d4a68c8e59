"""Changes of methods: their names, arguments, results and requests."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from apiloom.compare.annotations import shown
from apiloom.compare.changes import ChangeCode, Impact, span
from apiloom.compare.errors import compare_failures, names_of
from apiloom.compare.findings import Findings, Relation, listed
from apiloom.compare.pairing import Pairs, pair, request
from apiloom.compare.surface import Argument, Method, Pages, Waiter

__all__ = ["compare_methods"]

_LIKE = 0.6
"""How alike the names of two arguments are if one is the other under a new name."""
_PARTS = {
    "path": "in the path",
    "query": "in the query",
    "header": "as a header",
    "cookie": "as a cookie",
    "body": "in the body",
}


def compare_methods(
    findings: Findings, pairs: Pairs[Method], settings: Mapping[str, str | None]
) -> None:
    """Compare methods.

    Args:
        findings: Takes what is found.
        pairs: The methods of both clients.
        settings: Old arguments of the constructor whose names are no longer valid, and
            their new names, None for those that are gone.
    """
    for method in pairs.removed:
        _removed(findings, method)
    for old, new in pairs.both:
        _Comparison(findings, old, new, settings).run()
    for method in pairs.added:
        _added(findings, method)


def _annotations(method: Method) -> list[str]:
    page = [method.pages.item] if method.pages is not None else []
    body = [method.body_model] if method.body_model else []
    return [method.returns, *page, *body, *(one.accepts for one in method.arguments)]


def _bodies(findings: Findings, method: Method, *, is_new: bool) -> list[str]:
    environment = findings.environment
    surface = environment.new if is_new else environment.old
    exceptions = [one.exception for one in method.failures]
    exceptions += [one.exception for one in method.waiters]
    known = surface.exceptions
    return [known[name].body for name in exceptions if name in known]


def _line(method: Method) -> str:
    return span(f"{method.verb} {method.path}")


def _removed(findings: Findings, method: Method) -> None:
    findings.add(
        ChangeCode.OPERATION_REMOVED,
        method.dotted,
        f"`{method.dotted}` no longer exists: the specification has no operation"
        f" {_line(method)}.",
        "Remove the calls of it.",
        before=method.dotted,
        at=(method.pointer, ""),
    )
    findings.drop([*_annotations(method), *_bodies(findings, method, is_new=False)])


def _added(findings: Findings, method: Method) -> None:
    findings.add(
        ChangeCode.OPERATION_ADDED,
        method.dotted,
        f"`{method.dotted}` is new: {_line(method)}.",
        after=method.dotted,
        at=("", method.pointer),
    )
    findings.bring([*_annotations(method), *_bodies(findings, method, is_new=True)])


@dataclass(frozen=True, slots=True)
class _Comparison:
    """The comparison of one method."""

    findings: Findings
    old: Method
    new: Method
    settings: Mapping[str, str | None]

    @property
    def at(self) -> tuple[str, str]:
        return self.old.pointer, self.new.pointer

    def run(self) -> None:
        self._name()
        self._arguments()
        self._result()
        statuses = compare_failures(self.findings, self.old, self.new)
        self._waiters()
        self._credentials()
        self._wire(statuses)
        self._notices()

    def _add(
        self,
        code: ChangeCode,
        message: str,
        hint: str = "",
        *,
        impact: Impact | None = None,
        before: str | None = None,
        after: str | None = None,
        at: tuple[str, str] | None = None,
        subject: str | None = None,
        names: tuple[str, ...] = (),
    ) -> None:
        self.findings.add(
            code,
            subject or self.new.dotted,
            message,
            hint,
            impact=impact,
            before=before or self.old.dotted,
            after=after or self.new.dotted,
            at=at or self.at,
            names=(*names_of(self.old, self.new), *names),
        )

    def _name(self) -> None:
        old, new = self.old, self.new
        if old.dotted == new.dotted:
            return
        moved = old.resource != new.resource
        code = ChangeCode.OPERATION_MOVED if moved else ChangeCode.OPERATION_RENAMED
        self._add(
            code,
            f"`{old.dotted}` is now `{new.dotted}`.",
            f"Call `client.{new.dotted}` instead of `client.{old.dotted}`.",
        )

    # Arguments

    def _arguments(self) -> None:
        old, new = self.old, self.new
        if old.body_style and new.body_style and old.body_style != new.body_style:
            self._body_style()
            before = [one for one in old.arguments if one.place != "body"]
            after = [one for one in new.arguments if one.place != "body"]
        else:
            before, after = list(old.arguments), list(new.arguments)
        pairs = pair(
            before, after, lambda one: (one.place, one.wire), lambda one: one.name
        )
        renamed, removed, added = self._renamed(pairs)
        for one in removed:
            self._removed_argument(one)
        for one, other in (*pairs.both, *renamed):
            self._argument(one, other)
        self._position()
        for one in added:
            self._added_argument(one)

    def _body_style(self) -> None:
        old, new = self.old, self.new
        name = new.dotted
        before = [one.accepts for one in old.arguments if one.place == "body"]
        after = [one.accepts for one in new.arguments if one.place == "body"]
        if new.body_style == "argument":
            body = next(one for one in new.arguments if one.place == "body")
            message = (
                f"`{name}` takes its body as the argument `{body.name}:"
                f" {shown(body.accepts)}`, not as one argument for each property."
            )
            hint = f"Pass `{body.name}={{…}}` with the properties by their API names."
        else:
            message = (
                f"`{name}` takes each property of its body as an argument of its own,"
                " not the body as one argument."
            )
            hint = "Pass the properties as keyword arguments."
        self._add(ChangeCode.BODY_STYLE, message, hint)
        self.findings.drop([*before, *filter(None, [old.body_model])])
        self.findings.bring([*after, *filter(None, [new.body_model])])

    def _renamed(
        self, pairs: Pairs[Argument]
    ) -> tuple[list[tuple[Argument, Argument]], list[Argument], list[Argument]]:
        """Pair arguments that differ in name and wire name, but are likely the same."""
        removed, added = list(pairs.removed), list(pairs.added)
        renamed: list[tuple[Argument, Argument]] = []
        for one in pairs.removed:
            alike = [other for other in added if self._is_alike(one, other)]
            closest = max(alike, key=lambda other: _ratio(one, other), default=None)
            if closest is None:
                continue
            is_only = len(pairs.removed) == len(pairs.added) == 1
            if is_only or _ratio(one, closest) >= _LIKE:
                renamed.append((one, closest))
                removed.remove(one)
                added.remove(closest)
        return renamed, removed, added

    def _is_alike(self, old: Argument, new: Argument) -> bool:
        if old.place != new.place:
            return False
        if old.place == "path":
            # A path has as many parameters as before, or is another path.
            first = [one.wire for one in self.old.arguments if one.place == "path"]
            second = [one.wire for one in self.new.arguments if one.place == "path"]
            if len(first) == len(second):
                return _position(self.old, old) == _position(self.new, new)
        if old.required != new.required and new.required:
            return False
        relation = self.findings.relation(
            old.accepts, new.accepts, (old.checks, new.checks)
        )
        return relation is Relation.SAME

    def _removed_argument(self, argument: Argument) -> None:
        self._add(
            ChangeCode.ARGUMENT_REMOVED,
            f"`{self.new.dotted}` no longer has the argument `{argument.name}`.",
            f"Do not pass `{argument.name}`.",
            before=_full(self.old, argument),
            at=(argument.pointer, self.new.pointer),
            subject=_full(self.new, argument),
        )
        self.findings.drop([argument.accepts])

    def _added_argument(self, argument: Argument) -> None:
        name, type_ = argument.name, shown(argument.accepts)
        is_needed = argument.required or (
            argument.with_body and self._has_body_before()
        )
        if is_needed:
            message = (
                f"`{self.new.dotted}` requires the new argument `{name}: {type_}`."
            )
            hint = f"Pass `{name}=…` in each call."
        else:
            message = f"`{self.new.dotted}` has the new argument `{name}: {type_}`."
            hint = ""
        self._add(
            ChangeCode.ARGUMENT_ADDED,
            message,
            hint,
            impact=Impact.BREAKING if is_needed else None,
            after=_full(self.new, argument),
            at=(self.old.pointer, argument.pointer),
            subject=_full(self.new, argument),
        )
        self.findings.bring([argument.accepts])

    def _has_body_before(self) -> bool:
        """Return whether callers could pass a body, or parts of one."""
        return any(one.place == "body" for one in self.old.arguments)

    def _argument(self, old: Argument, new: Argument) -> None:
        at = old.pointer, new.pointer
        name = self.new.dotted
        subject = _full(self.new, new)

        def add(
            code: ChangeCode,
            message: str,
            hint: str = "",
            impact: Impact | None = None,
        ) -> None:
            self._add(
                code,
                message,
                hint,
                impact=impact,
                before=_full(self.old, old),
                after=subject,
                at=at,
                subject=subject,
            )

        if old.name != new.name:
            add(
                ChangeCode.ARGUMENT_RENAMED,
                f"The argument `{old.name}` of `{name}` is now called `{new.name}`.",
                f"Pass `{new.name}=…` instead of `{old.name}=…`.",
            )
        was, is_ = ((one.required, one.required or one.with_body) for one in (old, new))
        if (is_[0] and not was[0]) or (is_[1] and not was[1]):
            add(
                ChangeCode.ARGUMENT_REQUIRED,
                f"`{name}` requires the argument `{new.name}`, which was optional.",
                f"Pass `{new.name}=…` in each call"
                + ("." if new.required else " that has a body."),
            )
        elif was != is_:
            message = f"`{name}` no longer requires the argument `{new.name}`"
            rest = " in calls without a body." if new.with_body else "."
            add(ChangeCode.ARGUMENT_OPTIONAL, message + rest)
        self._argument_type(old, new)
        if None not in (old.default, new.default) and old.default != new.default:
            add(
                ChangeCode.ARGUMENT_DEFAULT,
                f"The API assumes {span(new.default)} if `{new.name}` of `{name}` is"
                f" omitted; it was {span(old.default)}.",
                f"Pass `{new.name}=…` where the old default matters.",
            )
        if old.name == new.name and old.wire != new.wire:
            add(
                ChangeCode.WIRE_NAME,
                f"The argument `{new.name}` of `{name}` is sent as {span(new.wire)}; it"
                f" was {span(old.wire)}.",
            )
        if old.place != new.place:
            add(
                ChangeCode.WIRE_LOCATION,
                f"The argument `{new.name}` of `{name}` is sent {_PARTS[new.place]};"
                f" it was sent {_PARTS[old.place]}.",
            )
        elif old.style != new.style:
            add(
                ChangeCode.WIRE_STYLE,
                f"The argument `{new.name}` of `{name}` is serialized in the style"
                f" {span(new.style)}; it was {span(old.style)}.",
            )
        if old.deprecated != new.deprecated:
            code = ChangeCode.ARGUMENT_DEPRECATED
            if old.deprecated:
                code = ChangeCode.ARGUMENT_UNDEPRECATED
            now = "now" if new.deprecated else "no longer"
            add(code, f"The argument `{new.name}` of `{name}` is {now} deprecated.")

    def _argument_type(self, old: Argument, new: Argument) -> None:
        findings = self.findings
        relation = findings.relation(old.accepts, new.accepts, (old.checks, new.checks))
        if relation is Relation.SAME:
            return
        before, after = shown(old.accepts), shown(new.accepts)
        subject = f"The argument `{new.name}` of `{self.new.dotted}`"
        checks = old.checks, new.checks
        if before != after and findings.environment.accepts(old.accepts, new.accepts):
            # As before for a type checker, but not every value passes the check.
            values = shown(old.checks), shown(new.checks)
            message = f"{subject} must fit `{values[1]}`; it was `{values[0]}`."
            hint = "Check the values that you pass."
            if relation is Relation.WIDENED:
                message, hint = findings.described(relation, subject, values, checks)
        else:
            shorts = before, after
            message, hint = findings.described(relation, subject, shorts, checks)
        if relation is not Relation.WIDENED:
            hint += findings.absent(old.accepts)
        self._add(
            {
                Relation.WIDENED: ChangeCode.ARGUMENT_WIDENED,
                Relation.NARROWED: ChangeCode.ARGUMENT_NARROWED,
                Relation.RETYPED: ChangeCode.ARGUMENT_RETYPED,
            }[relation],
            message,
            hint,
            before=_full(self.old, old),
            after=_full(self.new, new),
            at=(old.pointer, new.pointer),
            subject=_full(self.new, new),
        )
        if relation is not Relation.WIDENED:
            findings.drop([old.accepts])
        if relation is not Relation.NARROWED:
            findings.bring([new.accepts])

    def _position(self) -> None:
        """Arguments of the path may be passed by position."""
        old = [one for one in self.old.arguments if one.place == "path"]
        new = [one for one in self.new.arguments if one.place == "path"]
        wires = {one.wire for one in new}
        common = [one for one in old if one.wire in wires]
        kept = {one.wire for one in common}
        rest = [one for one in new if one.wire in kept]
        if [one.wire for one in common] == [one.wire for one in rest]:
            return
        listed = ", ".join(f"`{one.name}`" for one in new)
        self._add(
            ChangeCode.ARGUMENT_POSITION,
            f"`{self.new.dotted}` takes its positional arguments in another order:"
            f" {listed}.",
            "Change the order, or pass them by name.",
        )

    # Results

    def _result(self) -> None:
        old, new = self.old.pages, self.new.pages
        if old is not None and new is not None:
            self._returned(old.item, new.item, "yields")
            if old.on_wire != new.on_wire:
                self._add(
                    ChangeCode.WIRE_PAGINATION,
                    f"`{self.new.dotted}` requests its next page in another way.",
                )
            if old.is_model and new.is_model:
                self._returned(self.old.returns, self.new.returns)
        elif old is not None:
            self._unpaged(old)
        elif new is not None:
            self._paged(new)
        else:
            self._returned(self.old.returns, self.new.returns)

    def _unpaged(self, pages: Pages) -> None:
        name = self.new.dotted
        self._add(
            ChangeCode.PAGINATION_REMOVED,
            f"`{name}` no longer returns pages: it returns"
            f" `{shown(self.new.returns)}`.",
            "Iterate over the items of the result, and request further pages yourself.",
        )
        self.findings.drop([pages.item, self.old.returns])
        self.findings.bring([self.new.returns])

    def _paged(self, pages: Pages) -> None:
        is_list = not pages.is_model and self.old.returns != "None"
        hint = "Iterate over the result; `.items` is the list." if is_list else ""
        self._add(
            ChangeCode.PAGINATION_ADDED,
            f"`{self.new.dotted}` returns pages: iterating over the result requests"
            " the next ones.",
            hint,
            impact=Impact.BREAKING if is_list else None,
        )
        if pages.is_model:
            self._returned(self.old.returns, self.new.returns)

    def _returned(self, old: str, new: str, verb: str = "returns") -> None:
        findings = self.findings
        before, after = shown(old), shown(new)
        name = self.new.dotted
        if "None" in (old, new) and old != new:
            if new == "None":
                self._add(
                    ChangeCode.RESULT_REMOVED,
                    f"`{name}` returns nothing; it returned `{before}`.",
                    f"Do not use the result of `{name}`." + findings.absent(old),
                )
                findings.drop([old])
            else:
                # Who has no result does nothing with it.
                self._add(
                    ChangeCode.RESULT_ADDED,
                    f"`{name}` returns `{after}`; it returned nothing.",
                )
                findings.bring([new])
            return
        relation, is_open, was_open = findings.reading(old, new)
        if relation is Relation.SAME:
            self._values(is_open, was_open, before, after)
            return
        code = {
            Relation.WIDENED: ChangeCode.RESULT_WIDENED,
            Relation.NARROWED: ChangeCode.RESULT_NARROWED,
            Relation.RETYPED: ChangeCode.RESULT_RETYPED,
        }[relation]
        hint = ""
        if relation is not Relation.NARROWED:
            hint = reading_hint(before, after, f"the result of `{name}`")
            hint += findings.absent(old)
        self._add(code, f"`{name}` {verb} `{after}`; it was `{before}`.", hint)
        if relation is not Relation.NARROWED:
            findings.drop([old])
        if relation is not Relation.WIDENED:
            findings.bring([new])

    def _values(self, is_open: bool, was_open: bool, before: str, after: str) -> None:
        name = self.new.dotted
        if is_open:
            self._add(
                ChangeCode.VALUE_ADDED,
                f"`{name}` can return more: `{after}`; it was `{before}`.",
            )
        elif was_open:
            self._add(
                ChangeCode.VALUE_REMOVED,
                f"`{name}` returns less: `{after}`; it was `{before}`.",
            )

    # Waiters

    def _waiters(self) -> None:
        pairs: Pairs[Waiter] = pair(
            self.old.waiters, self.new.waiters, lambda one: one.name
        )
        for one in pairs.removed:
            name = ".".join((*self.old.resource, one.name))
            self._add(
                ChangeCode.WAITER_REMOVED,
                f"`{name}` no longer exists.",
                f"Poll `{self.new.dotted}` yourself.",
                before=name,
                subject=name,
            )
        for one in pairs.added:
            name = ".".join((*self.new.resource, one.name))
            self._add(
                ChangeCode.WAITER_ADDED,
                f"`{name}` is new: it polls `{self.new.dotted}`.",
                after=name,
                subject=name,
            )
        for one, other in pairs.both:
            states = (one.success, one.failure, one.on_wire)
            if states != (other.success, other.failure, other.on_wire):
                name = ".".join((*self.new.resource, other.name))
                self._add(
                    ChangeCode.WAITER_CHANGED,
                    f"`{name}` waits for other states.",
                    subject=name,
                )

    # Credentials

    def _credentials(self) -> None:
        old, new = self.old, self.new
        lost = {name for name, other in self.settings.items() if other is None}
        before = [
            frozenset(self.settings.get(name) or name for name in alternative)
            for alternative in old.security
            if lost.isdisjoint(alternative)
        ]
        if old.needs_no_credential:
            before.append(frozenset())
        after = [frozenset(one) for one in new.security] or [frozenset()]
        refused = [one for one in before if not any(other <= one for other in after)]
        if refused:
            ways = [" and ".join(f"`{name}`" for name in sorted(one)) for one in after]
            wanted = " or ".join(dict.fromkeys(ways))
            self._add(
                ChangeCode.CREDENTIAL_REQUIRED,
                f"`{new.dotted}` requires {wanted}.",
                f"Pass {wanted} to the client, or set the environment variable.",
            )
        elif before and [one for one in after if not any(b <= one for b in before)]:
            self._add(
                ChangeCode.CREDENTIAL_OPTIONAL,
                (
                    f"`{new.dotted}` can be called with other credentials as well."
                    if not new.needs_no_credential
                    else f"`{new.dotted}` no longer requires a credential."
                ),
            )
        elif before and set(after) != set(before) and not lost:
            self._add(
                ChangeCode.CREDENTIAL_OPTIONAL,
                f"`{new.dotted}` requires fewer credentials.",
            )
        elif old.scopes != new.scopes and old.schemes == new.schemes:
            more = sorted(set(new.scopes) - set(old.scopes))
            fewer = sorted(set(old.scopes) - set(new.scopes))
            told = [f"also {span(', '.join(more))}"] if more else []
            told += [f"no longer {span(', '.join(fewer))}"] if fewer else []
            self._add(
                ChangeCode.SCOPES_CHANGED,
                f"`{new.dotted}` requires other scopes: {', '.join(told)}.",
                "Check that your tokens have the scopes." if more else "",
            )

    # The wire

    def _wire(self, errors_changed: bool) -> None:
        old, new = self.old, self.new
        name = new.dotted
        if request(old) != request(new):
            self._request()
        if old.body_style and new.body_style:
            encodings = _changed(old.body_encoding, new.body_encoding)
            gone = [one for one in old.body_types if one not in new.body_types]
            if gone or old.body_types[:1] != new.body_types[:1]:
                self._add(
                    ChangeCode.WIRE_BODY,
                    f"The body of `{name}` is sent as"
                    f" {span(' or '.join(new.body_types))};"
                    f" it was {span(' or '.join(old.body_types))}.",
                )
            elif encodings:
                self._add(
                    ChangeCode.WIRE_BODY,
                    f"The body of `{name}` encodes {', '.join(encodings)} in another"
                    " way.",
                )
        if not errors_changed and set(old.accept) != set(new.accept):
            self._add(
                ChangeCode.WIRE_RESPONSE,
                f"The responses to `{name}` are {span(', '.join(new.accept))}; they"
                " were"
                f" {span(', '.join(old.accept))}.",
            )
        if old.servers != new.servers:
            urls = ", ".join(span(one) for one in new.servers)
            urls = urls or "the server of the client"
            self._add(
                ChangeCode.SERVER_URL, f"`{name}` is sent to another server: {urls}."
            )

    def _request(self) -> None:
        old, new = self.old, self.new
        message = f"`{new.dotted}` sends {_line(new)}; it was {_line(old)}."
        lines: tuple[str, ...] = ()
        prefix = new.path.removesuffix(old.path)
        former = old.path.removesuffix(new.path)
        if old.verb == new.verb and prefix != new.path:
            message = f"`{new.dotted}` sends {_line(new)}: its path now begins with"
            message, lines = f"{message} {span(prefix)}.", (_line(new),)
        elif old.verb == new.verb and former != old.path:
            message = f"`{new.dotted}` sends {_line(new)}: its path no longer begins"
            message, lines = f"{message} with {span(former)}.", (_line(new),)
        self._add(ChangeCode.WIRE_REQUEST, message, names=lines)

    def _notices(self) -> None:
        old, new = self.old, self.new
        if old.deprecated != new.deprecated:
            code = ChangeCode.OPERATION_DEPRECATED
            if old.deprecated:
                code = ChangeCode.OPERATION_UNDEPRECATED
            now = "now" if new.deprecated else "no longer"
            hint = "Look for a replacement before it is removed."
            self._add(
                code,
                f"`{new.dotted}` is {now} deprecated.",
                hint if new.deprecated else "",
            )
        if old.sunset != new.sunset:
            told = (
                f"switched off on {span(new.sunset)}"
                if new.sunset
                else "not switched off"
            )
            before = f"; it was {span(old.sunset)}" if old.sunset else ""
            self._add(ChangeCode.SUNSET_CHANGED, f"`{new.dotted}` is {told}{before}.")


def reading_hint(before: str, after: str, what: str) -> str:
    """Return what to do about a type that is read."""
    items = [re.fullmatch(r"list\[(.*)\]", one) for one in (before, after)]
    if items[0] is not None and items[1] is not None:
        return reading_hint(items[0][1], items[1][1], f"the items of {what}")
    parts, known = list(listed(after)), list(listed(before))
    new = [one for one in parts if one not in known]
    if new == ["None"]:
        return f"Check {what} for `None`."
    if new and set(known) <= set(parts):
        return f"Handle `{' | '.join(new)}` in {what}."
    return f"Change the code that uses {what}."


def _changed(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return the fields of a body that are encoded in another way."""
    before = dict(one.split(": ", 1) for one in old)
    after = dict(one.split(": ", 1) for one in new)
    return [span(one) for one in after if before.get(one, after[one]) != after[one]]


def _full(method: Method, argument: Argument) -> str:
    return f"{method.dotted}({argument.name})"


def _position(method: Method, argument: Argument) -> int:
    return [one.wire for one in method.arguments if one.place == "path"].index(
        argument.wire
    )


def _ratio(old: Argument, new: Argument) -> float:
    return SequenceMatcher(None, old.name, new.name).ratio()
