"""Server Objects to servers (OpenAPI 3.1, sections 4.8.5 and 4.8.6)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.document.read.urls import Remote
from apiloom.ir.api import Server, ServerVariable
from apiloom.lower.vendor_extensions import extensions_of


def location_of(document: Document) -> str:
    """The URL that relative URLs of servers start from, or an empty string.

    That is where the document itself was found (section 4.8.5); in 3.2 it may say so
    (``$self``, section 4.1.2).
    """
    stated = document.root.get("$self")
    if stated is not None and isinstance(stated.value, str) and "://" in stated.value:
        return stated.value
    if not isinstance(document.path, Remote):
        return ""
    # Without what may be a credential: this becomes part of the client.
    return document.path.as_posix().partition("?")[0]


def servers_of(holder: Node, location: str) -> tuple[Server, ...]:
    """The servers of a document, of a path item or of an operation."""
    return tuple(_servers(holder, location))


def own_servers(
    item: Node, operation: Node, location: str, root: tuple[Server, ...]
) -> tuple[Server, ...]:
    """The servers of an operation, if they are others than those of the document.

    An operation's own go before those of its path item, and these before the
    document's (sections 4.8.9 and 4.8.10).
    """
    found = servers_of(operation, location) or servers_of(item, location)
    return () if _addresses(found) == _addresses(root) else found


def _addresses(servers: tuple[Server, ...]) -> list[object]:
    return [
        (one.url, [(each.name, each.default, each.values) for each in one.variables])
        for one in servers
    ]


def _servers(holder: Node, location: str) -> Iterator[Server]:
    if "servers" not in holder:
        return
    declared = holder.sequence("servers")
    for node in declared.elements() if declared is not None else ():
        url = node.text("url")
        if url is None:
            continue
        if location and "://" not in url and not url.startswith("{"):
            url = urljoin(location, url)
        variables = node.mapping("variables")
        yield Server(
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
            extensions=extensions_of(node),
        )
