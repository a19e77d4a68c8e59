"""The header parameters of every operation, which a client can be given once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from apiloom.ir.api import Api, In, Operation, Parameter
from apiloom.ir.types import Enumeration, Reference
from apiloom.naming.allocate import Names

__all__ = ["ClientHeader", "client_headers", "common_headers"]


@dataclass(frozen=True, slots=True)
class ClientHeader:
    """An argument of the constructor for a header parameter of every operation."""

    name: str
    parameter: Parameter


def common_headers(api: Api) -> tuple[Parameter, ...]:
    """Return the header parameters that every operation has, with the same type.

    There must be two operations at least, and one that is generated for each call is
    not among them.
    """
    first, *others = api.operations or (None,)
    if first is None or not others:
        return ()
    found = _headers(first)
    for operation in others:
        own = _headers(operation)
        found = {
            key: one
            for key, one in found.items()
            if key in own and _type(api, own[key]) == _type(api, one)
        }
        if not found:
            break
    return tuple(found.values())


def _type(api: Api, parameter: Parameter) -> object:
    """Return what tells types apart: enums with the same values are the same."""
    type_ = parameter.type
    found = api.definitions[type_.target] if isinstance(type_, Reference) else None
    if isinstance(found, Enumeration):
        return found.kind, tuple(one.value for one in found.values)
    return type_


def _headers(operation: Operation) -> dict[str, Parameter]:
    key = (operation.idempotency_key or "").lower()
    return {
        one.name.lower(): one
        for one in operation.parameters
        if one.location is In.HEADER
        and one.default_factory is None
        and one.name.lower() != key
    }


def client_headers(
    api: Api, names: Names, taken: Iterable[str]
) -> tuple[ClientHeader, ...]:
    """Return the arguments of the constructor for these headers.

    Args:
        api: The API.
        names: Its names: an argument has that of the first operation.
        taken: The other arguments of the constructor.
    """
    used = {*taken}
    found: list[ClientHeader] = []
    for parameter in common_headers(api):
        named = names.arguments[api.operations[0].id]
        name = named[parameter.location.value, parameter.name]
        while name in used:
            name += "_header"
        used.add(name)
        found.append(ClientHeader(name, parameter))
    return tuple(found)
