"""The page of webhooks and callbacks, and what the README says of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from apiloom.codegen.docstrings import first_sentence, one_line
from apiloom.codegen.webhook_payloads import distinguished, payload_type
from apiloom.codegen.webhooks import WebhookViews
from apiloom.docs.link_targets import WEBHOOKS, Book
from apiloom.docs.markdown import (
    DEPRECATED,
    block,
    cell,
    code,
    ended,
    fence,
    line,
    link,
    said,
    table,
)
from apiloom.docs.pages.types import TypeTexts
from apiloom.docs.samples.code import Needs
from apiloom.docs.views import Page, WebhookEntry, WebhookPage, WebhooksPage
from apiloom.ir.api import Operation, Webhook
from apiloom.ir.types import Union
from apiloom.text.code import identifier, python
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown, name

_WEBHOOKS: Final = ("Webhook", "Function", "Payload", "About")
_HEADERS: Final = ("Name", "In", "Type", "Description")
_RESPONSES: Final = ("Status", "Meaning")
_RECEIVE: Final = """\
{}


def receive(body: bytes) -> int:
    try:
        payload = {}
    except {}.PayloadValidationError as error:
        print(error.message)
        return 400
    print(payload)
    return 204"""


@dataclass(frozen=True, slots=True)
class WebhookPages:
    """Makes the view of the page; there is one only if the API sends anything."""

    book: Book
    types: TypeTexts
    header: Markdown
    base: str = ""
    """The way from the page to the folder of the documentation."""

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.book.api.webhooks or self.book.api.callbacks)

    def pages(self) -> Iterator[Page]:
        """Yield the page, and one for each request if there are many."""
        api = self.book.api
        sent = (*api.webhooks, *api.callbacks)
        if not self.is_split:
            yield self._page(api.webhooks, api.callbacks)
            return
        yield self._page((), ())
        writer = replace(self, types=replace(self.types, base="../"), base="../")
        for one in sent:
            entry = writer._entry(one)
            view = WebhookPage(self.header, entry.title, (entry,))
            yield Page(
                f"docs/{self.book.places.webhooks[one.request.pointer]}",
                "docs/webhook_page.md.jinja",
                view,
            )

    @property
    def is_split(self) -> bool:
        """Whether each request has a page of its own."""
        return bool(self.book.places.webhooks)

    def _page(self, webhooks: Sequence[Webhook], callbacks: Sequence[Webhook]) -> Page:
        api, names = self.book.api, self.book.names
        view = WebhooksPage(
            header=self.header,
            package=name(names.package),
            usage=self.usage(),
            signature_header=(
                code(api.webhook_signature.header)
                if api.webhook_signature is not None
                else EMPTY
            ),
            any_webhook=self._any(),
            table=table(_WEBHOOKS, map(self._row, api.webhooks)),
            webhooks=tuple(map(self._entry, webhooks)),
            callbacks_table=(
                table(_WEBHOOKS, map(self._row, api.callbacks))
                if self.is_split
                else EMPTY
            ),
            callbacks=tuple(map(self._entry, callbacks)),
        )
        return Page(f"docs/{WEBHOOKS}", "docs/webhooks.md.jinja", view)

    def usage(self) -> Markdown:
        """A function that a web framework calls; empty if there is nothing to read."""
        readable = next(self._readable(), None)
        if readable is None:
            return EMPTY
        needs = Needs(self.book.names.package)
        errors = needs.own("errors")
        module, function = self._function(readable)
        called = python("{}.{}(body)", needs.own(module), identifier(function))
        return fence(python(_RECEIVE, needs.text(), called, errors))

    def summary(self) -> Markdown:
        """Return the section of the README."""
        api = self.book.api
        found: list[Markdown] = []
        if api.webhooks:
            found.append(
                markdown(
                    "{} parses the webhooks that the API sends: it has a function for "
                    "each webhook, and {} to parse one by its name.",
                    code("webhooks"),
                    code("webhooks.parse(name, body)"),
                )
            )
        if api.callbacks:
            found.append(
                markdown(
                    "{} parses the callbacks that the API sends to URLs that you pass "
                    "to methods.",
                    code("callbacks"),
                )
            )
        return joined(" ", found)

    def _readable(self) -> Iterator[Webhook]:
        for one in (*self.book.api.webhooks, *self.book.api.callbacks):
            if one.request.body is not None:
                yield one

    def _function(self, webhook: Webhook) -> tuple[str, str]:
        """The module, and the function that reads a payload."""
        names = self.book.names
        if webhook.expression:
            return "callbacks", names.callbacks[webhook.request.pointer]
        return "webhooks", names.webhooks[webhook.name]

    def _any(self) -> Markdown:
        either = distinguished(self.book.api)
        if either is None:
            return EMPTY
        function = code("webhooks.parse_any(body)")
        if isinstance(either, Union) and either.discriminator is not None:
            member = code(either.discriminator.member)
            return markdown(
                "{} parses any webhook, by its {}. A webhook that is not listed here "
                "is a {}.",
                function,
                member,
                code("models.UnknownVariant"),
            )
        return markdown("{} parses any webhook: all have the same payload.", function)

    def _row(self, webhook: Webhook) -> tuple[Markdown, ...]:
        payload = payload_type(webhook.request)
        module, function = self._function(webhook)
        about = webhook.request.summary or webhook.request.description
        parts = (
            DEPRECATED if webhook.request.deprecated else EMPTY,
            said(first_sentence(about)),
        )
        page = self.book.places.webhooks.get(webhook.request.pointer)
        shown = code(webhook.name)
        return (
            link(shown, page) if page is not None else shown,
            code(f"{module}.{function}") if payload is not None else EMPTY,
            self.types.cell(payload) if payload is not None else markdown("none"),
            joined(" ", filter(None, parts)),
        )

    def _entry(self, webhook: Webhook) -> WebhookEntry:
        request = webhook.request
        payload = payload_type(request)
        return WebhookEntry(
            title=line(webhook.name),
            deprecated=DEPRECATED if request.deprecated else EMPTY,
            description=self._description(webhook),
            signature=self._signature(webhook) if payload is not None else EMPTY,
            payload=self._payload(request),
            headers=table(_HEADERS, self._parameters(request)),
            answers=table(
                _RESPONSES,
                (
                    (_status(one.status), said(one_line(one.description)))
                    for one in request.responses
                ),
            ),
        )

    def _description(self, webhook: Webhook) -> Markdown:
        request = webhook.request
        lead = line(request.summary)
        text = (
            block(request.description)
            if request.description != request.summary
            else EMPTY
        )
        sent = markdown("Sent with {}", code(request.method))
        if webhook.expression:
            place = code(one_line(webhook.expression))
            askers = self._askers(webhook)
            sent = markdown("{} to {}, on request of {}", sent, place, askers)
        stated = markdown("{}.", lead) if lead and lead[-1].isalnum() else lead
        return joined("\n\n", filter(None, (stated, text, markdown("{}.", sent))))

    def _askers(self, webhook: Webhook) -> Markdown:
        """The operations that ask for a callback."""
        pointer = webhook.request.pointer
        found = [
            link(
                code(self.book.names.places[one.id].dotted),
                f"{self.base}{self.book.places.methods[one.id]}",
            )
            for one in self.book.api.askers[pointer]
        ]
        return joined(" or ", found)

    def _signature(self, webhook: Webhook) -> Markdown:
        _, function = self._function(webhook)
        views = WebhookViews(self.book.api, self.book.names)
        return fence(views.signature(function, webhook))

    def _payload(self, request: Operation) -> Markdown:
        payload = payload_type(request)
        if payload is None or request.body is None:
            return markdown("No payload.")
        about = line(request.body.description)
        types = (code(one.media_type) for one in request.body.contents)
        media_types = joined(", ", types)
        text = markdown(": {}", about) if about else EMPTY
        kind = self.types.line(payload)
        return ended(markdown("**Payload** {} ({}){}", kind, media_types, text))

    def _parameters(self, request: Operation) -> Iterator[tuple[Markdown, ...]]:
        for one in request.parameters:
            example = (
                markdown("Example: {}.", code(one.example)) if one.example else EMPTY
            )
            about = joined(" ", filter(None, (said(one.description), example)))
            where = cell(one.location.value)
            yield code(one.name), where, self.types.cell(one.type), about


def _status(status: str) -> Markdown:
    return cell({"default": "any other"}.get(status, status))
