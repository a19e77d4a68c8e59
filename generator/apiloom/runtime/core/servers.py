"""Servers of the API and of operations, and their variables.

OpenAPI 3.1, sections 4.8.5 (Server Object) and 4.8.6 (Server Variable Object).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar
from urllib.parse import urljoin

if TYPE_CHECKING:
    import httpx2

T = TypeVar("T")

_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")


class OperationServer(NamedTuple):
    """A server that only some operations have (sections 4.8.9 and 4.8.10).

    `variables` are the defaults of the variables in its URL.
    """

    name: str
    url: str
    variables: Mapping[str, str] = _NONE


class ServerChoice(NamedTuple):
    """A caller's choice of a server and of its variables; None is the default.

    Operations with servers of their own take the one of that name, else their first.
    """

    name: str | None
    variables: Mapping[str, str | None]


def one_of(argument: str, value: T, choices: Collection[T]) -> T:
    """Return the value of an argument that must be one of some choices.

    Raises:
        ValueError: It is none of them; None stands for a default.
    """
    if value is not None and value not in choices:
        listed = ", ".join(map(repr, choices))
        raise ValueError(f"{argument} must be one of {listed}, got {value!r}")
    return value


def server_url(
    base_url: str | None,
    template: str,
    variables: Mapping[str, str | None] | None = None,
    defaults: Mapping[str, str] | None = None,
    *,
    http_client: httpx2.Client | httpx2.AsyncClient | None = None,
) -> str:
    """Return the URL of the chosen server, unless the caller replaces it.

    Args:
        base_url: The caller's URL, which replaces that of the specification.
        template: The URL of the specification, with variables in braces.
        variables: The caller's values of variables; None for the default.
        defaults: The values of variables that the caller does not set.
        http_client: The caller's HTTP client, whose `base_url` counts as the caller's.
    """
    if base_url is None and http_client is not None:
        base_url = _base_of(http_client)
    if base_url is not None:
        return base_url
    if not variables and not defaults:
        return template
    return _filled(template, variables or {}, defaults or {})


def server_choice(
    base_url: str | None,
    name: str | None = None,
    variables: Mapping[str, str | None] | None = None,
    *,
    http_client: httpx2.Client | httpx2.AsyncClient | None = None,
) -> ServerChoice | None:
    """Return what the caller chose; None for a URL that replaces all servers."""
    if base_url is not None or _base_of(http_client) is not None:
        return None
    return ServerChoice(name, variables or {})


def _base_of(http_client: object) -> str | None:
    """Return the base URL of an HTTP client, if it has one."""
    url = getattr(http_client, "base_url", None)
    # As a rule, it has none; to write it as text takes longer than to ask it.
    text = str(url) if getattr(url, "scheme", "") else ""
    return text if "://" in text else None


def operation_url(
    servers: Sequence[OperationServer], base_url: str, choice: ServerChoice | None
) -> str:
    """Return the URL that the path of an operation is appended to.

    `base_url` is that of the client; without a choice, there is nothing else.
    A relative URL starts from it.
    """
    if not servers or choice is None:
        return base_url
    server = next((one for one in servers if one.name == choice.name), servers[0])
    url = _filled(server.url, choice.variables, server.variables)
    if "://" in url:
        return url
    return urljoin(f"{base_url.partition('?')[0].rstrip('/')}/", url)


def _filled(
    template: str, variables: Mapping[str, str | None], defaults: Mapping[str, str]
) -> str:
    """Fill in the variables of a URL, each once: a value is not a template."""
    values = {name: value for name, value in variables.items() if value is not None}
    values = {**defaults, **values}
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), template)
