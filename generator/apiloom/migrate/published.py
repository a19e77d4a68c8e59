"""The public names of a client that another generator wrote."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from apiloom.document.tree import Value
from apiloom.ir.api import Api, Operation
from apiloom.migrate.modules import Modules
from apiloom.naming.casing import snake

__all__ = [
    "Convention",
    "Credential",
    "Method",
    "NoConvention",
    "Published",
    "bare",
    "python_name",
    "route_key",
]

_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")
_GENERIC: Final = re.compile(r"[\w.]+\[(.*)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A published method: how it is called, and the request that it sends.

    `returns` is the annotation as it was written, `arguments` are known of a package
    alone, `place` is where that is stated, for people.
    """

    verb: str
    path: str
    resource: tuple[str, ...]
    name: str
    returns: str = ""
    arguments: tuple[str, ...] = ()
    place: str = ""
    is_paginated: bool | None = None
    module: str = ""
    """The module of the package that it is defined in."""
    node: ast.FunctionDef | None = field(default=None, compare=False, repr=False)

    @property
    def dotted(self) -> str:
        """``chat.completions.create``."""
        return ".".join((*self.resource, self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """The constructor arguments of a security scheme, and their variables, by role.

    `scheme` is the key of the scheme in the document; without one, `type` tells which
    it is: ``bearer``, ``basic``, or ``header`` and the name of the header.
    """

    scheme: str = ""
    type: str = ""
    header: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    place: str = ""


class Convention(Protocol):
    """The names that a generator gives where nothing is stated."""

    def methods(self, api: Api, operation: Operation) -> Sequence[Method]:
        """Return the methods that an operation has without being listed."""
        ...

    def pagination(self, api: Api, operation: Operation) -> Mapping[str, Value] | None:
        """Return the ``x-pagination`` of an operation; None if nothing is stated."""
        ...

    def is_ignored(self, operation: Operation) -> bool:
        """Return whether an operation was left out of the client."""
        ...

    def schema_name(self, name: str, schema: Mapping[str, Value]) -> str:
        """Return the class of a component; empty if it is the usual one."""
        ...

    def variable(self, argument: str) -> str:
        """Return the environment variable of a credential; empty if it has none."""
        ...


class NoConvention:
    """The convention of generators that name nothing by themselves."""

    def methods(self, api: Api, operation: Operation) -> Sequence[Method]:
        """Return no methods."""
        del api, operation
        return ()

    def pagination(self, api: Api, operation: Operation) -> Mapping[str, Value] | None:
        """Return None."""
        del api, operation
        return None

    def is_ignored(self, operation: Operation) -> bool:
        """Return False."""
        del operation
        return False

    def schema_name(self, name: str, schema: Mapping[str, Value]) -> str:
        """Return an empty string."""
        del name, schema
        return ""

    def variable(self, argument: str) -> str:
        """Return an empty string."""
        del argument
        return ""


@dataclass(slots=True, kw_only=True)
class Published:
    """Everything that is known of a published client, from one source.

    `schemas` are classes by the place of their schema: the name of a component, or a
    JSON pointer. `merges` are documents that are laid over the specification. `notes`
    say what cannot be carried over, for people.
    """

    generator: str
    source: str
    package: str = ""
    client: str = ""
    spec: str = ""
    overlays: list[Path] = field(default_factory=list[Path])
    merges: list[Path] = field(default_factory=list[Path])
    methods: list[Method] = field(default_factory=list[Method])
    models: set[str] = field(default_factory=set[str])
    schemas: dict[str, str] = field(default_factory=dict[str, str])
    credentials: list[Credential] = field(default_factory=list[Credential])
    servers: dict[str, str] = field(default_factory=dict[str, str])
    convention: Convention = field(default_factory=NoConvention)
    notes: list[str] = field(default_factory=list[str])
    modules: Modules | None = None
    """The code of the package, if it is there."""


def route_key(verb: str, path: str, *, with_query: bool = True) -> tuple[str, str]:
    """Return what makes two spellings of a request the same.

    The names of path parameters and a slash at the end do not count, nor, without
    `with_query`, a query that is part of the path.
    """
    plain, mark, query = path.partition("?")
    plain = _PLACEHOLDER.sub("{}", plain).rstrip("/")
    return verb.lower(), f"/{plain.lstrip('/')}{mark + query if with_query else ''}"


def python_name(text: str) -> str:
    """Return a name in snake case, with an underscore after one that is a keyword."""
    name = snake(text)
    return f"{name}_" if keyword.iskeyword(name) else name


def bare(annotation: str) -> str:
    """Return the class that an annotation is about: ``Pet`` of ``SyncPage[Pet]``."""
    text = annotation.strip().strip("\"'")
    while (match := _GENERIC.fullmatch(text)) is not None:
        text = match[1].split(",")[0].strip()
    name = text.rpartition(".")[2]
    return name if name.isidentifier() and name[:1].isupper() else ""
