"""The pages of the resources: their methods, each with a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.codegen.docstrings import first_sentence
from apiloom.codegen.resources.tags import about_resource
from apiloom.codegen.resources.waiters import WaiterViews
from apiloom.docs.link_targets import Book, resource_title
from apiloom.docs.markdown import block, code, line, link, said, table
from apiloom.docs.pages.methods import summary
from apiloom.docs.pages.waiters import JobTexts
from apiloom.docs.views import ResourcePage
from apiloom.ir.api import Operation
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown

_METHODS: Final = ("Method", "Request", "Description")


@dataclass(frozen=True, slots=True)
class ResourcePages:
    """Makes the views of the pages of resources."""

    book: Book
    jobs: JobTexts
    header: Markdown

    def page(
        self, resource: tuple[str, ...], operations: Sequence[Operation]
    ) -> ResourcePage:
        """The view of one resource's page."""
        names = self.book.names
        dotted = ".".join(("client", *resource))
        reached = markdown(
            "Available as {}. The async client, {}, has the same methods with the "
            "same arguments; await them.",
            code(dotted),
            code(names.async_client),
        )
        return ResourcePage(
            header=self.header,
            title=line(resource_title(resource)),
            intro=self._intro(resource, operations),
            reached=reached if operations else EMPTY,
            children=self._children(resource),
            methods_table=table(
                _METHODS, (row for one in operations for row in self._rows(one))
            ),
        )

    def _intro(
        self, resource: tuple[str, ...], operations: Sequence[Operation]
    ) -> Markdown:
        """Return the description of the resource."""
        book = self.book
        return block(about_resource(book.api, book.names, resource, operations))

    def _children(self, resource: tuple[str, ...]) -> Markdown:
        files = self.book.places.resources
        below = [
            link(code(".".join(("client", *path))), files[path])
            for path in self.book.names.below.get(resource, {}).values()
        ]
        return (
            markdown("Nested resources: {}.", joined(", ", below)) if below else EMPTY
        )

    def _rows(self, operation: Operation) -> Iterator[tuple[Markdown, ...]]:
        method = self.book.names.places[operation.id].method
        about = said(summary(operation, method))
        request = code(f"{operation.method} {operation.path}")
        yield (
            link(code(method), self.book.places.methods[operation.id]),
            request,
            markdown("**Deprecated.** {}", about) if operation.deprecated else about,
        )
        for waiter, named in WaiterViews(self.book.names).each(operation):
            page = self.book.places.waiters[f"{operation.id} {named.method}"]
            about = said(first_sentence(self.jobs.description(operation, waiter)))
            yield link(code(named.method), page), request, about
