"""The page of the errors: the tree, the statuses, and every documented reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apiloom.codegen.client import request_ids
from apiloom.codegen.errors.decide import Failures
from apiloom.codegen.errors.statuses import Several, Told
from apiloom.codegen.resources.arguments import returned
from apiloom.docs.link_targets import Book
from apiloom.docs.markdown import cell, code, console, line, link, table
from apiloom.docs.pages.types import TypeTexts
from apiloom.docs.views import ErrorsPage
from apiloom.ir.api import Operation
from apiloom.naming.statuses import STATUS_NAMES, phrase
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown, name

_STATUSES: Final = ("Status", "Exception", "`body`")
_REJECTIONS: Final = ("Exception", "Raised by", "Status", "`body`", "`reason`")
_REASONS: Final = ("Enum", "Failures of", "Members")

_MOST: Final = 500
_MANY: Final = 12
"""As many members of an enum are listed; its page has all of them."""

Branch = tuple[str, "list[Branch]"]


@dataclass(frozen=True, slots=True)
class ErrorsPages:
    """Makes the view of the page of errors."""

    book: Book
    types: TypeTexts
    header: Markdown

    def page(self) -> ErrorsPage:
        """The view of the page."""
        names = self.book.names
        return ErrorsPage(
            header=self.header,
            package=name(names.package),
            http=name(names.http),
            root=name(names.error),
            tree=console([names.error, *_drawn(self._tree(), "")]),
            request_ids=self._request_ids(),
            statuses=table(_STATUSES, self._statuses()),
            rejections=table(_REJECTIONS, self._rejections()),
            reasons=self._listed(),
        )

    def _request_ids(self) -> Markdown:
        """The declared headers with identifiers, if they are not the usual one."""
        names = request_ids(self.book.api)
        return EMPTY if names == ["x-request-id"] else joined(", ", map(code, names))

    # The tree

    def _tree(self) -> list[Branch]:
        rejected: list[Branch] = [
            (failures.rejected, [])
            for _, failures in self._failing()
            if failures.rejected is not None
        ]
        status: list[Branch] = [
            ("ClientStatusError  (any 4XX)", self._family(400, 500)),
            ("ServerStatusError  (any 5XX)", self._family(500, 600)),
            *self._family(0, 400),
        ]
        return [
            ("MissingCredentialError  (nothing was sent)", []),
            ("RequestValidationError  (nothing was sent; also a ValueError)", []),
            *self._tokens(),
            (
                "APIConnectionError  (no response)",
                [("APITimeoutError  (no response in time)", [])],
            ),
            ("ResponseValidationError  (the response does not match its schema)", []),
            *self._incoming(),
            ("APIStatusError  (the response has an error status)", status),
            *(
                [("RejectedError  (a 2XX response that reports a failure)", rejected)]
                if rejected
                else []
            ),
            *self._jobs(),
        ]

    def _jobs(self) -> list[Branch]:
        """Return the exceptions of waiters."""
        failed: list[Branch] = [
            (named.error, [])
            for members in self.book.resources.values()
            for operation in members
            for named in self.book.names.waiters.get(operation.id, ())
        ]
        if not failed:
            return []
        return [
            ("JobFailed  (an awaited job failed)", failed),
            ("WaitTimeout  (an awaited job took too long)", []),
        ]

    def _incoming(self) -> list[Branch]:
        """Return the exceptions of webhooks and callbacks."""
        api = self.book.api
        if not api.webhooks and not api.callbacks:
            return []
        found: list[Branch] = [
            (
                "PayloadValidationError  (a webhook or callback does not match its "
                "schema)",
                [],
            )
        ]
        if api.webhooks:
            found.append(("UnknownWebhookError  (no webhook has this name)", []))
        if api.webhook_signature is not None:
            about = "the signature of a webhook is missing, wrong or too old"
            found.append((f"WebhookSignatureError  ({about})", []))
        return found

    def _tokens(self) -> Iterator[Branch]:
        if any(scheme.grants for scheme in self.book.api.security_schemes):
            yield "TokenError  (the token endpoint returned no access token)", []

    def _family(self, least: int, most: int) -> list[Branch]:
        """The exceptions of some statuses, those of single bodies below them."""
        known = {**STATUS_NAMES}
        declared = self.book.catalogue.statuses.declared
        known |= {error.status: error.name for error in declared}
        return [
            (
                f"{known[status]}  ({status})",
                [
                    (error.name, [])
                    for error in self.book.catalogue.statuses.bodies
                    if error.base == known[status]
                ],
            )
            for status in sorted(known)
            if least <= status < most
        ]

    # The tables

    def _statuses(self) -> Iterator[tuple[Markdown, ...]]:
        catalogue = self.book.catalogue.statuses
        for error in catalogue.declared:
            words = phrase(str(error.status))
            number = markdown("{}", error.status)
            is_named = words != number
            status = markdown("{} {}", number, line(words)) if is_named else number
            yield status, code(f"errors.{error.name}"), self._body(error.body)
            for one in catalogue.bodies:
                if one.base == error.name:
                    yield status, code(f"errors.{one.name}"), self.types.cell(one.body)
        for family in sorted(catalogue.families, key=lambda family: family.covers):
            covers = "any other" if family.covers == "default" else family.covers
            yield cell(covers), code(f"errors.{family.name}"), self._body(family.body)

    def _body(self, body: Told | None) -> Markdown:
        """Return the type of an exception's body."""
        if isinstance(body, Several):
            return markdown("one of several models")
        return (
            self.types.cell(body)
            if body is not None
            else markdown("parsed JSON, or text")
        )

    def _rejections(self) -> Iterator[tuple[Markdown, ...]]:
        for operation, failures in self._failing():
            if failures.rejected is None or failures.rejection is None:
                continue
            target = self.book.places.reasons[failures.enum]
            yield (
                code(f"errors.{failures.rejected}"),
                self._method(operation),
                cell(failures.rejection.status),
                self.types.cell(returned(operation)),
                link(code(f"errors.{failures.enum}"), target),
            )

    def _listed(self) -> Markdown:
        """Return a table of the enums, unless it would be too long to be of use."""
        rows = list(self._reasons())
        return table(_REASONS, rows) if len(rows) <= _MOST else EMPTY

    def _reasons(self) -> Iterator[tuple[Markdown, ...]]:
        for operation, failures in self._failing():
            members = failures.reasons[:_MANY]
            listed = joined(", ", (code(one.name) for one in members))
            rest = len(failures.reasons) - len(members)
            yield (
                link(
                    code(f"errors.{failures.enum}"),
                    self.book.places.reasons[failures.enum],
                ),
                self._method(operation),
                markdown("{} and {} more", listed, rest) if rest else listed,
            )

    def _failing(self) -> Iterator[tuple[Operation, Failures]]:
        """The operations with documented failures, by resource."""
        for members in self.book.resources.values():
            for operation in members:
                failures = self.book.catalogue.operations[operation.id]
                if failures.exceptions and operation.variant_of is None:
                    yield operation, failures

    def _method(self, operation: Operation) -> Markdown:
        dotted = self.book.names.places[operation.id].dotted
        return link(code(dotted), self.book.places.methods[operation.id])


def _drawn(branches: list[Branch], margin: str) -> Iterator[str]:
    """The lines of a tree."""
    for index, (text, below) in enumerate(branches):
        is_last = index == len(branches) - 1
        yield f"{margin}{'└── ' if is_last else '├── '}{text}"
        yield from _drawn(below, margin + ("    " if is_last else "│   "))
