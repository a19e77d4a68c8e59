"""What a sample does with the answer of a call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.ir.api import Operation, Payload
from generator.ir.types import (
    ANY,
    NULL,
    Array,
    Enumeration,
    Kind,
    Literal,
    Model,
    Primitive,
    Union,
    accepts_null,
    without_null,
)
from generator.python.layout import call, item, string
from generator.python.operations import returned
from generator.python.reference_code import Needs, file_name
from generator.python.reference_places import Book

_TELLING: Final = ("status", "id", "name", "title")


@dataclass(frozen=True, slots=True)
class Answers:
    """Finds the part of an answer that tells most."""

    book: Book

    def used(self, operation: Operation, needs: Needs, indent: int) -> Sequence[str]:
        """The statements that use ``answer``."""
        type_ = returned(operation)
        if type_ == Primitive(Kind.OCTETS):
            path = needs.name("pathlib", "Path")
            method = self.book.names.places[operation.id].method
            name = string(file_name(method, _media(operation)))
            return [f"{' ' * indent}{path}({name}).write_bytes(answer)"]
        resolved = self.book.api.resolve(type_)
        if isinstance(resolved, Array):
            return self._each("answer", resolved, indent)
        if isinstance(resolved, Model):
            return self._of_model(resolved, operation, indent)
        return [printed(indent, "answer")]

    def _of_model(
        self, model: Model, operation: Operation, indent: int
    ) -> Sequence[str]:
        names = self.book.names.fields[model.pointer]
        outcomes = (one.outcome for one in operation.responses if one.outcome)
        outcome = next(outcomes, None)
        if outcome is not None and outcome.path[0] in names:
            return [printed(indent, f"answer.{names[outcome.path[0]]}")]
        shown = self._scalar(model, required=True)
        if shown is None:
            for field in model.fields:
                listed = self.book.api.resolve(without_null(field.type))
                if isinstance(listed, Array) and not field.write_only:
                    value = f"answer.{names[field.wire]}"
                    is_there = field.required and not accepts_null(field.type)
                    return self._each(
                        value if is_there else f"{value} or []", listed, indent
                    )
            shown = self._scalar(model) or next(iter(names.values()), None)
        return [printed(indent, f"answer.{shown}" if shown else "answer")]

    def _each(self, listed: str, array: Array, indent: int) -> Sequence[str]:
        element = self.book.api.resolve(array.items)
        shown = self._scalar(element) if isinstance(element, Model) else None
        return [
            f"{' ' * indent}for item in {listed}:",
            printed(indent + 4, f"item.{shown}" if shown else "item"),
        ]

    def _scalar(self, model: Model, *, required: bool = False) -> str | None:
        """The attribute that tells most of an object, if one is a scalar."""
        names = self.book.names.fields[model.pointer]
        scalars = [
            field
            for field in model.fields
            if isinstance(
                self.book.api.resolve(without_null(field.type)),
                Primitive | Literal | Enumeration,
            )
            and not field.write_only
            and (field.required or not required)
        ]
        scalars.sort(key=lambda field: not field.required)
        telling = [one for name in _TELLING for one in scalars if one.wire == name]
        chosen = next(iter([*telling, *scalars]), None)
        return names[chosen.wire] if chosen is not None else None


def printed(indent: int, value: str) -> str:
    """A statement that prints a value."""
    return item(call("print", value), indent, "")


def gives_something(operation: Operation) -> bool:
    """Whether a call returns anything but None."""
    return returned(operation) != NULL


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
    return type_ not in (ANY, NULL) and not isinstance(type_, Union)
