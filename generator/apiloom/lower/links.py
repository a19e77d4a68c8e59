"""Link Objects to links (OpenAPI 3.1, section 4.8.20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from apiloom.diagnostics import Code
from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.ir.links import Link
from apiloom.locations import Pointer
from apiloom.lower.vendor_extensions import extensions_of, frozen


class LinkLowering:
    """Lowers the links of responses once all operations are known.

    `by_name` gives the id of an operation by its operationId, `by_place` by where it
    stands.
    """

    def __init__(
        self,
        document: Document,
        by_name: Mapping[str, str],
        by_place: Mapping[Pointer, str],
    ) -> None:
        self._document: Final = document
        self._by_name: Final = by_name
        self._by_place: Final = by_place

    def all(self, response: Node) -> tuple[Link, ...]:
        """The links of a response; one that cannot be resolved is reported."""
        declared = response.mapping("links")
        return tuple(
            link
            for name, entry in (declared.items() if declared is not None else ())
            for link in self._link(name, entry)
        )

    def _link(self, name: str, entry: Node) -> Iterator[Link]:
        node = entry.resolve()
        if node is None or not node.is_mapping:
            return
        operation = self._operation(node)
        if operation is None:
            node.report(Code.UNRESOLVED_LINK, f"the link {name} refers to no operation")
            return
        parameters = node.mapping("parameters")
        body = node.get("requestBody")
        server = node.mapping("server")
        yield Link(
            name=name,
            operation=operation,
            parameters=tuple(
                (key, frozen(value.value))
                for key, value in (parameters.items() if parameters is not None else ())
            ),
            body=frozen(body.value) if body is not None else None,
            description=node.text("description") or "",
            server=(server.text("url") or "") if server is not None else "",
            pointer=node.pointer,
            extensions=extensions_of(node),
        )

    def _operation(self, node: Node) -> str | None:
        """The id of what a link leads to: by operationId, else by reference.

        ``operationRef`` is a URI reference like that of ``$ref``, and is followed in
        the same way.
        """
        name = node.text("operationId")
        if name is not None:
            return self._by_name.get(name)
        reference = node.text("operationRef")
        if reference is None:
            return None
        found = self._document.find(reference, node.pointer)
        target = found if isinstance(found, Node) else found.node
        if not isinstance(found, Node) and found.code == Code.OUTSIDE_ROOTS:
            place = node.get("operationRef") or node
            place.report(found.code, found.message, found.hint)
        return self._by_place.get(target.pointer) if target is not None else None
