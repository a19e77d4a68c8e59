"""The failures of each operation and of the client, before they become Python.

The exceptions are decided here once; the errors module, the operations, the
documentation and `apiloom inspect` all read the same tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from apiloom.codegen.errors.codes import Codes
from apiloom.codegen.errors.statuses import Statuses, statuses
from apiloom.ir.api import (
    Api,
    ErrorCase,
    Match,
    Operation,
    Outcome,
    Response,
)
from apiloom.ir.types import (
    Enumeration,
    Literal,
    Model,
    Type,
    without_null,
)
from apiloom.naming.allocate import Names
from apiloom.naming.casing import member_name, snake, title, unique, upper
from apiloom.naming.statuses import (
    phrase,
    status_member_name,
)

UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Reason:
    """A member of an operation's error enum."""

    name: str
    value: str
    covers: str
    title: str
    description: str
    match: Match | None = None
    carried: tuple[str, ...] = ()
    """The statuses whose bodies list the error code, if not all failures do."""

    @property
    def status(self) -> int | None:
        """The status, if it is a single one."""
        return int(self.covers) if self.covers.isdigit() else None


@dataclass(frozen=True, slots=True)
class Failures:
    """The failures of one operation."""

    enum: str
    reasons: tuple[Reason, ...]
    exceptions: Mapping[str, str]
    rejected: str | None
    rejection: Response | None
    rejections: tuple[Reason, ...]

    def of(self, status: str) -> tuple[Reason, ...]:
        """The reasons of one documented status."""
        if self.rejection is not None and status == self.rejection.status:
            return self.rejections
        return tuple(reason for reason in self.reasons if reason.covers == status)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The failures of a whole client."""

    statuses: Statuses
    operations: Mapping[str, Failures]


def catalogue(api: Api, names: Names) -> Catalogue:
    """Decide all exceptions and reasons of a client."""
    found = statuses(api, names)
    codes = Codes(api)
    made: dict[str, Failures] = {}
    for operation in api.operations:
        if operation.variant_of is None:
            made[operation.id] = _failures(operation, api, names, found, codes)
        else:
            made[operation.id] = _shared(made[operation.variant_of], operation)
    return Catalogue(found, made)


def _shared(failures: Failures, operation: Operation) -> Failures:
    """Return the failures of another method of an operation, with the same enum."""
    if not operation.is_stream:
        return failures
    exceptions = {
        response.status: failures.exceptions[response.status]
        for response in operation.responses
        if not response.is_success and response.status in failures.exceptions
    }
    return replace(
        failures, exceptions=exceptions, rejected=None, rejection=None, rejections=()
    )


def _failures(
    operation: Operation,
    api: Api,
    names: Names,
    found: Statuses,
    codes: Codes,
) -> Failures:
    base = names.operation_class(operation)
    reasons: list[Reason] = []
    exceptions: dict[str, str] = {}
    rejection: Response | None = None
    for response in operation.responses:
        if response.outcome is not None and response.is_success:
            rejection = response
            exceptions[response.status] = f"{base}Rejected"
        elif not response.is_success:
            exceptions[response.status] = found.exception(response)
    for response in operation.responses:
        if response.status in exceptions:
            if response is rejection:
                reasons += _in_band(response, api)
            else:
                reasons += _documented(response)
    reasons += _by_code(operation, codes, reasons)
    reasons = _settled(reasons)
    in_band: tuple[Reason, ...] = ()
    if rejection is not None:
        in_band = tuple(
            reason for reason in reasons if reason.covers == rejection.status
        )
    unknown = Reason(
        UNKNOWN, "unknown", "", "Unknown", "Any failure that is not documented."
    )
    return Failures(
        enum=f"{base}Rejection",
        reasons=(*reasons, unknown),
        exceptions=exceptions,
        rejected=f"{base}Rejected" if rejection is not None else None,
        rejection=rejection,
        rejections=in_band,
    )


def _documented(response: Response) -> Iterator[Reason]:
    """The cases of an error response, then the member for the status as a whole."""
    status = response.status
    general = status_member_name(status)
    described = response.description
    heading = phrase(status) if status.isdigit() else title(general.lower())
    for case in response.cases:
        if upper(case.name) == general:
            heading = case.title or heading
            described = case.description or described
        else:
            yield _case(case, status, case.title or heading)
    yield Reason(general, snake(general), status, heading, described)


def _case(case: ErrorCase, status: str, heading: str) -> Reason:
    return Reason(
        member_name(case.name),
        snake(case.name),
        status,
        heading,
        case.description,
        case.match,
    )


def _in_band(response: Response, api: Api) -> Iterator[Reason]:
    """The failures inside a success: stated cases, then the rest of the enum."""
    outcome = response.outcome
    if outcome is None:
        return
    status = response.status
    matched: set[object] = set()
    for case in response.cases:
        match = case.match
        if match is not None and match.path == outcome.path:
            matched.add(match.value)
        yield _case(case, status, case.title or title(case.name))
    values = _values(response, outcome.path, api)
    for value in values:
        if value not in matched and value not in (outcome.success or ()):
            yield Reason(
                member_name(value),
                snake(value),
                status,
                title(value),
                "",
                Match(outcome.path, value),
            )
    if not values:
        yield Reason("REJECTED", "rejected", status, "Rejected", _told(outcome))


def _by_code(
    operation: Operation, codes: Codes, known: list[Reason]
) -> Iterator[Reason]:
    """The values of the body's error code that no documented case speaks of."""
    failing = [
        response
        for response in operation.responses
        if not response.is_success and response not in operation.successes
    ]
    bodies = [content.type for response in failing for content in response.contents]
    told = {
        (case.match.path, case.match.value)
        for response in operation.responses
        for case in response.cases
        if case.match is not None
    }
    taken = {one.name for one in known} | {UNKNOWN}
    for code in codes.of(bodies):
        value = code.value.value
        if (code.path, value) not in told:
            words = code.value.name or str(value)
            name = member_name(words)
            name = f"{name}_CODE" if name in taken else name
            carried = tuple(
                response.status
                for response in failing
                if any(codes.admits(one.type, code) for one in response.contents)
            )
            tells = len(carried) == 1 or len(carried) < len(failing)
            yield Reason(
                name,
                snake(name),
                "",
                title(words.lower() if words.isupper() else words),
                code.value.description,
                Match(code.path, value),
                carried if tells else (),
            )


