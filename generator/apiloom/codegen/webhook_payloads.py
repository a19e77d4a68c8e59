"""Types of webhook and callback payloads, and how to distinguish them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from apiloom.codegen.resources.arguments import received
from apiloom.ir.api import Api, Operation, Payload
from apiloom.ir.types import (
    Discriminator,
    Enumeration,
    Literal,
    Model,
    Reference,
    Type,
    Union,
    union,
)
from apiloom.locations import Pointer

_TELLING: Final = ("type", "event_type", "eventType", "event", "kind", "topic")
"""What tells events apart where several members could."""


def payload_type(request: Operation) -> Type | None:
    """Return the type of a webhook's or callback's payload; None without one."""
    if request.body is None:
        return None
    return union(tuple(received(content) for content in request.body.contents))


def distinguished(api: Api) -> Type | None:
    """The payloads of all webhooks as one type, if a payload says which it is.

    It does if all webhooks send the same type, or objects of JSON with a required
    member in common whose values are others in each.  Otherwise None.
    """
    requests = [one.request for one in api.webhooks if one.request.body is not None]
    if len(requests) < 2 or not all(map(_is_json, requests)):
        return None
    found = [payload_type(request) for request in requests]
    types = list(dict.fromkeys(type_ for type_ in found if type_ is not None))
    if len(types) == 1:
        return types[0]
    models: dict[Pointer, Model] = {}
    for type_ in types:
        model = api.resolve(type_)
        if not isinstance(model, Model):
            return None
        models[model.pointer] = model
    for name in _members(models[next(iter(models))]):
        tags = [
            (value, one) for one in models.values() for value in _tags(api, one, name)
        ]
        covered = {model.pointer for _, model in tags}
        if len(covered) == len(models) and len({value for value, _ in tags}) == len(
            tags
        ):
            table = tuple((value, Reference(one.pointer)) for value, one in tags)
            members: tuple[Type, ...] = tuple(map(Reference, models))
            return Union(members, Discriminator(name, table))
    return None


def _is_json(request: Operation) -> bool:
    contents = request.body.contents if request.body is not None else ()
    return all(content.payload is Payload.JSON for content in contents)


def _members(model: Model) -> list[str]:
    """The members of an object, those first that usually tell events apart."""
    names = [field.wire for field in model.fields]
    return sorted(
        names,
        key=lambda name: _TELLING.index(name) if name in _TELLING else len(_TELLING),
    )


def _tags(api: Api, model: Model, member: str) -> Sequence[str]:
    """The only values that a required member can have; none if it can have any."""
    field = next((one for one in model.fields if one.wire == member), None)
    if field is None or not field.required:
        return ()
    found = api.resolve(field.type)
    values: list[object] = []
    if isinstance(found, Literal):
        values += found.values
    elif isinstance(found, Enumeration):
        values += [one.value for one in found.values]
    texts = [value for value in values if isinstance(value, str)]
    return texts if len(texts) == len(values) else ()
