"""Names of servers and of the variables in their URLs."""

from __future__ import annotations

from collections.abc import Collection

from apiloom.ir.api import Api, Server
from apiloom.naming.casing import CONSTRUCTOR, argument_name, server_name, unique


def server_names(api: Api) -> tuple[str, ...]:
    """A name for each server: its own, else from its description or its host."""
    wanted = [(str(index), _wanted(one)) for index, one in enumerate(api.servers)]
    return tuple(unique(wanted).values())


def own_server_names(api: Api) -> dict[str, tuple[str, ...]]:
    """The names of the servers that operations have of their own, by operation.

    One that is also a server of the whole API is called as it is there.
    """
    known = dict(zip((one.url for one in api.servers), server_names(api), strict=True))
    found: dict[str, tuple[str, ...]] = {}
    for operation in api.operations:
        if operation.servers:
            wanted = [
                (str(index), known.get(one.url) or _wanted(one))
                for index, one in enumerate(operation.servers)
            ]
            found[operation.id] = tuple(unique(wanted).values())
    return found


def variable_names(api: Api, taken: Collection[str]) -> dict[str, str]:
    """The arguments for the variables in the URLs of servers, of all levels."""
    levels = (api.servers, *(operation.servers for operation in api.operations))
    found = {
        variable.name: argument_name(variable.name)
        for servers in levels
        for server in servers
        for variable in server.variables
    }
    return unique(found.items(), {*taken, *CONSTRUCTOR})


def _wanted(server: Server) -> str:
    return server_name(server.name or server.description or server.url)