def _told(outcome: Outcome) -> str:
    """Return a sentence that says when a success response is a failure."""
    member = ".".join(outcome.path)
    if outcome.success is None:
        return f"`{member}` is missing or null."
    wanted = ", ".join(f"`{json.dumps(value)}`" for value in outcome.success)
    return f"`{member}` is not {wanted}."


def _values(response: Response, path: tuple[str, ...], api: Api) -> list[str]:
    """The strings that the member at a path can have, if it is an enum."""
    found: dict[str, None] = {}
    pending: list[tuple[Type, tuple[str, ...]]] = [
        (content.type, path) for content in response.contents
    ]
    while pending:
        type_, rest = pending.pop(0)
        inner = api.resolve(without_null(type_))
        if isinstance(inner, Model) and rest:
            pending += [
                (field.type, rest[1:])
                for field in inner.fields
                if field.wire == rest[0]
            ]
        elif isinstance(inner, Enumeration) and not rest:
            found.update((str(value.value), None) for value in inner.values)
        elif isinstance(inner, Literal) and not rest:
            found.update((str(value), None) for value in inner.values)
        elif not isinstance(inner, (Model, Enumeration)):
            members: tuple[Type, ...] = getattr(inner, "members", ())
            pending += [(member, rest) for member in members]
    return list(found)


def _settled(reasons: list[Reason]) -> list[Reason]:
    """Reasons with unique names and values."""
    names = unique(
        [(str(index), one.name) for index, one in enumerate(reasons)], {UNKNOWN}
    )
    values = unique(
        [(str(index), one.value) for index, one in enumerate(reasons)],
        {UNKNOWN.lower()},
    )
    return [
        replace(one, name=names[str(index)], value=values[str(index)])
        for index, one in enumerate(reasons)
    ]
