"""The report of a migration: which public names are kept, and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apiloom.ir.api import Api
from apiloom.migrate.overlay import Plan
from apiloom.migrate.published import Method, Published
from apiloom.naming.allocate import Names
from apiloom.text.visible import visible

__all__ = ["Kept", "Report", "compared"]

_MANY = 200
"""How many rows a table of the report has at most."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The number of public names of a kind, and of those that are kept."""

    published: int
    kept: int

    @property
    def share(self) -> float:
        """The share in percent; of nothing, all is kept."""
        return 100.0 * self.kept / self.published if self.published else 100.0


@dataclass(slots=True)
class Report:
    """Names that a migration keeps, and differences for callers."""

    generator: str
    source: str
    methods: Kept
    described: Kept
    """The methods whose requests the document describes."""
    arguments: Kept
    models: Kept
    credentials: Kept
    differing: list[tuple[str, str, str]] = field(
        default_factory=list[tuple[str, str, str]]
    )
    """Published names, present names, and why they differ."""
    lost_arguments: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    lost_models: list[str] = field(default_factory=list[str])
    lost_credentials: list[str] = field(default_factory=list[str])
    added: list[str] = field(default_factory=list[str])
    """Methods that the published client does not have."""
    notes: list[str] = field(default_factory=list[str])

    def as_json(self) -> dict[str, Any]:
        """Return the report for tools."""
        return {
            "version": 1,
            "generator": self.generator,
            "source": self.source,
            "kept": {
                name: {
                    "published": one.published,
                    "kept": one.kept,
                    "share": round(one.share, 1),
                }
                for name, one in self._rows()
            },
            "methods": [
                {"published": before, "now": after or None, "why": why}
                for before, after, why in self.differing
            ],
            "arguments": [
                {"method": method, "argument": name}
                for method, name in self.lost_arguments
            ],
            "models": self.lost_models,
            "credentials": self.lost_credentials,
            "added": self.added,
            "notes": self.notes,
        }

    def as_markdown(self, files: Sequence[str]) -> str:
        """Return the report for people; `files` are those that were written."""
        lines = [f"# Migration from {self.generator}", ""]
        lines += [f"- {_span(name)}" for name in (self.source, *files)]
        lines += [
            "",
            "| names | published | kept | share |",
            "| --- | --- | --- | --- |",
        ]
        lines += [
            f"| {name} | {one.published} | {one.kept} | {one.share:.1f} % |"
            for name, one in self._rows()
            if one.published
        ]
        lines += _table(
            "Methods that differ",
            ("published", "now", "why"),
            [
                (_span(before), _span(after), why)
                for before, after, why in self.differing
            ],
        )
        lines += _table(
            "Arguments that differ",
            ("method", "published argument"),
            [(_span(method), _span(name)) for method, name in self.lost_arguments],
        )
        lines += _listed("Models without their published name", self.lost_models)
        lines += _listed("Credentials that differ", self.lost_credentials)
        lines += _listed("Methods that are new", self.added)
        if self.notes:
            lines += ["", "## Not carried over", ""]
            lines += [f"- {note}" for note in self.notes]
        return "\n".join(lines)

    def _rows(self) -> tuple[tuple[str, Kept], ...]:
        return (
            ("methods", self.methods),
            ("methods that the document describes", self.described),
            ("arguments", self.arguments),
            ("models", self.models),
            ("credentials", self.credentials),
        )


def compared(published: Published, plan: Plan, api: Api, names: Names) -> Report:
    """Compare the names of a published client with those of the new one."""
    differing: list[tuple[str, str, str]] = []
    lost_arguments: list[tuple[str, str]] = []
    kept = known = same = 0
    ids = {operation.id: operation for operation in api.operations}
    for method, operation in plan.matched:
        place = names.places.get(operation.id)
        if place is None:
            why = "the operation cannot be called: see `apiloom lint`"
            differing.append((method.dotted, "", why))
            continue
        if place.dotted == method.dotted:
            kept += 1
        elif method.resource:
            why = "the name means something else in this client"
            differing.append((method.dotted, place.dotted, why))
        else:
            why = "methods of the client itself are methods of a resource"
            differing.append((method.dotted, place.dotted, why))
        own = {*names.arguments[operation.id].values()}
        own |= {_stem(name) for name in own}
        for name in method.arguments:
            known += 1
            if name in own or _stem(name) in own:
                same += 1
            else:
                lost_arguments.append((place.dotted, name))
    dotted = {place.dotted for place in names.places.values()}
    for method in plan.second:
        if method.dotted in dotted:  # a variant of an operation: its stream
            kept += 1
            continue
        why = "the same request has another method already"
        differing.append((method.dotted, _now(plan, names, method), why))
    for method in plan.missing:
        why = f"the document does not describe {method.verb.upper()} {method.path}"
        differing.append((method.dotted, "", why))
    classes = {*names.classes, *names.pages.values()}
    lost = sorted(published.models - classes)
    credentials, missing = _credentials(published, names)
    total = len(plan.matched) + len(plan.second) + len(plan.missing)
    matched = {operation.id for _, operation in plan.matched}
    removed = {operation.id for operation in plan.removed}
    return Report(
        generator=published.generator,
        source=published.source,
        methods=Kept(total, kept),
        described=Kept(total - len(plan.missing), kept),
        arguments=Kept(known, same),
        models=Kept(len(published.models), len(published.models) - len(lost)),
        credentials=credentials,
        differing=differing,
        lost_arguments=lost_arguments,
        lost_models=lost,
        lost_credentials=missing,
        added=[
            names.places[id_].dotted
            for id_, operation in ids.items()
            if id_ not in matched | removed and operation.variant_of is None
        ],
        notes=[*published.notes, *plan.notes],
    )


def _stem(name: str) -> str:
    """Return an argument without the underscore that keeps it from a keyword."""
    return name.strip("_")


def _now(plan: Plan, names: Names, method: Method) -> str:
    for other, operation in plan.matched:
        is_same = (other.verb, other.path) == (method.verb, method.path)
        if is_same and operation.id in names.places:
            return names.places[operation.id].dotted
    return ""


def _credentials(published: Published, names: Names) -> tuple[Kept, list[str]]:
    own: Mapping[str, str] = {
        one.argument: one.env for rows in names.credentials.values() for one in rows
    }
    missing: list[str] = []
    total = 0
    for credential in published.credentials:
        for role, argument in credential.arguments.items():
            total += 1
            variable = credential.variables.get(role)
            if argument not in own:
                missing.append(argument)
            elif variable and own[argument] != variable:
                missing.append(f"{argument} ({variable})")
    return Kept(total, total - len(missing)), missing


def _span(text: str) -> str:
    """Return text as a code span (CommonMark 0.31, section 6.1) in a table."""
    plain = visible(text).replace("`", "'").replace("|", "\\|")
    return f"`{plain}`" if plain else "none"


def _table(
    title: str, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> Iterable[str]:
    if not rows:
        return
    yield from ("", f"## {title}", "")
    yield f"| {' | '.join(header)} |"
    yield f"| {' | '.join('---' for _ in header)} |"
    for row in rows[:_MANY]:
        yield f"| {' | '.join(row)} |"
    if len(rows) > _MANY:
        yield f"\n{len(rows) - _MANY} more are in `--format json`."


def _listed(title: str, names: Sequence[str]) -> Iterable[str]:
    if not names:
        return
    yield from ("", f"## {title}", "")
    yield ", ".join(_span(name) for name in names[:_MANY])
    if len(names) > _MANY:
        yield f"\n{len(names) - _MANY} more are in `--format json`."
