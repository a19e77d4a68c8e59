"""Lenient reading of responses that do not match their schemas.

Loaded late: by the first response that does not match. What does match is read as
usual; a value that does not match stays the JSON value that it is, and a required
property that is missing is None. Each such place is a `Deviation`.

A union is read as the variant that its tag names, or else as the one with the fewest
deviations. Results of variants are cached, so that unions within unions take no more
time than the number of types times the size of the body.
"""

from __future__ import annotations

import datetime as dt
import decimal
import inspect
import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    TypeAlias,
    Union,
    cast,
    get_args,
    get_origin,
)

import pydantic_core
from pydantic import BaseModel
from pydantic.errors import PydanticUserError

from ..types.constants import denies_itself, is_set_by_server, wire_name
from ..types.models import Adapter, Tagged, adapter_of, opened
from ..types.nesting import MOST_TRIES
from ..types.response_context import OTHER_FORMATS
from ..types.scalars import OtherValues, is_decimal
from .mismatches import Deviation, kind_of

# Each costs a pass of pydantic; most bodies that do not fit have many objects that do.
_TRIALS: Final = 3
"""How many levels of models are first tried as a whole."""
_NOT_AT_ALL: Final = 1_000_000
"""What a variant weighs that a value is not even of the kind of."""
_WRITTEN: Final = (uuid.UUID, dt.date, bytes, decimal.Decimal)
"""What is written as text, and is still text if that has another format."""

Path: TypeAlias = tuple[str | int, ...]


def read(type_: Any, value: object) -> tuple[Any, list[Deviation]]:
    """Return a value of JSON's types as what it was meant to be, as far as possible.

    Args:
        type_: The annotation that describes the value.
        value: What pydantic's or Python's JSON parser made of the body.

    Returns:
        The typed value, and all places where it does not fit.

    Raises:
        RecursionError: The value is nested too deeply.
    """
    found: list[Deviation] = []
    place = _Place((), "", None)
    return _reader(type_).read(value, place, _Pass(found, _TRIALS)), found


def expected(type_: Any) -> str:
    """Return what an annotation asks for, in words."""
    return _reader(type_).expected


def is_scalar(type_: Any) -> bool:
    """Return whether values of a type are scalars, or may be anything."""
    return isinstance(_reader(type_), (_Strict, _Anything))


def empty(type_: Any, value: object) -> Any:
    """Return what stands for the body of an error that is of another kind.

    It has all attributes of the documented model, each None, or no items where a list
    is documented; a value that is of the kind is returned as it is.
    """
    return _reader(type_).shaped(value)


def stated(field: Any) -> Any:
    """Return the type of a member of a model as it is stated, with its metadata."""
    if field.metadata:
        return Annotated[(field.annotation, *field.metadata)]
    return field.annotation


class _Place:
    """Place of a value: its path in the body, and whose property it is."""

    __slots__ = ("name", "owner", "path")

    def __init__(self, path: Path, owner: str, name: str | None) -> None:
        self.path = path
        self.owner = owner
        self.name = name

    def at(self, token: str | int) -> _Place:
        return _Place((*self.path, token), self.owner, self.name)


class _Pass:
    """One pass over a body: what it found, and what variants made of values."""

    __slots__ = ("found", "kept", "left", "trials")

    def __init__(self, found: list[Deviation], trials: int) -> None:
        self.found = found
        self.trials = trials
        self.left = MOST_TRIES
        self.kept: dict[tuple[int, int], tuple[Any, list[Deviation]]] = {}

    def mismatch(self, place: _Place, expected_: str, value: object) -> None:
        self.add(place, expected_, kind_of(value))

    def add(self, place: _Place, expected_: str, got: str) -> None:
        self.found.append(
            Deviation(place.path, expected_, got, place.owner, place.name)
        )


class _Reader(ABC):
    """Reads values of one type leniently."""

    expected: str = "any value"

    @abstractmethod
    def read(self, value: object, place: _Place, run: _Pass) -> Any:
        """Return the value as far as it fits; note where it does not."""

    def likeness(self, value: object) -> int:
        """Return how much a value resembles this type; 0 for another kind."""
        return 1

    def shaped(self, value: object) -> Any:
        """Return the value; of another kind, something with the same attributes."""
        return value


class _Anything(_Reader):
    def read(self, value: object, place: _Place, run: _Pass) -> Any:
        return value


_ANYTHING: Final = _Anything()


