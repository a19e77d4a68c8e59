"""A whole document to an `Api`."""

from __future__ import annotations

import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from apiloom.access import MAX_COMBINATIONS
from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.ir.api import Api, Operation
from apiloom.locations import Pointer
from apiloom.lower.environment import Variables
from apiloom.lower.lifecycles import with_lifecycles
from apiloom.lower.links import LinkLowering
from apiloom.lower.missing_settings import report_gaps
from apiloom.lower.operations.operation import OperationLowering
from apiloom.lower.operations.overloads import with_variants
from apiloom.lower.pagination.declared import pagination_of
from apiloom.lower.schemas.constants import with_constants
from apiloom.lower.schemas.schema import SchemaLowering
from apiloom.lower.security import schemes_of
from apiloom.lower.selection import Selection
from apiloom.lower.servers import location_of, servers_of
from apiloom.lower.size import Size
from apiloom.lower.tags import tags_of
from apiloom.lower.vendor_extensions import extensions_of
from apiloom.lower.waiters import waiters_of
from apiloom.lower.webhook_signatures import signature_of
from apiloom.lower.webhooks import webhooks_of

_RECURSION_LIMIT: Final = 50_000


def lower(
    document: Document,
    variables: Variables | None = None,
    max_combinations: int = MAX_COMBINATIONS,
    size: Size | None = None,
    selection: Selection | None = None,
) -> Api:
    """Lower a document; what cannot be lowered is in the document's diagnostics.

    `variables` says which environment variables it may name: by default, none.
    `selection` says which operations are meant: by default, all.
    `max_combinations` limits in how many ways its schemas combine (`SchemaLowering`),
    `size` how large the client may be. Raises UnusableInput beyond that.
    """
    with _room_for_recursion():
        allowed = size if size is not None else Size(document)
        return _lowered(
            document,
            variables or Variables(),
            max_combinations,
            allowed,
            selection or Selection(),
        )


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


def _lowered(
    document: Document,
    variables: Variables,
    max_combinations: int,
    size: Size,
    selection: Selection,
) -> Api:
    root = document.root
    info = root.mapping("info")
    schemas = SchemaLowering(root, max_combinations, size)
    schemes = schemes_of(document, variables)
    location = location_of(document)
    servers = servers_of(root, location)
    lowering = OperationLowering(
        root, schemas, schemes, size, servers, location, selection
    )
    operations = tuple(lowering.all())
    # After the operations, whose models are named first.
    webhooks = tuple(webhooks_of(root, lowering.request, selection))
    selection.report_unused(root)
    schemas.finish()
    api = Api(
        title=(info.text("title") if info is not None else None) or "API",
        version=(info.text("version") if info is not None else None) or "",
        description=(info.text("description") if info is not None else None) or "",
        servers=servers,
        tags=tags_of(root),
        security_schemes=schemes,
        operations=_linked(document, operations, lowering.responses.linked),
        definitions=schemas.definitions,
        webhooks=webhooks,
        webhook_signature=signature_of(root) if webhooks else None,
        extensions=extensions_of(root),
    )
    size.add_shared(api)
    api = replace(api, definitions=with_constants(api))
    completed = tuple(_completed(api, document, one) for one in api.operations)
    report_gaps(document, api)
    completed_api = with_lifecycles(replace(api, operations=completed), document)
    return with_variants(completed_api)


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


def _linked(
    document: Document,
    operations: tuple[Operation, ...],
    responses: Mapping[Pointer, Node],
) -> tuple[Operation, ...]:
    """The operations with the links of their responses."""
    if not responses:
        return operations
    by_name = {one.operation_id: one.id for one in operations if one.operation_id}
    by_place = {one.pointer: one.id for one in operations}
    lowering = LinkLowering(document, by_name, by_place)
    links = {pointer: lowering.all(node) for pointer, node in responses.items()}
    return tuple(
        replace(
            operation,
            responses=tuple(
                replace(one, links=links.get(one.pointer, ()))
                for one in operation.responses
            ),
        )
        for operation in operations
    )
