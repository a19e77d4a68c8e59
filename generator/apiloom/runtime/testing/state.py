"""Objects that a fake keeps: what is created can be read, listed and deleted."""

# The names of a fake are those of an API: all that is its own has an underscore.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote

import httpx2

from ..core.reasons import ErrorReason, member
from ..encoding.parameters import jsonable
from .fake import Fake
from .methods import BaseMethod, FakeResource
from .objects import changed, fitting, known_names, new_id, settable
from .pages import PageWalk
from .problems import FakeError, InvalidResponse, listed
from .responses import Content, Parts, concrete, types_at, with_member
from .schemas import Type, is_items, is_members
from .validation import problems, same

if TYPE_CHECKING:
    from ..types.models import Model
    from .calls import Call
    from .engine import Engine

_PAGE: Final = 20
"""How many items a page has, where the document does not say."""

_TOTALS: Final = frozenset({"total", "count", "total_count", "totalCount"})


class _Part(NamedTuple):
    """The part of a method in a life cycle."""

    method: BaseMethod[..., Any, Any, Any]
    action: str
    collection: str
    key: str
    within: Sequence[Sequence[str]]
    id: Sequence[str]
    object: Sequence[str]
    items: Sequence[str]
    sent: Sequence[str]

    @property
    def settable(self) -> set[str]:
        """The properties that callers set."""
        method = self.method
        return settable(method._schema, method._engine.schemas, self.sent)


class _Record:
    """An object that is kept."""

    def __init__(self, id_: Any, within: Mapping[str, str], value: Any) -> None:
        self.id: Final = id_
        self.within: Final = within
        self.value: dict[str, Any] = value

    def is_known_as(self, key: str) -> bool:
        """Return whether a parameter names this object."""
        return key in (_text(self.id), _text(self.value.get("id")))

    def is_within(self, within: Mapping[str, str]) -> bool:
        """Return whether the object is below others."""
        own = self.within
        return all(own.get(name, value) == value for name, value in within.items())


class _Collection:
    """The objects of one kind, and the methods that know them."""

    def __init__(self, name: str) -> None:
        self.name: Final = name
        self.parts: Final[dict[str, _Part]] = {}
        self.records: list[_Record] = []
        self.number = 0
        self.is_seeded = False

    @property
    def is_live(self) -> bool:
        """Whether there is a way to have objects."""
        actions = {one.action for one in self.parts.values()}
        return self.is_seeded or bool(actions & {"create", "replace"})

    def of(self, *actions: str) -> Iterator[_Part]:
        """Yield the methods that do something."""
        for action in actions:
            yield from (one for one in self.parts.values() if one.action == action)

    @property
    def settable(self) -> set[str]:
        """The properties that callers set."""
        return {
            name
            for part in self.of("create", "replace", "update")
            for name in part.settable
        }


