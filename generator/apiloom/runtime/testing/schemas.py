"""The types of an API as its document describes them, loaded when they are needed.

A type is JSON: a name (``"integer"``, ``"string:email"``), a name with limits
(``["string", {"maxLength": 10}]``), a reference (``"#batch.BatchStatus"``: the file of
models, and the definition), or an object:

- ``{"enum": […]}``: one of these values
- ``{"items": T}``: a list; with ``prefixItems``, its first items have own types
- ``{"values": T}``: an object with any members
- ``{"json": T}``: JSON in a string
- ``{"anyOf": […]}``: one of several; ``tag`` is the property that tells them apart
- ``{"properties": {…}}``: an object; ``{"of": T, "example": …}`` is a property with an
  example
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final, TypeAlias, TypeGuard

Type: TypeAlias = Any
"""A type, as JSON."""


def is_members(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a value is an object of JSON."""
    return isinstance(value, dict)


def is_items(value: object) -> TypeGuard[list[Any]]:
    """Return whether a value is an array of JSON."""
    return isinstance(value, list)


class Schemas:
    """The definitions of an API, by their references."""

    def __init__(self, package: str) -> None:
        """Initialize with the package that has the definitions, a module per file."""
        self._package: Final = package
        self._found: Final[dict[str, Type]] = {}

    def definition(self, reference: str) -> Type:
        """Return the definition that a reference such as ``#batch.Batch`` names."""
        found = self._found.get(reference)
        if found is None:
            file, _, name = reference[1:].partition(".")
            module = import_module(f"{self._package}.{file}")
            found = self._found[reference] = json.loads(module.SCHEMAS[name])
        return found

    def resolved(self, type_: Type) -> Type:
        """Return the type behind references, and without its example."""
        # An alias that leads back to itself is nothing that a value can be.
        for _ in range(100):
            if isinstance(type_, str) and type_.startswith("#"):
                type_ = self.definition(type_)
            elif is_members(type_) and "of" in type_:
                type_ = type_["of"]
            else:
                return type_
        return "any"

    def alternatives(self, type_: Type) -> Iterator[Type]:
        """Yield the types of a value, with references and unions opened."""
        seen: set[str] = set()
        ahead = [type_]
        while ahead:
            one = ahead.pop()
            if isinstance(one, str) and one.startswith("#"):
                if one in seen:
                    continue
                seen.add(one)
            plain = self.resolved(one)
            if is_members(plain) and "anyOf" in plain:
                ahead += reversed(plain["anyOf"])
            else:
                yield plain


@cache
def schemas_of(package: str) -> Schemas:
    """Return the types of an API, by the package of its fake."""
    return Schemas(f"{package}.schemas")


def kind_of(type_: Type) -> tuple[str, str, Mapping[str, Any]]:
    """Return the name of a scalar type, its format, and its limits; else ``""``."""
    limits: Mapping[str, Any] = {}
    stated: object = type_
    if is_items(type_):
        stated, limits = type_
    if not isinstance(stated, str):
        return "", "", limits
    name, _, format_ = stated.partition(":")
    return name, format_, limits


def is_object(type_: Type) -> bool:
    """Return whether a resolved type is an object."""
    return is_members(type_) and ("properties" in type_ or "values" in type_)


def is_array(type_: Type) -> bool:
    """Return whether a resolved type is a list."""
    return is_members(type_) and ("items" in type_ or "prefixItems" in type_)
