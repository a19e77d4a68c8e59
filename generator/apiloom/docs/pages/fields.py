"""The properties of a body, and of everything inside it, as the rows of a table."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from apiloom.codegen.formatter import literal
from apiloom.docs.link_targets import Book
from apiloom.docs.markdown import DEPRECATED, NO, YES, code, said
from apiloom.docs.pages.types import TypeTexts, limits
from apiloom.ir.types import (
    Alias,
    Array,
    Embedded,
    Enumeration,
    Field,
    Literal,
    Map,
    Model,
    Primitive,
    Reference,
    Tuple,
    Type,
    Union,
    without_null,
)
from apiloom.locations import Pointer
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown

MOST: Final = 50_000
"""Estimated characters of the rows of a table; the pages of models have the rest."""
_ROW: Final = 140
"""Characters of a row besides what is said of the property."""
_MOST_VALUES: Final = 24
_LONGEST: Final = 200
"""Characters of an example in a table."""

_ANY_OTHER: Final = markdown("Any other property.")

Row = tuple[Markdown, ...]


@dataclass(frozen=True, slots=True)
class Object:
    """An object inside a value: its path from there, and its model.

    `variant` tells the objects of a union apart.
    """

    path: str
    model: Model
    variant: str = ""


@dataclass(frozen=True, slots=True)
class FieldRows:
    """Writes the rows; `sent` are those of a request, others those of a response.

    Every object is opened once, where it is nearest to the top; elsewhere the row says
    where that is. So an object that holds itself has an end.
    """

    book: Book
    types: TypeTexts
    sent: bool
    _cells: dict[tuple[Pointer, str], Row] = field(
        default_factory=dict[tuple[Pointer, str], Row], compare=False
    )

    def rows(self, type_: Type, path: str = "", *, most: int = MOST) -> list[Row]:
        """Return the rows of all objects in a value.

        A row has the path of a property, its name in JSON, its type, whether it is
        required, and all that is stated of it.
        """
        roots = list(self.objects(type_, path))
        places = self._places(roots, most)
        opened: set[Pointer] = set()
        return [row for root in roots for row in self._of_object(root, places, opened)]

    def note(self, type_: Type) -> Markdown:
        """Return the values of an enum behind a type; empty for any other."""
        inner = self.book.api.resolve(without_null(_item(without_null(type_))))
        if not isinstance(inner, Enumeration) or len(inner.values) > _MOST_VALUES:
            return EMPTY
        values = joined(", ", (code(literal(one.value)) for one in inner.values))
        return markdown("One of {}.", values)

    def objects(self, type_: Type, path: str) -> Iterator[Object]:
        """Yield the objects in a value that are not inside another object.

        Each alias is opened once: aliases of aliases multiply.
        """
        yield from self._objects(type_, path, "", set())

    def _objects(
        self, type_: Type, path: str, variant: str, opened: set[Pointer]
    ) -> Iterator[Object]:
        match type_:
            case Array(items):
                yield from self._objects(items, f"{path}[]", variant, opened)
            case Tuple(prefix, rest):
                for number, one in enumerate(prefix):
                    yield from self._objects(one, f"{path}[{number}]", variant, opened)
                if rest is not None:
                    yield from self._objects(rest, f"{path}[]", variant, opened)
            case Map(values):
                yield from self._objects(values, f"{path}[...]", variant, opened)
            case Embedded(inner):
                yield from self._objects(inner, path, variant, opened)
            case Union(members):
                inside = [
                    found
                    for member in members
                    for found in self._objects(member, path, variant, opened)
                ]
                for found in inside:
                    name = self.book.names.definitions[found.model.pointer]
                    is_one = len(inside) == 1
                    yield found if is_one else Object(found.path, found.model, name)
            case Reference(target) if target not in opened:
                definition = self.book.api.definitions[target]
                if isinstance(definition, Alias):
                    opened.add(target)
                    yield from self._objects(definition.type, path, variant, opened)
                elif isinstance(definition, Model):
                    yield Object(path, definition, variant)
            case Reference() | Primitive() | Literal():
                pass

    def _places(self, roots: list[Object], most: int) -> dict[Pointer, str]:
        """Return the path at which each model is opened, the nearest to the top."""
        found: dict[Pointer, str] = {}
        pending = deque(roots)
        left = most
        while pending:
            one = pending.popleft()
            pointer = one.model.pointer
            fields = self._fields(one.model)
            if pointer in found:
                continue
            cost = sum(map(_cost, fields))
            if found and cost > left:
                continue
            found[pointer] = one.path
            left -= cost
            for each in fields:
                pending += self.objects(each.type, self._path(one, each))
            pending += self._others(one)
        return found

    def _others(self, one: Object) -> Iterator[Object]:
        """Yield the objects in properties that the model does not name."""
        if one.model.extra is not None:
            yield from self.objects(one.model.extra, f"{one.path}[...]")

    def _of_object(
        self, one: Object, places: dict[Pointer, str], opened: set[Pointer]
    ) -> Iterator[Row]:
        pointer = one.model.pointer
        if places.get(pointer) != one.path or pointer in opened:
            return
        opened.add(pointer)
        for each in self._fields(one.model):
            path = self._path(one, each)
            inside = list(self.objects(each.type, path))
            wire, type_, required, about = self._row(one.model, each)
            shown = code(path)
            if one.variant:
                shown = markdown("{} ({})", shown, code(one.variant))
            notes = dict.fromkeys(
                self._elsewhere(two, places, opened) for two in inside
            )
            about = joined(" ", filter(None, (about, *notes)))
            yield shown, wire, type_, required, about
            for two in inside:
                yield from self._of_object(two, places, opened)
        if one.model.extra is not None:
            type_ = self.types.cell(one.model.extra)
            yield code(f"{one.path}[...]"), EMPTY, type_, NO, _ANY_OTHER
        for two in self._others(one):
            yield from self._of_object(two, places, opened)

    def _elsewhere(
        self, one: Object, places: dict[Pointer, str], opened: set[Pointer]
    ) -> Markdown:
        """Return where the properties of an object are, if not below its row."""
        pointer = one.model.pointer
        place = places.get(pointer)
        if place == one.path and pointer not in opened:
            return EMPTY
        if place is None:
            return markdown("Its properties are on the page of the model.")
        if not place:
            return markdown("Recursive: it has the properties of the whole.")
        return markdown("Its properties are those of {}.", code(place))

    def _fields(self, model: Model) -> list[Field]:
        hidden = "read_only" if self.sent else "write_only"
        return [one for one in model.fields if not getattr(one, hidden)]

    def _path(self, one: Object, each: Field) -> str:
        name = self.book.names.fields[one.model.pointer][each.wire]
        return f"{one.path}.{name}" if one.path else name

    def _row(self, model: Model, each: Field) -> Row:
        """Return the cells of a property, but for its path and what is elsewhere."""
        key = model.pointer, each.wire
        if key not in self._cells:
            name = self.book.names.fields[model.pointer][each.wire]
            uploaded = model.pointer in self.book.placement.uploaded
            self._cells[key] = (
                code(each.wire) if name != each.wire else EMPTY,
                self.types.cell(each.type, files=uploaded),
                YES if each.required else NO,
                self.about(each),
            )
        return self._cells[key]

    def about(self, each: Field) -> Markdown:
        """Return what is stated of a property, for a cell."""
        return stated(
            self,
            each.type,
            each.description,
            default=each.default,
            examples=each.examples,
            deprecated=each.deprecated,
        )


def stated(
    rows: FieldRows,
    type_: Type,
    description: str,
    *,
    default: str | None,
    examples: tuple[str, ...],
    deprecated: bool,
) -> Markdown:
    """Return description, values, limits, default and examples of a value."""
    plain = without_null(type_)
    resolved = rows.book.api.resolve(plain)
    bounded = plain if isinstance(resolved, (Model, Enumeration, Alias)) else resolved
    parts = [
        DEPRECATED if deprecated else EMPTY,
        said(description),
        rows.note(type_),
        limits(bounded),
        default_of(default),
        examples_of(examples),
    ]
    return sentences(parts)


def sentences(parts: Sequence[Markdown]) -> Markdown:
    """Join what is stated of a value, for a cell: below a list, if there is one."""
    stated = list(filter(None, parts))
    if any("<br>•" in one for one in stated):
        return joined("<br>", stated)
    return joined(" ", stated)


def default_of(text: str | None) -> Markdown:
    """Return the sentence about the default of the server."""
    if text is None or text == "null":
        return EMPTY
    return markdown("Default of the API: {}.", code(text))


def examples_of(examples: tuple[str, ...]) -> Markdown:
    """Return the sentence about the examples of a value, as JSON."""
    if not examples:
        return EMPTY
    texts = (one if len(one) <= _LONGEST else f"{one[:_LONGEST]}…" for one in examples)
    found = dict.fromkeys(texts)
    listed = joined(", ", map(code, found))
    if len(found) == 1:
        return markdown("Example: {}.", listed)
    return markdown("Examples: {}.", listed)


def _cost(each: Field) -> int:
    examples = sum(min(len(one), _LONGEST) for one in each.examples)
    return _ROW + len(each.description) + examples


def _item(type_: Type) -> Type:
    return _item(type_.items) if isinstance(type_, Array) else type_
