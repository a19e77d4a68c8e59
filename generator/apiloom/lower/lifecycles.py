"""Life cycles of objects: from paths and schemas, or as ``x-lifecycle`` declares.

A collection is a path such as ``/shops/{shop}/orders``, whose objects are at that
path and a parameter: ``/shops/{shop}/orders/{order_id}``. Its operations form a life
cycle if the response that has an object also has what the parameter names it by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.ir.api import Api, In, Operation, Payload
from apiloom.ir.lifecycle import Action, Lifecycle, Path
from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    Model,
    Primitive,
    Type,
    Union,
    without_null,
)
from apiloom.lower.extensions import InvalidExtension, check_keys, path_of
from apiloom.lower.pagination.members import field_at, items_of, model_of
from apiloom.lower.pagination.words import ITEMS, WRAPPERS, plain

_PARAMETER: Final = re.compile(r"\{[^{}]*\}")
_SUFFIX: Final = re.compile(r"\.(json|xml)$")
_IDENTIFIERS: Final = ("id", "uuid", "guid", "uid", "gid", "sid", "key", "slug", "name")
"""What objects are known by, the likeliest first."""

_KEYS: Final = frozenset("action collection key id object items sent".split())
_NAMED: Final = (Action.GET, Action.UPDATE, Action.REPLACE, Action.DELETE)
"""The actions on one object that has a name."""

_NO_IDENTIFIERS: Final = frozenset({Kind.BOOLEAN, Kind.NULL, Kind.ANY, Kind.BINARY})


def with_lifecycles(api: Api, document: Document) -> Api:
    """Return the API whose operations have their parts in life cycles."""
    found = _declared(api, document)
    collections = _collections(api, found)
    for collection in collections.values():
        _join(api, collection, collections)
    for collection in collections.values():
        found |= _inferred(api, collection)
    if not any(found.values()):
        return api
    named = {
        _blank(path): lifecycle.collection
        for operation in api.operations
        if (lifecycle := found.get(operation.id)) is not None
        for path in (_without_key(operation, lifecycle.key),)
    }
    return replace(
        api,
        operations=tuple(
            replace(one, lifecycle=_placed(one, found.get(one.id), named))
            for one in api.operations
        ),
    )


def _bare(path: str) -> str:
    """Return a path without what does not tell one collection from another."""
    return _SUFFIX.sub("", path.partition("?")[0].partition("#")[0].rstrip("/"))


def _blank(path: str) -> str:
    """Return a path whatever its parameters are called."""
    return _PARAMETER.sub("{}", _bare(path))


def _segments(path: str) -> list[str]:
    return _bare(path).split("/")


def _without_key(operation: Operation, key: str) -> str:
    """Return the path of the collection of an operation."""
    before, found, _ = operation.path.partition(f"/{{{key}}}")
    return before if key and found else operation.path


def _placed(
    operation: Operation, lifecycle: Lifecycle | None, named: Mapping[str, str]
) -> Lifecycle | None:
    """Return the part of an operation, with the objects that it is below of."""
    key = lifecycle.key if lifecycle is not None else ""
    within: list[tuple[str, str]] = []
    segments = _segments(operation.path)
    for index, segment in enumerate(segments):
        if _PARAMETER.fullmatch(segment) and segment != f"{{{key}}}":
            above = _blank("/".join(segments[:index]))
            within.append((named.get(above, ""), segment[1:-1]))
    if lifecycle is not None:
        return replace(lifecycle, within=tuple(within))
    if any(collection for collection, _ in within):
        return Lifecycle(Action.USE, within=tuple(within))
    return None


# Inference


@dataclass
class _Collection:
    """A path, and the operations that may be on its objects."""

    path: str
    whole: list[Operation] = field(default_factory=list[Operation])
    """The operations on all of it."""
    one: list[Operation] = field(default_factory=list[Operation])
    """The operations on one object."""
    nested: list[Operation] = field(default_factory=list[Operation])
    """Operations on the same objects, at a path below another object."""


def _collections(
    api: Api, declared: Mapping[str, Lifecycle | None]
) -> dict[str, _Collection]:
    """Return the collections, by their paths; what is declared is left out."""
    found: dict[str, _Collection] = {}
    for operation in api.operations:
        if operation.id in declared or operation.is_stream:
            continue
        *before, last = _segments(operation.path)
        path = _blank(operation.path)
        if _PARAMETER.fullmatch(last) is None:
            found.setdefault(path, _Collection(path)).whole.append(operation)
        elif before and not before[-1].startswith("{"):
            path = path.rpartition("/")[0]
            found.setdefault(path, _Collection(path)).one.append(operation)
    return found


def _join(
    api: Api, collection: _Collection, collections: Mapping[str, _Collection]
) -> None:
    """Find other paths of the same objects, such as ``/shops/{}/orders``."""
    got = next((one for one in collection.one if one.method == "GET"), None)
    body = _body(got) if got is not None else None
    if body is None or "{" in collection.path:
        return
    last = collection.path.rpartition("/")[2]
    for other in collections.values():
        is_below = other.path.endswith(f"}}/{last}") and not other.one
        if not is_below:
            continue
        for operation in other.whole:
            other_body = _body(operation)
            if operation.method == "POST" and other_body == body:
                collection.nested.append(operation)


def _body(operation: Operation) -> Type | None:
    """Return the type of a JSON body that a call returns."""
    for response in operation.successes:
        for content in response.contents:
            if content.payload is Payload.JSON and content.described:
                return content.type
    return None


def _returns_nothing(operation: Operation) -> bool:
    return not any(response.contents for response in operation.successes)


def _inferred(api: Api, collection: _Collection) -> Iterator[tuple[str, Lifecycle]]:
    """Yield the parts of a collection's operations, if they form a life cycle."""
    if not collection.one:
        return
    parameter = _segments(collection.one[0].path)[-1][1:-1]
    identified: dict[str, tuple[Path, Path]] = {}
    like: Path = ()
    # What gets an object says best where responses have it.
    ordered = sorted(collection.one, key=lambda one: one.method != "GET")
    for operation in (*ordered, *collection.whole, *collection.nested):
        body = _body(operation)
        if body is None and _returns_nothing(operation) and operation.method == "POST":
            # What is created by nothing but the request has its identifier there.
            body = _sent_type(operation)
        place = _identified(api, body, parameter, like) if body is not None else None
        if place is not None:
            identified[operation.id] = place
            like = like or place[0]
    parts = list(_parts(api, collection, parameter, identified))
    actions = {lifecycle.action for _, lifecycle in parts}
    reads = actions & {Action.GET, Action.LIST}
    if reads and len(actions) > 1:
        yield from parts


