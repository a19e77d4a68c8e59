"""The input of a call: parameters, the body, and everything inside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.codegen.resources.arguments import Argument
from apiloom.docs.link_targets import Book
from apiloom.docs.markdown import NO, YES, code, ended, folded, line, table
from apiloom.docs.pages.arguments import has_files, sent_as
from apiloom.docs.pages.fields import MOST, FieldRows, stated
from apiloom.docs.samples.bodies import Bodies
from apiloom.ir.api import Operation
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown

_PARAMETERS: Final = ("Name", "Type", "Required", "Sent as", "Description")
_GENERATED: Final = markdown("Generated for each call by default.")
_BODY: Final = markdown("Example body")
_BODIES: Final = markdown("Example bodies")
_FOLDED: Final = 30
"""Rows of nested properties are folded beyond as many."""

Row = tuple[Markdown, ...]


@dataclass(frozen=True, slots=True)
class RequestTexts:
    """Writes about requests."""

    book: Book
    rows: FieldRows
    bodies: Bodies

    def all(self, operation: Operation, arguments: Sequence[Argument]) -> Markdown:
        """Return everything that goes into a call; empty if nothing does."""
        own: list[Row] = []
        nested: list[list[Row]] = []
        examples = _examples(operation, self.book)
        left = MOST
        for one in arguments:
            own.append(self._row(operation, one, examples))
            rows = self._nested(one, left)
            left -= sum(len(cell) for row in rows for cell in row)
            nested.append(rows)
        opened = sum(map(len, nested))
        parts = [self._body(operation)]
        if opened <= _FOLDED:
            mixed = (
                row
                for one, rest in zip(own, nested, strict=True)
                for row in (one, *rest)
            )
            parts.append(table(_PARAMETERS, mixed))
        else:
            parts.append(table(_PARAMETERS, own))
            inner = table(_PARAMETERS, [row for rest in nested for row in rest])
            parts.append(folded(f"{opened} nested properties", inner))
        parts.append(self._examples(operation))
        return joined("\n\n", filter(None, parts))

    def _row(
        self,
        operation: Operation,
        one: Argument,
        examples: dict[tuple[str, str], tuple[str, ...]],
    ) -> Row:
        about = stated(
            self.rows,
            one.type,
            one.description,
            default=one.default,
            examples=examples.get((one.place, one.wire), ()),
            deprecated=one.deprecated,
        )
        return (
            code(one.name),
            self.rows.types.cell(one.type, files=has_files(operation, one)),
            _required(one),
            sent_as(operation, one),
            joined(" ", filter(None, (about, _GENERATED if one.factory else EMPTY))),
        )

    def _nested(self, one: Argument, most: int) -> list[Row]:
        """Return the rows of what is inside an argument, in the order of its table."""
        return [
            (path, type_, required, wire, about)
            for path, wire, type_, required, about in self.rows.rows(
                one.type, one.name, most=most
            )
        ]

    def _body(self, operation: Operation) -> Markdown:
        """Return the media types of the body, and what is said of it as a whole."""
        body = operation.body
        if body is None:
            return EMPTY
        kinds = joined(" or ", (code(one.media_type) for one in body.contents))
        lead = markdown(
            "The body is {}{}.", kinds, EMPTY if body.required else _OPTIONAL
        )
        about = line(body.description)
        return markdown("{} {}", lead, ended(about)) if about else lead

    def _examples(self, operation: Operation) -> Markdown:
        body = operation.body
        if body is None:
            return EMPTY
        found = [(one, self.bodies.examples(one, made=False)) for one in body.contents]
        shown = [(one, text) for one, text in found if text]
        texts = (
            markdown(
                "{} ({}):\n\n{}",
                _BODIES if self.bodies.number(one) > 1 else _BODY,
                code(one.media_type),
                text,
            )
            for one, text in shown
        )
        return joined("\n\n", texts)


_OPTIONAL: Final = markdown(", and can be omitted")


def _examples(
    operation: Operation, book: Book
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the examples of arguments, by their place and their name in the API."""
    found = {
        (one.location.value, one.name): one.examples for one in operation.parameters
    }
    body = operation.body
    model = book.api.body_fields(body) if body is not None else None
    for field in model.fields if model is not None else ():
        found["body", field.wire] = field.examples
    return found


def _required(argument: Argument) -> Markdown:
    """Whether a call needs an argument, in the words of a table."""
    if argument.required:
        return YES
    if argument.with_client:
        return markdown("unless the client has it")
    return markdown("with a body") if argument.with_body else NO