class Store:
    """All objects of a fake."""

    def __init__(self, engine: Engine) -> None:
        """Initialize without objects."""
        self._engine: Final = engine
        self._schemas: Final = engine.schemas
        self.collections: Final[dict[str, _Collection]] = {}
        self._parts: Final[dict[str, _Part]] = {}

    def join(self, method: BaseMethod[..., Any, Any, Any]) -> str | None:
        """Let a method take part; return its collection, None if it has none."""
        stated = method._schema.get("life")
        if stated is None:
            return None
        name = method._operation.name
        part = self._parts.get(name)
        if part is None:
            part = self._parts[name] = _Part(
                method,
                stated["action"],
                stated.get("of", ""),
                stated.get("key", ""),
                *(stated.get(one, ()) for one in _Part._fields[4:]),
            )
            if part.collection:
                own = self.collections.setdefault(
                    part.collection, _Collection(part.collection)
                )
                own.parts[name] = part
            self._engine.states[name] = self.respond
        return part.collection or None

    # Responses

    def respond(self, call: Call) -> Parts | None:
        """Return the response to a call; None if the objects do not matter to it."""
        part = self._parts[call._received.operation.name]
        within: dict[str, str] = {}
        for above, wire in part.within:
            value = _sent(call, wire)
            collection = self.collections.get(above)
            if collection is None or not collection.is_live:
                pass
            elif self._find(collection, value, within) is None:
                return _refusal(part.method, (404,))
            within[above or wire] = value
        own = self.collections.get(part.collection)
        if own is None or not own.is_live:
            return None
        if part.action == "list":
            return self._list(own, part, call, within)
        body = _plain(member(call._received.read().body, part.sent))
        if part.action == "create":
            return self._create(own, part, body, within)
        key = _sent(call, part.key) if part.key else _text(member(body, part.id))
        record = self._find(own, key, within)
        if record is None:
            may_create = not any(own.of("create"))
            may_create |= "201" in part.method._responses.success
            if part.action == "replace" and may_create and part.key:
                return self._create(own, part, body, within, key)
            return _refusal(part.method, (404,))
        if part.action == "delete":
            self._remove(own, record)
            return self._one(part, record)
        if part.action != "get":
            is_patch = "patch" in call._received.request.headers.get("content-type", "")
            kept = own.settable if part.action == "replace" else None
            record.value = changed(record.value, body, kept, is_merge_patch=is_patch)
            if part.id:
                record.value = with_member(record.value, part.id, record.id)
        return self._one(part, record)

    def _find(
        self, collection: _Collection, key: str, within: Mapping[str, str]
    ) -> _Record | None:
        for one in collection.records:
            if one.is_known_as(key) and one.is_within(within):
                return one
        return None

    def _create(
        self,
        collection: _Collection,
        part: _Part,
        body: Any,
        within: Mapping[str, str],
        key: str | None = None,
    ) -> Parts:
        value = dict(body) if is_members(body) else {}
        if key is None and part.id and part.id[0] in collection.settable:
            sent = member(value, part.id)
            key = None if sent is None else _text(sent)
        if key is not None and self._find(collection, key, within) is not None:
            return _refusal(part.method, (409, 422, 400))
        return self._one(part, self.add(collection, value, within, key), (201, 200))

    def add(
        self,
        collection: _Collection,
        value: dict[str, Any],
        within: Mapping[str, str],
        key: str | None = None,
    ) -> _Record:
        """Add an object, with samples for what a server sets."""
        collection.number += 1
        # What reads an object says best what it has, and what it is known by.
        parts = list(collection.of("get", "create", "list", "replace", "update"))
        id_path = next((one.id for one in parts if one.id), ("id",))
        taken = {_text(one.id) for one in collection.records}
        id_ = new_id(self._types(parts, id_path), self._engine, taken, key, collection)
        stated = value
        names = collection.settable
        for part in parts:
            base, type_ = self._base(part)
            value = known_names(value, base, type_, self._schemas, names)
        for one in parts:
            if one.id:
                value = with_member(value, one.id, id_)
        if stated.get("id") is not None and id_path != ("id",):
            value["id"] = stated["id"]
        record = _Record(id_, dict(within), value)
        collection.records.append(record)
        return record

    def _types(self, parts: Sequence[_Part], path: Sequence[str]) -> list[Type]:
        """Return the types that the identifier of an object may have."""
        for part in parts:
            _, type_ = self._base(part)
            found = types_at(self._schemas, type_, path)
            if found:
                return found
        return ["string"]

    def _base(self, part: _Part) -> tuple[Any, Type]:
        """Return an object as a method returns it by itself, and its type."""
        content = _content(part.method)
        if content is None:
            return None, {"properties": {}}
        try:
            body = json.loads(part.method._responses.sample().content or b"null")
        except (ValueError, InvalidResponse):
            body = None
        if part.action == "list":
            items = member(body, part.items)
            types = types_at(self._schemas, content.type, part.items)
            lists = [one for one in types if is_members(one)]
            inner = [one["items"] for one in lists if "items" in one]
            first: Any = items[0] if is_items(items) and items else None
            return first, _either(inner)
        types = types_at(self._schemas, content.type, part.object)
        return member(body, part.object), _either(types)

    def _remove(self, collection: _Collection, record: _Record) -> None:
        """Remove an object, and all that are below of it."""
        collection.records.remove(record)
        own = {**record.within, collection.name: _text(record.id)}
        for other in self.collections.values():
            other.records = [
                one
                for one in other.records
                if collection.name not in one.within or not one.is_within(own)
            ]

    def _one(
        self, part: _Part, record: _Record, order: Sequence[int] = (200,)
    ) -> Parts:
        """Return the response that has one object."""
        responses = part.method._responses
        content = _content(part.method)
        base, type_ = self._base(part)
        if content is None or not part.id:
            return _first(part.method, order)
        value = fitting(record.value, base, type_, self._schemas)
        value = with_member(value, part.id, record.id)
        sample = json.loads(responses.sample().content or b"null")
        return _written(part.method, with_member(sample, part.object, value), order)

    # Lists

    def _list(
        self,
        collection: _Collection,
        part: _Part,
        call: Call,
        within: Mapping[str, str],
    ) -> Parts:
        base, type_ = self._base(part)
        items = [
            with_member(fitting(one.value, base, type_, self._schemas), part.id, one.id)
            for one in collection.records
            if one.is_within(within)
        ]
        paging = part.method._schema.get("pages")
        items = [one for one in items if _is_asked(one, call, paging or {})]
        if paging is not None:
            pages = _pages(items, call, paging)
            walk = PageWalk(paging, part.method._responses, pages, is_checked=True)
            return walk.parts(call)
        body = json.loads(part.method._responses.sample().content or b"null")
        body = with_member(body, part.items, items)
        if is_members(body):
            for name in _TOTALS & body.keys():
                body[name] = len(items) if isinstance(body[name], int) else body[name]
        return _written(part.method, body, (200,))


