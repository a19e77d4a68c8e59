"""What a sample does with the answer of a call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.codegen.formatter import call, item, string
from apiloom.codegen.resources.arguments import returned
from apiloom.docs.link_targets import Book
from apiloom.docs.samples.code import Needs, file_name
from apiloom.ir.api import Operation, Payload
from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    ANY,
    NULL,
    Array,
    Definition,
    Enumeration,
    Field,
    Literal,
    Model,
    Primitive,
    Type,
    Union,
    accepts_null,
    without_null,
)
from apiloom.text.code import Python, as_code, identifier, indented, python

_TELLING: Final = ("status", "id", "name", "title")


@dataclass(frozen=True, slots=True)
class Answers:
    """Finds the part of an answer that tells most."""

    book: Book

    def used(
        self, operation: Operation, needs: Needs, indent: int, *, awaits: bool = False
    ) -> Sequence[Python]:
        """The statements that use ``answer``."""
        page = operation.pagination
        if page is not None:
            element = self.book.api.resolve(without_null(page.item))
            lines = self._each("answer", element, indent)
            if awaits:
                lines = self._each("answer", element, indent, is_async=True)
            return lines
        if operation.is_stream:
            element = self.book.api.resolve(returned(operation))
            lines = self._each("answer", element, indent)
            if awaits:
                lines = self._each("answer", element, indent, is_async=True)
            return lines
        return self.told(operation, needs, indent)

    def told(self, operation: Operation, needs: Needs, indent: int) -> Sequence[Python]:
        """The statements that use ``answer`` where it is no page."""
        type_ = returned(operation)
        if type_ == Primitive(Kind.OCTETS):
            path = needs.name("pathlib", "Path")
            method = self.book.names.places[operation.id].method
            name = string(file_name(method, _media(operation)))
            written = python("{}({}).write_bytes(answer)", path, name)
            return [indented(written, indent)]
        resolved = self.book.api.resolve(type_)
        if isinstance(resolved, Array):
            element = self.book.api.resolve(resolved.items)
            return self._each("answer", element, indent)
        if isinstance(resolved, Model):
            return self._of_model(resolved, operation, indent)
        return [printed(indent, "answer")]

    def _of_model(
        self, model: Model, operation: Operation, indent: int
    ) -> Sequence[Python]:
        names = self.book.names.fields[model.pointer]
        outcomes = (one.outcome for one in operation.responses if one.outcome)
        outcome = next(outcomes, None)
        if outcome is not None and outcome.path[0] in names:
            return [printed(indent, f"answer.{names[outcome.path[0]]}")]
        scalars = self._scalars(model)
        required = [one for one in scalars if one.required]
        lists = [one for one in model.fields if self._elements(one) is not None]
        objects = [one for one in lists if isinstance(self._elements(one), Model)]
        telling = [one for one in required if one.wire in _TELLING]
        chosen = [*telling, *objects, *required, *lists, *scalars, *model.fields]
        if not chosen:
            return [printed(indent, "answer")]
        value = f"answer.{names[chosen[0].wire]}"
        if chosen[0] not in lists:
            return [printed(indent, value)]
        is_there = chosen[0].required and not accepts_null(chosen[0].type)
        named = identifier(value)
        listed = named if is_there else python("{} or []", named)
        return self._each(listed, self._elements(chosen[0]), indent)

    def _elements(self, field: Field) -> Type | Definition | None:
        """What the elements of a list are; None for a property that is none."""
        listed = self.book.api.resolve(without_null(field.type))
        if not isinstance(listed, Array) or field.write_only:
            return None
        return self.book.api.resolve(listed.items)

    def _each(
        self,
        listed: str,
        element: Type | Definition | None,
        indent: int,
        *,
        is_async: bool = False,
    ) -> Sequence[Python]:
        shown = ""
        if isinstance(element, Model):
            names = self.book.names.fields[element.pointer]
            shown = "".join(f".{names[one.wire]}" for one in self._scalars(element)[:1])
        head = python("for item in {}:", as_code(listed))
        if is_async:
            head = python("async {}", head)
        return [
            indented(head, indent),
            printed(indent + 4, f"item{shown}"),
        ]

    def _scalars(self, model: Model) -> list[Field]:
        """The properties that are scalars, the most telling first."""
        found = [
            field
            for field in model.fields
            if isinstance(
                self.book.api.resolve(without_null(field.type)),
                Primitive | Literal | Enumeration,
            )
            and not field.write_only
        ]
        order = {name: index for index, name in enumerate(_TELLING)}
        return sorted(
            found, key=lambda one: (order.get(one.wire, len(order)), not one.required)
        )


def printed(indent: int, value: str) -> Python:
    """A statement that prints a value."""
    return item(call("print", value), indent, "")


def gives_something(operation: Operation) -> bool:
    """Whether a call returns anything but None."""
    return returned(operation) != NULL


def file_of(operation: Operation, method: str) -> str:
    """The name of a file for what an operation returns."""
    return file_name(method, _media(operation))


def _media(operation: Operation) -> str | None:
    """The media type of the bytes that come back."""
    return next(
        (
            content.media_type
            for response in operation.successes
            for content in response.contents
            if content.payload is Payload.BINARY
        ),
        None,
    )


def is_typed(operation: Operation) -> bool:
    """Whether a call gives something that has a type."""
    type_ = returned(operation)
    is_plain = type_ not in (ANY, NULL) and not isinstance(type_, Union)
    return is_plain and not operation.is_stream