def _parts(
    api: Api,
    collection: _Collection,
    parameter: str,
    identified: Mapping[str, tuple[Path, Path]],
) -> Iterator[tuple[str, Lifecycle]]:
    methods = {one.method for one in collection.one}
    ids = [id_ for _, id_ in identified.values()]
    for operation in collection.one:
        action = _ACTIONS.get(operation.method)
        if operation.method == "POST" and not methods & {"PUT", "PATCH"}:
            action = Action.UPDATE
        if action is None:
            continue
        if operation.id not in identified and (
            action is Action.GET or (operation.method == "POST")
        ):
            continue
        key = _segments(operation.path)[-1][1:-1]
        object_, id_ = identified.get(operation.id, ((), ids[0] if ids else ()))
        yield operation.id, Lifecycle(
            action,
            collection.path,
            key,
            id=id_,
            object=object_,
            sent=_sent(api, operation, object_),
        )
    for operation in (*collection.whole, *collection.nested):
        if operation.method == "GET":
            listed = _listed(api, operation, parameter)
            if listed is not None:
                items, id_ = listed
                yield operation.id, Lifecycle(
                    Action.LIST, collection.path, id=id_, items=items
                )
        elif operation.method == "POST" and operation.id in identified:
            object_, id_ = identified[operation.id]
            yield operation.id, Lifecycle(
                Action.CREATE,
                collection.path,
                id=id_,
                object=object_,
                sent=_sent(api, operation, object_),
            )
        elif operation.method in ("PUT", "PATCH") and not {"PUT", "PATCH"} & methods:
            # Such as `PUT /pet`: the body says which one.
            sent = _sent_type(operation)
            place = _identified(api, sent, parameter) if sent is not None else None
            if place is not None and operation.id in identified:
                object_, id_ = identified[operation.id]
                yield operation.id, Lifecycle(
                    _ACTIONS[operation.method],
                    collection.path,
                    id=id_,
                    object=object_,
                    sent=place[0],
                )