class _Strict(_Reader):
    """Reader of scalars and of callers' own types: they match as a whole or not."""

    def __init__(self, type_: Any) -> None:
        self._adapter = adapter_of(type_)
        self._kinds = list(kinds_of(type_))
        self.expected = in_words(self._kinds)
        # Text of another format stays text (see `scalars`), where text is no variant.
        self._is_written = not any(
            issubclass(kind, str) for kind in self._kinds if isinstance(kind, type)
        ) and any(
            issubclass(kind, _WRITTEN) for kind in self._kinds if isinstance(kind, type)
        )
        self._is_decimal = decimal.Decimal in self._kinds

    def read(self, value: object, place: _Place, run: _Pass) -> Any:
        fits, result = self._read(value)
        if not fits:
            run.mismatch(place, self.expected, value)
            return value
        is_text = self._is_written and isinstance(result, str)
        if is_text and not (self._is_decimal and is_decimal(result)):
            run.add(place, self.expected, "a string of another format")
        return result

    def _read(self, value: object) -> tuple[bool, Any]:
        """Return whether a value fits, and what it is then."""
        fits, result, _ = _tried(self._adapter, value)
        if not fits and isinstance(value, float) and value.is_integer():
            # JSON Schema 2020-12, section 4.2.3: 1.0 is an integer.
            fits, result, _ = _tried(self._adapter, int(value))
        return fits, result

    def likeness(self, value: object) -> int:
        return int(self._read(value)[0])

    def shaped(self, value: object) -> Any:
        if str in self._kinds and value is None:
            return ""
        return value


class _Listed(_Reader):
    expected = "an array"

    def __init__(self, type_: Any, item: Any) -> None:
        self._adapter = adapter_of(type_)
        self._type = item

    @cached_property
    def _item(self) -> _Reader:
        return _reader(self._type)

    def read(self, value: object, place: _Place, run: _Pass) -> Any:
        if not isinstance(value, list):
            run.mismatch(place, self.expected, value)
            return value
        items = cast("list[object]", value)
        if isinstance(self._item, _Strict):
            fits, result, is_odd = _tried(self._adapter, items)
            if fits and not is_odd:
                return result
        one = self._item.read
        return [one(item, place.at(number), run) for number, item in enumerate(items)]

    def likeness(self, value: object) -> int:
        return int(isinstance(value, list))

    def shaped(self, value: object) -> Any:
        if isinstance(value, list):
            return cast("list[object]", value)
        # Text has items, too, and these items no attributes that could be missing.
        is_kept = isinstance(value, str) and isinstance(self._item, _Strict)
        return value if is_kept else []


class _Implied(_Reader):
    """Reader of arrays that other values are allowed beside."""

    def __init__(self, inner: _Reader) -> None:
        self._inner = inner
        self.expected = inner.expected

    def read(self, value: object, place: _Place, run: _Pass) -> Any:
        if not self._inner.likeness(value):
            return value
        return self._inner.read(value, place, run)

    def shaped(self, value: object) -> Any:
        return self._inner.shaped(value)


class _Fixed(_Reader):
    """A list whose elements have types of their own."""

    expected = "an array"

    def __init__(self, types: Sequence[Any]) -> None:
        self._types = types

    @cached_property
    def _items(self) -> list[_Reader]:
        """The readers of the elements, among which may be one of the whole."""
        return [_reader(type_) for type_ in self._types]

    def read(self, value: object, place: _Place, run: _Pass) -> Any:
        if not isinstance(value, list):
            run.mismatch(place, self.expected, value)
            return value
        items = cast("list[object]", value)
        if len(items) != len(self._items):
            asked = f"an array of {len(self._items)}"
            run.add(place, asked, f"an array of {len(items)}")
        read_ = [
            reader.read(item, place.at(number), run)
            for number, (reader, item) in enumerate(
                zip(self._items, items, strict=False)
            )
        ]
        return (*read_, *items[len(read_) :])

    def likeness(self, value: object) -> int:
        return int(isinstance(value, list))

    def shaped(self, value: object) -> Any:
        return cast("object", value) if isinstance(value, tuple | list) else ()


class _Mapped(_Reader):
    expected = "an object"

    def __init__(self, item: Any) -> None:
        self._type = item

    @cached_property
    def _item(self) -> _Reader:
        return _reader(self._type)

    def read(self, value: object, place: _Place, run: _Pass) -> Any:
        if not isinstance(value, dict):
            run.mismatch(place, self.expected, value)
            return value
        one = self._item.read
        members = cast("dict[str, object]", value)
        return {key: one(item, place.at(key), run) for key, item in members.items()}

    def likeness(self, value: object) -> int:
        return int(isinstance(value, dict))

    def shaped(self, value: object) -> Any:
        return cast("dict[str, object]", value) if isinstance(value, dict) else {}


