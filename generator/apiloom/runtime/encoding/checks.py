"""Values that callers pass, checked before anything is sent.

Parameters, bodies and the fields of forms are checked in the same way: against their
types, against the limits of the specification, and for what no request can carry. What
a response brought is sent back as it came, whatever it is.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from itertools import islice
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast
from uuid import UUID

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticSerializationError, to_json

from ..core.lazy import Deferred
from ..types.constants import wire_name
from ..types.constraints import Check, Path, is_finite, limits_of
from ..types.models import (
    FALLBACK_REFUSED,
    WRONG_TAG,
    Adapter,
    Model,
    as_received,
    takes_null,
)
from ..types.nesting import TOO_DEEP
from ..types.scalars import WrittenBytes, WrittenUUID, written
from .parameters import jsonable
from .problems import Problem, refusal

if TYPE_CHECKING:
    from ..types import partial
else:
    partial = Deferred("..types.partial", __package__)

_WANTED: Final = {
    "string_type": "a string",
    "string_sub_type": "a string",
    "int_type": "an integer",
    "int_parsing": "an integer",
    "int_from_float": "an integer",
    "float_type": "a number",
    "float_parsing": "a number",
    "number": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "decimal_type": "a decimal",
    "decimal_parsing": "a decimal",
    "bytes_type": "bytes, or their base64 text",
    "none_required": "null",
}
_SENTENCES: Final = {
    "missing": "is required",
    "extra_forbidden": "is not a property of this object",
    "string_unicode": "must be text that UTF-8 can carry: neither half of a surrogate "
    "pair nor bytes that are no text",
    "finite_number": "must be a finite number; JSON has neither NaN nor infinity",
    "recursion_loop": "must not contain itself",
}
_KINDS: Final = frozenset({"wanted", "literal_error", "enum"})
"""Other errors about what kind of thing was passed."""

_START: Final = "Input should be "

_FINE: Final = frozenset(
    {
        *(int, bool, NoneType, bytes, WrittenBytes, UUID, WrittenUUID),
        *(dt.date, dt.time, dt.timedelta),
    }
)
"""Values of which each can be sent."""

AS_TEXT: Final = frozenset({UUID})
"""What parameters carry as its plain text."""

_LISTS: Final = (list, tuple, set, frozenset, deque)

_FINITE: Final = "must be a finite number; JSON has neither NaN nor infinity"
_AWARE: Final = (
    "must have a time zone: pass a datetime with tzinfo, such as "
    "datetime.now(timezone.utc), or text such as 2024-01-31T12:00:00Z"
)
_UNICODE: Final = "must be text that UTF-8 can carry; it has half of a surrogate pair"
_NULL: Final = "must not be null; leave it out instead"
_DEPTH: Final = "must not contain itself, or be nested so deeply"
_TOO_DEEP: Final = (
    "is nested too deeply to try all variants of its unions; pass models instead of"
    " dicts, from the innermost to the outermost"
)


class Finding(NamedTuple):
    """A problem, and the member of a model that has it.

    A member that a response brought is not held to limits: `is_limit` says that it is
    one of those that the problem is about.
    """

    path: Path
    message: str
    is_limit: bool = False
    holder: Model | None = None
    member: str = ""


class _Member(NamedTuple):
    name: str
    wire: str
    limit: Check | None
    takes_null: bool


@cache
def _members(model: type[Model]) -> tuple[_Member, ...]:
    limits = limits_of(model)
    return tuple(
        _Member(
            name,
            wire_name(name, field),
            limits.get(name),
            takes_null(field),
        )
        for name, field in model.model_fields.items()
    )


class _Walk:
    """Checks every value before it is sent."""

    __slots__ = ("_limits", "found")

    def __init__(self, *, limits: bool) -> None:
        self._limits: Final = limits
        self.found: Final[list[Finding]] = []

    def value(self, value: object, path: Path) -> None:
        kind = type(value)
        if kind is str:
            self._text(cast("str", value), path)
        elif kind in _FINE:
            return
        elif kind is list:
            for index, item in enumerate(cast("list[object]", value)):
                if type(item) not in _FINE:
                    self.value(item, (*path, str(index)))
        elif isinstance(value, Model):
            self._model(value, path)
        elif isinstance(value, Mapping):
            for key, item in cast("Mapping[object, object]", value).items():
                if isinstance(key, str):
                    self._text(key, path)
                self.value(item, (*path, str(key)))
        else:
            self._other(value, path)

    def _text(self, text: str, path: Path) -> None:
        if not text.isascii():
            try:
                text.encode()
            except UnicodeEncodeError:
                self.found.append(Finding(path, _UNICODE))

    def _other(self, value: object, path: Path) -> None:
        if isinstance(value, (float, Decimal)):
            if not is_finite(value):
                self.found.append(Finding(path, _FINITE))
        elif isinstance(value, dt.datetime):
            if value.tzinfo is None and written(value) is None:
                self.found.append(Finding(path, _AWARE))
        elif isinstance(value, str):
            self._text(value, path)
        elif isinstance(value, Enum):
            self.value(cast("object", value.value), path)
        elif isinstance(value, _LISTS):
            for index, item in enumerate(cast("list[object]", value)):
                self.value(item, (*path, str(index)))
        elif isinstance(value, BaseModel):
            for name, item in {**vars(value), **(value.model_extra or {})}.items():
                self.value(item, (*path, name))
        elif is_dataclass(value):
            for field in fields(value):
                self.value(getattr(value, field.name, None), (*path, field.name))

    def _model(self, value: Model, path: Path) -> None:
        stated = value.model_fields_set
        values = value.__dict__
        for member in _members(type(value)):
            name = member.name
            if name not in stated:
                continue
            item = values.get(name)
            if item is None:
                if not member.takes_null and self._limits:
                    place = (*path, member.wire)
                    self.found.append(Finding(place, _NULL, True, value, name))
                continue
            if member.limit is not None and self._limits:
                member.limit(item, (*path, member.wire), self._limit(value, name))
            kind = cast("type[object]", type(item))
            if kind not in _FINE and (kind is not str or not item.isascii()):
                self.value(item, (*path, member.wire))
        more = value.__pydantic_extra__
        if more:
            self.value(more, path)

    def _limit(self, holder: Model, member: str) -> Callable[[Path, str], None]:
        def report(path: Path, message: str) -> None:
            self.found.append(Finding(path, message, True, holder, member))

        return report


def findings(value: object, *, limits: bool = True, path: Path = ()) -> list[Finding]:
    """Return the problems of a value of the right type, with limits of models."""
    walk = _Walk(limits=limits)
    try:
        walk.value(value, path)
    except RecursionError:
        walk.found.append(Finding(path, _DEPTH))
    return walk.found


class Checker:
    """Checks what callers pass for one type, and encodes it."""

    __slots__ = ("adapter",)

    def __init__(self, type_: Any) -> None:
        """Initialize with any type annotation that pydantic understands."""
        self.adapter: Final = Adapter[Any](type_)

    def checked(
        self, value: object, place: str, path: Path = (), *, validate: bool = True
    ) -> Any:
        """Return the value as its type wants it.

        Without `validate`, it is held to its type alone, and may lack what is required.
        Raises `RequestValidationError` with everything that is wrong.
        """
        try:
            checked = self.adapter.from_python(value)
        except ValidationError as error:
            checked = self._incomplete(value, place, path, error, validate)
        except RecursionError as error:
            raise refusal([Problem(place, path, _DEPTH)]) from error
        if type(checked) in _FINE and self.adapter.limit is None:
            return checked
        wrong = self._wrong(checked, value, place, path, validate)
        if wrong:
            raise refusal(wrong)
        return checked

    def _wrong(
        self, checked: Any, value: object, place: str, path: Path, validate: bool
    ) -> list[Problem]:
        """Return the problems of a value of the right type."""
        found = findings(checked, limits=validate, path=path)
        limit = self.adapter.limit if validate else None
        if limit is not None:

            def report(at: Path, message: str) -> None:
                found.append(Finding(at, message))

            limit(checked, path, report)
        if not found:
            return []
        kept = _without_received(found, value)
        return [Problem(place, one.path, one.message) for one in kept]

    def _beside(self, value: object, wrong: set[Path]) -> Any:
        """Return the properties of an object that have their types."""
        if not isinstance(value, Mapping):
            return None
        members = cast("Mapping[str, object]", value).items()
        try:
            return partial.incomplete(
                self.adapter.type,
                {key: item for key, item in members if (key,) not in wrong},
            )
        except ValidationError:
            return None

    def _incomplete(
        self,
        value: object,
        place: str,
        path: Path,
        error: ValidationError,
        validate: bool,
    ) -> Any:
        """Return the incomplete value, if that is allowed; else raise."""
        details = error.errors(include_url=False, include_input=False)
        if details[0]["type"] == TOO_DEEP:
            raise refusal([Problem(place, path, _TOO_DEEP)]) from error
        if not validate and all(one["type"] in _INCOMPLETE for one in details):
            try:
                return partial.incomplete(self.adapter.type, value)
            except ValidationError as other:
                error = other
        found = [
            Problem(place, (*path, *at), message)
            for at, message in explained(error, value)
        ]
        rest = self._beside(value, {one.path[len(path) :][:1] for one in found})
        if rest:
            found += self._wrong(rest, value, place, path, validate)
        raise refusal(found) from error

    def to_json(self, checked: Any, place: str = "body", path: Path = ()) -> bytes:
        """Encode as compact JSON.  Raises `RequestValidationError`."""
        try:
            return self.adapter.to_json(checked)
        except (PydanticSerializationError, ValueError, RecursionError) as error:
            raise refusal(_unwritable(checked, place, path)) from error

    def to_jsonable(self, checked: Any, place: str, path: Path) -> Any:
        """Turn into JSON's types.  Raises `RequestValidationError`."""
        try:
            return self.adapter.to_jsonable(checked)
        except (PydanticSerializationError, ValueError, RecursionError) as error:
            raise refusal(_unwritable(checked, place, path)) from error


