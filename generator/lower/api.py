"""A whole document to an `Api`."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from generator.document.document import Document
from generator.document.node import Node
from generator.ir.api import Api, Operation, Server, ServerVariable, Tag
from generator.lower.operations import OperationLowering
from generator.lower.pagination import pagination_of
from generator.lower.schemas import SchemaLowering
from generator.lower.security import schemes_of
from generator.lower.waiters import waiters_of

_RECURSION_LIMIT: Final = 50_000


def lower(document: Document) -> Api:
    """Lower a document; what cannot be lowered is in the document's diagnostics."""
    with _room_for_recursion():
        return _lowered(document)


@contextmanager
def _room_for_recursion() -> Generator[None]:
    """Schemas may lead from one to the next for as long as the document has schemas.

    Python's limit is there to find recursion without end, and here everything that
    is entered twice is a reference.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _lowered(document: Document) -> Api:
    root = document.root
    info = root.mapping("info")
    schemas = SchemaLowering(root)
    schemes = schemes_of(root)
    operations = tuple(OperationLowering(root, schemas, schemes).all())
    api = Api(
        title=(info.text("title") if info is not None else None) or "API",
        version=(info.text("version") if info is not None else None) or "",
        description=(info.text("description") if info is not None else None) or "",
        servers=_servers(root),
        tags=_tags(root),
        security_schemes=schemes,
        operations=operations,
        definitions=schemas.definitions,
    )
    return replace(
        api,
        operations=tuple(_completed(api, document, one) for one in api.operations),
    )


def _completed(api: Api, document: Document, operation: Operation) -> Operation:
    """An operation with what can only be told once every schema is known."""
    node = document.node(operation.pointer)
    if node is None:
        return operation
    return replace(
        operation,
        pagination=pagination_of(api, document, operation, node),
        waiters=waiters_of(api, operation, node),
    )


def _servers(root: Node) -> tuple[Server, ...]:
    declared = root.sequence("servers")
    found: list[Server] = []
    for node in declared.elements() if declared is not None else ():
        url = node.text("url")
        if url is None:
            continue
        variables = node.mapping("variables")
        found.append(
            Server(
                url=url,
                description=node.text("description") or "",
                name=node.text("x-name") or node.text("name"),
                variables=tuple(
                    ServerVariable(
                        name,
                        variable.text("default") or "",
                        variable.texts("enum"),
                        variable.text("description") or "",
                    )
                    for name, variable in (variables.items() if variables else ())
                ),
            )
        )
    return tuple(found)


def _tags(root: Node) -> tuple[Tag, ...]:
    declared = root.sequence("tags")
    return tuple(
        Tag(name, node.text("description") or node.text("summary") or "")
        for node in (declared.elements() if declared is not None else ())
        if (name := node.text("name"))
    )