_ACTIONS: Final = {
    "GET": Action.GET,
    "PATCH": Action.UPDATE,
    "PUT": Action.REPLACE,
    "DELETE": Action.DELETE,
}


def _identified(
    api: Api, type_: Type, parameter: str, like: Path = ()
) -> tuple[Path, Path] | None:
    """Return where a body has an object, and where that has what it is known by.

    Args:
        api: The API.
        type_: The type of the body.
        parameter: The parameter that names the object.
        like: Where another body has such an object.
    """
    model = _object(api, type_)
    if model is None:
        return None
    own = _identifier(api, model, parameter)
    if own is not None:
        return (), (own,)
    inside: list[tuple[str, Model, str]] = []
    for one in model.fields:
        inner = _object(api, one.type)
        known = _identifier(api, inner, parameter) if inner is not None else None
        if inner is not None and known is not None:
            if like == (one.wire,):
                return like, (known,)
            inside.append((one.wire, inner, known))
    if len(inside) != 1:
        return None
    name, inner, known = inside[0]
    is_wrapper = len(model.fields) == 1 or plain(name) in WRAPPERS
    if is_wrapper or _is_named_by(name, parameter):
        return (name,), (known,)
    return (), (name, known)


def _object(api: Api, type_: Type) -> Model | None:
    """Return the object that a type is; of several, the first."""
    found = model_of(api, type_)
    if found is None and isinstance(api.resolve(without_null(type_)), Union):
        for one in api.alternatives(type_):
            if isinstance(one, Model):
                return one
    return found


def _is_named_by(name: str, parameter: str) -> bool:
    """Whether a property is called like what a parameter names: ``pet``, ``petId``."""
    return len(name) > 1 and plain(parameter).startswith(plain(name))


def _identifier(api: Api, model: Model, parameter: str) -> str | None:
    """Return the property that has the value of a parameter."""
    names = {
        plain(one.wire): one.wire
        for one in reversed(model.fields)
        if _is_identifier(api, one.type)
    }
    wanted = plain(parameter)
    if wanted in names:
        return names[wanted]
    suffixes = [one for one in _IDENTIFIERS if wanted.endswith(one)]
    for one in suffixes:
        if one in names:
            return names[one]
    if suffixes:
        # `{pet_uuid}` may well be the `id`.
        return names.get("id") if suffixes[0] not in ("key", "slug", "name") else None
    for one in _IDENTIFIERS:
        if one in names:
            return names[one]
    return None


def _is_identifier(api: Api, type_: Type) -> bool:
    found = api.resolve(without_null(type_))
    if isinstance(found, Union):
        return all(_is_identifier(api, one) for one in found.members)
    return isinstance(found, Primitive) and found.kind not in _NO_IDENTIFIERS


def _listed(api: Api, operation: Operation, parameter: str) -> tuple[Path, Path] | None:
    """Return where a list has its objects, and what these are known by."""
    body = _body(operation)
    if body is None:
        return None
    candidates: list[Path] = []
    if operation.pagination is not None:
        candidates = [operation.pagination.items]
    elif items_of(api, body) is not None:
        candidates = [()]
    else:
        model = model_of(api, body)
        fields = model.fields if model is not None else ()
        lists: list[Path] = [
            (one.wire,)
            for one in fields
            if (item := items_of(api, one.type)) is not None
            and _object(api, item) is not None
        ]
        preferred = [one for one in lists if plain(one[0]) in ITEMS]
        candidates = preferred if len(lists) > 1 else lists
    if len(candidates) != 1:
        return None
    path = candidates[0]
    holder = field_at(api, body, path)
    item = items_of(api, holder.type if holder is not None else body)
    found = _identified(api, item, parameter) if item is not None else None
    return (path, found[1]) if found is not None and not found[0] else None


