"""Pages that a document shows without a word of ours: by names that everybody uses.

Only what cannot be meant otherwise is recognised: to page where there are no pages
costs a request, but to stop too early loses data in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from apiloom.document.document import Document
from apiloom.ir.api import (
    Api,
    In,
    Operation,
    Parameter,
)
from apiloom.ir.pagination import Pagination, Paging, Path
from apiloom.ir.scalars import Kind
from apiloom.ir.types import Field, Primitive, Type, Union, without_null
from apiloom.lower.pagination.members import items_of, model_of, page_body
from apiloom.lower.pagination.words import (
    COMPANIONS,
    CONTAINERS,
    CURSOR,
    ITEMS,
    LAST,
    LINK,
    MORE,
    NEXT,
    OFFSET,
    PAGE,
    SAME,
    SIZE,
    TOTAL,
    WRAPPERS,
    plain,
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A member of a page that is not its items."""

    path: Path
    name: str
    field: Field
    kind: Kind

    @property
    def container(self) -> str:
        """The name of what it stands in."""
        return plain(self.path[-2]) if len(self.path) > 1 else ""


def recognised(api: Api, document: Document, operation: Operation) -> Pagination | None:
    """Infer the pagination of an operation, if it is unambiguous."""
    body = page_body(operation)
    if operation.method not in ("GET", "POST") or body is None:
        return None
    found = _items(api, body)
    if found is None:
        return None
    recognition = _Recognition(api, document, operation, body, *found)
    return recognition.all() if operation.method == "GET" else recognition.searched()


def first_page(
    api: Api, operation: Operation, parameter: str | None, *, in_body: bool = False
) -> int | None:
    """The number of the first page, as the parameter says it; None if it does not."""
    asked = in_body_of(api, operation) if in_body else operation.parameters
    for one in asked:
        if one.location is In.QUERY and one.name == parameter:
            if one.default is not None and re.fullmatch(r"[01]", one.default):
                return int(one.default)
            least = getattr(without_null(one.type), "constraints", None)
            minimum = getattr(least, "minimum", None)
            is_stated = one.default is None and minimum == 1
            return 1 if is_stated else None
    return None


def in_body_of(api: Api, operation: Operation) -> list[Parameter]:
    """The fields of a body as if they were parameters of a query."""
    body = operation.body
    model = api.body_fields(body) if body is not None else None
    return [
        Parameter(
            one.wire,
            In.QUERY,
            one.type,
            one.required,
            "form",
            True,
            description=one.description,
            default=one.default,
        )
        for one in (model.fields if model is not None else ())
        if not one.read_only
    ]


