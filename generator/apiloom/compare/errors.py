"""Changes of what can go wrong: failures of operations, exceptions and their bodies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from apiloom.compare.annotations import shown
from apiloom.compare.changes import ChangeCode, Impact
from apiloom.compare.findings import Findings, Relation
from apiloom.compare.pairing import pair, request
from apiloom.compare.surface import ErrorClass, Method, Surface
from apiloom.naming.statuses import ERRORS, phrase

__all__ = ["compare_exceptions", "compare_failures", "names_of"]

_FEW = 3


def compare_failures(findings: Findings, old: Method, new: Method) -> bool:
    """Compare the failures of an operation; return whether there are more or fewer."""
    if old.variant:
        # It shares the failures of the operation that it is a variant of.
        return False
    pairs = pair(old.failures, new.failures, lambda one: one.status)
    name = new.dotted
    names = names_of(old, new)
    gone = {one.status for one in pairs.removed}
    come = {one.status for one in pairs.added}
    before = {one.name: one for one in old.reasons}
    after = {one.name: one for one in new.reasons}
    for failure in pairs.removed:
        members = [one.name for one in old.reasons if one.covers == failure.status]
        lost = [member for member in members if member not in after]
        told = _listed(f"errors.{old.enum}.{member}" for member in lost)
        findings.add(
            ChangeCode.ERROR_REMOVED,
            name,
            f"`{name}` no longer documents {_status(failure.status)}"
            + (f": {told} no longer {_exist(lost)}." if lost else "."),
            "Remove the code that compares `error.reason` with it." if lost else "",
            impact=(
                None
                if lost or _is_gone(findings, failure.exception)
                else Impact.WARNING
            ),
            before=failure.exception,
            at=(failure.pointer, new.pointer),
            names=names,
        )
    for one, other in pairs.both:
        if one.exception != other.exception:
            _exception(
                findings,
                old,
                new,
                one.exception,
                other.exception,
                (one.pointer, other.pointer),
            )
    for failure in pairs.added:
        members = [one.name for one in new.reasons if one.covers == failure.status]
        told = _listed(f"errors.{new.enum}.{member}" for member in members)
        noun = "reason" if len(members) == 1 else "reasons"
        findings.add(
            ChangeCode.ERROR_ADDED,
            name,
            f"`{name}` also documents {_status(failure.status)}:"
            f" `errors.{failure.exception}`"
            + (f", with the {noun} {told}." if members else "."),
            after=failure.exception,
            at=(old.pointer, failure.pointer),
            names=names,
        )
        findings.bring(_bodies(findings.environment.new, [failure.exception]))
    for reason in old.reasons:
        if reason.name not in after and reason.covers not in gone:
            findings.add(
                ChangeCode.REASON_REMOVED,
                f"errors.{new.enum}.{reason.name}",
                f"`errors.{old.enum}.{reason.name}` no longer exists.",
                "Remove the code that compares `error.reason` with it.",
                before=f"errors.{old.enum}.{reason.name}",
                at=(old.pointer, new.pointer),
                names=names,
            )
    for reason in new.reasons:
        if reason.name not in before and reason.covers not in come:
            findings.add(
                ChangeCode.REASON_ADDED,
                f"errors.{new.enum}.{reason.name}",
                f"`errors.{new.enum}.{reason.name}` is a new reason of failures of"
                f" `{name}`.",
                "Handle it where a `match` lists all reasons.",
                after=f"errors.{new.enum}.{reason.name}",
                at=(old.pointer, new.pointer),
                names=names,
            )
    return bool(pairs.removed or pairs.added)


def _exception(
    findings: Findings,
    old: Method,
    new: Method,
    before: str,
    after: str,
    at: tuple[str, str],
) -> None:
    surface = findings.environment.new
    if _own_name(old, before) == _own_name(new, after):
        return
    if before not in surface.exceptions and before not in ERRORS:
        return  # said of the class
    if before in _ancestors(surface, after):
        return
    findings.add(
        ChangeCode.EXCEPTION_CHANGED,
        new.dotted,
        f"`{new.dotted}` raises `errors.{after}` where it raised `errors.{before}`.",
        f"Catch `errors.{after}`.",
        before=before,
        after=after,
        at=at,
        names=names_of(old, new),
    )


def names_of(old: Method, new: Method) -> tuple[str, ...]:
    """Return the names of an operation and its error enum, the method's first."""
    enums = (f"errors.{one.enum}" if one.enum else "" for one in (new, old))
    prefixes = (one.enum.removesuffix("Rejection") for one in (new, old))
    rejected = (f"errors.{one}Rejected" if one else "" for one in prefixes)
    return new.dotted, old.dotted, *enums, *rejected


def _own_name(method: Method, exception: str) -> str:
    """Return the exception without the name of its operation."""
    prefix = method.enum.removesuffix("Rejection")
    return (
        exception.removeprefix(prefix)
        if exception == f"{prefix}Rejected"
        else exception
    )


def _ancestors(surface: Surface, name: str) -> set[str]:
    found: set[str] = set()
    pending = [name]
    while pending:
        current = pending.pop()
        if current not in found:
            found.add(current)
            known = surface.exceptions.get(current)
            pending += known.bases if known is not None else ()
    return found