class _Member:
    """A property of a model."""

    __slots__ = ("name", "optional", "reader", "required", "wire")

    def __init__(self, name: str, field: Any) -> None:
        self.name = name
        self.wire = wire_name(name, field)
        self.required = field.is_required() or is_set_by_server(field)
        self.reader = _reader(stated(field))


class _Object(_Reader):
    expected = "an object"

    def __init__(self, model: type[BaseModel]) -> None:
        self._model = model
        self._adapter = adapter_of(model)
        self._members: list[_Member] | None = None
        self._extra: _Reader | None = None
        self._owner = model.__name__

    def _ready(self) -> list[_Member]:
        """Return the properties; they are read late, since models can be recursive."""
        if self._members is None:
            self._model.model_rebuild()
            extra = _extra_of(self._model)
            self._extra = _reader(extra) if extra is not None else None
            fields = self._model.model_fields
            self._members = [_Member(name, fields[name]) for name in fields]
        return self._members

    def read(self, value: object, place: _Place, run: _Pass) -> Any:
        if not isinstance(value, dict):
            run.mismatch(place, self.expected, value)
            return value
        if run.trials > 0:
            if place.path:
                fits, result, is_odd = _tried(self._adapter, cast("object", value), run)
                if fits and not is_odd:
                    return result
            run.trials -= 1
            try:
                return self._constructed(cast("dict[str, object]", value), place, run)
            finally:
                run.trials += 1
        return self._constructed(cast("dict[str, object]", value), place, run)

    def _constructed(self, value: dict[str, object], place: _Place, run: _Pass) -> Any:
        """Return the model with the properties that there are, unchecked."""
        known: dict[str, Any] = {}
        missing: list[str] = []
        wires: set[str] = set()
        path, owner = place.path, self._owner
        for member in self._ready():
            key = member.wire
            if key not in value and member.name in value:
                key = member.name
            wires.add(key)
            if key in value:
                at = _Place((*path, key), owner, member.wire)
                known[member.name] = member.reader.read(value[key], at, run)
            elif member.required:
                missing.append(member.name)
                at = _Place((*path, member.wire), owner, member.wire)
                run.add(at, member.reader.expected, "nothing")
        made = _received(self._model, known)
        # Not set, and so not written either: only there to be asked for.
        vars(made).update(dict.fromkeys(missing))
        if made.__pydantic_extra__ is not None:
            more = {key: item for key, item in value.items() if key not in wires}
            if self._extra is not None:
                at = _Place(path, owner, None)
                one = self._extra.read
                more = {key: one(item, at.at(key), run) for key, item in more.items()}
            object.__setattr__(made, "__pydantic_extra__", more)
        return made

    def likeness(self, value: object) -> int:
        if not isinstance(value, dict):
            return 0
        return 1 + sum(member.wire in value for member in self._ready())

    def shaped(self, value: object) -> Any:
        if isinstance(value, self._model):
            return value
        made = _received(self._model, {})
        vars(made).update(
            dict.fromkeys(member.name for member in self._ready() if member.required)
        )
        return made


def _received(model: type[BaseModel], known: Mapping[str, Any]) -> BaseModel:
    """Return a model of what came, which is written back as it came."""
    made = model.model_construct(_fields_set=set(known), **known)
    # A plain set: models that a caller makes are known by another.
    object.__setattr__(made, "__pydantic_fields_set__", set(known))
    return made


