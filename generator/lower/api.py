"""A whole document to an `Api`."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from generator.document.document import Document
from generator.document.node import Node
from generator.ir.api import Api, Server, ServerVariable, Tag
from generator.lower.operations import OperationLowering
from generator.lower.schemas import SchemaLowering
from generator.lower.security import schemes_of

_RECURSION_LIMIT: Final = 50_000


def lower(document: Document) -> Api:
    """Lower a document; what cannot be lowered is in the document's diagnostics."""
    root = document.root
    with _room_for_recursion():
        return _lowered(root)


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


def _lowered(root: Node) -> Api:
    info = root.mapping("info")
    schemas = SchemaLowering(root)
    schemes = schemes_of(root)
    operations = tuple(OperationLowering(root, schemas, schemes).all())
    return Api(
        title=(info.text("title") if info is not None else None) or "API",
        version=(info.text("version") if info is not None else None) or "",
        description=(info.text("description") if info is not None else None) or "",
        servers=_servers(root),
        tags=_tags(root),
        security_schemes=schemes,
        operations=operations,
        definitions=schemas.definitions,
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