class _Recognition:
    """One operation, looked at from every side."""

    def __init__(
        self,
        api: Api,
        document: Document,
        operation: Operation,
        body: Type,
        items: Path,
        item: Type,
    ) -> None:
        self._api = api
        self._operation = operation
        self._document = document
        self._items = items
        self._item = item
        model = model_of(api, body) if items else None
        self._model = model.pointer if model is not None else None
        wrapper = items[:1] if len(items) > 1 else ()
        self._leaves = list(_leaves(api, body, (), wrapper)) if model else []
        self._in_body = operation.method != "GET"
        self._query = (
            in_body_of(api, operation)
            if self._in_body
            else [one for one in operation.parameters if one.location is In.QUERY]
        )

    def all(self) -> Pagination | None:
        """The first of the styles that fits."""
        return (
            self._by_cursor()
            or self._by_last_item()
            or self._by_header()
            or self._by_page()
            or self._by_offset()
            or self._by_link()
        )

    def searched(self) -> Pagination | None:
        """The same for a search, which is asked for by its body.

        Such a request might change something: the answer itself has to say that it is
        one page of several.
        """
        found = self._by_cursor() or self._by_page() or self._by_offset()
        if found is None or not (found.next or found.more or found.last or found.total):
            return None
        return found

    # What is there

    def _parameter(self, names: frozenset[str], *kinds: Kind) -> Parameter | None:
        found = [
            one
            for one in self._query
            if plain(one.name) in names and _kind(self._api, one.type) in kinds
        ]
        return found[0] if len(found) == 1 else None

    def _leaf(self, names: frozenset[str], *kinds: Kind) -> Leaf | None:
        """The one member of such a name; that nearest to the root, if it is alone."""
        found = [one for one in self._leaves if one.name in names and one.kind in kinds]
        least = min((len(one.path) for one in found), default=0)
        nearest = [one for one in found if len(one.path) == least]
        return nearest[0] if len(nearest) == 1 else None

    def _path(self, names: frozenset[str], *kinds: Kind) -> Path:
        leaf = self._leaf(names, *kinds)
        return leaf.path if leaf is not None else ()

    def _more(self) -> Path:
        return self._path(MORE, Kind.BOOLEAN)

    def _total(self) -> Path:
        leaf = self._leaf(TOTAL, Kind.INTEGER)
        if leaf is None:
            return ()
        about = leaf.field.description.lower()
        is_of_page = re.search(r"\b(this|current|each|per) page|\breturned", about)
        return () if leaf.name == "total" and is_of_page else leaf.path

    def _size(self) -> str | None:
        size = self._parameter(SIZE, Kind.INTEGER, Kind.NUMBER)
        return size.name if size is not None else None

    def _made(self, style: Paging, parameter: str | None = None) -> Pagination:
        return Pagination(
            style,
            self._items,
            self._item,
            self._model,
            parameter,
            size=self._size(),
            in_body=self._in_body,
        )

    # The styles

    def _by_cursor(self) -> Pagination | None:
        """A parameter for a cursor, and a member with the next one."""
        parameter = self._parameter(CURSOR, Kind.STRING, Kind.UUID, Kind.INTEGER)
        if parameter is None:
            # Some call it a page, and give out text.
            parameter = self._parameter(PAGE, Kind.STRING)
        if parameter is None:
            return None
        asked = plain(parameter.name)
        kinds = (Kind.STRING, Kind.UUID, Kind.INTEGER)
        more = self._more()
        leaf = self._leaf(NEXT, *kinds)
        if leaf is None and asked in SAME:
            leaf = self._leaf(frozenset({asked}), *kinds)
        if leaf is None and asked in PAGE:
            leaf = self._leaf(frozenset({"nextpage"}), Kind.STRING)
        if leaf is None and self._link() is None:
            same = [one for one in self._leaves if one.name == asked]
            same = [one for one in same if self._names_next(one)]
            leaf = same[0] if len(same) == 1 else None
        if leaf is None:
            near = self._leaf(frozenset({"next"}), *kinds)
            told = near.field.description.lower() if near is not None else ""
            leaf = near if re.search(r"\b(cursor|token)\b", told) else None
        if leaf is None and more:
            leaf = self._leaf(frozenset({"endcursor"}), *kinds)
        if leaf is None or self._is_url(leaf):
            return None
        made = self._made(Paging.CURSOR, parameter.name)
        return replace(made, next=leaf.path, more=more)

    def _names_next(self, leaf: Leaf) -> bool:
        """Whether a member with the name of the parameter is what to ask for next."""
        about = leaf.field.description.lower()
        said = re.search(r"\b(next|subsequent|following)\b", about) is not None
        return leaf.container in ("next", "cursors") or said

    def _by_last_item(self) -> Pagination | None:
        """A parameter for the last item, and a flag for more (as at Stripe)."""
        parameter = self._parameter(
            frozenset({"after", "startingafter"}), Kind.STRING, Kind.UUID
        )
        more = self._more()
        if parameter is None or not more:
            return None
        made = self._made(Paging.CURSOR, parameter.name)
        last = self._path(frozenset({"lastid"}), Kind.STRING, Kind.UUID)
        if last:
            return replace(made, next=last, more=more)
        item = model_of(self._api, self._item)
        fields = item.fields if item is not None else ()
        has_id = any(one.wire == "id" for one in fields)
        about = parameter.description.lower()
        if not has_id or re.search(r"\b(id|identifier|cursor)\b", about) is None:
            return None
        return replace(made, last_item=("id",), more=more)

    def _by_header(self) -> Pagination | None:
        """A header ``Link`` that is documented to have a next relation (RFC 8288)."""
        for response in self._operation.successes:
            node = self._document.node(response.pointer)
            headers = node.mapping("headers") if node is not None else None
            for name, entry in headers.items() if headers is not None else ():
                header = entry.resolve()
                if name.lower() == "link" and header is not None:
                    told = str(header.value).replace("\\", "")
                    if re.search(r"\brel\W{0,3}next\b|\bnext page\b", told):
                        return self._made(Paging.HEADER)
        return None

    def _by_page(self) -> Pagination | None:
        """A number of a page, and anything that says that there are several."""
        parameter = self._parameter(PAGE, Kind.INTEGER, Kind.NUMBER)
        if parameter is None or self._is_asked_otherwise(OFFSET):
            return None
        first = first_page(
            self._api, self._operation, parameter.name, in_body=self._in_body
        )
        current = () if first is not None else self._current()
        if first is None and not current and not parameter.required:
            return None
        link = self._link()
        more = self._more() or (link.path if link is not None else ())
        last = self._last(first)
        total = self._total()
        if not (self._size() or more or last or total):
            return None
        made = self._made(Paging.PAGE, parameter.name)
        return replace(
            made,
            first=1 if first is None else first,
            more=more,
            last=last,
            total=total,
            current=current,
        )

    def _is_asked_otherwise(self, names: frozenset[str]) -> bool:
        """Whether the API can be asked for a page in yet another way.

        With both at once, nobody knows which of them it follows.
        """
        kinds = (Kind.STRING, Kind.UUID, Kind.INTEGER, Kind.NUMBER)
        return any(
            plain(one.name) in names | CURSOR and _kind(self._api, one.type) in kinds
            for one in self._query
        )

    def _current(self) -> Path:
        return self._path(PAGE | {"currentpage"}, Kind.INTEGER)

    def _last(self, first: int | None) -> Path:
        """Return the path of the number of pages, or of the last page (from 1)."""
        leaf = self._leaf(LAST, Kind.INTEGER)
        if leaf is None or first is None or (leaf.name == "lastpage" and first == 0):
            return ()
        return leaf.path

    def _by_offset(self) -> Pagination | None:
        """A number of items to skip, and how many to take."""
        parameter = self._parameter(OFFSET, Kind.INTEGER, Kind.NUMBER)
        if parameter is None or parameter.default not in (None, "0"):
            return None
        if self._is_asked_otherwise(PAGE):
            return None
        link = self._link()
        more = self._more() or (link.path if link is not None else ())
        total = self._total()
        if not (self._size() or more or total):
            return None
        return replace(
            self._made(Paging.OFFSET, parameter.name), more=more, total=total
        )

    def _by_link(self) -> Pagination | None:
        """A member with the URL of the next page."""
        link = self._link()
        return replace(self._made(Paging.LINK), next=link.path) if link else None

    def _link(self) -> Leaf | None:
        nested = [
            one
            for one in self._leaves
            if one.name == "href" and one.container == "next"
        ]
        if len(nested) == 1:
            return nested[0]
        leaf = self._leaf(LINK, Kind.STRING)
        return leaf if leaf is not None and self._is_url(leaf) else None

    def _is_url(self, leaf: Leaf) -> bool:
        """Whether a text is the URL of a page."""
        is_called_so = re.search(r"url|uri|link|href", leaf.name) is not None
        if is_called_so or leaf.container in ("link", "links"):
            return True
        node = self._document.node(leaf.field.pointer)
        format_ = node.text("format") if node is not None and node.is_mapping else None
        example = (leaf.field.example or "").strip('"')
        return (format_ or "").startswith(("uri", "url")) or example.startswith(
            ("http", "/")
        )


