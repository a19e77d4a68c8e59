"""Bounds for values of unions that pydantic cannot check in bounded time.

In a union without a discriminator, pydantic tries one variant after the other. Where
several variants contain a union again, the tries multiply with each level: thirty
levels, which fit in a few hundred bytes, would take days. How often an object or array
is tried follows from its type and from how deeply it is nested; values that would take
too many tries are refused before the first one.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from itertools import accumulate, islice
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar, cast

from pydantic_core import CoreSchema, PydanticCustomError, ValidationError

_T = TypeVar("_T")

MOST_TRIES: Final = 10_000
"""Tries that the objects and arrays of a value may take together, some 0.5 s."""
_USUAL_TRIES: Final = 16
"""Tries for each object or array that cost no more than a constant factor."""
_FAR_TOO_MANY: Final = 10_000_000
_DEEPEST: Final = 200
"""Levels beyond which pydantic reads no JSON."""
TOO_DEEP: Final = "nested_too_deeply"
"""The type of the error of a value that would take too many tries."""
COUNTED: Final = "apiloom_counts_tries"
"""Metadata of the schema of a union whose function counts its tries itself."""

_TOKEN: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|([\[{])|([\]}])', re.DOTALL)


class Tries:
    """Number of tries of an object or array, by how deeply it is nested."""

    __slots__ = ("_by_depth", "_exact")

    def __init__(self, by_depth: tuple[int, ...], exact: _Exact) -> None:
        """Initialize with the tries at each depth; the last are those of all below."""
        self._by_depth: Final = by_depth
        self._exact: Final = exact

    def of_json(self, content: bytes | str) -> int:
        """Return how many tries JSON text takes, 0 if these are no more than usual.

        Args:
            content: JSON text, or what is said to be.
        """
        text = content.encode() if isinstance(content, str) else content
        by_depth, last = self._by_depth, len(self._by_depth) - 1
        depth = tries = number = 0
        for match in _TOKEN.finditer(text):
            if match[1]:
                tries += by_depth[min(depth, last)]
                number += 1
                depth += 1
            elif match[2]:
                depth -= 1
        return tries if tries > _USUAL_TRIES * number else 0

    def refuse_python(self, value: object) -> None:
        """Refuse a value of a caller that would take too many tries.

        What its depth allows is counted first: that is fast, and as a rule few.

        Raises:
            ValidationError: It would.
        """
        by_depth, last = self._by_depth, len(self._by_depth) - 1
        tries = number = 0
        for depth in _depths(value):
            tries += by_depth[min(depth, last)]
            number += 1
            if tries > _FAR_TOO_MANY:
                break  # what contains itself has no end
        most = max(MOST_TRIES, _USUAL_TRIES * number)
        if tries > most and self._exact.exceeds(value, most):
            raise refusal()


def refusal() -> ValidationError:
    """Return the error for a value that would take too many tries."""
    return ValidationError.from_exception_data(
        "nesting", [{"type": too_deep(), "input": None}]
    )


def too_deep() -> PydanticCustomError:
    """Return what is said of such a value."""
    return PydanticCustomError(
        TOO_DEEP,
        "Input is nested too deeply to try all variants of its unions",
    )


def _depths(value: object) -> Iterator[int]:
    """Iterate over the depths of the objects and lists of a caller's value.

    Models were checked when they were made.
    """
    pending = [(0, value)]
    while pending:
        depth, item = pending.pop()
        inner = _members_of(item)
        if inner is None:
            continue
        yield depth
        pending += [(depth + 1, one) for _, one in inner]


def _members_of(value: object) -> Iterable[tuple[object, object]] | None:
    """Return the members of an object or list, those of an object by name."""
    if isinstance(value, Mapping):
        return cast("Mapping[object, object]", value).items()
    if isinstance(value, (list, tuple, Set)):
        return ((None, item) for item in cast("Iterable[object]", value))
    return None


class _Running(threading.local):
    """Tries that are left to the value that is checked in this thread."""

    left: int | None = None
    kept: dict[tuple[int, int], tuple[object, object, object]]


_RUNNING: Final = _Running()


class _ExhaustedError(Exception):
    """No tries are left; pydantic lets this pass through all unions."""


def counted(value: object, work: Callable[[], _T]) -> _T:
    """Return what `work` returns, counted as a try of a caller's value.

    The outermost value of a thread decides how many tries there are.

    Raises:
        PydanticCustomError: There were too many; raised for the outermost value.
    """
    running = _RUNNING
    if running.left is not None:
        running.left -= 1
        if running.left < 0:
            raise _ExhaustedError
        return work()
    number = sum(1 for _ in islice(_depths(value), _FAR_TOO_MANY))
    running.left, running.kept = max(MOST_TRIES, _USUAL_TRIES * number), {}
    try:
        return work()
    except _ExhaustedError:
        raise too_deep() from None
    finally:
        running.left, running.kept = None, {}


def kept(type_: object, value: object, work: Callable[[], _T]) -> _T:
    """Return what `work` returns, or returned before for this type and value.

    That is remembered until the outermost value is checked: what unions within unions
    read several times is read once.
    """
    if _RUNNING.left is None:
        return work()
    key = id(type_), id(value)
    known = _RUNNING.kept.get(key)
    if known is None:
        # They are kept as well: nothing else must get their identities.
        known = _RUNNING.kept[key] = work(), type_, value
    return cast("_T", known[0])


# How often values are tried, by their types


class _Reference(NamedTuple):
    target: str


class _Either(NamedTuple):
    """Parts of one value: the tries of some add up, of others one is made."""

    added: tuple[_Part, ...]
    exclusive: tuple[_Part, ...] = ()


class _Container(NamedTuple):
    """Object or array with its members: properties by name, others without one."""

    is_object: bool
    members: tuple[tuple[str | None, _Part], ...]


_Part: TypeAlias = _Reference | _Either | _Container


def tries_of(schema: CoreSchema, *, of_json: bool) -> Tries | None:
    """Return how often values of a type are tried.

    Args:
        schema: The schema of the type, as pydantic built it.
        of_json: Whether JSON text is read, or Python's values are.

    Returns:
        The tries, or None if they are few at any depth.
    """
    compiler = _Compiler(of_json=of_json)
    root = compiler.part(schema)
    if not compiler.multiplies or root is None:
        return None
    parts = compiler.definitions
    above: dict[str, _Inside] | None = None
    found: list[int] = []
    for _ in range(_DEEPEST):
        level = _Level(parts, above)
        now = {name: level.of(_Reference(name)) for name in parts}
        found.append(level.of(root).most)
        if found[-1] > _FAR_TOO_MANY or now == above:
            break
        above = now
    if max(found) <= _USUAL_TRIES:
        return None
    return Tries(tuple(accumulate(found, max)), _Exact(root, parts))


class _Inside(NamedTuple):
    """Tries of what is inside of a value."""

    named: Mapping[str, int]
    """Those of properties, if the value is an object."""
    others: int
    """Those of its other properties."""
    items: int
    """Those of items, if it is an array."""

    @property
    def most(self) -> int:
        """Return the tries of what is tried most often."""
        return max((self.others, self.items, *self.named.values()))


class _Level:
    """Tries of values so many levels below each type, from those of one less."""

    def __init__(
        self, parts: Mapping[str, _Part], above: Mapping[str, _Inside] | None
    ) -> None:
        self._parts = parts
        self._above = above
        self._known: dict[str, _Inside] = {}

    def of(self, part: _Part) -> _Inside:
        match part:
            case _Reference(target):
                if target not in self._known:
                    self._known[target] = _EMPTY  # of a union that leads to itself
                    inner = self._parts.get(target)
                    self._known[target] = self.of(inner) if inner else _EMPTY
                return self._known[target]
            case _Either():
                return _joined(part, self.of)
            case _Container(is_object, members):
                return self._container(members, is_object=is_object)

    def _container(
        self, members: tuple[tuple[str | None, _Part], ...], *, is_object: bool
    ) -> _Inside:
        if self._above is None:
            # The object or array itself.
            return _Inside({}, 1, 0) if is_object else _Inside({}, 0, 1)
        named: dict[str, int] = {}
        others = 0
        for name, member in members:
            tries = self._inside(member).most
            if name is None:
                others = max(others, tries)
            else:
                named[name] = max(tries, named.get(name, 0))
        return _Inside(named, others, 0) if is_object else _Inside({}, 0, others)

    def _inside(self, part: _Part) -> _Inside:
        """Return the tries of a member, which is one level nearer to the target."""
        match part:
            case _Reference(target):
                return (self._above or {}).get(target, _EMPTY)
            case _Either():
                return _joined(part, self._inside)
            case _Container():
                return _EMPTY  # each has a name


_EMPTY: Final = _Inside({}, 0, 0)


def _merged(found: list[_Inside], join: Callable[[Iterable[int]], int]) -> _Inside:
    """Return the tries of several variants; those that know a property try it."""
    if len(found) == 1:
        return found[0]
    names = dict.fromkeys(name for one in found for name in one.named)
    return _Inside(
        {
            name: join(one.named.get(name, one.others) for one in found)
            for name in names
        },
        join([one.others for one in found] or [0]),
        join([one.items for one in found] or [0]),
    )


def _joined(either: _Either, inside: Callable[[_Part], _Inside]) -> _Inside:
    found = [inside(one) for one in either.added]
    if either.exclusive:
        found.append(_merged([inside(one) for one in either.exclusive], max))
    return _merged(found, sum)


class _Exact:
    """Counts the tries of a value by the properties that it has.

    For each object or array it is known which containers of the type are tried, and how
    often each of them is.
    """

    def __init__(self, root: _Part, parts: Mapping[str, _Part]) -> None:
        self._parts: Final = parts
        self._known: Final[dict[str, Counter[str]]] = {}
        self._root: Final = self._tried(root)
        self._objects: Final = {
            name
            for name, part in parts.items()
            if isinstance(part, _Container) and part.is_object
        }
        self._members: Final = {
            name: self._tried_inside(part)
            for name, part in parts.items()
            if isinstance(part, _Container)
        }

    def exceeds(self, value: object, most: int) -> bool:
        """Return whether the objects and arrays of a value take more tries."""
        tries = 0
        pending = [(value, self._root)]
        while pending and tries <= most:
            item, tried = pending.pop()
            members = _members_of(item)
            if members is None:
                continue
            is_object = isinstance(item, Mapping)
            fitting = [
                (self._members[name], times)
                for name, times in tried.items()
                if (name in self._objects) is is_object
            ]
            tries += sum(times for _, times in fitting)
            # What nothing tries is not looked into: a value may contain itself.
            if fitting:
                pending += [(one, _inside(fitting, name)) for name, one in members]
        return tries > most

    def _tried_inside(self, container: _Container) -> dict[str | None, Counter[str]]:
        """Return what is tried for the members of a container, as `_Inside` has it."""
        found: dict[str | None, Counter[str]] = {None: Counter()}
        for name, part in container.members:
            found[name] = found.get(name, Counter()) | self._tried(part)
        return found

    def _tried(self, part: _Part) -> Counter[str]:
        """Return the names of the containers that are tried for a value of a type."""
        match part:
            case _Reference(target):
                if target not in self._known:
                    self._known[target] = Counter()  # of a union that leads to itself
                    inner = self._parts.get(target)
                    if isinstance(inner, _Container):
                        self._known[target] = Counter([target])
                    elif inner is not None:
                        self._known[target] = self._tried(inner)
                return self._known[target]
            case _Either(added, exclusive):
                found = Counter[str]()
                for one in exclusive:
                    found |= self._tried(one)
                for one in added:
                    found.update(self._tried(one))
                return found
            case _Container():
                return Counter()  # each has a name


def _inside(
    tried: Iterable[tuple[Mapping[str | None, Counter[str]], int]], name: object
) -> Counter[str]:
    """Return what is tried for a member, by what is tried for its object or array."""
    found = Counter[str]()
    for members, times in tried:
        inner = members.get(cast("str | None", name), members[None])
        for container, number in inner.items():
            found[container] += times * number
    return found


class _Compiler:
    """Reduces pydantic's schemas to what decides about tries."""

    def __init__(self, *, of_json: bool) -> None:
        self._of_json = of_json
        self.definitions: dict[str, _Part] = {}
        self.multiplies = False
        """Whether a union has several variants that are objects or arrays."""

    def part(self, schema: object) -> _Part | None:
        """Return what a schema comes to, None if it is a scalar."""
        known = cast("Mapping[str, Any]", schema)
        found, ref = self._part(known), known.get("ref")
        if ref is None or found is None:
            return found
        self.definitions[str(ref)] = found
        return _Reference(str(ref))

    def _part(self, schema: Mapping[str, Any]) -> _Part | None:
        match schema["type"]:
            case "definitions":
                for definition in schema["definitions"]:
                    self.part(definition)
                return self.part(schema["schema"])
            case "definition-ref":
                return _Reference(str(schema["schema_ref"]))
            case "json-or-python":
                side = "json_schema" if self._of_json else "python_schema"
                return self.part(schema[side])
            case "union":
                return self._union(schema)
            case "tagged-union":
                return _Either((), self._parts(schema["choices"].values()))
            case "function-wrap" if COUNTED in (schema.get("metadata") or ()):
                return _Either((), self._parts(schema["schema"]["choices"]))
            case "list" | "set" | "frozenset" | "generator" | "tuple":
                return self._container(schema, is_object=False)
            case "dict" | "model-fields" | "typed-dict" | "dataclass-args":
                return self._container(schema, is_object=True)
            case _:
                inner: object = schema.get("schema")
                return self.part(inner) if inner else None

    def _parts(self, schemas: Iterable[object]) -> tuple[_Part, ...]:
        parts = (self.part(_choice(one)) for one in schemas)
        return tuple(one for one in parts if one is not None)

    def _union(self, schema: Mapping[str, Any]) -> _Part:
        choices = [_choice(one) for one in schema["choices"]]
        # An object has one tag, or none.
        exclusive = self._parts(one for one in choices if _is_tagged(one))
        added = self._parts(one for one in choices if not _is_tagged(one))
        if len(added) + bool(exclusive) > 1:
            self.multiplies = True
        return _Either(added, exclusive)

    def _container(self, schema: Mapping[str, Any], *, is_object: bool) -> _Part:
        inner: list[tuple[str | None, Any]] = []
        fields = schema.get("fields", ())
        if isinstance(fields, dict):
            for name, field in cast("dict[str, Any]", fields).items():
                # A property may be given by either of its names.
                names = dict.fromkeys((name, str(field.get("validation_alias", name))))
                inner += [(one, field) for one in names]
        else:
            inner += [(None, field) for field in fields]
        for key in ("items_schema", "values_schema", "extras_schema"):
            item = schema.get(key)
            if isinstance(item, list):
                inner += [(None, one) for one in cast("list[object]", item)]
            elif item is not None:
                inner.append((None, item))
        members = ((name, self.part(_member(one))) for name, one in inner)
        parts = [(name, part) for name, part in members if part is not None]
        place = f"#{len(self.definitions)}"
        self.definitions[place] = _Container(is_object, tuple(dict.fromkeys(parts)))
        return _Reference(place)


def _member(item: Mapping[str, Any]) -> object:
    """Return the schema of a field, or the schema itself."""
    is_field = "schema" in item and item["type"] in _FIELDS
    return item["schema"] if is_field else item


_FIELDS: Final = frozenset({"model-field", "typed-dict-field", "dataclass-field"})


def _choice(choice: object) -> Mapping[str, Any]:
    """Return the schema of a choice, which may have a label."""
    schema = cast("object", choice[0] if isinstance(choice, tuple) else choice)
    return cast("Mapping[str, Any]", schema)


def _is_tagged(schema: Mapping[str, Any]) -> bool:
    while schema["type"] in ("function-before", "function-after"):
        schema = schema["schema"]
    return bool(schema["type"] == "tagged-union")
