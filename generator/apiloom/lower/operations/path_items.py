"""Path Item Objects (OpenAPI 3.1, section 4.8.9; 3.2, section 4.9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from apiloom.diagnostics import Code
from apiloom.document.node import Node

METHODS: Final = (
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
)


def operations_of(item: Node) -> Iterator[tuple[str, Node]]:
    """The operations of a path item, by method (3.2: ``additionalOperations``).

    References are followed; what is no object is reported and left out.
    """
    for method, node in _declared(item):
        operation = node.resolve()
        if operation is None:
            continue
        if operation.is_mapping:
            yield method, operation
        else:
            operation.report(Code.WRONG_TYPE, "an operation must be an object")


def _declared(item: Node) -> Iterator[tuple[str, Node]]:
    for method in METHODS:
        node = item.get(method)
        if node is not None:
            yield method, node
    more = item.mapping("additionalOperations")
    if more is not None:
        yield from more.items()
