"""The output of `apiloom inspect`: the intermediate model with its names.

The format is versioned; tools outside apiloom rely on it.
"""

from __future__ import annotations

import re
from typing import Any, Final

from apiloom.codegen.annotations import Annotator
from apiloom.codegen.errors.decide import UNKNOWN
from apiloom.codegen.errors.statuses import body_type
from apiloom.codegen.imports import OWN, Imports
from apiloom.codegen.package import Package
from apiloom.codegen.resources.arguments import Argument, returned
from apiloom.codegen.webhook_payloads import payload_type
from apiloom.ir.api import Operation, Webhook
from apiloom.ir.security import SecurityScheme
from apiloom.ir.types import (
    Alias,
    Enumeration,
    Extensions,
    Json,
    Members,
    Model,
    Type,
)
from apiloom.locations import Pointer

VERSION: Final = 1
_STANDARD: Final = {"DateTime": "datetime", "Date": "date"}
"""What the runtime's scalars are to a caller."""

_KINDS: Final = {Model: "model", Enumeration: "enum", Alias: "alias"}


def inspection(package: Package) -> dict[str, Any]:
    """The model of a client as JSON's types, but for the diagnostics."""
    names = package.names
    return {
        "version": VERSION,
        "package": names.package,
        "client": names.client,
        "async_client": names.async_client,
        "auth": [_auth(package, scheme) for scheme in package.api.security_schemes],
        "operations": [
            _operation(package, one)
            for one in package.api.operations
            if one.variant_of is None
        ],
        "models": [
            {
                "name": names.definitions[pointer],
                "kind": _KINDS[type(package.api.definitions[pointer])],
                "pointer": str(pointer),
                "module": f"{names.package}.models.{package.placement.files[pointer]}",
                **_extensions(package.api.definitions[pointer].extensions),
            }
            for pointer in package.placement.modules
        ],
        "webhooks": [
            _webhook(package, one)
            | {"function": _function(one, names.webhooks[one.name])}
            for one in package.api.webhooks
        ],
        "callbacks": [
            {"operation": operation.id, "expression": one.expression}
            | _webhook(package, one)
            | {"function": _function(one, names.callbacks[one.request.pointer])}
            for operation in package.api.operations
            for one in operation.callbacks
        ],
    }


def _webhook(package: Package, webhook: Webhook) -> dict[str, Any]:
    request = webhook.request
    payload = payload_type(request)
    contents = request.body.contents if request.body is not None else ()
    return {
        "name": webhook.name,
        "operation_id": request.operation_id,
        "method": request.method,
        "deprecated": request.deprecated,
        "parameters": [
            {
                "wire": one.name,
                "in": one.location.value,
                "required": one.required,
                "type": written(package, one.type),
            }
            for one in request.parameters
        ],
        "media_types": [content.media_type for content in contents],
        "payload": written(package, payload) if payload is not None else None,
    }


def _function(webhook: Webhook, name: str) -> str | None:
    """The function that reads a payload, if there is one."""
    return name if webhook.request.body is not None else None


def _auth(package: Package, scheme: SecurityScheme) -> dict[str, Any]:
    """A scheme with what it takes; a list where several things are needed together.

    Where a scheme can be satisfied in other ways too, these are its alternatives.
    """
    usual, *others = (_way(package, scheme, way) for way in scheme.ways)
    found = {"scheme": scheme.key, "type": scheme.type, **usual}
    return {**found, "alternatives": others} if others else found


def _way(
    package: Package, scheme: SecurityScheme, roles: tuple[str, ...]
) -> dict[str, Any]:
    credentials = package.names.credentials[scheme.key]
    needed = [credentials[scheme.roles.index(role)] for role in roles]
    arguments = [one.argument for one in needed]
    variables = [one.env for one in needed]
    return {
        "argument": arguments[0] if len(arguments) == 1 else arguments,
        "env": variables[0] if len(variables) == 1 else variables,
    }


