"""Where requests go: to a server of the API, or to one of the operation's own.

OpenAPI 3.1, sections 4.8.5 (Server Object) and 4.8.6 (Server Variable Object).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple
from urllib.parse import urljoin

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class OperationServer(NamedTuple):
    """A server that only some operations have (sections 4.8.9 and 4.8.10).

    `variables` are the defaults of the variables in its URL.
    """

    name: str
    url: str
    variables: Mapping[str, str] = _NONE


class ServerChoice(NamedTuple):
    """What a caller chose by name and by variables; None is the server's own default.

    Operations with servers of their own take the one of that name, else their first.
    """

    name: str | None
    variables: Mapping[str, str | None]


def server_url(
    base_url: str | None,
    template: str,
    variables: Mapping[str, str | None] | None = None,
    defaults: Mapping[str, str] | None = None,
) -> str:
    """The URL of the chosen server, unless the caller replaces it.

    `defaults` hold for the variables that are None.
    """
    if base_url is not None:
        return base_url
    return _filled(template, variables or {}, defaults or {})


def server_choice(
    base_url: str | None,
    name: str | None = None,
    variables: Mapping[str, str | None] | None = None,
) -> ServerChoice | None:
    """What the caller chose; None for a `base_url`, which replaces all servers."""
    return None if base_url is not None else ServerChoice(name, variables or {})


def operation_url(
    servers: Sequence[OperationServer], base_url: str, choice: ServerChoice | None
) -> str:
    """The URL that the path of an operation is appended to.

    `base_url` is that of the client; without a choice, there is nothing else.
    A relative URL starts from it.
    """
    if not servers or choice is None:
        return base_url
    server = next((one for one in servers if one.name == choice.name), servers[0])
    url = _filled(server.url, choice.variables, server.variables)
    return url if "://" in url else urljoin(f"{base_url.rstrip('/')}/", url)


def _filled(
    template: str, variables: Mapping[str, str | None], defaults: Mapping[str, str]
) -> str:
    values = {name: value for name, value in variables.items() if value is not None}
    for name, value in {**defaults, **values}.items():
        template = template.replace(f"{{{name}}}", value)
    return template
