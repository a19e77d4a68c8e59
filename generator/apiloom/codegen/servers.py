"""Servers: constants, and the arguments that select one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apiloom.codegen.docstrings import one_line, sentence
from apiloom.codegen.formatter import (
    Bracket,
    Code,
    Name,
    Parameter,
    Pipe,
    assigned,
    call,
    constant,
    listing,
    mapping,
    string,
    subscript,
)
from apiloom.codegen.imports import Imports
from apiloom.codegen.views import ServersView
from apiloom.ir.api import Api, Operation, Server
from apiloom.naming.allocate import Names
from apiloom.text.code import NOTHING, Python, python

_RUNTIME = "._runtime.core.servers"


@dataclass(frozen=True, slots=True)
class Variable:
    """A part of URLs that callers choose, whichever servers have it.

    `default` is None where each server has its own; `values` are empty if any will do.
    """

    name: str
    default: str | None
    values: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Servers:
    """The servers of an API, as the clients need them."""

    api: Api
    names: Names

    @property
    def is_chosen(self) -> bool:
        """Whether there is anything to choose."""
        return len(self.api.servers) > 1 or bool(self.variables())

    @property
    def is_absolute(self) -> bool:
        """Whether the URL of the usual server names a host."""
        return bool(self.api.servers) and self.api.servers[0].is_absolute

    @property
    def has_own(self) -> bool:
        """Whether some operations have servers of their own."""
        return bool(self.names.own_servers)

    def view(self, imports: Imports) -> ServersView:
        """The constants; a single server without variables is only a URL."""
        if self.has_own:
            imports.name(_RUNTIME, "server_choice")
        imports.name(_RUNTIME, "server_url")
        if self.is_chosen:
            imports.name(_RUNTIME, "one_of")
        if len(self.api.servers) < 2 and not self.is_chosen:
            url = self.api.servers[0].url if self.api.servers else ""
            return ServersView(plain=assigned("SERVER", Name(string(url)), 0))
        imports.name("typing", "Literal")
        imports.name("typing", "TypeAlias")
        listed = subscript("Literal", *(string(name) for name in self._server_names()))
        table = mapping(
            (string(name), string(server.url)) for name, server in self._named()
        )
        kind = subscript("dict", "ServerName", "str")
        return ServersView(
            names=assigned(python("ServerName: TypeAlias"), listed, 0),
            table=constant("SERVERS", kind, table),
            defaults=self._defaults(),
        )

    def _named(self) -> list[tuple[str, Server]]:
        """The servers with their names; without any, the place that is the default.

        OpenAPI 3.1, section 4.8.1: ``servers`` that are missing are the URL ``/``.
        """
        servers = self.api.servers or (Server("/"),)
        return list(zip(self._server_names(), servers, strict=True))

    def _server_names(self) -> tuple[str, ...]:
        return self.names.servers or ("default",)

    def _differing(self) -> set[str]:
        return {one.name for one in self.variables() if one.default is None}

    def _defaults(self) -> Python:
        """The defaults of the variables that are not the same for all servers."""
        differing = self._differing()
        table = [
            (
                string(name),
                mapping(
                    (string(one.name), string(one.default))
                    for one in server.variables
                    if one.name in differing
                ),
            )
            for name, server in self._named()
        ]
        if not any(values.items for _, values in table):
            return NOTHING
        kind = subscript("dict", "ServerName", subscript("dict", "str", "str"))
        return constant("SERVER_DEFAULTS", kind, mapping(table))

    def parameters(self, imports: Imports) -> list[Parameter]:
        """The arguments of the constructor, before the common ones."""
        base_url: Parameter = ("base_url", Name(python("str | None")), "None")
        if not self.is_chosen:
            return [base_url]
        first = string(self._server_names()[0])
        chosen: list[Parameter] = [("server", Name("ServerName"), first)]
        for variable in self.variables():
            kind: Code = Name("str")
            if variable.values:
                head = imports.name("typing", "Literal")
                kind = subscript(head, *(string(value) for value in variable.values))
            default = "None"
            if variable.default is None:
                kind = Pipe((kind, Name("None")))
            else:
                default = string(variable.default)
            chosen.append((self.names.variables[variable.name], kind, default))
        return [*chosen, base_url]

    def argument(self) -> Code:
        """The URL that the options of a client get."""
        if not self.is_chosen:
            return call("server_url", "base_url", "SERVER", **_OWN)
        checked = call("one_of", string("server"), "server", "SERVERS")
        server = subscript("SERVERS", checked)
        given: list[Code | str] = ["base_url", server]
        variables = self._given(is_checked=True)
        if variables.items:
            given.append(variables)
        if self._defaults():
            given.append(python("SERVER_DEFAULTS[server]"))
        return call("server_url", *given, **_OWN)

    def choice(self) -> dict[str, Code | str]:
        """Return the options for operations with their own servers."""
        if not self.has_own:
            return {}
        given: list[Code | str] = ["base_url"]
        if self.is_chosen:
            given.append("server")
            variables = self._given()
            if variables.items:
                given.append(variables)
        return {"servers": call("server_choice", *given, **_OWN)}

    def _given(self, *, is_checked: bool = False) -> Bracket:
        """The variables with the arguments of callers."""
        return mapping(
            (string(one.name), self._value(one, is_checked)) for one in self.variables()
        )

    def _value(self, variable: Variable, is_checked: bool) -> Code | str:
        argument = self.names.variables[variable.name]
        if not is_checked or not variable.values:
            return argument
        values = listing(string(value) for value in variable.values)
        return call("one_of", string(argument), argument, values)

    def documentation(self) -> Iterator[tuple[str, str]]:
        """The arguments that choose, and what they mean."""
        if self.is_chosen:
            about = "; ".join(
                f"`{name}`" + (f" is {described}" if described else "")
                for name, described in (
                    (name, one_line(one.description)) for name, one in self._named()
                )
            )
            yield "server", sentence(f"The server to use: {about}")
            for variable in self.variables():
                text = one_line(variable.description) or "A variable of the server URL"
                about = sentence(text)
                if variable.default is None:
                    about += " The default depends on the server."
                yield self.names.variables[variable.name], about
        own = ", also for operations with their own servers"
        also = own if self.has_own else ""
        about = f"Replaces the server URL, including its path{also}."
        if not self.is_absolute:
            about += (
                " Required, unless `http_client` has one: the specification names no "
                "host."
            )
        yield "base_url", about

    def variables(self) -> list[Variable]:
        """The variables of all servers, of all levels, each name once."""
        found: dict[str, Variable] = {}
        own = (server for one in self.api.operations for server in one.servers)
        for server in (*self.api.servers, *own):
            for one in server.variables:
                known = found.get(one.name)
                if known is None:
                    found[one.name] = Variable(
                        one.name, one.default, one.values, one.description
                    )
                    continue
                both = known.values and one.values
                found[one.name] = Variable(
                    one.name,
                    known.default if known.default == one.default else None,
                    tuple(dict.fromkeys((*known.values, *one.values))) if both else (),
                    known.description or one.description,
                )
        return list(found.values())


_OWN: Final = {"http_client": "http_client"}
"""The caller's HTTP client, whose base URL replaces that of a server as well."""


def own_servers(
    operation: Operation, names: Names, imports: Imports, runtime: str
) -> Code:
    """The servers of an operation, as its constant has them."""
    head = imports.name(f"{runtime}.core.servers", "OperationServer")
    listed: list[Code] = []
    for name, server in zip(
        names.own_servers[operation.id], operation.servers, strict=True
    ):
        made: list[Code | str] = [string(name), string(server.url)]
        if server.variables:
            made.append(
                mapping(
                    (string(one.name), string(one.default)) for one in server.variables
                )
            )
        listed.append(call(head, *made))
    return listing(listed)
