"""Responses of a call: statuses, media types, headers, bodies, and examples."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from apiloom.codegen.resources.arguments import received, returned
from apiloom.docs.link_targets import Book
from apiloom.docs.markdown import (
    DEPRECATED,
    NO,
    YES,
    code,
    ended,
    folded,
    line,
    link,
    said,
    table,
)
from apiloom.docs.pages.fields import MOST, FieldRows, examples_of
from apiloom.docs.samples.bodies import Bodies
from apiloom.ir.api import Content, Header, Operation, Response
from apiloom.ir.types import Type
from apiloom.naming.statuses import phrase
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown

_HEADERS: Final = ("Header", "Type", "Always sent", "Description")
_FIELDS: Final = ("Attribute", "Name in JSON", "Type", "Always sent", "Description")
_SUCCESSES: Final = {
    "200": "OK",
    "201": "Created",
    "202": "Accepted",
    "203": "Non-Authoritative Information",
    "204": "No Content",
    "205": "Reset Content",
    "206": "Partial Content",
    "207": "Multi-Status",
}
_EXAMPLE: Final = markdown("Example:")
_EXAMPLES: Final = markdown("Examples:")
_FOLDED: Final = 40
"""A table of more rows is folded."""


@dataclass(frozen=True, slots=True)
class ResponseTexts:
    """Writes about responses."""

    book: Book
    rows: FieldRows
    bodies: Bodies
    base: str
    _tables: dict[tuple[Type, int], Markdown] = field(
        default_factory=dict[tuple[Type, int], Markdown], compare=False
    )

    def returns(self, operation: Operation) -> Markdown:
        """Return the result of a call, in one sentence."""
        if not operation.successes:
            return markdown("**Returns** `JsonValue`.")
        of = markdown("a `Stream` of ") if operation.is_stream else EMPTY
        type_ = self.rows.types.line(returned(operation))
        return markdown("**Returns** {}{}.{}", of, type_, self._pages(operation))

    def _pages(self, operation: Operation) -> Markdown:
        """Return the sentences about pagination."""
        page = operation.pagination
        if page is None:
            return EMPTY
        item = self.rows.types.line(page.item)
        target = f"{self.base}../README.md#pagination"
        pagination = link(markdown("pagination"), target)
        size = (
            markdown(" {} sets the page size.", code(page.size)) if page.size else EMPTY
        )
        return markdown(
            " This is the first page. Iterating yields the items of all pages, of "
            "type {} (see {}).{}",
            item,
            pagination,
            size,
        )

    def all(self, operation: Operation) -> Markdown:
        """Return every success response, each with a heading."""
        found = (
            markdown(
                "### {}\n\n{}", title_of(one.status), self._response(operation, one)
            )
            for one in operation.successes
        )
        return joined("\n\n", found)

    def _response(self, operation: Operation, response: Response) -> Markdown:
        about = line(response.description)
        if response.description.strip().rstrip(".") == _phrase(response.status):
            about = EMPTY
        parts = [ended(about) if about else EMPTY]
        if response.headers:
            target = f"{self.base}../README.md#raw-responses"
            raw = link(markdown("raw response"), target)
            parts.append(markdown("Headers of the {}:", raw))
            parts.append(table(_HEADERS, map(_header, response.headers)))
        if not response.contents:
            type_ = self.rows.types.line(_received(operation, response))
            what = markdown("the header `Location`, a ") if response.location else EMPTY
            parts.append(markdown("No body; the method returns {}{}.", what, type_))
        share = MOST // max(1, len(response.contents))
        parts += [self.content(one, share) for one in response.contents]
        return joined("\n\n", filter(None, parts))

    def content(self, content: Content, most: int = MOST) -> Markdown:
        """Return a body: its media type, its properties, and an example."""
        type_ = received(content) if content.items is None else content.items.type
        kind = markdown(
            "{}, as {}", code(content.media_type), self.rows.types.line(type_)
        )
        listed = self._table(type_, most)
        examples = self.bodies.examples(content)
        many = self.bodies.number(content) > 1
        lead = (_EXAMPLES if many else _EXAMPLE) if examples else EMPTY
        if not listed:
            about = self.rows.note(type_)
            kind = markdown("{}. {}", kind, about) if about else markdown("{}.", kind)
        else:
            kind = markdown("{}:", kind)
        parts = (kind, listed, lead, examples)
        return joined("\n\n", filter(None, parts))

    def _table(self, type_: Type, most: int) -> Markdown:
        """Return the properties of a body; many operations may return the same one."""
        known = self._tables.get((type_, most))
        if known is None:
            fields = self.rows.rows(type_, most=most)
            known = table(_FIELDS, fields)
            if len(fields) > _FOLDED:
                known = folded(f"{len(fields)} properties", known)
            self._tables[type_, most] = known
        return known


def title_of(status: str) -> Markdown:
    """Return a status with its phrase, for a heading."""
    if not status.isdigit():
        return line({"default": "Any other status"}.get(status, status))
    words = _phrase(status)
    return line(status if words == status else f"{status} {words}")


def _phrase(status: str) -> str:
    """Return the reason phrase of a status, or the status itself."""
    return _SUCCESSES.get(status) or phrase(status)


def _received(operation: Operation, response: Response) -> Type:
    """Return the type of a call's result for this response."""
    return returned(replace(operation, responses=(response,)))


def _header(header: Header) -> tuple[Markdown, ...]:
    parts = (
        DEPRECATED if header.deprecated else EMPTY,
        said(header.description),
        examples_of((header.example,) if header.example is not None else ()),
    )
    return (
        code(header.name),
        code(header.type) if header.type else EMPTY,
        YES if header.required else NO,
        joined(" ", filter(None, parts)),
    )
