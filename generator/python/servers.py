"""Where the API is: constants, and the arguments by which callers choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.ir.api import Api, Server, ServerVariable
from generator.naming.assign import Names
from generator.python.imports import Imports
from generator.python.layout import (
    Code,
    Name,
    Parameter,
    assigned,
    call,
    constant,
    mapping,
    string,
    subscript,
)
from generator.python.prose import one_line, sentence
from generator.python.view import ServersView


@dataclass(frozen=True, slots=True)
class Servers:
    """What the clients of an API need to say of its servers."""

    api: Api
    names: Names

    @property
    def is_chosen(self) -> bool:
        """Whether there is anything to choose."""
        return len(self.api.servers) > 1 or bool(self._variables())

    def view(self, imports: Imports) -> ServersView:
        """The constants; a single server without variables is only a URL."""
        if not self.is_chosen:
            url = self.api.servers[0].url if self.api.servers else ""
            return ServersView(plain=assigned("SERVER", Name(string(url)), 0))
        imports.name("typing", "Literal")
        imports.name("typing", "TypeAlias")
        imports.name("._runtime.client", "server_url")
        listed = subscript("Literal", *(string(name) for name in self.names.servers))
        table = mapping(
            (string(name), string(server.url))
            for name, server in zip(self.names.servers, self.api.servers, strict=True)
        )
        kind = subscript("dict", "ServerName", "str")
        return ServersView(
            names=assigned("ServerName: TypeAlias", listed, 0),
            table=constant("SERVERS", kind, table),
        )

    def parameters(self, imports: Imports) -> list[Parameter]:
        """The arguments of the constructor, before the common ones."""
        if not self.is_chosen:
            return [("base_url", Name("str"), "SERVER")]
        first = string(self.names.servers[0])
        chosen: list[Parameter] = [("server", Name("ServerName"), first)]
        for variable in self._variables():
            kind: Code = Name("str")
            if variable.values:
                head = imports.name("typing", "Literal")
                kind = subscript(head, *(string(value) for value in variable.values))
            name = self.names.variables[variable.name]
            chosen.append((name, kind, string(variable.default)))
        return [*chosen, ("base_url", Name("str | None"), "None")]

    def argument(self) -> Code:
        """The URL that the options of a client get."""
        if not self.is_chosen:
            return Name("base_url")
        variables = mapping(
            (string(variable.name), self.names.variables[variable.name])
            for variable in self._variables()
        )
        made = call("server_url", "base_url", "SERVERS[server]", variables)
        return made if variables.items else call("server_url", *made.items[:2])

    def documentation(self) -> Iterator[tuple[str, str]]:
        """The arguments that choose, and what they mean."""
        if self.is_chosen:
            about = "; ".join(
                f"`{name}`" + (f" is {described}" if described else "")
                for name, described in zip(
                    self.names.servers,
                    (one_line(one.description) for one in self.api.servers),
                    strict=True,
                )
            )
            yield "server", sentence(f"The server to talk to: {about}")
            for variable in self._variables():
                text = one_line(variable.description) or "A part of the server's URL"
                yield self.names.variables[variable.name], sentence(text)
        yield "base_url", "Replaces the URL of the server, path included."

    def _variables(self) -> list[ServerVariable]:
        """The variables of all servers, each name once."""
        found: dict[str, ServerVariable] = {}
        for server in self.api.servers:
            for variable in server.variables:
                found.setdefault(variable.name, variable)
        return list(found.values())


def expanded(server: Server) -> str:
    """A server's URL with the defaults of its variables."""
    url = server.url
    for variable in server.variables:
        url = url.replace(f"{{{variable.name}}}", variable.default)
    return url.rstrip("/") or "/"
