"""Extensions of security schemes: arguments, variables and prefixes.

Those of apiloom take precedence over those that other generators read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from apiloom.diagnostics import Code
from apiloom.document.node import Node

__all__ = ["prefix_of", "stated", "token_endpoint_method"]

_FERN: Final = ("x-fern-header", "x-fern-bearer")
_FERN_BASIC: Final = "x-fern-basic"
_MEMBERS: Final = {"x-argument": "name", "x-env": "env"}
"""What Fern calls it, in an object of its own for each kind of scheme."""

_METHOD: Final = "x-token-endpoint-auth-method"
_SPEAKEASY_METHOD: Final = "x-speakeasy-token-endpoint-authentication"

_REQUIRED: Final = re.compile(r"""required prefix ["']([!#$%&*+.^`|~\w-]+)["']""")
"""How drf-spectacular describes a scheme whose prefix is not ``Bearer``."""

_PRINTABLE: Final = re.compile(r"[ -~]*")
_LIMIT: Final = 1_000


def stated(scheme: Node, key: str, roles: Sequence[str]) -> Iterator[tuple[str, Node]]:
    """Iterate over what ``x-argument`` or ``x-env`` says: roles and the nodes for them.

    It says it for the first role, for all in their order, or by role.
    """
    given = scheme.get(key)
    if given is None:
        yield from _of_fern(scheme, _MEMBERS[key], roles)
    elif given.is_mapping:
        yield from given.items()
    elif given.is_sequence:
        for role, node in zip_longest(roles, given.elements()):
            if node is not None:
                yield role or "", node
    else:
        for role in roles[:1]:
            yield role, given


def _of_fern(
    scheme: Node, member: str, roles: Sequence[str]
) -> Iterator[tuple[str, Node]]:
    for key in _FERN:
        holder = scheme.get(key)
        node = holder.get(member) if holder is not None and holder.is_mapping else None
        if node is not None:
            for role in roles[:1]:
                yield role, node
            return
    basic = scheme.get(_FERN_BASIC)
    if basic is None or not basic.is_mapping:
        return
    for role in ("username", "password"):
        holder = basic.get(role)
        node = holder.get(member) if holder is not None and holder.is_mapping else None
        if node is not None and role in roles:
            yield role, node


def prefix_of(scheme: Node) -> str:
    """Return what is sent in front of a credential; empty for the usual.

    A word that names how to authenticate is followed by one space (RFC 9110, section
    11.4); anything else, such as ``key=``, stands right in front.
    """
    for node in _prefixes(scheme):
        value = node.value
        if isinstance(value, str) and _PRINTABLE.fullmatch(value):
            return _spaced(value)
        node.report(Code.EXTENSION_INVALID, "a prefix must be printable ASCII text")
    described = (scheme.text("description") or "")[:_LIMIT]
    found = _REQUIRED.search(described) if scheme.text("type") == "apiKey" else None
    return f"{found[1]} " if found is not None else ""


def _prefixes(scheme: Node) -> Iterator[Node]:
    node = scheme.get("x-prefix")
    if node is not None:
        yield node
    for key in _FERN:
        holder = scheme.get(key)
        node = (
            holder.get("prefix") if holder is not None and holder.is_mapping else None
        )
        if node is not None:
            yield node
    # ReadMe's, for keys that are sent like a token.
    node = scheme.get("x-bearer-format")
    if node is not None and scheme.text("type") == "apiKey":
        yield node


def _spaced(prefix: str) -> str:
    word = prefix.strip()
    return f"{word} " if word and (prefix[-1] == " " or word[-1].isalnum()) else word


def token_endpoint_method(scheme: Node) -> Node | None:
    """Return the node that says how a client authenticates at the token endpoint."""
    return scheme.get(_METHOD) or scheme.get(_SPEAKEASY_METHOD)
