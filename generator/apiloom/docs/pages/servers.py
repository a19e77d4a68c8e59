"""Documentation of servers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apiloom.codegen.formatter import Name, Pair, string
from apiloom.codegen.servers import Servers, Variable
from apiloom.docs.markdown import code, said, table
from apiloom.ir.api import Api, Server
from apiloom.naming.allocate import Names
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown

_SERVERS: Final = ("`server`", "URL", "Description")
_VARIABLES: Final = ("Argument", "Variable", "Default", "Values", "Description")


@dataclass(frozen=True, slots=True)
class ServerTexts:
    """Writes about the servers of an API (OpenAPI 3.1, sections 4.8.5 and 4.8.6)."""

    api: Api
    names: Names

    def only(self) -> Markdown:
        """The one server, if callers have nothing to choose; else empty."""
        servers = self.api.servers
        if not servers or Servers(self.api, self.names).is_chosen:
            return EMPTY
        return code(servers[0].expanded)

    def servers(self) -> Markdown:
        """The servers, by the names that callers choose them by."""
        if not Servers(self.api, self.names).is_chosen:
            return EMPTY
        listed = zip(self.names.servers, self.api.servers, strict=True)
        return table(_SERVERS, (_row(name, server) for name, server in listed))

    def variables(self) -> Markdown:
        """The parts of the URLs that are arguments as well."""
        return table(
            _VARIABLES,
            (
                (
                    code(self.names.variables[one.name]),
                    code(f"{{{one.name}}}"),
                    _default(one),
                    joined(", ", map(code, one.values)),
                    said(one.description),
                )
                for one in Servers(self.api, self.names).variables()
            ),
        )

    def choice(self) -> Iterator[Pair]:
        """An argument of the client that chooses another server."""
        if len(self.names.servers) > 1:
            yield Pair("server=", Name(string(self.names.servers[1])))
        else:
            for one in Servers(self.api, self.names).variables()[:1]:
                value = one.values[-1] if one.values else one.default or ""
                argument = self.names.variables[one.name]
                yield Pair(f"{argument}=", Name(string(value)))

    def own(self) -> Markdown:
        """The servers that single operations have; empty if none has any."""
        hosts = dict.fromkeys(
            server.expanded for one in self.api.operations for server in one.servers
        )
        return joined(", ", map(code, hosts))


def _default(variable: Variable) -> Markdown:
    if variable.default is None:
        return markdown("depends on the server")
    return code(variable.default) if variable.default else EMPTY


def _row(name: str, server: Server) -> tuple[Markdown, ...]:
    return code(name), code(server.url), said(server.description)
