"""Members of types, by their path in a body."""

from __future__ import annotations

from apiloom.ir.api import Api, Operation, Payload
from apiloom.ir.types import Array, Field, Model, Type, Union, without_null


def page_body(operation: Operation) -> Type | None:
    """The type of the body that every success has; None if there are several.

    A redirect is no such success (RFC 9110, section 15.4), nor is an answer without
    a body.
    """
    answers = [one for one in operation.successes if one.status[0] != "3"]
    contents = [one for response in answers for one in response.preferred]
    types = {one.type for one in contents}
    is_json = all(one.payload is Payload.JSON for one in contents)
    return types.pop() if len(types) == 1 and is_json else None


def model_of(api: Api, type_: Type) -> Model | None:
    """The object that a type is, but for null; None if it is something else."""
    found = api.resolve(without_null(type_))
    if isinstance(found, Union):
        found = api.resolve(without_null(found))
    return found if isinstance(found, Model) else None


def items_of(api: Api, type_: Type) -> Type | None:
    """The type of the items of a list, but for null; None if it is something else."""
    found = api.resolve(without_null(type_))
    if isinstance(found, Union):
        found = api.resolve(without_null(found))
    return found.items if isinstance(found, Array) else None


def field_at(api: Api, type_: Type, path: tuple[str, ...]) -> Field | None:
    """The member at a path through objects."""
    model = model_of(api, type_)
    found: Field | None = None
    for name in path:
        if model is None:
            return None
        found = next((one for one in model.fields if one.wire == name), None)
        if found is None:
            return None
        model = model_of(api, found.type)
    return found


def has_member(api: Api, type_: Type, path: tuple[str, ...]) -> bool:
    """Whether a body can have a member; of alternatives, one that has it is enough."""
    if not path:
        return True
    found = api.resolve(without_null(type_))
    if isinstance(found, Union):
        return any(has_member(api, one, path) for one in found.members)
    return isinstance(found, Model) and any(
        one.wire == path[0] and has_member(api, one.type, path[1:])
        for one in found.fields
    )