def compare_exceptions(findings: Findings, renamed: dict[str, str]) -> None:
    """Compare the exceptions of two clients.

    `renamed` are those that are called after an operation with a new name.
    """
    old, new = findings.environment.old, findings.environment.new
    pairs = pair(old.errors, new.errors, lambda one: renamed.get(one.name, one.name))
    bodies: dict[tuple[str, str], list[tuple[ErrorClass, ErrorClass]]] = {}
    for one in pairs.removed:
        if one.name in new.exceptions:
            continue
        if one.name in ERRORS:
            # The runtime has the class, whatever the document says. Where no operation
            # is left that raised it, their removal stands for it.
            if not _is_raised_by_kept(old, new, one.name):
                findings.drop([one.body] if one.body else [])
                continue
            inherited = replace(one, body=_inherited(new, one.bases))
            bodies.setdefault((one.body, inherited.body), []).append((one, inherited))
            continue
        kept = _kept(old, new, one.name)
        if not kept:
            findings.drop([one.body] if one.body else [])
            continue
        successors = _listed(f"errors.{other}" for other in kept)
        findings.add(
            ChangeCode.EXCEPTION_REMOVED,
            f"errors.{one.name}",
            f"`errors.{one.name}` no longer exists; the failure raises {successors}.",
            f"Catch {successors}.",
            before=f"errors.{one.name}",
            names=(f"errors.{one.name}",),
        )
        findings.drop([one.body] if one.body else [])
    for one, other in pairs.both:
        bodies.setdefault((one.body, other.body), []).append((one, other))
    for classes in bodies.values():
        _body(findings, *classes[0], [other.name for _, other in classes[1:]])
    for one in pairs.added:
        if one.name in ERRORS or one.name in old.exceptions:
            continue
        if _kept(new, old, one.name):
            findings.add(
                ChangeCode.EXCEPTION_ADDED,
                f"errors.{one.name}",
                (
                    f"`errors.{one.name}` is new: a subclass for one of several bodies."
                    if one.bases
                    else f"`errors.{one.name}` is new."
                ),
                after=f"errors.{one.name}",
                names=(f"errors.{one.name}",),
            )
        findings.bring([one.body] if one.body else [])


def _inherited(surface: Surface, bases: Iterable[str]) -> str:
    """Return the body that a class of the runtime has from its bases in a client."""
    known = surface.exceptions
    return next((known[base].body for base in bases if base in known), "")


def _is_raised_by_kept(old: Surface, new: Surface, name: str) -> bool:
    """Return whether an operation raised an exception that both clients have."""
    requests = {request(method) for method in new.methods}
    names = {method.dotted for method in new.methods}
    return any(
        request(method) in requests or method.dotted in names
        for method in old.methods
        if any(failure.exception == name for failure in method.failures)
    )


def _kept(here: Surface, there: Surface, name: str) -> list[str]:
    """Return what the other client raises for the failures of an exception."""
    uses = {
        (request(method), failure.status)
        for method in here.methods
        for failure in method.failures
        if failure.exception == name
    }
    found = {
        failure.exception: None
        for method in there.methods
        for failure in method.failures
        if (request(method), failure.status) in uses
    }
    return list(found)


def _body(
    findings: Findings, old: ErrorClass, new: ErrorClass, others: list[str]
) -> None:
    """Compare the body of an exception, and of `others` that have the same ones."""
    before, after = old.body or "object", new.body or "object"
    relation, _, _ = findings.reading(before, after)
    if relation is Relation.SAME:
        return
    code = {
        Relation.WIDENED: ChangeCode.ERROR_BODY_WIDENED,
        Relation.NARROWED: ChangeCode.ERROR_BODY_NARROWED,
        Relation.RETYPED: ChangeCode.ERROR_BODY_RETYPED,
    }[relation]
    name = f"errors.{new.name}"
    first = shown(before) if old.body else "undocumented"
    second = shown(after) if new.body else "undocumented"
    hint = f"Change the code that reads `body` of `{name}`."
    at = _places(findings, old.name, new.name)
    findings.add(
        code,
        f"{name}.body",
        f"`{name}.body` is `{second}`; it was `{first}`."
        + (f" The same is true of {_some(others)}." if others else ""),
        "" if relation is Relation.NARROWED else hint,
        before=f"errors.{old.name}.body",
        after=f"{name}.body",
        at=at,
    )
    if relation is not Relation.NARROWED and new.body:
        findings.drop([before])
    if relation is not Relation.WIDENED:
        findings.bring([after])


def _places(findings: Findings, old: str, new: str) -> tuple[str, str]:
    """Return where the failures with an exception are documented first."""
    environment = findings.environment
    found = [
        next(
            (
                failure.pointer
                for method in surface.methods
                for failure in method.failures
                if failure.exception == name
            ),
            "",
        )
        for surface, name in ((environment.old, old), (environment.new, new))
    ]
    return found[0], found[1]


def _bodies(surface: Surface, names: Iterable[str]) -> list[str]:
    known = surface.exceptions
    return [known[name].body for name in names if name in known and known[name].body]


def _is_gone(findings: Findings, name: str) -> bool:
    return name not in findings.environment.new.exceptions and name not in ERRORS


def _status(status: str) -> str:
    if status == "default":
        return "failures of any other status"
    if not status.isdigit():
        return f"failures with a status `{status}`"
    known = phrase(status)
    return f"the status {status}" + (f" {known}" if known != status else "")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _some(names: list[str]) -> str:
    """Return a few names of exceptions, and how many there are besides."""
    few = _listed(f"errors.{name}" for name in names[:_FEW])
    more = len(names) - _FEW
    return f"{few} and {more} more" if more > 0 else few


def _exist(names: list[str]) -> str:
    return "exists" if len(names) == 1 else "exist"