def checked_any(value: object, place: str, path: Path) -> Any:
    """Return any value as JSON's types; raise `RequestValidationError`."""
    found = findings(value, path=path)
    kept = _without_received(found, value) if found else found
    if kept:
        raise refusal(Problem(place, one.path, one.message) for one in kept)
    return jsonable_of(value, place, path)


def jsonable_of(value: object, place: str, path: Path) -> Any:
    """Return a value as JSON's types.  Raises `RequestValidationError`."""
    try:
        return jsonable(value)
    except (PydanticSerializationError, ValueError, RecursionError) as error:
        raise refusal(_unwritable(value, place, path)) from error


def _without_received(found: list[Finding], value: object) -> list[Finding]:
    """Return the findings without the limits of what a response brought.

    A model of the caller's value was there before the call; one that is made of a dict
    was not, and says nothing of where it is from.
    """
    if not any(one.is_limit for one in found):
        return found
    before = {id(model) for model in _models_in(value, set())}
    return [
        one
        for one in found
        if not one.is_limit
        or one.holder is None
        or id(one.holder) not in before
        or one.member not in as_received(one.holder)
    ]


def _models_in(value: object, seen: set[int]) -> Iterator[Model]:
    key = id(value)
    if key in seen:
        return
    items: Iterable[object]
    if isinstance(value, Model):
        yield value
        extra: dict[str, object] = value.model_extra or {}
        items = (*vars(value).values(), *extra.values())
    elif isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).values()
    elif isinstance(value, (list, tuple)):
        items = cast("list[object]", value)
    else:
        return
    seen.add(key)
    for item in items:
        yield from _models_in(item, seen)