def _operation(package: Package, operation: Operation) -> dict[str, Any]:
    place = package.names.places[operation.id]
    failures = package.catalogue.operations[operation.id]
    arguments = package.operations.arguments(operation)
    return {
        "id": operation.id,
        "operation_id": operation.operation_id,
        "resource": list(place.resource),
        "method": place.method,
        "deprecated": operation.deprecated,
        "parameters": [_parameter(package, one) for one in arguments],
        "body": _body(package, operation),
        "returns": _returns(package, operation),
        **_variants(package, operation),
        "errors": [
            {
                "status": response.status,
                "exception": failures.exceptions[response.status],
                "body": _error_body(package, operation, response.status),
                "cases": [
                    reason.name
                    for reason in failures.of(response.status)
                    if reason.name != UNKNOWN
                ],
            }
            for response in operation.responses
            if response.status in failures.exceptions
        ],
        **_courses(package, operation),
        **_extensions(operation.extensions),
    }


def _extensions(extensions: Extensions) -> dict[str, Any]:
    """Return the ``x-`` members of an object as they were written, if it has any."""
    said = {name: _thawed(value) for name, value in extensions}
    return {"extensions": said} if said else {}


def _thawed(value: Json) -> Any:
    if isinstance(value, Members):
        return {name: _thawed(one) for name, one in value.items}
    return [*map(_thawed, value)] if isinstance(value, tuple) else value


def _courses(package: Package, operation: Operation) -> dict[str, Any]:
    """Return pagination, waiters and links of an operation; empty without any."""
    found: dict[str, Any] = {}
    page = operation.pagination
    if page is not None:
        found["pages"] = {
            "style": page.style.value,
            "parameter": page.parameter,
            "items": list(page.items),
            "item": written(package, page.item),
        }
    named = package.names.waiters.get(operation.id, ())
    if named:
        found["waiters"] = [
            {
                "method": names.method,
                "property": list(waiter.path),
                "success": list(waiter.success),
                "failure": list(waiter.failure),
                "exception": names.error,
            }
            for waiter, names in zip(operation.waiters, named, strict=True)
        ]
    return found


def _returns(package: Package, operation: Operation) -> str:
    spelled = written(package, returned(operation))
    return f"Stream[{spelled}]" if operation.is_stream else spelled


def _variants(package: Package, operation: Operation) -> dict[str, Any]:
    """The other methods for an operation, where it has any."""
    found = [
        {
            "variant": one.variant,
            "method": package.names.places[one.id].method,
            "parameters": [
                _parameter(package, each) for each in package.operations.arguments(one)
            ],
            "body": _body(package, one),
            "returns": _returns(package, one),
        }
        for one in package.api.operations
        if one.variant_of == operation.id
    ]
    return {"variants": found} if found else {}


def _parameter(package: Package, argument: Argument) -> dict[str, Any]:
    return {
        "name": argument.name,
        "wire": argument.wire,
        "in": argument.place,
        "required": argument.required or argument.with_client,
        "type": (
            _annotator(package).argument(argument.type).flat
            if argument.is_choice
            else _accepted(package, argument.type)
        ),
    }


def _body(package: Package, operation: Operation) -> dict[str, Any] | None:
    body = operation.body
    if body is None:
        return None
    flattened = package.api.body_fields(body) is not None
    return {
        "media_type": body.contents[0].media_type,
        **(
            {"media_types": [content.media_type for content in body.contents]}
            if body.is_choice
            else {}
        ),
        "style": "fields" if flattened else "argument",
        "required": body.required,
    }


def _error_body(package: Package, operation: Operation, status: str) -> str | None:
    response = next(one for one in operation.responses if one.status == status)
    type_ = body_type(response)
    return written(package, type_) if type_ is not None else None


def _accepted(package: Package, type_: Type) -> str:
    """The type of an argument; a file is more than what it is read as."""
    if package.api.holds_file(type_):
        return _annotator(package).argument(type_).flat
    return written(package, type_)


def written(package: Package, type_: Type) -> str:
    """The annotation of a type, as the generated code writes it."""
    spelled = _annotator(package).output(type_).flat
    return re.sub(r"\b(DateTime|Date)\b", lambda one: _STANDARD[one[1]], spelled)


def _annotator(package: Package) -> Annotator:
    return Annotator(package.api, package.names, Imports(OWN), _nowhere, "")


def _nowhere(_: Pointer) -> None:
    """No module: names are written without one."""