class State:
    """The objects of a fake that is stateful, and a response to a call."""

    def __init__(self, store: Store, names: Sequence[str]) -> None:
        """Initialize with the objects of a fake, and the collections that are meant."""
        self._store: Final = store
        self._names: Final = names

    def __repr__(self) -> str:
        return f"<State with {len(self.objects)} objects>"

    @property
    def objects(self) -> Sequence[Mapping[str, object]]:
        """The objects there are, with the API's names; a copy."""
        found: list[Mapping[str, object]] = [
            record.value
            for name in self._names
            for record in self._store.collections[name].records
        ]
        copied: list[Mapping[str, Any]] = json.loads(json.dumps(found))
        return copied

    def add(self, *objects: Model | Mapping[str, object], **within: object) -> None:
        """Add objects as if they had been created.

        Args:
            objects: Models, or objects with the API's names; the rest is filled in.
            within: The parameters that name the objects around these.

        Raises:
            InvalidResponse: The specification does not allow an object.
        """
        for one in objects:
            value: dict[str, Any] = dict(jsonable(one))
            collection = self._collection(value)
            parents = _parents(collection, within)
            collection.is_seeded = True
            id_path = next((one.id for one in collection.parts.values() if one.id), ())
            stated = member(value, id_path) if id_path else None
            key = None if stated is None else _text(stated)
            self._store.add(collection, value, parents, key)

    def clear(self) -> None:
        """Forget all objects."""
        for name in self._names:
            self._store.collections[name].records.clear()

    def __call__(self, call: Call) -> httpx2.Response:
        """Return the response to a call: for `returns`, after other responses."""
        parts = self._store.respond(call)
        if parts is None:
            name = call._received.operation.name
            raise FakeError(f"{name} is in no life cycle that has objects")
        return httpx2.Response(
            parts.status, headers=list(parts.headers), content=parts.content
        )

    def _collection(self, value: dict[str, Any]) -> _Collection:
        """Return the collection that an object belongs to."""
        wrong: list[tuple[str, str]] = []
        for name in self._names:
            collection = self._store.collections[name]
            for part in collection.of("get", "list", "create", "update", "replace"):
                _, type_ = self._store._base(part)
                found = _mismatches(value, type_, self._store)
                if not found:
                    return collection
                wrong = wrong or found
        start = "the specification does not allow this object:"
        raise InvalidResponse(listed(start, wrong))


