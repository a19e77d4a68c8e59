"""The server, links and callbacks of a method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from apiloom.codegen.docstrings import one_line
from apiloom.codegen.resources.links import LinkTexts
from apiloom.codegen.webhook_payloads import payload_type
from apiloom.docs.link_targets import WEBHOOKS, Book
from apiloom.docs.markdown import code, line, link, table
from apiloom.docs.pages.types import TypeTexts
from apiloom.ir.api import Operation
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown

_CALLBACKS: Final = ("Callback", "Sent to", "Payload", "Parser")


@dataclass(frozen=True, slots=True)
class Connections:
    """Writes what follows a call, here and at the caller's."""

    book: Book
    types: TypeTexts
    base: str

    def links(self, operation: Operation) -> Markdown:
        """Return the calls that take parts of the response."""
        texts = LinkTexts(self.book.api, self.book.names, self._linked)
        return joined(
            "\n", (markdown("- {}", line(text)) for _, text in texts.all(operation))
        )

    def _linked(self, operation: Operation) -> Markdown:
        dotted = f"client.{self.book.names.places[operation.id].dotted}"
        target = self.book.places.methods[operation.id]
        return link(code(dotted), f"{self.base}{target}")

    def callbacks(self, operation: Operation) -> Markdown:
        """Return a table of the callbacks: their URLs, payloads and parsers."""
        names = self.book.names
        rows: list[tuple[Markdown, ...]] = []
        for one in operation.callbacks:
            payload = payload_type(one.request)
            reader = f"callbacks.{names.callbacks[one.request.pointer]}"
            rows.append(
                (
                    link(code(one.name), f"{self.base}{WEBHOOKS}"),
                    code(one_line(one.expression)),
                    (
                        self.types.cell(payload)
                        if payload is not None
                        else markdown("none")
                    ),
                    code(reader) if payload is not None else EMPTY,
                )
            )
        return table(_CALLBACKS, rows)


def own_server(operation: Operation) -> Markdown:
    """The servers that are the operation's own; empty if it has none."""
    if not operation.servers:
        return EMPTY
    hosts = joined(" or ", (code(one.expanded) for one in operation.servers))
    return markdown("**Server:** {}, unless the client has a `base_url`.", hosts)
