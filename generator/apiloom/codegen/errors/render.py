"""Exceptions and error enums as Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from apiloom.codegen.annotations import Annotator
from apiloom.codegen.docstrings import docstring, one_line
from apiloom.codegen.errors.decide import UNKNOWN, Catalogue, Failures, Reason
from apiloom.codegen.errors.statuses import (
    ROOT,
    BodyError,
    FamilyError,
    Several,
    StatusError,
    Told,
)
from apiloom.codegen.formatter import (
    Bracket,
    Code,
    Name,
    Parameter,
    Pipe,
    assigned,
    call,
    class_line,
    constant,
    item,
    listing,
    literal,
    mapping,
    opened,
    signature,
    string,
    subscript,
)
from apiloom.codegen.imports import OWN, Imports
from apiloom.codegen.models.placement import Placement
from apiloom.codegen.resources.arguments import returned
from apiloom.codegen.resources.waiters import WaiterViews, ending
from apiloom.codegen.views import ErrorsView, ErrorView, ReasonsView, ReasonView
from apiloom.ir.api import Api, Match, Operation
from apiloom.ir.types import Type
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names
from apiloom.naming.statuses import STATUS_NAMES, phrase
from apiloom.text.code import NOTHING, Python, identifier, python

_HOMES = {
    "ErrorReason": "core.reasons",
    "TokenError": "auth.token_errors",
    "TokenErrorReason": "auth.token_errors",
}
_ALWAYS = (
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "ClientStatusError",
    "ErrorReason",
    "JobFailed",
    "MissingCredentialError",
    "RejectedError",
    "RequestValidationError",
    "ResponseValidationError",
    "ServerStatusError",
    "WaitTimeout",
)
_RECEIVING = ("PayloadValidationError", "UnknownWebhookError")


@dataclass(frozen=True, slots=True)
class ErrorViews:
    """Makes the views of the errors module and of the catalogue."""

    api: Api
    names: Names
    placement: Placement
    catalogue: Catalogue

    def errors(self, header: Python) -> ErrorsView:
        """The view of the errors module."""
        needed = Imports(self.names.runtime)
        annotator = Annotator(
            self.api, self.names, needed, _nowhere, "._runtime", models="models"
        )
        statuses = [self._status(error, annotator) for error in self._own()]
        families = [self._family(error, annotator) for error in self._families()]
        bodies = [
            self._body(error, annotator) for error in self.catalogue.statuses.bodies
        ]
        rejections = list(self._rejections(annotator))
        jobs = list(self._jobs(annotator))
        lazy = self._lazy()
        typing = Imports(self.names.runtime)
        for name, module in lazy.items():
            typing.name(f".{module}", name)
        standard = self._standard()
        for name in standard:
            needed.name(f"._runtime.{_HOMES.get(name, 'core.errors')}", name)
        needed.alias("._runtime.core", "errors", "base")
        needed.name("collections.abc", "Callable")
        views = (*families, *statuses, *bodies, *jobs)
        if lazy or any(view.properties for view in views):
            needed.name("typing", "TYPE_CHECKING")
        if rejections or any(
            waiter.failure for one in self.api.operations for waiter in one.waiters
        ):
            needed.name("typing", "Literal")
        bodies_table = self._bodies_table(annotator)
        about = "Exceptions, and enums of the documented reasons."
        return ErrorsView(
            header=header,
            docstring=docstring(about, 0),
            imports=needed.text(),
            typing_imports=typing.text(4),
            root=assigned(self.names.error, Name("base.APIError"), 0),
            root_name=self._root_name(),
            errors=(*families, *statuses, *bodies, *rejections, *jobs),
            table=self._statuses_table(),
            bodies_table=bodies_table,
            lazy=_lazy_table(lazy) if lazy else NOTHING,
            exports=_exports([*standard, *self._made(), *lazy]),
        )

    def _root_name(self) -> Python:
        """The statement that names the base; one that clients share has a name."""
        if self.names.runtime != OWN:
            return NOTHING
        return item(call("base.name_root", string(self.names.error)), 0, "")

    def reasons(
        self, resource: tuple[str, ...], operations: Sequence[Operation], header: Python
    ) -> ReasonsView:
        """The view of the error enums of one resource."""
        needed = Imports(self.names.runtime)
        needed.name(".._runtime.core.reasons", "ErrorReason")
        failing = list(self._failing(operations))
        shared = _shared_members(failures for _, failures in failing)
        views = tuple(
            self._enum(operation, failures, shared, needed)
            for operation, failures in failing
        )
        members = tuple(
            assigned(_shared_name(name), _values(reason, needed), 0)
            for name, reason in shared.items()
        )
        dotted = ".".join(resource)
        return ReasonsView(
            header,
            docstring(f"Documented failures of the methods of `{dotted}`.", 0),
            needed.text(),
            members,
            views,
        )

    def _families(self) -> tuple[FamilyError, ...]:
        """The families of statuses that this client has exceptions of its own for."""
        return self.catalogue.statuses.families

    def _own(self) -> list[StatusError]:
        """The statuses that this client has an exception of its own for."""
        found = self.catalogue.statuses
        errors = sorted(
            (*found.declared, *found.inherited), key=lambda error: error.status
        )
        return [
            error
            for error in errors
            # Below a family of the client's own, every class is the client's own.
            if error.body is not None or not error.is_standard or found.families
        ]

    def _standard(self) -> list[str]:
        """The names that come from the runtime as they are."""
        own = {error.name for error in self._own()}
        own |= {error.name for error in self._families()}
        receives = bool(self.api.webhooks or self.api.callbacks)
        incoming = _RECEIVING if receives else ()
        fetches = any(scheme.grants for scheme in self.api.security_schemes)
        if self.api.webhook_signature is not None:
            incoming = (*incoming, "WebhookSignatureError")
        tokens = ("TokenError", "TokenErrorReason") if fetches else ()
        return sorted({*_ALWAYS, *incoming, *tokens, *STATUS_NAMES.values()} - own)

    def _made(self) -> Iterator[str]:
        """The names of the exceptions that this module makes."""
        yield self.names.error
        yield from (error.name for error in self._families())
        yield from (error.name for error in self._own())
        yield from (error.name for error in self.catalogue.statuses.bodies)
        for _, failures in self._failing():
            if failures.rejected is not None:
                yield failures.rejected
        for waiters in self.names.waiters.values():
            yield from (named.error for named in waiters)

    def _family(self, error: FamilyError, annotator: Annotator) -> ErrorView:
        """A family of statuses, below the widest one and that of the runtime."""
        above = [] if error.name == ROOT else [ROOT]
        about = (
            "error status" if error.covers == "default" else f"{error.covers} status"
        )
        return ErrorView(
            class_line(error.name, *above, f"base.{error.name}"),
            docstring(f"Any {about}.", 4),
            NOTHING,
            self._properties(error.body, None, annotator),
        )

    def _status(self, error: StatusError, annotator: Annotator) -> ErrorView:
        families = {family.key: family.name for family in self._families()}
        bases = [families.get(error.status // 100, ROOT)] if families else []
        if error.is_standard:
            bases.append(f"base.{error.name}")
        elif not families:
            bases.append(_family(error.status))
        return ErrorView(
            class_line(error.name, *bases),
            docstring(f"HTTP {error.status} {phrase(str(error.status))}.", 4),
            NOTHING if error.is_standard else python("status = {}", error.status),
            self._properties(error.body, None, annotator),
        )

    def _body(self, error: BodyError, annotator: Annotator) -> ErrorView:
        return ErrorView(
            class_line(error.name, error.base),
            docstring(f"`{error.base}` with one of its documented bodies.", 4),
            NOTHING,
            self._properties(error.body, None, annotator),
        )

    def _statuses_table(self) -> Python:
        families = [(literal(error.key), error.name) for error in self._families()]
        statuses = [(literal(error.status), error.name) for error in self._own()]
        pairs = mapping([*families, *statuses])
        items = pairs.items
        if not families:
            items = (Name(python("**base.STATUS_ERRORS")), *items)
        table = Bracket("", items, "{", "}")
        kind = subscript("dict", "int", subscript("type", ROOT))
        return constant("_STATUS_ERRORS", kind, table)

    def _bodies_table(self, annotator: Annotator) -> Python:
        table = mapping(
            (literal(key), _promise(annotator.output(body), annotator))
            for key, body in self._promises()
        )
        kind = subscript("dict", "int", subscript("Callable", python("[]"), "object"))
        return assigned(python("_STATUS_BODIES: {}", kind), table, 0)

    def _promises(self) -> Iterator[tuple[int, Type]]:
        """Yield the body types of exceptions, by status and by status range."""
        families = {family.key: family.body for family in self._families()}
        statuses = {error.status: error.body for error in self._own()}
        for key, body in (*families.items(), *statuses.items()):
            known = families.get(key // 100)
            if body is None or body == known or isinstance(body, Several):
                continue
            yield key, body

    def _failing(
        self, operations: Sequence[Operation] | None = None
    ) -> Iterator[tuple[Operation, Failures]]:
        for operation in self.api.operations if operations is None else operations:
            failures = self.catalogue.operations[operation.id]
            if failures.exceptions and operation.variant_of is None:
                yield operation, failures

    def _lazy(self) -> dict[str, str]:
        return {
            failures.enum: "catalogue."
            + self.names.module(self.names.places[operation.id].resource)
            for operation, failures in sorted(
                self._failing(), key=lambda pair: pair[1].enum
            )
        }

    def _rejections(self, annotator: Annotator) -> Iterator[ErrorView]:
        for operation, failures in self._failing():
            if failures.rejected is None or failures.rejection is None:
                continue
            place = self.names.places[operation.id].dotted
            members = [f"{failures.enum}.{one.name}" for one in failures.rejections]
            reason = subscript("Literal", *members, f"{failures.enum}.{UNKNOWN}")
            status = failures.rejection.status
            yield ErrorView(
                class_line(failures.rejected, "base.RejectedError"),
                docstring(
                    f"`{place}` failed, although the status is {status}.",
                    4,
                ),
                NOTHING,
                self._properties(returned(operation), reason, annotator),
            )

    def _jobs(self, annotator: Annotator) -> Iterator[ErrorView]:
        """Yield the exceptions that waiters raise for a failed job."""
        for operation in self.api.operations:
            place = self.names.places[operation.id]
            for waiter, named in WaiterViews(self.names).each(operation):
                dotted = ".".join((*place.resource, named.method))
                states = [Name(literal(state)) for state in waiter.failure]
                own: list[Parameter] = [("self", None, None)]
                either = subscript("Literal", *states)
                state = signature(python("def state"), own, either, 8, is_stub=True)
                body = self._properties(ending(operation), None, annotator)
                yield ErrorView(
                    class_line(named.error, "base.JobFailed"),
                    docstring(f"The job awaited by `{dotted}` failed.", 4),
                    NOTHING,
                    (*body, state) if states else body,
                )

    def _properties(
        self, body: Told | None, reason: Code | None, annotator: Annotator
    ) -> tuple[Python, ...]:
        own: list[Parameter] = [("self", None, None)]
        found: list[Python] = []
        if body is not None:
            type_ = (
                Name("object") if isinstance(body, Several) else annotator.output(body)
            )
            found.append(signature(python("def body"), own, type_, 8, is_stub=True))
        if reason is not None:
            found.append(signature(python("def reason"), own, reason, 8, is_stub=True))
        return tuple(found)

    def _enum(
        self,
        operation: Operation,
        failures: Failures,
        shared: Mapping[str, Reason],
        imports: Imports,
    ) -> ReasonView:
        place = self.names.places[operation.id].dotted
        return ReasonView(
            class_line(failures.enum, "ErrorReason"),
            docstring(f"Documented failures of `{place}`.", 4),
            tuple(
                (
                    assigned(reason.name, Name(_shared_name(reason.name)), 4)
                    if repr(shared.get(reason.name)) == repr(reason)
                    else assigned(reason.name, _values(reason, imports), 4)
                )
                for reason in failures.reasons
            ),
        )


def _shared_members(enums: Iterable[Failures]) -> Mapping[str, Reason]:
    """Return the members to state once, by name: of each, the most frequent form."""
    reasons = [reason for failures in enums for reason in failures.reasons]
    uses = Counter(map(repr, reasons))
    shared: dict[str, Reason] = {}
    for reason in sorted(reasons, key=lambda reason: -uses[repr(reason)]):
        if uses[repr(reason)] > 1:
            shared.setdefault(reason.name, reason)
    return {
        reason.name: shared[reason.name] for reason in reasons if reason.name in shared
    }


def _shared_name(name: str) -> Python:
    return python("_{}", identifier(name))


def _values(reason: Reason, imports: Imports) -> Code:
    """Return the values of a member of an error enum."""
    carried = listing(string(status) for status in reason.carried)
    values: list[Code | str] = [
        string(reason.value),
        carried if reason.carried else _status(reason),
        string(one_line(reason.title)),
    ]
    if reason.description or reason.match is not None:
        values.append(string(one_line(reason.description)))
    if reason.match is not None:
        values.append(_match(reason.match, imports))
    return listing(values)


def _status(reason: Reason) -> Python:
    if reason.status is not None:
        return literal(reason.status)
    return string(reason.covers) if reason.covers else literal(None)


def _match(match: Match, imports: Imports) -> Code:
    path = listing(string(part) for part in match.path)
    named: dict[str, Code | str] = {}
    if match.value is not None:
        named["value"] = literal(match.value)
    if match.pattern is not None:
        named["pattern"] = string(match.pattern)
    return call(imports.name(".._runtime.core.reasons", "Match"), path, **named)


def _nowhere(_: Pointer) -> None:
    """No module of its own: models are named by the package that loads them."""


def _family(status: int) -> str:
    if 400 <= status < 500:
        return "base.ClientStatusError"
    return "base.ServerStatusError" if status >= 500 else "base.APIStatusError"


def _promise(body: Code, annotator: Annotator) -> Code:
    """A function that gives a type, so that no model is loaded before it is needed."""
    if isinstance(body, Pipe):
        head = annotator.imports.name("typing", "Union")
        return subscript(python("lambda: {}", head), *body.items)
    return Name(python("lambda: {}", body))


def _lazy_table(lazy: Mapping[str, str]) -> Python:
    pairs = ((string(name), string(f".{module}")) for name, module in lazy.items())
    return assigned(python("_CATALOGUE: dict[str, str]"), mapping(pairs), 0)


def _exports(names: Sequence[str]) -> Python:
    return opened(
        Bracket(python("__all__ = "), tuple(Name(string(n)) for n in sorted(names))), 0
    )