def _items(api: Api, body: Type) -> tuple[Path, Type] | None:
    """Return the path and type of the items; None if there is more than one list."""
    item = items_of(api, body)
    if item is not None:
        return (), item
    model = model_of(api, body)
    if model is None or model.extra is not None:
        return None
    found = _lists(api, model.fields)
    if found:
        return found[0] if len(found) == 1 else None
    wrappers = [
        (one.wire, inner)
        for one in model.fields
        if (plain(one.wire) in WRAPPERS or len(model.fields) == 1)
        and (inner := model_of(api, one.type)) is not None
    ]
    if len(wrappers) != 1:
        return None
    name, inner = wrappers[0]
    nested = _lists(api, inner.fields)
    return ((name, *nested[0][0]), nested[0][1]) if len(nested) == 1 else None


def _lists(api: Api, fields: tuple[Field, ...]) -> list[tuple[Path, Type]]:
    """The lists that can be the items: by their names, if there are several."""
    found = [
        (one.wire, item)
        for one in fields
        if (item := items_of(api, one.type)) is not None
    ]
    if len(found) > 1:
        found = [one for one in found if plain(one[0]) not in COMPANIONS]
    named = [one for one in found if plain(one[0]) in ITEMS]
    if len(found) > 1 and len(named) == 1:
        found = named
    return [((name,), item) for name, item in found]


def _leaves(
    api: Api, type_: Type, path: Path, wrapper: Path, depth: int = 3
) -> Iterator[Leaf]:
    """The scalars of a page, in itself and in what commonly holds them."""
    model = model_of(api, type_)
    for field in model.fields if model is not None and depth else ():
        name = plain(field.wire)
        place = (*path, field.wire)
        kind = _kind(api, field.type)
        if kind is not None:
            yield Leaf(place, name, field, kind)
        elif name in CONTAINERS or place == wrapper:
            yield from _leaves(api, field.type, place, wrapper, depth - 1)


def _kind(api: Api, type_: Type) -> Kind | None:
    """The kind of a scalar, but for null; None if it is something else."""
    found = api.resolve(without_null(type_))
    if isinstance(found, Union):
        found = api.resolve(without_null(found))
    return found.kind if isinstance(found, Primitive) else None
