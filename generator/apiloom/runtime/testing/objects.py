"""Objects of an API as operations create, change and return them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ..core.reasons import member
from .problems import FakeError
from .responses import types_at
from .samples import Samples, Unsatisfiable
from .schemas import Schemas, Type, is_items, is_members, is_object, kind_of
from .validation import problems

if TYPE_CHECKING:
    from .engine import Engine


class Numbered(Protocol):
    """A collection that counts its objects."""

    @property
    def name(self) -> str:
        """The name of the collection."""
        ...

    @property
    def number(self) -> int:
        """The number of objects there have been."""
        ...


def _objects(type_: Type, schemas: Schemas) -> list[dict[str, Any]]:
    """Return the objects that a type can be."""
    return [one for one in schemas.alternatives(type_) if is_object(one)]


def settable(
    operation: Mapping[str, Any], schemas: Schemas, path: Sequence[str]
) -> set[str]:
    """Return the properties of an object that a request can have."""
    body = operation.get("body")
    if body is None:
        return set()
    return {
        name
        for _, _, type_, *_ in body["contents"]
        for holder in types_at(schemas, type_, path)
        for one in _objects(holder, schemas)
        for name in one.get("properties", {})
        if name not in one.get("readOnly", ())
    }


def known_names(
    value: dict[str, Any], base: Any, type_: Type, schemas: Schemas, names: set[str]
) -> dict[str, Any]:
    """Return an object with what a server adds: samples of all that callers cannot set.

    Args:
        value: The object as it was sent.
        base: A sample of the object.
        type_: The type of the object.
        schemas: The types of the API.
        names: The properties that callers set.
    """
    sample = base if is_members(base) else {}
    filled = dict(value)
    for one in _objects(type_, schemas):
        required = one.get("required", ())
        for name, inner in one.get("properties", {}).items():
            if name in filled or name in one.get("writeOnly", ()):
                continue
            if name in required:
                if name in sample:
                    filled[name] = sample[name]
            elif name not in names and name in sample:
                # What may be null is what has not happened yet.
                is_open = not problems(None, inner, schemas, "response")
                filled[name] = None if is_open else sample[name]
        break
    return filled


def fitting(value: dict[str, Any], base: Any, type_: Type, schemas: Schemas) -> Any:
    """Return an object as a type has it.

    Args:
        value: All that is known of the object.
        base: A sample, for what is required and not known.
        type_: The type.
        schemas: The types of the API.
    """
    first: dict[str, Any] | None = None
    for one in _objects(type_, schemas):
        found = dict(_members(value, base if is_members(base) else {}, one, schemas))
        if not problems(found, one, schemas, "response"):
            return found
        first = first if first is not None else found
    return first if first is not None else value


def _members(
    value: dict[str, Any], base: dict[str, Any], type_: Type, schemas: Schemas
) -> Iterator[tuple[str, Any]]:
    properties: Mapping[str, Type] = type_.get("properties", {})
    for name, inner in properties.items():
        if name in type_.get("writeOnly", ()):
            continue
        if name in value and not problems(value[name], inner, schemas, "response"):
            yield name, value[name]
        elif name in type_.get("required", ()):
            if name in base:
                yield name, base[name]
                continue
            try:
                yield name, Samples(schemas).of(inner, name)
            except Unsatisfiable:
                continue
    if "values" in type_:
        for name, item in value.items():
            if name not in properties and not problems(
                item, type_["values"], schemas, "response"
            ):
                yield name, item


def changed(
    value: dict[str, Any],
    body: Any,
    replaced: set[str] | None,
    *,
    is_merge_patch: bool = False,
) -> dict[str, Any]:
    """Return an object after a request.

    Args:
        value: The object.
        body: What was sent: members, or the operations of a JSON Patch (RFC 6902).
        replaced: The properties that callers set, where all of them are replaced.
        is_merge_patch: Whether null removes a member (RFC 7396).
    """
    if is_items(body):
        return _patched(value, body)
    sent = body if is_members(body) else {}
    if replaced is not None:
        kept = {name: item for name, item in value.items() if name not in replaced}
        return {**kept, **sent}
    merged: dict[str, Any] = _merged(value, sent, is_merge_patch)
    return merged


def _merged(value: Any, patch: Any, removes: bool) -> Any:
    if not is_members(patch):
        return patch
    found = dict(value) if is_members(value) else {}
    for name, item in patch.items():
        if item is None and removes:
            found.pop(name, None)
        else:
            found[name] = _merged(found.get(name), item, removes)
    return found


def _patched(value: dict[str, Any], operations: list[Any]) -> dict[str, Any]:
    """Return an object after a JSON Patch (RFC 6902)."""
    found: Any = value
    for one in filter(is_members, operations):
        action, path = one.get("op"), _pointer(one.get("path"))
        if action in ("move", "copy"):
            origin = _pointer(one.get("from"))
            moved = member(found, origin)
            if action == "move":
                found = _without(found, origin)
            found = _with(found, path, moved)
        elif action == "remove":
            found = _without(found, path)
        elif action == "add":
            found = _with(found, path, one.get("value"))
        elif action == "replace":
            found = _with(_without(found, path), path, one.get("value"))
    return found if is_members(found) else value


def _pointer(text: Any) -> list[str]:
    parts = str(text or "").split("/")[1:]
    return [part.replace("~1", "/").replace("~0", "~") for part in parts]


def _with(value: Any, path: Sequence[str], item: Any) -> Any:
    if not path:
        return item
    name, *rest = path
    if is_items(value):
        index = len(value) if name == "-" else int(name) if name.isdecimal() else 0
        if rest:
            inner = _with(value[index], rest, item) if index < len(value) else item
            return [*value[:index], inner, *value[index + 1 :]]
        return [*value[:index], item, *value[index:]]
    holder = dict(value) if is_members(value) else {}
    holder[name] = _with(holder.get(name), rest, item)
    return holder


def _without(value: Any, path: Sequence[str]) -> Any:
    if not path:
        return None
    name, *rest = path
    if is_items(value) and name.isdecimal() and int(name) < len(value):
        index = int(name)
        inner = [_without(value[index], rest)] if rest else []
        return [*value[:index], *inner, *value[index + 1 :]]
    if is_members(value) and name in value:
        if rest:
            return {**value, name: _without(value[name], rest)}
        return {key: item for key, item in value.items() if key != name}
    return value


def new_id(
    types: Sequence[Type],
    engine: Engine,
    taken: set[str],
    key: str | None,
    collection: Numbered,
) -> Any:
    """Return what a new object is known by.

    Args:
        types: The types that it may have.
        engine: The types of the API, and the seed.
        taken: What others are known by.
        key: What the caller says, as text; None if nothing.
        collection: The collection of the object.

    Raises:
        FakeError: No other value was found.
    """
    type_ = next((one for one in types if one != "null"), "string")
    name, _, limits = kind_of(type_)
    if key is not None:
        is_number = name == "integer" and key.removeprefix("-").isdecimal()
        return int(key) if is_number else key
    for candidate in _candidates(type_, name, limits, engine, collection):
        is_free = str(candidate) not in taken
        if is_free and not problems(candidate, type_, engine.schemas, "response"):
            return candidate
    raise FakeError(f"no other value was found that an object can be known by: {type_}")


def _candidates(
    type_: Type,
    name: str,
    limits: Mapping[str, Any],
    engine: Engine,
    collection: Numbered,
) -> Iterator[Any]:
    number = collection.number
    if name == "integer":
        step = limits.get("multipleOf") or 1
        least = limits.get("minimum", limits.get("exclusiveMinimum", 1))
        first = int(-(-least // step) * step)
        for count in range(1000):
            yield first + int(step) * (number - 1 + count)
            yield first + int(step) * (number + count)
    word = collection.name.rpartition("/")[2].strip("{}") or "object"
    if type_ in ("string", "any"):
        yield f"{word}-{number}"
    for seed in range(100):
        samples = Samples(engine.schemas, engine.seed + number * 100 + seed)
        try:
            yield samples.of(type_, word)
        except Unsatisfiable:
            return
