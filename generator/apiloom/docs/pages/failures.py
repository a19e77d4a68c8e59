"""Failures of a call: statuses, exceptions, reasons, and bodies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from apiloom.codegen.docstrings import one_line
from apiloom.codegen.errors.decide import UNKNOWN, Failures, Reason
from apiloom.codegen.errors.statuses import body_type
from apiloom.codegen.formatter import literal
from apiloom.docs.link_targets import BY_STATUS, REJECTIONS, Book
from apiloom.docs.markdown import cell, code, folded, link, said, table
from apiloom.docs.pages.fields import MOST
from apiloom.docs.pages.responses import ResponseTexts, title_of
from apiloom.ir.api import Match, Operation, Outcome, Response
from apiloom.ir.types import Type
from apiloom.naming.statuses import phrase
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown

__all__ = ["FailureTexts", "recognised", "unsuccessful", "when"]

_ERRORS: Final = ("Status", "Exception", "Reason", "When", "Condition")
_SHORT: Final = 12
"""A table of no more rows is shown whole."""
_LONG: Final = 40
"""A table of more rows is folded, whatever is in it."""

Row = tuple[Markdown, ...]


@dataclass(frozen=True)
class FailureTexts:
    """Writes about failures."""

    book: Book
    responses: ResponseTexts
    base: str

    def all(self, operation: Operation, failures: Failures) -> Markdown:
        """Return every documented failure, and the bodies of error responses.

        In a long table, failures that all methods have are folded.
        """
        if not failures.exceptions:
            return EMPTY
        listed: list[Row] = []
        own: list[Row] = []
        shared: list[Row] = []
        for response in operation.responses:
            if response.status in failures.exceptions:
                rows = list(self._rows(response, failures))
                is_shared = self._key(response, failures) in self._shared
                (shared if is_shared else own).extend(rows)
                listed += rows
        coded = [
            self._by_code(one, failures, operation)
            for one in failures.reasons
            if _is_by_code(one)
        ]
        own += coded
        listed += coded
        enum = code(f"errors.{failures.enum}")
        parts = [markdown("`error.reason` is a member of {}.", enum)]
        if len(listed) <= _SHORT or not own:
            parts.append(_table(listed, "documented failures"))
        else:
            parts.append(_table(own, "documented failures"))
            parts.append(
                folded(
                    f"{len(shared)} failures that all methods share",
                    table(_ERRORS, shared),
                )
                if shared
                else EMPTY
            )
        parts.append(
            markdown("{} stands for any failure that is not listed.", code(UNKNOWN))
        )
        parts += self._bodies(operation, failures)
        return joined("\n\n", filter(None, parts))

    @cached_property
    def _shared(self) -> frozenset[tuple[object, ...]]:
        """The failures that all operations document alike, if there are several."""
        operations = [one for one in self.book.api.operations if one.variant_of is None]
        counted = Counter(
            self._key(response, self.book.catalogue.operations[one.id])
            for one in operations
            for response in one.responses
            if not response.is_success
        )
        most = len(operations)
        return frozenset(key for key, number in counted.items() if number == most > 1)

    def _key(self, response: Response, failures: Failures) -> tuple[object, ...]:
        if response.is_success:
            return ()
        reasons = tuple(
            (one.name, one.title, one.description)
            for one in failures.of(response.status)
        )
        exception = failures.exceptions.get(response.status)
        return response.status, exception, body_type(response), reasons

    def _rows(self, response: Response, failures: Failures) -> Iterator[Row]:
        exception = failures.exceptions[response.status]
        target = REJECTIONS if response.is_success else BY_STATUS
        linked = link(code(f"errors.{exception}"), f"{self.base}{target}")
        reasons = [one for one in failures.of(response.status) if one.name != UNKNOWN]
        for reason in reasons:
            is_rest = reason.match is None and reason is not reasons[0]
            text = when(reason, response)
            yield (
                _status(response.status),
                linked,
                code(reason.name),
                _rest(response.status, text) if is_rest else text,
                recognised(reason.match) if reason.match is not None else EMPTY,
            )

    def _by_code(self, reason: Reason, failures: Failures, operation: Operation) -> Row:
        """Return the row of a code, with the statuses whose bodies list it."""
        statuses = reason.carried or tuple(
            response.status
            for response in operation.responses
            if not response.is_success and response.status in failures.exceptions
        )
        exceptions = dict.fromkeys(
            failures.exceptions[one] for one in statuses if one in failures.exceptions
        )
        return (
            joined(", ", map(_status, statuses)),
            joined(
                ", ",
                (
                    link(code(f"errors.{one}"), f"{self.base}{BY_STATUS}")
                    for one in exceptions
                ),
            ),
            code(reason.name),
            _about(reason),
            recognised(reason.match) if reason.match is not None else EMPTY,
        )

    def _bodies(self, operation: Operation, failures: Failures) -> Iterator[Markdown]:
        """Yield the bodies of error responses, each folded, with an example."""
        found: dict[tuple[Type | None, object], list[Response]] = {}
        for response in operation.responses:
            if response.status in failures.exceptions and not response.is_success:
                examples = tuple(one.examples for one in response.contents)
                key = body_type(response), examples
                found.setdefault(key, []).append(response)
        for same in found.values():
            response = same[0]
            share = MOST // len(found) // max(1, len(response.contents))
            parts = [self.responses.content(one, share) for one in response.contents]
            if any(parts):
                words = ", ".join(title_of(one.status) for one in same)
                yield folded(f"Body of {words}", joined("\n\n", parts))


def _table(rows: Sequence[Row], what: str) -> Markdown:
    listed = table(_ERRORS, rows)
    return listed if len(rows) <= _LONG else folded(f"{len(rows)} {what}", listed)


def _is_by_code(reason: Reason) -> bool:
    return not reason.covers and reason.match is not None


def when(reason: Reason, response: Response) -> Markdown:
    """Return the description of a reason for a table cell, or its title."""
    outcome = response.outcome
    if outcome is not None and response.is_success and reason.match is None:
        return unsuccessful(outcome)
    return _about(reason)


def _about(reason: Reason) -> Markdown:
    """Return the title, if it is not that of the status, and the description."""
    text = one_line(reason.description)
    is_usual = reason.title == phrase(reason.covers)
    if not text or is_usual or reason.title.lower() in text.lower():
        return said(text or reason.title)
    return markdown("{}: {}", cell(reason.title), said(text))


def unsuccessful(outcome: Outcome) -> Markdown:
    """Return when a success response is a failure (``x-outcome``)."""
    member = code(".".join(outcome.path))
    if outcome.success is None:
        return markdown("{} is missing or null.", member)
    good = joined(" or ", (code(literal(value)) for value in outcome.success))
    return markdown("{} is not {}.", member, good)


def recognised(match: Match) -> Markdown:
    """Return the condition of an error case (``x-error-cases``, ``match``)."""
    place = code(".".join(match.path))
    if match.pattern is not None:
        if match.pattern == ".":
            return markdown("{} is not empty", place)
        return markdown("{} matches {}", place, code(match.pattern))
    if match.value is not None:
        return markdown("{} is {}", place, code(literal(match.value)))
    return markdown("{} is present", place)


def _rest(status: str, text: Markdown) -> Markdown:
    """Return the description of what no other row of a status describes."""
    which = "failure" if status == "default" else status
    return markdown("Any other {}: {}", cell(which), text)


def _status(status: str) -> Markdown:
    return cell({"default": "any other"}.get(status, status))
