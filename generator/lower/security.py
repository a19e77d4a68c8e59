"""Security Schemes and Requirements (OpenAPI 3.1, sections 4.8.27 and 4.8.30)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.document.node import Node
from generator.ir.api import SecurityScheme
from generator.lower.passed_on import extensions_of

_ARGUMENTS: Final = {
    "apiKey": ("api_key",),
    "basic": ("username", "password"),
    "bearer": ("access_token",),
    "oauth2": ("access_token",),
    "openIdConnect": ("access_token",),
}


def schemes_of(root: Node) -> tuple[SecurityScheme, ...]:
    """The security schemes of a document, in document order."""
    components = root.mapping("components")
    declared = components.mapping("securitySchemes") if components is not None else None
    found: list[SecurityScheme] = []
    for key, entry in declared.items() if declared is not None else ():
        node = entry.resolve()
        if node is None or not node.is_mapping:
            continue
        type_ = node.text("type") or ""
        http_scheme = (node.text("scheme") or "").lower()
        kind = http_scheme if type_ == "http" else type_
        if kind not in (*_ARGUMENTS, "mutualTLS"):
            message = f"{http_scheme or type_!r} is left to the caller's HTTP client"
            node.report("unsupported-security", message)
        default = _ARGUMENTS.get(kind, ())
        found.append(
            SecurityScheme(
                key=key,
                type=type_,
                location=node.text("in") or "",
                name=node.text("name") or "",
                http_scheme=http_scheme,
                description=node.text("description") or "",
                arguments=_names(node, "x-argument") or default,
                is_named="x-argument" in node,
                env=_names(node, "x-env"),
                extensions=extensions_of(node),
            )
        )
    return tuple(found)


def _names(node: Node, key: str) -> tuple[str, ...]:
    """One name, or a list of them for a scheme that needs several."""
    given = node.get(key)
    if given is not None and given.is_sequence:
        return node.texts(key)
    name = node.text(key)
    return (name,) if name else ()


def requirements(
    operation: Node, root: Node, schemes: Mapping[str, SecurityScheme]
) -> tuple[tuple[str, ...], ...]:
    """The alternatives of an operation; each lists schemes that are needed together.

    An operation's own ``security`` replaces the document's, also when it is empty.
    """
    holder = operation if "security" in operation else root
    declared = holder.sequence("security")
    found: list[tuple[str, ...]] = []
    for alternative in declared.elements() if declared is not None else ():
        keys = alternative.keys()
        unknown = [key for key in keys if key not in schemes]
        if unknown:
            message = f"{unknown[0]!r} is not a security scheme of this document"
            alternative.report("unknown-security-scheme", message)
            continue
        found.append(keys)
    return tuple(found)
