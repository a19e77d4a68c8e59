"""The variable of a result in a sample, and the statements that use it."""

from __future__ import annotations

import builtins
import keyword
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
    Reference,
    Type,
    Union,
    accepts_null,
    without_null,
)
from apiloom.naming.casing import snake
from apiloom.text.code import Python, as_code, identifier, indented, python

_TELLING: Final = ("status", "id", "name", "title")
_RESPONSES: Final = ("response", "result", "reply")
"""The last words of the names of models that wrap a response."""

_LONGEST: Final = 30
_RESERVED: Final = frozenset(
    {
        *keyword.kwlist,
        *dir(builtins),
        *("asyncio", "client", "date", "datetime", "errors", "main", "models"),
        *("patient", "raw", "stream", "time", "timedelta"),
    }
)
"""Names that a sample uses for something else."""


@dataclass(frozen=True, slots=True)
class Results:
    """Names the result of a call, and shows its most useful part."""

    book: Book

    def variable(self, operation: Operation) -> str:
        """Return a variable for the result, named after what it holds."""
        if operation.is_stream:
            return "stream"
        page = operation.pagination
        type_ = returned(operation)
        if page is not None:
            return _plural(self._noun(page.item) or "item")
        if type_ == Primitive(Kind.OCTETS):
            return "content"
        resolved = self.book.api.resolve(without_null(type_))
        if isinstance(resolved, Array):
            return _plural(self._noun(resolved.items) or "item")
        return self._noun(type_) or "result"

    def _noun(self, type_: Type) -> str:
        """Return the name of a model as a variable; empty if it has no short one."""
        target = without_null(type_)
        if not isinstance(target, Reference):
            return ""
        name = snake(self.book.names.definitions[target.target])
        if name.endswith(_RESPONSES):
            return "response"
        if name.endswith("_item"):
            return ""
        is_usable = len(name) <= _LONGEST and name.isidentifier()
        return name if is_usable and name not in self._reserved() else ""

    def _reserved(self) -> frozenset[str]:
        return _RESERVED | {self.book.names.package}

    def used(
        self, operation: Operation, needs: Needs, indent: int, *, awaits: bool = False
    ) -> Sequence[Python]:
        """Return the statements that use the result of a call."""
        page = operation.pagination
        if page is not None or operation.is_stream:
            item_type = returned(operation) if page is None else page.item
            variable = self.variable(operation)
            return self._loop(variable, item_type, indent, is_async=awaits)
        return self.shown(operation, needs, indent)

    def shown(
        self, operation: Operation, needs: Needs, indent: int
    ) -> Sequence[Python]:
        """Return the statements that use a result that is neither page nor stream."""
        variable = self.variable(operation)
        type_ = returned(operation)
        if type_ == Primitive(Kind.OCTETS):
            path = needs.name("pathlib", "Path")
            method = self.book.names.places[operation.id].method
            name = string(file_name(method, _media(operation)))
            written = python("{}({}).write_bytes({})", path, name, identifier(variable))
            return [indented(written, indent)]
        resolved = self.book.api.resolve(type_)
        if isinstance(resolved, Array):
            return self._loop(variable, resolved.items, indent)
        if isinstance(resolved, Model):
            return self._of_model(resolved, operation, variable, indent)
        return [printed(indent, variable)]

    def _of_model(
        self, model: Model, operation: Operation, variable: str, indent: int
    ) -> Sequence[Python]:
        names = self.book.names.fields[model.pointer]
        outcomes = (one.outcome for one in operation.responses if one.outcome)
        outcome = next(outcomes, None)
        if outcome is not None and outcome.path[0] in names:
            return [printed(indent, f"{variable}.{names[outcome.path[0]]}")]
        scalars = self._scalars(model)
        required = [one for one in scalars if one.required]
        lists = [one for one in model.fields if self._elements(one) is not None]
        objects = [one for one in lists if isinstance(self._elements(one), Model)]
        telling = [one for one in required if one.wire in _TELLING]
        chosen = [*telling, *objects, *required, *lists, *scalars, *model.fields]
        if not chosen:
            return [printed(indent, variable)]
        value = f"{variable}.{names[chosen[0].wire]}"
        if chosen[0] not in lists:
            return [printed(indent, value)]
        is_there = chosen[0].required and not accepts_null(chosen[0].type)
        named = identifier(value)
        listed = named if is_there else python("{} or []", named)
        items = self._items(chosen[0])
        return self._loop(listed, items or ANY, indent, outer=variable)

    def _items(self, field: Field) -> Type | None:
        """Return the type of a list's items; None for a property that is no list."""
        listed = self.book.api.resolve(without_null(field.type))
        if not isinstance(listed, Array) or field.write_only:
            return None
        return listed.items

    def _elements(self, field: Field) -> Type | Definition | None:
        items = self._items(field)
        return self.book.api.resolve(items) if items is not None else None

    def _loop(
        self,
        listed: str,
        items: Type,
        indent: int,
        *,
        is_async: bool = False,
        outer: str = "",
    ) -> Sequence[Python]:
        """Return a loop over a list that prints something of each item."""
        element = self.book.api.resolve(without_null(items))
        noun = self._noun(items)
        variable = noun if noun not in ("", outer, listed) else "item"
        shown = ""
        if isinstance(element, Model):
            names = self.book.names.fields[element.pointer]
            shown = "".join(f".{names[one.wire]}" for one in self._scalars(element)[:1])
        head = python("for {} in {}:", identifier(variable), as_code(listed))
        if is_async:
            head = python("async {}", head)
        return [
            indented(head, indent),
            printed(indent + 4, f"{variable}{shown}"),
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


def _plural(noun: str) -> str:
    if noun.endswith("s"):
        return noun if not noun.endswith("ss") else f"{noun}es"
    if noun.endswith("y") and not noun.endswith(("ay", "ey", "oy", "uy")):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("x", "ch", "sh")) else f"{noun}s"


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
            for content in response.preferred
            if content.payload is Payload.BINARY
        ),
        None,
    )


def is_typed(operation: Operation) -> bool:
    """Whether a call gives something that has a type."""
    type_ = returned(operation)
    is_plain = type_ not in (ANY, NULL) and not isinstance(type_, Union)
    return is_plain and not operation.is_stream
