"""The README of a client: from installation to everything that it offers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.codegen.docstrings import first_sentence
from apiloom.codegen.formatter import Name, Pair
from apiloom.codegen.resources.tags import about_resource
from apiloom.docs.link_targets import Book
from apiloom.docs.markdown import block, cell, code, line, link, said, table
from apiloom.docs.pages.security import Credentials
from apiloom.docs.pages.servers import ServerTexts
from apiloom.docs.pages.webhooks import WebhookPages
from apiloom.docs.samples.calls import Calls
from apiloom.docs.samples.results import is_typed
from apiloom.docs.views import ReadmePage
from apiloom.ir.api import Operation, Payload
from apiloom.ir.scalars import Kind
from apiloom.ir.types import Primitive, Type, parts
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown, name

_RESOURCES: Final = ("Resource", "Methods", "About")
_NAMED: Final = 12
"""As many methods of a resource are named in the table; more are counted."""


@dataclass(frozen=True, slots=True)
class ReadmePages:
    """Makes the view of the README."""

    book: Book
    calls: Calls
    credentials: Credentials
    header: Markdown
    webhooks: WebhookPages
    has_fake: bool

    def page(self) -> ReadmePage:
        """The view of the page."""
        api, names = self.book.api, self.book.names
        first = self.first()
        failing = self.failing()
        upload = self.upload()
        paged = self.paged()
        download = self._download()
        stream = self._stream()
        servers = ServerTexts(api, names)
        webhooks = self.webhooks
        given, fetching = self.credentials.given(), self.credentials.fetching()
        return ReadmePage(
            header=self.header,
            title=line(api.title),
            intro=block(api.description.strip().split("\n\n")[0]),
            package=name(names.package),
            http=name(names.http),
            client=name(names.client),
            async_client=name(names.async_client),
            root=name(names.error),
            version=_version(api.version),
            credentials=self.credentials.table(),
            credentials_note=self.credentials.note(),
            construction=self.calls.construction(given),
            supplied=self.calls.supplied(_by_function(given)) if given else EMPTY,
            tokens=self.credentials.fetched(),
            token_call=self.calls.supplied(fetching) if fetching else EMPTY,
            first_call=self.calls.example(first) if first else EMPTY,
            async_call=self.calls.awaited(first) if first else EMPTY,
            errors_call=self.calls.guarded(failing) if failing else EMPTY,
            errors_note=self._errors_note(failing) if failing else EMPTY,
            raw_call=self.calls.raw(first) if first else EMPTY,
            options_call=self.calls.options(first) if first else EMPTY,
            upload_call=self.calls.example(upload) if upload else EMPTY,
            list_call=self.calls.example(paged) if paged else EMPTY,
            list_async_call=self.calls.listed(paged) if paged else EMPTY,
            wait_call=self.wait(),
            download_call=self.calls.streaming(download) if download else EMPTY,
            stream_call=self.calls.example(stream) if stream else EMPTY,
            resources=table(_RESOURCES, self._resources()),
            server=servers.only(),
            servers=servers.servers(),
            variables=servers.variables(),
            server_call=self.calls.construction(tuple(servers.choice())),
            own_servers=servers.own(),
            webhooks=webhooks.summary(),
            webhooks_call=webhooks.usage(),
            fake=name(f"Fake{names.client}") if self.has_fake else EMPTY,
        )

    # Which operations are shown

    def _operations(self) -> Iterator[Operation]:
        for members in self.book.resources.values():
            yield from members

    def first(self, *, is_paged: bool = True) -> Operation | None:
        """The call that is easiest to make and shows most; `is_paged` allows a list."""

        def effort(operation: Operation) -> tuple[bool, bool, bool, int]:
            arguments = self.book.operations.arguments(operation)
            needed = sum(one.required for one in arguments)
            return (
                operation.deprecated,
                not is_typed(operation),
                operation.method != "GET",
                needed,
            )

        found = (
            one for one in self._operations() if is_paged or one.pagination is None
        )
        return min(found, key=effort, default=None)

    def failing(self) -> Operation | None:
        """The call with most documented failures; one inside a success goes first."""

        def telling(operation: Operation) -> tuple[bool, bool, int]:
            failures = self.book.catalogue.operations[operation.id]
            return (
                not operation.deprecated,
                failures.rejected is not None,
                len(failures.reasons),
            )

        return max(self._operations(), key=telling, default=None)

    def paged(self) -> Operation | None:
        """The list that is easiest to ask for."""
        found = (one for one in self._operations() if one.pagination is not None)

        def effort(operation: Operation) -> tuple[bool, int]:
            arguments = self.book.operations.arguments(operation)
            return operation.deprecated, sum(one.required for one in arguments)

        return min(found, key=effort, default=None)

    def wait(self) -> Markdown:
        """A wait for a job that can fail, if there is one."""
        for operation in self._operations():
            named = self.book.names.waiters.get(operation.id, ())
            for names, waiter in zip(named, operation.waiters, strict=True):
                if waiter.failure:
                    return self.calls.guarded_wait(operation, names.method, names.error)
        return EMPTY

    def upload(self) -> Operation | None:
        found = (one for one in self._operations() if self._has_file(one))
        return min(found, key=lambda one: one.deprecated, default=None)

    def _download(self) -> Operation | None:
        """A call that may be answered with a file."""
        found = (
            one
            for one in self._operations()
            if any(
                content.payload is Payload.BINARY
                for response in one.successes
                for content in response.preferred
            )
        )
        return min(found, key=lambda one: one.deprecated, default=None)

    def _stream(self) -> Operation | None:
        found = (one for one in self._operations() if one.is_stream)
        return min(found, key=lambda one: one.deprecated, default=None)

    def _has_file(self, operation: Operation) -> bool:
        body = operation.body
        if body is None or body.contents[0].payload not in (
            Payload.MULTIPART,
            Payload.BINARY,
        ):
            return False
        arguments = self.book.operations.arguments(operation)
        return any(one.place == "body" and _is_file(one.type) for one in arguments)

    # Tables and sentences

    def _errors_note(self, operation: Operation) -> Markdown:
        failures = self.book.catalogue.operations[operation.id]
        if failures.rejected is None or failures.rejection is None:
            return EMPTY
        dotted = code(f"client.{self.book.names.places[operation.id].dotted}")
        status = cell(failures.rejection.status)
        raised = code(f"errors.{failures.rejected}")
        return markdown(
            "A response to {} can have status {} and still report a failure: then the "
            "method raises {}.",
            dotted,
            status,
            raised,
        )

    def _resources(self) -> Iterator[tuple[Markdown, ...]]:
        for resource, members in self.book.resources.items():
            file = f"docs/{self.book.places.resources[resource]}"
            dotted = ".".join(("client", *resource))
            stated = about_resource(self.book.api, self.book.names, resource, members)
            about = first_sentence(stated)
            yield (
                link(code(dotted), file),
                self._methods(members),
                said(about),
            )

    def _methods(self, members: Sequence[Operation]) -> Markdown:
        if len(members) > _NAMED:
            return markdown("{} methods", len(members))
        return joined(", ", (each for one in members for each in self._links(one)))

    def _links(self, operation: Operation) -> Iterator[Markdown]:
        """Yield links to the method of an operation, and to those that wait for it."""
        names, places = self.book.names, self.book.places
        method = code(names.places[operation.id].method)
        yield link(method, f"docs/{places.methods[operation.id]}")
        for named in names.waiters.get(operation.id, ()):
            page = places.waiters[f"{operation.id} {named.method}"]
            yield link(code(named.method), f"docs/{page}")


def _by_function(given: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """The same arguments, the last of them given by a function."""
    *others, last = given
    return (*others, Pair(last.key, Name(f"current_{last.key.removesuffix('=')}")))


def _version(version: str) -> Markdown:
    if not version:
        return markdown("the API")
    if version[:1] in "vV" and version[1:2].isdigit():
        return markdown("{} of the API", line(version))
    return markdown("version {} of the API", line(version))


def _is_file(type_: Type) -> bool:
    return any(
        isinstance(part, Primitive) and part.kind is Kind.BINARY
        for part in parts(type_)
    )
