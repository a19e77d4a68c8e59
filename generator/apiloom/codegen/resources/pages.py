"""Pages as Python: their classes, and the methods that return them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from apiloom.codegen.annotations import Annotator
from apiloom.codegen.docstrings import docstring
from apiloom.codegen.formatter import (
    Bracket,
    Code,
    Name,
    assigned,
    call,
    class_of,
    listing,
    literal,
    string,
    subscript,
)
from apiloom.codegen.views import PageView
from apiloom.ir.api import Operation
from apiloom.ir.pagination import Pagination, Paging
from apiloom.ir.types import Reference
from apiloom.naming.allocate import Names

_RUNTIME: Final = ".._runtime"
_CLASSES: Final = {
    Paging.PAGE: "NumberedPages",
    Paging.OFFSET: "OffsetPages",
    Paging.CURSOR: "CursorPages",
    Paging.LINK: "LinkedPages",
    Paging.HEADER: "HeaderPages",
}
OFFERED: Final = {
    "pagination.async_pages": ("AsyncListPage", "AsyncPage", "AsyncPaginator"),
    "pagination.sync_pages": ("SyncListPage", "SyncPage"),
}
"""What the package of pages offers of the runtime, by its modules."""

_SYNC: Final = "Sync"
_ASYNC: Final = "Async"


@dataclass(frozen=True, slots=True)
class PageViews:
    """Makes what is particular to operations that page."""

    names: Names

    def named(self, operation: Operation) -> tuple[str, ...]:
        """The classes of an operation's pages, if these are objects."""
        page = operation.pagination
        if page is None or page.model is None:
            return ()
        return tuple(self._class(operation, prefix) for prefix in (_SYNC, _ASYNC))

    def classes(
        self, operation: Operation, annotator: Annotator
    ) -> tuple[PageView, ...]:
        """The pages of an operation, if they are objects: for both clients."""
        page = operation.pagination
        if page is None or page.model is None:
            return ()
        item = annotator.output(page.item)
        model = annotator.output(Reference(page.model))
        dotted = self.names.places[operation.id].dotted
        found: list[PageView] = []
        for prefix in (_SYNC, _ASYNC):
            module = f"{_RUNTIME}.pagination.{prefix.lower()}_pages"
            head = annotator.imports.name(module, f"{prefix}Page")
            bases = (subscript(head, item), model)
            found.append(
                PageView(
                    class_of(self._class(operation, prefix), bases),
                    docstring(f"A page of `{dotted}`.", 4),
                    assigned("_items_at", listing(map(string, page.items)), 4),
                )
            )
        return tuple(found)

    def constant(self, page: Pagination, annotator: Annotator) -> Code:
        """Return the strategy that finds the next page."""
        named: dict[str, Code | str] = {}
        if page.parameter is not None:
            named["parameter"] = string(page.parameter)
        if page.in_body:
            named["place"] = string("fields")
        if page.first != 1:
            named["first"] = literal(page.first)
        for key in ("next", "last_item", "more", "last", "total", "current"):
            path: tuple[str, ...] = getattr(page, key)
            if path:
                named[key] = listing(map(string, path))
        return call(_late(annotator, "strategies", _CLASSES[page.style]), **named)

    def returned(
        self, operation: Operation, page: Pagination, annotator: Annotator
    ) -> tuple[Code, Code]:
        """Return the types that a paged method returns: a page, an async paginator."""
        item = annotator.output(page.item)
        kinds: list[Code] = []
        for prefix in (_SYNC, _ASYNC):
            if page.model is not None:
                kinds.append(self._loaded(operation, prefix, annotator))
            else:
                head = self._of(annotator, f"{prefix}ListPage")
                kinds.append(subscript(head, item))
        paginator = self._of(annotator, "AsyncPaginator")
        return kinds[0], subscript(paginator, kinds[1], item)

    def call(
        self,
        operation: Operation,
        page: Pagination,
        made: Bracket,
        annotator: Annotator,
        *,
        awaits: bool,
    ) -> Bracket:
        """The call of an operation, turned into one that gives pages."""
        prefix = _ASYNC if awaits else _SYNC
        kind: Code
        if page.model is not None:
            kind = self._loaded(operation, prefix, annotator)
        else:
            listed = self._of(annotator, f"{prefix}ListPage")
            kind = subscript(listed, annotator.output(page.item))
        head = (
            self._of(annotator, "AsyncPaginator")
            if awaits
            else _late(annotator, "sync_pages", "first_page")
        )
        items = (Name("self._calls"), kind, *made.items)
        return Bracket(head, items, "(", ")")

    def _loaded(self, operation: Operation, prefix: str, annotator: Annotator) -> Name:
        return Name(self._of(annotator, self._class(operation, prefix)))

    @staticmethod
    def _of(annotator: Annotator, name: str) -> str:
        """A name of the package of pages, which loads it where it is mentioned."""
        if not annotator.pages:
            return name
        return f"{annotator.imports.alias('..', 'pages', annotator.pages)}.{name}"

    def _class(self, operation: Operation, prefix: str) -> str:
        name = self.names.pages[operation.id]
        return f"Async{name}" if prefix == _ASYNC else name


def _late(annotator: Annotator, module: str, name: str) -> str:
    """Return a name of a module of the runtime that is loaded when it is used."""
    alias = annotator.imports.free(module)
    package = f"{_RUNTIME}.pagination"
    return f"{annotator.imports.deferred(package, module, alias)}.{name}"
