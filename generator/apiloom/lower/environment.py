"""Environment variables that credentials come from, and who may name them.

A client sends what such a variable holds to the servers of its document. So a document
may name only variables that begin with the name of the client's own package, as its
user chose it; any other is for an overlay or for the configuration to name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from apiloom.diagnostics import Code
from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.lower.security_extensions import stated

__all__ = ["Variables", "variables_of"]

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def _no_default(_: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Variables:
    """The environment variables that a document may name.

    `prefix` is what the variables of the package begin with, None if nobody has chosen
    its name; `configured` the variables that the configuration names, by scheme, and
    `default` gives the one of an argument for which nobody names any.
    """

    prefix: str | None = None
    configured: Mapping[str, Sequence[str]] = field(
        default_factory=dict[str, Sequence[str]]
    )
    default: Callable[[str], str] = _no_default


def variables_of(
    key: str,
    scheme: Node,
    arguments: Mapping[str, str],
    variables: Variables,
    document: Document,
) -> tuple[str | None, ...]:
    """Return the environment variable of each role of a scheme, None for the default.

    `arguments` gives the argument for each role. What is refused is reported.
    """
    configured = variables.configured.get(key)
    if configured is not None:
        if len(configured) > len(arguments):
            count = len(arguments)
            message = f"the configuration names more than {count} variables for {key}"
            scheme.report(Code.ENVIRONMENT_VARIABLE, message)
        return (*configured, *[None] * len(arguments))[: len(arguments)]
    found: dict[str, str] = {}
    for role, node in stated(scheme, "x-env", tuple(arguments)):
        if role not in arguments:
            message = f"{role!r} is not a credential of this scheme"
            node.report(Code.EXTENSION_INVALID, message)
        elif not isinstance(node.value, str) or not _NAME.fullmatch(node.value):
            message = "x-env must name an environment variable"
            node.report(
                Code.EXTENSION_INVALID, message, "letters, digits and underscores"
            )
        elif _may_name(node.value, arguments[role], variables) or (
            document.is_from_overlay(node.pointer)
        ):
            found[role] = node.value
        else:
            _refuse(node.value, node, variables)
    return tuple(map(found.get, arguments))


def _may_name(name: str, argument: str, variables: Variables) -> bool:
    prefix = variables.prefix
    is_own = prefix is not None and name.startswith(prefix) and len(name) > len(prefix)
    return is_own or name == variables.default(argument)


def _refuse(name: str, node: Node, variables: Variables) -> None:
    if variables.prefix is None:
        message = (
            f"the variable {name} is not read: the package name was not chosen"
            " explicitly"
        )
        hint = "choose it with --package, or name the variable in an overlay"
    else:
        message = (
            f"the variable {name} is not read: a document may only name variables that"
            f" begin with {variables.prefix}"
        )
        hint = "name it in an overlay, or as env of the client in [tool.apiloom]"
    node.report(Code.ENVIRONMENT_VARIABLE, message, hint)