class _Either(_Reader):
    """A union; None is a value of it if it `is_nullable`."""

    def __init__(
        self, types: Sequence[Any], tag: Tagged | None, is_nullable: bool
    ) -> None:
        self._tag = tag
        self._is_nullable = is_nullable
        self._variants = [_reader(type_) for type_ in types]
        self._by_model = dict(zip(types, self._variants, strict=True)) if tag else {}
        self._unknown = self._by_model.pop(tag.unknown, None) if tag else None
        names = [one.expected for one in self._variants]
        self.expected = " or ".join(dict.fromkeys(names)) or "null"
        self._adapter: Adapter[Any] | None = None
        if tag is None and len(types) > 1:
            self._adapter = adapter_of(Union[tuple(types)])  # noqa: UP007

    def read(self, value: object, place: _Place, run: _Pass) -> Any:
        if value is None and self._is_nullable:
            return None
        if self._tag is not None:
            return self._tagged(self._tag, value, place, run)
        if len(self._variants) == 1:
            return self._variants[0].read(value, place, run)
        if run.trials > 0 and self._adapter is not None:
            fits, result, is_odd = _tried(self._adapter, value, run)
            if fits and not is_odd and not _denies(result):
                return result
        return self._best(self._variants, value, place, run)

    def _tagged(self, tag: Tagged, value: object, place: _Place, run: _Pass) -> Any:
        variant = tag.variant_of(value)
        if variant is not None:
            reader = self._by_model.get(variant) or _reader(variant)
            return reader.read(value, place, run)
        if not isinstance(value, dict):
            run.mismatch(place, self.expected, value)
            return value
        plain = cast("object", value)
        is_required = tag.is_required
        untagged = tag.model_without_tag(plain, is_required=is_required)
        if untagged is not None:
            return _reader(untagged).read(plain, place, run)
        if self._unknown is not None:
            if is_required and tag.lacks(plain):
                run.add(place.at(tag.member), tag.tags, "nothing")
            return self._unknown.read(plain, place, run)
        listed = {id(_reader(model)) for model in tag.models}
        others = [one for one in self._variants if id(one) not in listed]
        return self._best(others or self._variants, plain, place, run)

    def _best(
        self, variants: Sequence[_Reader], value: object, place: _Place, run: _Pass
    ) -> Any:
        """Return the value as the variant that it deviates least from."""
        best: tuple[tuple[int, int, int], Any, list[Deviation]] | None = None
        for variant in variants:
            likeness = variant.likeness(value)
            if not likeness:
                continue
            result, found = self._as(variant, value, place, run)
            rank = len(found), int(_denies(result)), -likeness
            if best is None or rank < best[0]:
                best = rank, result, found
        if best is None:
            run.mismatch(place, self.expected, value)
            return value
        run.found += best[2]
        return best[1]

    @staticmethod
    def _as(
        variant: _Reader, value: object, place: _Place, run: _Pass
    ) -> tuple[Any, list[Deviation]]:
        key = id(variant), id(value)
        # Only objects and arrays are found once in a body.
        is_kept = isinstance(value, (dict, list))
        if is_kept and key in run.kept:
            return run.kept[key]
        found: list[Deviation] = []
        outer, run.found = run.found, found
        try:
            made: tuple[Any, list[Deviation]] = variant.read(value, place, run), found
        finally:
            run.found = outer
        if is_kept:
            run.kept[key] = made
        return made

    def likeness(self, value: object) -> int:
        if value is None:
            return int(self._is_nullable)
        return max((one.likeness(value) for one in self._variants), default=0)

    def shaped(self, value: object) -> Any:
        if value is None and self._is_nullable:
            return None
        for variant in self._variants:
            if isinstance(variant, _Object) and variant.shaped(value) is value:
                return value
        shapes: list[type[Any]] = [type(one.shaped(value)) for one in self._variants]
        if type(value) in shapes:
            return value
        return self._variants[0].shaped(value) if self._variants else value


class _Named(_Reader):
    """A type that may lead back to itself; looked up when a value is read."""

    def __init__(self, alias: Any) -> None:
        self._alias = alias

    @cached_property
    def _target(self) -> _Reader:
        return _reader(opened(self._alias))

    @property
    def expected(self) -> str:  # type: ignore[override]
        """The expected kind of value, in words."""
        return self._target.expected

    def read(self, value: object, place: _Place, run: _Pass) -> Any:
        return self._target.read(value, place, run)

    def likeness(self, value: object) -> int:
        return self._target.likeness(value)

    def shaped(self, value: object) -> Any:
        return self._target.shaped(value)


def _denies(result: object) -> bool:
    """Return whether the constants of an object are those of another variant."""
    return isinstance(result, BaseModel) and denies_itself(result)


def _tried(
    adapter: Adapter[Any], value: object, run: _Pass | None = None
) -> tuple[bool, Any, bool]:
    """Return whether a value matches, the result, and whether a format is odd."""
    before = OTHER_FORMATS.number
    try:
        text = pydantic_core.to_json(value)
        if run is not None:
            run.left -= (tries := adapter.tries(text))
            if tries and run.left < 0:
                return False, value, False
        result = adapter.from_json(text)
    except (ValueError, RecursionError, NameError, PydanticUserError):
        # Neither is there anything to try where a type cannot stand alone.
        return False, value, False
    return True, result, OTHER_FORMATS.number != before


def _reader(type_: Any) -> _Reader:
    try:
        return _kept(type_)
    except TypeError:  # an annotation that has no hash
        return _made(type_)


@lru_cache(maxsize=4096)
def _kept(type_: Any) -> _Reader:
    return _made(type_)


