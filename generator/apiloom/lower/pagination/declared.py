"""Pagination that the document or an overlay declares: ``x-pagination``."""

from __future__ import annotations

from typing import Final

from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.document.tree import Mapping
from apiloom.ir.api import Api, In, Operation
from apiloom.ir.pagination import Pagination, Paging, Path
from apiloom.ir.types import Model
from apiloom.lower.extensions import InvalidExtension, check_keys, path_of
from apiloom.lower.pagination.inferred import first_page, recognised
from apiloom.lower.pagination.members import (
    field_at,
    items_of,
    model_of,
    page_body,
)
from apiloom.lower.pagination.vendors import declared_elsewhere

_PATHS: Final = {
    Paging.PAGE: ("more", "last", "total", "current"),
    Paging.OFFSET: ("more", "total"),
    Paging.CURSOR: ("next", "last_item", "more"),
    Paging.LINK: ("next",),
    Paging.HEADER: (),
}
"""What a page of each style can say of its place in the list."""

_NEEDS_PARAMETER: Final = (Paging.PAGE, Paging.OFFSET, Paging.CURSOR)
_COMMON: Final = frozenset({"style", "items", "parameter", "size"})


def pagination_of(
    api: Api, document: Document, operation: Operation, node: Node
) -> Pagination | None:
    """Return the pagination of an operation: as declared, else as inferred.

    A declaration that cannot be followed is reported where it stands, and the
    operation has no pages then; ``x-pagination: false`` says that it has none.
    """
    declared = node.get("x-pagination")
    if declared is None:
        return _declared_elsewhere(api, document, operation, node)
    if declared.value is False:
        return None
    try:
        return _declared(api, operation, declared)
    except InvalidExtension as error:
        error.report()
        return None


def _declared_elsewhere(
    api: Api, document: Document, operation: Operation, node: Node
) -> Pagination | None:
    """Return the pagination as an extension of another generator says, else inferred.

    One that cannot be followed is reported, and is as if it were not there.
    """
    inferred = recognised(api, document, operation)
    try:
        declared = declared_elsewhere(document.root, node)
        if declared is None:
            return inferred
        if "items" not in declared and inferred is not None:
            said: Mapping = {key: one.value for key, one in declared.items()}
            said["items"] = [*inferred.items]
            declared = Node(said, declared.pointer, document)
        return _declared(api, operation, declared)
    except InvalidExtension as error:
        error.report()
        return inferred


def _declared(api: Api, operation: Operation, node: Node) -> Pagination:
    styles = {style.value: style for style in Paging}
    stated = node.text("style") if node.is_mapping else None
    style = styles.get(stated or "")
    if style is None:
        known = ", ".join(styles)
        raise InvalidExtension(
            node, f"x-pagination requires a style, one of {known}; or false"
        )
    allowed = {*_COMMON, *_PATHS[style], *(["first"] if style is Paging.PAGE else [])}
    check_keys(node, allowed, f"an x-pagination of style {stated}")
    body = page_body(operation)
    if body is None:
        raise InvalidExtension(node, "x-pagination requires one JSON body of success")
    items = path_of(node, "items")
    model = model_of(api, body) if items else None
    holder = field_at(api, body, items)
    item = items_of(api, holder.type if holder is not None else body)
    if item is None or (items and holder is None):
        place = ".".join(items) or "the body"
        raise InvalidExtension(
            node.get("items") or node, f"{place} is not a list of items"
        )
    parameter = node.text("parameter")
    in_body = False
    if parameter is not None:
        where = _place(api, operation, parameter)
        if where is None or (where and style not in _NEEDS_PARAMETER):
            message = f"{parameter} is not a query parameter of this operation"
            raise InvalidExtension(node["parameter"], message)
        in_body = where == "body"
    elif style in _NEEDS_PARAMETER:
        raise InvalidExtension(
            node, f"an x-pagination of style {stated} needs a parameter"
        )
    size = node.text("size")
    if size is not None and _place(api, operation, size) is None:
        message = f"{size} is not a query parameter of this operation"
        raise InvalidExtension(node["size"], message)
    paths: dict[str, Path] = {}
    for key in _PATHS[style]:
        path = paths[key] = path_of(node, key)
        start = item if key == "last_item" else body
        if path and field_at(api, start, path) is None:
            message = f"{'.'.join(path)} does not exist in the response"
            raise InvalidExtension(node[key], message)
    if style is Paging.CURSOR and bool(paths["next"]) == bool(paths["last_item"]):
        raise InvalidExtension(
            node, "a cursor comes either from next or from last_item"
        )
    if style is Paging.LINK and not paths["next"]:
        raise InvalidExtension(node, "an x-pagination of style link requires next")
    first = node.integer("first") if "first" in node else None
    if first is None:
        first = first_page(api, operation, parameter, in_body=in_body)
    return Pagination(
        style=style,
        items=items,
        item=item,
        model=model.pointer if model is not None else None,
        parameter=parameter,
        in_body=in_body,
        size=size,
        first=1 if first is None else first,
        **paths,
    )


def _place(api: Api, operation: Operation, name: str) -> str | None:
    """Return the place of an argument: "" for the query, "body", or None."""
    if any(
        one.name == name and one.location is In.QUERY for one in operation.parameters
    ):
        return ""
    model: Model | None = None
    if operation.body is not None:
        model = api.body_fields(operation.body)
    fields = model.fields if model is not None else ()
    return "body" if any(one.wire == name for one in fields) else None