def _unwritable(value: object, place: str, path: Path) -> Iterator[Problem]:
    """Return the values that JSON cannot express, or the whole value."""
    found = list(_mismatches(value, path, 0))
    for at, kind in found or [(path, type(value).__name__)]:
        yield Problem(place, at, f"cannot be written as JSON: {kind}")


def _mismatches(value: object, path: Path, depth: int) -> Iterator[tuple[Path, str]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, BaseModel):
        value = {**vars(value), **(value.model_extra or {})}
    if isinstance(value, Mapping):
        for key, item in cast("Mapping[object, object]", value).items():
            yield from _mismatches(item, (*path, str(key)), depth + 1)
    elif isinstance(value, _LISTS):
        for index, item in enumerate(cast("list[object]", value)):
            yield from _mismatches(item, (*path, str(index)), depth + 1)
    else:
        try:
            to_json(value)
        except (PydanticSerializationError, ValueError):
            yield path, type(value).__name__


_DEEPEST: Final = 200
_MOST_EXPLAINED: Final = 2_000
"""Mistakes in one value that are explained; a union has one for each try."""


_INCOMPLETE: Final = frozenset({"missing", FALLBACK_REFUSED})
"""What may be wrong with a value that merely lacks something that is required."""


def explained(
    error: ValidationError, value: object
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Return each invalid place, once, and everything that is allowed there."""
    places: dict[tuple[str, ...], dict[str, None]] = {}
    for detail in islice(error.errors(include_url=False), _MOST_EXPLAINED):
        if detail["type"] != FALLBACK_REFUSED:
            path, tag = _path(detail, value)
            variant = f" (of the variant {tag!r})" if tag is not None else ""
            places.setdefault(path, {})[_message(detail) + variant] = None
    if not places:
        yield (), "must be one of the objects that are described"
    for path, messages in places.items():
        yield path, _either(list(messages))


def _path(
    detail: ErrorDetails, value: object
) -> tuple[tuple[str, ...], int | str | None]:
    """Return the members that lead there, and the variant that the last tag chose.

    Pydantic also names unions on the way, and the tag after those that have one.
    """
    path: list[str] = []
    tag: int | str | None = None
    location = detail["loc"]
    is_tag = False
    for number, part in enumerate(location, 1):
        if is_tag:
            # Pydantic names true and false as if they were 1 and 0.
            tag, is_tag = None if part in (0, 1) else part, False
            continue
        if isinstance(value, Mapping) and part in value:
            value = cast("Mapping[object, object]", value)[part]
        elif isinstance(value, (list, tuple)) and isinstance(part, int):
            items = cast("list[object]", value)
            value = items[part] if part < len(items) else None
        elif number < len(location) or detail["type"] != "missing":
            is_tag = isinstance(part, str) and part.startswith("tagged-union[")
            continue
        path.append(str(part))
    if detail["type"] == WRONG_TAG:
        path.append(_about(detail)["member"])
    return tuple(path), tag


def _about(detail: ErrorDetails) -> Mapping[str, str]:
    """Return the message of an error about a tag."""
    return cast("Mapping[str, str]", detail.get("ctx", {}))


def _message(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind == WRONG_TAG:
        return _about(detail)["message"]
    if kind in _SENTENCES:
        return _SENTENCES[kind]
    wish = _WANTED.get(kind)
    if wish is None and detail["msg"].startswith(_START):
        wish = detail["msg"].removeprefix(_START)
    if wish is None:
        return detail["msg"]
    given: Any = detail["input"]
    is_kind = kind in _WANTED or kind in _KINDS
    if not is_kind:
        return f"must be {wish}"
    # What may be written as text was written, and is none of it.
    is_other = isinstance(given, str) and " text" in wish
    return f"must be {wish}, not {'other text' if is_other else _kind(given)}"


def _kind(value: object) -> str:
    """Return the kind of a value, never the value: it may be secret."""
    return "None" if value is None else type(value).__name__


def _either(messages: list[str]) -> str:
    """Return the messages of the members of a union as one."""
    wishes = [
        one.rpartition(", not ") for one in messages if one.startswith("must be ")
    ]
    wishes = [one for one in wishes if one[0]]
    others = [one for one in messages if not one.startswith("must be ")]
    if len(wishes) < 2:
        return "; ".join(messages)
    joined = " or ".join(one[0].removeprefix("must be ") for one in wishes)
    return "; ".join([f"must be {joined}, not {wishes[0][2]}", *others])