def stateful(
    fake: Fake | FakeResource, *objects: Model | Mapping[str, object]
) -> State:
    """Let the methods of a fake share objects: what is created can be read.

    That is so for all operations that form a life cycle. What is configured for a
    method with `returns` or `raises` takes precedence.

    Args:
        fake: The fake, or that of a resource.
        objects: Objects that there are from the beginning.

    Raises:
        FakeError: No operations form a life cycle.
    """
    engine = fake._engine
    whole: Fake = engine.fake
    prefix = _prefix(whole, fake) if isinstance(fake, FakeResource) else ""
    store = engine.store
    if store is None:
        store = engine.store = Store(engine)
    names: dict[str, None] = {}
    for line in whole._lines():
        dotted = line.rpartition(" ")[2]
        if dotted.startswith(prefix):
            name = store.join(whole._method(dotted))
            if name is not None:
                names[name] = None
    if not names:
        raise FakeError(
            f"no operations of {prefix.rstrip('.') or 'the API'} form a life cycle; "
            "x-lifecycle declares one"
        )
    state = State(store, list(names))
    state.add(*objects)
    return state


def _prefix(fake: Fake, resource: FakeResource) -> str:
    """Return the names that lead to a resource, each with a dot."""
    ahead: list[tuple[str, object]] = [("", fake)]
    while ahead:
        prefix, holder = ahead.pop()
        for name, value in vars(holder).items():
            if value is resource:
                return f"{prefix}{name}."
            if isinstance(value, FakeResource):
                ahead.append((f"{prefix}{name}.", value))
    raise FakeError("the resource is of another fake")