def _made(type_: Any) -> _Reader:
    """Return the reader of a type that the generator writes, or a caller."""
    origin, arguments = get_origin(type_), get_args(type_)
    if type_ is Any or type_ is object:
        return _ANYTHING
    if hasattr(type_, "__value__") and origin is None:
        return _Named(type_)
    if origin is Annotated:
        inner = arguments[0]
        for mark in arguments[1:]:
            if isinstance(mark, Tagged):
                return _union(get_args(inner), mark)
            if isinstance(mark, OtherValues):
                return _Implied(_reader(inner))
        inner_reader = _reader(inner)
        # What is marked is a scalar, or is not held to its marks.
        return _Strict(type_) if isinstance(inner_reader, _Strict) else inner_reader
    if origin in (Union, UnionType):
        return _union(arguments, None)
    if origin is list and arguments:
        return _Listed(type_, arguments[0])
    if origin is tuple and arguments and Ellipsis not in arguments:
        return _Fixed(arguments)
    if origin is dict and arguments and arguments[0] is str:
        return _Mapped(arguments[1])
    if inspect.isclass(type_) and issubclass(type_, BaseModel):
        return _Object(type_)
    return _Strict(type_)


def _union(types: Sequence[Any], tag: Tagged | None) -> _Reader:
    """Return the reader of a union; scalars are one of its variants together."""
    is_nullable = NoneType in types or None in types
    others = [one for one in types if one not in (NoneType, None)]
    readers = [_reader(one) for one in others]
    if any(isinstance(reader, _Anything) for reader in readers):
        tag = None
    if tag is None:
        scalars = [
            one
            for one, reader in zip(others, readers, strict=True)
            if isinstance(reader, _Strict)
        ]
        if len(scalars) > 1:
            joined: Any = Union[tuple(scalars)]  # noqa: UP007
            if len(scalars) == len(others):
                if is_nullable:
                    joined = joined | None
                return _Strict(joined)
            others = [one for one in others if one not in scalars] + [joined]
    return _Either(others, tag, is_nullable)


def _extra_of(model: type[BaseModel]) -> Any:
    """Return the type of additional properties of a model, if it states one."""
    for base in model.__mro__:
        if base is BaseModel or "__pydantic_extra__" not in inspect.get_annotations(
            base
        ):
            continue
        try:
            stated = inspect.get_annotations(base, eval_str=True)
        except NameError:
            return None
        arguments = get_args(stated["__pydantic_extra__"])
        return arguments[1] if len(arguments) == 2 else None
    return None


_NAMES: Final[dict[object, str]] = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "a boolean",
    NoneType: "null",
    list: "an array",
    tuple: "an array",
    dict: "an object",
    bytes: "base64",
    uuid.UUID: "a UUID",
    dt.datetime: "a date-time",
    dt.date: "a date",
    decimal.Decimal: "a decimal number",
}


def kinds_of(type_: Any) -> list[Any]:
    """Return the classes and the fixed values that a scalar can be."""
    origin, arguments = get_origin(type_), get_args(type_)
    if hasattr(type_, "__value__") and origin is None:
        return kinds_of(opened(type_))
    if origin is Annotated:
        return kinds_of(arguments[0])
    if origin in (Union, UnionType):
        return [kind for one in arguments for kind in kinds_of(one)]
    if origin is Literal:
        return [_Value(value) for value in arguments]
    if origin is not None:
        return [origin]
    return [NoneType if type_ is None else type_]


class _Value:
    """A fixed value of a `Literal`."""

    def __init__(self, value: object) -> None:
        self.value = value


def in_words(kinds: Sequence[Any]) -> str:
    """Return the expected kinds of values, in words."""
    classes = [kind for kind in kinds if isinstance(kind, type)]
    values = [
        kind.value
        for kind in kinds
        if isinstance(kind, _Value) and type(kind.value) not in classes
    ]
    names: dict[str, None] = {}
    for kind in classes:
        names[_named(kind)] = None
    if float in classes:
        names.pop("an integer", None)
    if len(values) == 1:
        names[pydantic_core.to_json(values[0]).decode()] = None
    elif values:
        shown = ", ".join(pydantic_core.to_json(one).decode() for one in values[:5])
        more = ", …" if len(values) > 5 else ""
        names[f"one of {shown}{more}"] = None
    return " or ".join(sorted(names, key=lambda name: name == "null")) or "any value"


def _named(kind: type) -> str:
    name = next((_NAMES[base] for base in kind.__mro__ if base in _NAMES), None)
    return name or kind.__name__
