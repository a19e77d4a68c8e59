"""The page of the models: every class and alias, with what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from generator.ir.types import (
    Alias,
    Enumeration,
    Field,
    Kind,
    Model,
)
from generator.python.layout import literal
from generator.python.modules import SHARED
from generator.reference.markdown import block, cell, code, said, table
from generator.reference.places import Book, module_title
from generator.reference.resources import default
from generator.reference.types import TypeTexts, limits
from generator.reference.view import Entry, ModelsPage, Section
from generator.source import Pointer

_FIELDS: Final = ("Attribute", "Name in JSON", "Type", "Required", "Description")
_VALUES: Final = ("Member", "Value", "Description")
_MANY: Final = 12
"""As many values without descriptions fill a paragraph, not a table."""


@dataclass(frozen=True, slots=True)
class ModelsPages:
    """Makes the view of the page of models."""

    book: Book
    types: TypeTexts
    header: str

    def page(self) -> ModelsPage:
        """The view of the page."""
        return ModelsPage(
            header=self.header,
            package=self.book.names.package,
            sections=tuple(map(self._section, self.book.layout.names)),
        )

    def _section(self, module: str) -> Section:
        return Section(
            module_title(module),
            self._users(module),
            tuple(map(self._entry, self.book.layout.members(module))),
        )

    def _users(self, module: str) -> str:
        if module == SHARED:
            return ""
        names = self.book.names
        if self.book.layout.is_of_webhooks(module):
            return "Used by webhooks alone."
        dotted = {names.module(path): ".".join(path) for path in self.book.resources}
        return f"Used by {code(f'client.{dotted[module]}')} alone."

    def _entry(self, pointer: Pointer) -> Entry:
        definition = self.book.api.definitions[pointer]
        match definition:
            case Model():
                kind, body = "", self._model(definition)
            case Enumeration():
                base = "str" if definition.kind is Kind.STRING else "int"
                kind = f"An enum; its members are `{base}` too."
                body = self._enum(definition)
            case Alias(type=type_):
                kind, body = "", f"Another name for {self.types.cell(type_)}."
        deprecated = not isinstance(definition, Alias) and definition.deprecated
        blocks = [
            "**Deprecated.**" if deprecated else "",
            block(definition.description),
            kind,
            body,
        ]
        name = self.book.names.definitions[pointer]
        return Entry(name, "\n\n".join(filter(None, blocks)))

    def _model(self, model: Model) -> str:
        names = self.book.names.fields[model.pointer]
        received = model.pointer in self.book.layout.received
        rows = [
            (
                code(names[field.wire]),
                code(field.wire) if names[field.wire] != field.wire else "",
                self.types.cell(
                    field.type, files=model.pointer in self.book.layout.uploaded
                ),
                _required(field, model.pointer in self.book.layout.sent),
                _about(field),
            )
            for field in model.fields
            if not (field.read_only and not received)
        ]
        fields = table(_FIELDS, rows)
        if model.extra is None:
            return fields or "No attributes are documented."
        extra = f"Any other member is of the type {self.types.cell(model.extra)}."
        return f"{fields}\n\n{extra}" if fields else extra

    def _enum(self, definition: Enumeration) -> str:
        members = self.book.names.members[definition.pointer]
        values = definition.values
        plain = all(
            name == value.value and not value.description
            for name, value in zip(members, values, strict=True)
        )
        if plain and len(values) > _MANY:
            listed = ", ".join(map(code, members))
            return f"Each member has its own name as its value: {listed}."
        return table(
            _VALUES,
            (
                (code(name), code(literal(value.value)), cell(value.description))
                for name, value in zip(members, values, strict=True)
            ),
        )


def _required(field: Field, is_sent: bool) -> str:
    """Whether a property is always there, on its way in each direction."""
    if not field.required:
        return "no"
    if field.write_only:
        return "when sent"
    return "when received" if field.read_only and is_sent else "yes"


def _about(field: Field) -> str:
    """Description, limits and default of a property, for a cell."""
    found = [
        "**Deprecated.**" if field.deprecated else "",
        "Read-only." if field.read_only else "",
        "Never received." if field.write_only else "",
        said(field.description),
        limits(field.type),
        default(field.default),
    ]
    return " ".join(filter(None, found))
