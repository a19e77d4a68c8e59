"""The page of webhooks and callbacks, and what the README says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from generator.ir.api import Operation, Webhook
from generator.ir.types import Union
from generator.python.payloads import distinguished, payload_type
from generator.python.prose import first_sentence, one_line, sentence
from generator.python.webhooks import WebhookViews
from generator.reference.code import Needs
from generator.reference.markdown import block, cell, code, line, link, said, table
from generator.reference.places import Book
from generator.reference.types import TypeTexts
from generator.reference.view import WebhookEntry, WebhooksPage

_WEBHOOKS: Final = ("Webhook", "Function", "Payload", "About")
_HEADERS: Final = ("Name", "In", "Type", "Description")
_ANSWERS: Final = ("Status", "Means")


@dataclass(frozen=True, slots=True)
class WebhookPages:
    """Makes the view of the page; there is one only if the API sends anything."""

    book: Book
    types: TypeTexts
    header: str

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.book.api.webhooks or self.book.api.callbacks)

    def page(self) -> WebhooksPage:
        """The view of the page."""
        api, names = self.book.api, self.book.names
        return WebhooksPage(
            header=self.header,
            package=names.package,
            usage=self.usage(),
            any_webhook=self._any(),
            table=table(_WEBHOOKS, map(self._row, api.webhooks)),
            webhooks=tuple(self._entry(one) for one in api.webhooks),
            callbacks=tuple(self._entry(one) for one in api.callbacks),
        )

    def usage(self) -> str:
        """A function that a web framework calls; empty if there is nothing to read."""
        readable = next(self._readable(), None)
        if readable is None:
            return ""
        needs = Needs(self.book.names.package)
        errors = needs.own("errors")
        module, function = self._function(readable)
        called = f"{needs.own(module)}.{function}(body)"
        lines = [
            "def receive(body: bytes) -> int:",
            "    try:",
            f"        payload = {called}",
            f"    except {errors}.PayloadValidationError as error:",
            "        print(error.message)",
            "        return 400",
            "    print(payload)",
            "    return 204",
        ]
        text = "\n".join(lines)
        return f"{needs.text()}\n\n\n{text}"

    def summary(self) -> str:
        """What the README says."""
        api = self.book.api
        found: list[str] = []
        if api.webhooks:
            found.append(
                f"{code('webhooks')} reads what the API sends by itself: a function "
                f"for each webhook, and {code('webhooks.parse(name, body)')} for one "
                "that is known by its name."
            )
        if api.callbacks:
            found.append(
                f"{code('callbacks')} reads what the API sends to the URLs that some "
                "methods are given."
            )
        return " ".join(found)

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

    def _any(self) -> str:
        either = distinguished(self.book.api)
        if either is None:
            return ""
        function = code("webhooks.parse_any(body)")
        if isinstance(either, Union) and either.discriminator is not None:
            member = code(either.discriminator.member)
            return (
                f"{function} reads any webhook, by its {member}; one that is not "
                f"listed here is a {code('models.UnknownVariant')}."
            )
        return f"{function} reads any webhook: all have the same payload."

    def _row(self, webhook: Webhook) -> tuple[str, str, str, str]:
        payload = payload_type(webhook.request)
        module, function = self._function(webhook)
        about = webhook.request.summary or webhook.request.description
        deprecated = "**Deprecated.** " if webhook.request.deprecated else ""
        return (
            code(webhook.name),
            code(f"{module}.{function}") if payload is not None else "",
            self.types.cell(payload) if payload is not None else "none",
            f"{deprecated}{said(first_sentence(about))}".strip(),
        )

    def _entry(self, webhook: Webhook) -> WebhookEntry:
        request = webhook.request
        payload = payload_type(request)
        return WebhookEntry(
            title=line(webhook.name),
            deprecated="**Deprecated.**" if request.deprecated else "",
            description=self._description(webhook),
            signature=self._signature(webhook) if payload is not None else "",
            payload=self._payload(request),
            headers=table(_HEADERS, self._parameters(request)),
            answers=table(
                _ANSWERS,
                (
                    (_status(one.status), said(one_line(one.description)))
                    for one in request.responses
                ),
            ),
        )

    def _description(self, webhook: Webhook) -> str:
        request = webhook.request
        lead = line(request.summary)
        text = (
            block(request.description) if request.description != request.summary else ""
        )
        sent = f"Sent with {code(request.method)}"
        if webhook.expression:
            place = code(one_line(webhook.expression))
            sent += f" to {place}, as {self._askers(webhook)} asked"
        stated = f"{lead}." if lead and lead[-1].isalnum() else lead
        return "\n\n".join(filter(None, (stated, text, f"{sent}.")))

    def _askers(self, webhook: Webhook) -> str:
        """The operations that ask for a callback."""
        pointer = webhook.request.pointer
        found = [
            link(
                code(self.book.names.places[one.id].dotted),
                self.book.places.methods[one.id],
            )
            for one in self.book.api.askers[pointer]
        ]
        return " or ".join(found)

    def _signature(self, webhook: Webhook) -> str:
        _, function = self._function(webhook)
        return WebhookViews(self.book.api, self.book.names).signature(function, webhook)

    def _payload(self, request: Operation) -> str:
        payload = payload_type(request)
        if payload is None or request.body is None:
            return "It has no payload."
        about = line(request.body.description)
        media_types = ", ".join(code(one.media_type) for one in request.body.contents)
        text = f": {about}" if about else ""
        kind = self.types.cell(payload)
        return sentence(f"**Payload** {kind} ({media_types}){text}")

    def _parameters(self, request: Operation) -> Iterator[tuple[str, str, str, str]]:
        for one in request.parameters:
            example = f"For example {code(one.example)}." if one.example else ""
            about = " ".join(filter(None, (said(one.description), example)))
            where = one.location.value
            yield code(one.name), where, self.types.cell(one.type), about


def _status(status: str) -> str:
    return cell({"default": "any other"}.get(status, status))
