"""The header that makes a repeated request the same request.

``x-idempotency-key`` on a header parameter, ``x-idempotency-header`` on an operation
or on the document, and the header that draft-ietf-httpapi-idempotency-key-header
names, where a document declares it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from apiloom.diagnostics import Code
from apiloom.document.node import Node
from apiloom.ir.api import In, Parameter
from apiloom.ir.scalars import Kind
from apiloom.ir.types import Primitive, without_null

_STANDARD: Final = "idempotency-key"
_NEEDLESS: Final = frozenset(
    {"get", "head", "options", "put", "delete", "trace", "query"}
)
"""The methods that may be repeated without one (RFC 9110, section 9.2.2)."""

_ABOUT: Final = (
    "Requests with the same key are one request to the server, which carries out the "
    "first of them."
)


def keyed(
    root: Node, node: Node, method: str, parameters: tuple[Parameter, ...]
) -> tuple[tuple[Parameter, ...], str | None]:
    """The parameters of an operation with its key among them, and the key's header.

    The key is an optional argument: the client makes one up for each call.
    """
    named = _named(root, node, method)
    found = next((one for one in parameters if _is_key(one, named, method)), None)
    if found is None and named is None:
        return parameters, None
    if found is None:
        made = Parameter(
            name=named or "",
            location=In.HEADER,
            type=Primitive(Kind.STRING),
            required=False,
            style="simple",
            explode=False,
            description=_ABOUT,
            default_factory="uuid4",
            pointer=node.pointer,
        )
        return (*parameters, made), made.name
    key = replace(found, default_factory="uuid4")
    return tuple(key if one is found else one for one in parameters), key.name


def marked(node: Node, parameter: Parameter) -> Parameter:
    """The parameter with what ``x-idempotency-key`` says of it."""
    stated = node.flag("x-idempotency-key")
    fits = parameter.location is In.HEADER and _is_text(parameter)
    if stated and not fits:
        message = "an idempotency key is a header parameter that is a string"
        node.report(Code.EXTENSION_INVALID, message)
    return replace(parameter, idempotency=bool(stated and fits) if stated else stated)


def _is_key(parameter: Parameter, named: str | None, method: str) -> bool:
    if parameter.idempotency is not None or parameter.location is not In.HEADER:
        return bool(parameter.idempotency)
    name = parameter.name.lower()
    if named is not None and name == named.lower():
        return _is_text(parameter)
    return name == _STANDARD and method not in _NEEDLESS and _is_text(parameter)


def _is_text(parameter: Parameter) -> bool:
    type_ = without_null(parameter.type)
    return isinstance(type_, Primitive) and type_.kind in (Kind.STRING, Kind.UUID)


def _named(root: Node, node: Node, method: str) -> str | None:
    """The header that ``x-idempotency-header`` names; ``false`` takes it back."""
    own = node.get("x-idempotency-header")
    if own is not None:
        if own.value is False:
            return None
        if not isinstance(own.value, str):
            own.report(Code.EXTENSION_INVALID, "x-idempotency-header names a header")
            return None
        return own.value
    return root.text("x-idempotency-header") if method not in _NEEDLESS else None