def _text(value: Any) -> str:
    """Return a value as a parameter has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _sent(call: Call, wire: str) -> str:
    """Return the value of a parameter of a call, as text."""
    received = call._received
    if wire in received.path:
        return unquote(received.path[wire])
    for one in received.reader.parameters:
        if one.wire == wire:
            return _text(received.read().parameters.get(one.name))
    return ""


def _plain(value: Any) -> Any:
    """Return a body without files: they are nothing that JSON has."""
    if is_members(value):
        return {
            name: _plain(item)
            for name, item in value.items()
            if not isinstance(item, bytes)
        }
    if is_items(value):
        return [_plain(item) for item in value if not isinstance(item, bytes)]
    return value if isinstance(value, (str, int, float, bool)) else None


def _either(types: Sequence[Type]) -> Type:
    return types[0] if len(types) == 1 else {"anyOf": list(types)}


def _content(method: BaseMethod[..., Any, Any, Any]) -> Content | None:
    """Return the JSON body of the first success that has one."""
    responses = method._responses
    for status in responses.success[:1]:
        for content in responses.contents(status):
            if content.payload == "json":
                return content
    return None


def _first(method: BaseMethod[..., Any, Any, Any], order: Sequence[int]) -> Parts:
    """Return the success of a method that has no object in it."""
    responses = method._responses
    for code in order:
        if str(code) in responses.success:
            return responses.documented(str(code), code)
    return responses.sample()


def _written(
    method: BaseMethod[..., Any, Any, Any], body: Any, order: Sequence[int]
) -> Parts:
    """Return the first success that a body fits, by the order of statuses."""
    responses = method._responses
    ranked = sorted(
        responses.success,
        key=lambda one: order.index(int(one)) if one in map(str, order) else len(order),
    )
    for status in ranked:
        for content in responses.contents(status):
            if not responses.mismatches(body, content):
                return responses.written(concrete(status), content, body)
    return responses.of(body)


def _refusal(method: BaseMethod[..., Any, Any, Any], statuses: Sequence[int]) -> Parts:
    """Return the documented failure with one of several statuses."""
    responses = method._responses
    for status in statuses:
        reasons: type[ErrorReason] = method._reasons
        for reason in reasons:
            if reason._covers == str(status):
                return responses.failure(reason, method._operation)
    for key in ("4XX", "default"):
        if key in responses.statuses and key not in responses.success:
            return responses.documented(key, statuses[0])
    # RFC 9457; what has no documented form has this one.
    title = {404: "Not Found", 409: "Conflict"}.get(statuses[0], "Bad Request")
    body = {"title": title, "status": statuses[0]}
    headers = (("content-type", "application/problem+json"),)
    return Parts(statuses[0], headers, json.dumps(body).encode())


def _is_asked(item: dict[str, Any], call: Call, paging: Mapping[str, Any]) -> bool:
    """Return whether a list has an item, by parameters that are called like members."""
    received = call._received
    paged = {paging.get("parameter"), *paging.get("size", ())[:1]}
    for one in received.reader.parameters:
        if one.place != "query" or one.wire in paged or one.wire not in item:
            continue
        asked = received.read().parameters.get(one.name)
        if asked is None:
            continue
        value = item[one.wire]
        if is_members(value) or is_members(asked):
            continue
        has = value if is_items(value) else [value]
        wanted = asked if is_items(asked) else [asked]
        if not any(same(left, right) for left in has for right in wanted):
            return False
    return True


def _pages(
    items: list[dict[str, Any]], call: Call, paging: Mapping[str, Any]
) -> list[list[dict[str, Any]]]:
    """Return the pages that a list has, of the size that a request asks for."""
    name, *default = paging.get("size", ("",))
    size = _number(_asked(call, name, paging)) if name else None
    size = size or (default[0] if default else _PAGE)
    begin = 0
    if paging["style"] == "offset":
        begin = _number(_asked(call, paging["parameter"], paging)) or 0
    elif "lastItem" in paging:
        last = _text(_asked(call, paging["parameter"], paging))
        for index, one in enumerate(items):
            if _text(member(one, paging["lastItem"])) == last:
                begin = index + 1
    before, rest = items[:begin], items[begin:]
    pages = [rest[at : at + size] for at in range(0, len(rest), size)]
    return [*([before] if before else []), *pages]


def _asked(call: Call, name: str, paging: Mapping[str, Any]) -> Any:
    received = call._received
    if paging.get("inBody"):
        return member(received.read().body, (name,))
    return received.request.url.params.get(name)


def _number(value: Any) -> int | None:
    return int(value) if _text(value).isdecimal() else None


def _mismatches(
    value: dict[str, Any], type_: Type, store: Store
) -> list[tuple[str, str]]:
    """Return what is wrong with the members that an object has."""
    best: list[tuple[str, str]] | None = None
    for one in store._schemas.alternatives(type_):
        properties: Mapping[str, Type] = {}
        if is_members(one):
            properties = one.get("properties", properties)
        found = [
            (f"/{name}{at}", message)
            for name, item in value.items()
            if name in properties
            for at, message in problems(
                item, properties[name], store._schemas, "response"
            )
        ]
        unknown = [name for name in value if name not in properties]
        if is_members(one) and "values" not in one:
            found += ((f"/{name}", "is no property of the object") for name in unknown)
        best = found if best is None or len(found) < len(best) else best
    return best if best is not None else [("", "must be an object")]


def _parents(collection: _Collection, stated: Mapping[str, object]) -> dict[str, str]:
    """Return what an object is below of, by the parameters that name it."""
    found: dict[str, str] = {}
    for part in collection.of("get", "list", "create", "update", "replace", "delete"):
        arguments = {one.wire: one.name for one in part.method._reader.parameters}
        missing = [
            wire for _, wire in part.within if arguments.get(wire, wire) not in stated
        ]
        if missing:
            names = ", ".join(f"{arguments.get(one, one)}=…" for one in missing)
            raise FakeError(f"say what the object is below of: add(…, {names})")
        for above, wire in part.within:
            found[above or wire] = _text(jsonable(stated[arguments.get(wire, wire)]))
        break
    return found
