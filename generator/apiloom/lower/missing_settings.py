"""Warnings about what a client will lack: operations, credentials, a host.

Each makes a client that generates well and then fails at each call, far from the
cause.
"""

from __future__ import annotations

from typing import Final

from apiloom.diagnostics import Code, Severity
from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.ir.api import Api

__all__ = ["report_emptiness", "report_gaps"]

_OVERLAY: Final = "in an overlay, or `security: []` if the API wants none"


def report_gaps(document: Document, api: Api) -> None:
    """Report what no call of a client will have, because the document does not say."""
    if api.operations:
        _security(document, api)
        _hosts(document.root, api)


def report_emptiness(document: Document, api: Api) -> None:
    """Report a document whose `paths` declare nothing, and that has no webhooks."""
    if not api.operations and not api.webhooks and "paths" in document.root:
        message = "the document has no operations: the client has no methods"
        hint = "check that the document is complete: other files may hold its paths"
        document.root["paths"].report(Code.NO_OPERATIONS, message, hint)


def _security(document: Document, api: Api) -> None:
    root = document.root
    if "security" in root:
        return
    silent = [
        operation
        for operation in api.operations
        if not operation.security and not _says(document.node(operation.pointer))
    ]
    if not silent:
        return
    components = root.mapping("components")
    schemes = components.get("securitySchemes") if components is not None else None
    place = root if schemes is None else schemes
    total = len(api.operations)
    count = total - len(silent)
    names = [scheme.key for scheme in api.security_schemes]
    usual = names[0] if names else "NAME"
    hint = f"say `security: [{{{usual}: []}}]` for the document, {_OVERLAY}"
    if any(operation.security for operation in api.operations):
        rest = f"the other {len(silent)} send" if len(silent) > 1 else "the other sends"
        message = (
            f"security is stated on {count} of {total} operations: {rest} no credential"
        )
        # Where most need one, few that need none are the usual thing.
        severity = Severity.WARNING if len(silent) >= count else Severity.INFO
    else:
        message = "no security is declared: no call sends a credential"
        if names:
            message = f"{message}, though the document has {_listed(names)}"
        else:
            hint = f"declare a security scheme, and {hint}"
        severity = Severity.WARNING
    document.diagnostics.report(
        Code.MISSING_SECURITY, message, place.pointer, hint, severity=severity
    )


def _says(operation: Node | None) -> bool:
    return operation is not None and "security" in operation


def _listed(names: list[str]) -> str:
    """Name a few security schemes."""
    if len(names) == 1:
        return f"the security scheme {names[0]}"
    return f"{len(names)} security schemes"


def _hosts(root: Node, api: Api) -> None:
    hint = "name the host in an overlay; else callers must pass base_url=…"
    if not api.servers:
        message = "no server is declared, so the client does not know the host"
        root.document.diagnostics.report(
            Code.RELATIVE_SERVER, message, root.pointer, hint, severity=Severity.INFO
        )
        return
    declared = root.sequence("servers")
    nodes = [
        node
        for node in (declared.elements() if declared is not None else ())
        if node.text("url") is not None
    ]
    for node, server in zip(nodes, api.servers, strict=True):
        if not server.is_absolute:
            message = (
                f"the URL of the server, {server.url!r}, is relative: it names no host"
            )
            (node.get("url") or node).report(Code.RELATIVE_SERVER, message, hint)
