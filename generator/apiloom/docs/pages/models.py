"""The page of the models: every class and alias, with what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import starmap
from typing import Final

from apiloom.codegen.formatter import literal
from apiloom.codegen.models.placement import SHARED
from apiloom.docs.link_targets import Book, module_title
from apiloom.docs.markdown import (
    DEPRECATED,
    NO,
    YES,
    block,
    cell,
    code,
    line,
    link,
    said,
    table,
)
from apiloom.docs.model_pages import MODELS
from apiloom.docs.pages.fields import default_of, examples_of, sentences
from apiloom.docs.pages.types import TypeTexts, limits
from apiloom.docs.views import Entry, ModelsIndex, ModelsPage, Page, Section
from apiloom.ir.scalars import Kind
from apiloom.ir.types import Alias, Enumeration, Field, Model
from apiloom.locations import Pointer
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown, name

_FIELDS: Final = ("Attribute", "Name in JSON", "Type", "Required", "Description")
_VALUES: Final = ("Member", "Value", "Description")
_PAGES: Final = ("Page", "Models")
_MANY: Final = 12
"""As many values without descriptions fill a paragraph, not a table."""


@dataclass(frozen=True, slots=True)
class ModelsPages:
    """Makes the view of the page of models."""

    book: Book
    types: TypeTexts
    header: Markdown

    def pages(self) -> Iterator[Page]:
        """Yield the page of the models, or several with one that leads to them."""
        pages = self.book.places.models
        if set(pages) == {MODELS}:
            view = ModelsPage(
                header=self.header,
                package=name(self.book.names.package),
                is_whole=True,
                sections=tuple(map(self._section, self.book.placement.names)),
            )
            yield Page(f"docs/{MODELS}", "docs/models.md.jinja", view)
            return
        index = ModelsIndex(
            header=self.header,
            package=name(self.book.names.package),
            pages=table(_PAGES, starmap(self._page, pages.items())),
        )
        yield Page(f"docs/{MODELS}", "docs/models_index.md.jinja", index)
        for path, members in pages.items():
            writer = replace(self, types=replace(self.types, base="../"))
            section = Section(
                self._span(members), EMPTY, tuple(map(writer._entry, members))
            )
            view = ModelsPage(
                header=self.header,
                package=name(self.book.names.package),
                is_whole=False,
                sections=(section,),
            )
            yield Page(f"docs/{path}", "docs/models.md.jinja", view)

    def _page(self, path: str, members: Sequence[Pointer]) -> tuple[Markdown, ...]:
        return link(self._span(members), path), markdown("{}", len(members))

    def _span(self, members: Sequence[Pointer]) -> Markdown:
        names = self.book.names.definitions
        first, last = names[members[0]], names[members[-1]]
        return (
            markdown("{} to {}", name(first), name(last))
            if first != last
            else name(first)
        )

    def _section(self, module: str) -> Section:
        return Section(
            line(module_title(module)),
            self._users(module),
            tuple(map(self._entry, self.book.placement.members(module))),
        )

    def _users(self, module: str) -> Markdown:
        if module == SHARED:
            return EMPTY
        names = self.book.names
        if self.book.placement.is_of_webhooks(module):
            return markdown("Used only by webhooks.")
        dotted = {names.module(path): ".".join(path) for path in self.book.resources}
        return markdown("Used only by {}.", code(f"client.{dotted[module]}"))

    def _entry(self, pointer: Pointer) -> Entry:
        definition = self.book.api.definitions[pointer]
        match definition:
            case Model():
                kind, body = EMPTY, self._model(definition)
            case Enumeration():
                base = code("str" if definition.kind is Kind.STRING else "int")
                kind = markdown("An enum; its members are also {}.", base)
                body = self._enum(definition)
            case Alias(type=type_):
                written = self.types.line(type_)
                kind, body = EMPTY, markdown("Alias of {}.", written)
        deprecated = not isinstance(definition, Alias) and definition.deprecated
        blocks = [
            DEPRECATED if deprecated else EMPTY,
            block(definition.description),
            kind,
            body,
        ]
        title = name(self.book.names.definitions[pointer])
        return Entry(title, joined("\n\n", filter(None, blocks)))

    def _model(self, model: Model) -> Markdown:
        names = self.book.names.fields[model.pointer]
        received = model.pointer in self.book.placement.received
        rows = [
            (
                code(names[field.wire]),
                code(field.wire) if names[field.wire] != field.wire else EMPTY,
                self.types.cell(
                    field.type, files=model.pointer in self.book.placement.uploaded
                ),
                _required(field, model.pointer in self.book.placement.sent),
                _about(field),
            )
            for field in model.fields
            if not (field.read_only and not received)
        ]
        fields = table(_FIELDS, rows)
        if model.extra is None:
            return fields or markdown("No attributes are documented.")
        extra = markdown(
            "Any other property has the type {}.", self.types.line(model.extra)
        )
        return markdown("{}\n\n{}", fields, extra) if fields else extra

    def _enum(self, definition: Enumeration) -> Markdown:
        members = self.book.names.members[definition.pointer]
        values = definition.values
        plain = all(
            member == value.value and not value.description
            for member, value in zip(members, values, strict=True)
        )
        if plain and len(values) > _MANY:
            listed = joined(", ", map(code, members))
            return markdown("Each member's value is its name: {}.", listed)
        return table(
            _VALUES,
            (
                (code(member), code(literal(value.value)), cell(value.description))
                for member, value in zip(members, values, strict=True)
            ),
        )


def _required(field: Field, is_sent: bool) -> Markdown:
    """Whether a property is always there, on its way in each direction."""
    if not field.required:
        return NO
    if field.write_only:
        return markdown("in requests")
    if field.read_only and is_sent:
        return markdown("in responses")
    return YES


def _about(field: Field) -> Markdown:
    """Description, limits and default of a property, for a cell."""
    found = [
        DEPRECATED if field.deprecated else EMPTY,
        markdown("Read-only.") if field.read_only else EMPTY,
        markdown("Write-only.") if field.write_only else EMPTY,
        said(field.description),
        limits(field.type),
        default_of(field.default),
        examples_of(field.examples),
    ]
    return sentences(found)