def _sent_type(operation: Operation) -> Type | None:
    if operation.body is None:
        return None
    for content in operation.body.contents:
        if content.payload in (Payload.JSON, Payload.FORM, Payload.MULTIPART):
            return content.type
    return None


def _sent(api: Api, operation: Operation, object_: Path) -> Path:
    """Return where a request has the object: where the response has it, if it can."""
    type_ = _sent_type(operation)
    model = _object(api, type_) if type_ is not None else None
    if model is None or not object_ or len(model.fields) != 1:
        return ()
    only = model.fields[0]
    is_same = only.wire == object_[0] and _object(api, only.type) is not None
    return (only.wire,) if is_same else ()


# Declarations


def _declared(api: Api, document: Document) -> dict[str, Lifecycle | None]:
    """Return what ``x-lifecycle`` says of operations; None where it says ``false``."""
    found: dict[str, Lifecycle | None] = {}
    for operation in api.operations:
        node = document.node(operation.pointer)
        declared = node.get("x-lifecycle") if node is not None else None
        if declared is None:
            continue
        found[operation.id] = None
        if declared.value is False:
            continue
        try:
            found[operation.id] = _declaration(api, operation, declared)
        except InvalidExtension as error:
            error.report()
    return found


def _declaration(api: Api, operation: Operation, node: Node) -> Lifecycle:
    actions = {one.value: one for one in Action if one is not Action.USE}
    if not node.is_mapping:
        raise InvalidExtension(node, "x-lifecycle must be an object, or false")
    check_keys(node, _KEYS, "an x-lifecycle")
    action = actions.get(node.text("action") or "")
    if action is None:
        known = ", ".join(actions)
        message = f"x-lifecycle requires an action, one of {known}"
        raise InvalidExtension(node.get("action") or node, message)
    key = _key(operation, node, action)
    object_, items, sent = (path_of(node, name) for name in ("object", "items", "sent"))
    body = _body(operation)
    if (object_ or items) and body is None:
        raise InvalidExtension(node, "the operation returns no JSON that has an object")
    for name, path in (("object", object_), ("items", items)):
        if path and body is not None and field_at(api, body, path) is None:
            raise InvalidExtension(
                node[name], f"{'.'.join(path)} does not exist in the response"
            )
    sent_type = _sent_type(operation)
    if sent and (sent_type is None or field_at(api, sent_type, sent) is None):
        raise InvalidExtension(
            node["sent"], f"{'.'.join(sent)} does not exist in the request"
        )
    id_ = path_of(node, "id")
    holder = _holder(api, body, items if action is Action.LIST else object_, action)
    if not id_ and holder is not None:
        found = _identified(api, holder, key or "id")
        id_ = (*found[0], *found[1]) if found is not None else ()
    elif id_ and holder is not None and field_at(api, holder, id_) is None:
        raise InvalidExtension(
            node["id"], f"{'.'.join(id_)} does not exist in the object"
        )
    if not id_ and action in (Action.CREATE, Action.LIST):
        raise InvalidExtension(
            node, "x-lifecycle requires the id: the property that objects are known by"
        )
    return Lifecycle(
        action,
        node.text("collection") or _blank(_without_key(operation, key)),
        key,
        id=id_,
        object=object_,
        items=items,
        sent=sent,
    )


def _key(operation: Operation, node: Node, action: Action) -> str:
    """Return the parameter that names the object: as declared, else the last one."""
    names = [one.name for one in operation.parameters if one.location is not In.COOKIE]
    stated = node.text("key")
    if stated is not None:
        if stated not in names:
            raise InvalidExtension(
                node["key"], f"{stated} is not a parameter of this operation"
            )
        return stated
    if action not in _NAMED:
        return ""
    in_path: Sequence[str] = _PARAMETER.findall(operation.path)
    if not in_path:
        raise InvalidExtension(
            node, "x-lifecycle requires the key: the parameter that names the object"
        )
    return in_path[-1][1:-1]


def _holder(api: Api, body: Type | None, path: Path, action: Action) -> Type | None:
    """Return the type of the object in a response, or of an item of the list."""
    if body is None:
        return None
    found = field_at(api, body, path)
    type_ = found.type if found is not None else body
    return items_of(api, type_) if action is Action.LIST else type_
