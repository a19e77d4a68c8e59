"""Whether JSON values fit the types of an API.

JSON Schema 2020-12, Validation, section 6, for the types of `schemas`. Values of JSON
are held to them exactly: text is no number, and a format that is known is checked.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import ipaddress
import math
import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any, Final, Literal, TypeAlias, cast
from urllib.parse import urlsplit
from uuid import UUID

from ..types.patterns import search
from .schemas import Schemas, Type, is_array, is_items, is_members, is_object, kind_of

Direction: TypeAlias = Literal["request", "response"]
"""Where a value is: what a server sets is not in requests, nor secrets in responses."""

Problem: TypeAlias = tuple[str, str]
"""A place in the value, as a JSON pointer, and what is wrong there."""

_MOST: Final = 20
"""As many problems are found; more would not be read."""

_DEEPEST: Final = 100
_MOST_BITS: Final = 4000
"""Bits of an integer that is checked; beyond 4,300 digits, Python writes none."""


def problems(
    value: Any, type_: Type, schemas: Schemas, direction: Direction
) -> list[Problem]:
    """Return what is wrong with a value; nothing if it fits."""
    found: list[Problem] = []
    for problem in _Check(schemas, direction).all(value, type_, "", 0):
        found.append(problem)
        if len(found) >= _MOST:
            break
    return found


class _Check:
    def __init__(self, schemas: Schemas, direction: Direction) -> None:
        self._schemas: Final = schemas
        self._direction: Final[Direction] = direction
        self._known: Final[dict[tuple[int, str], tuple[Type, list[Problem]]]] = {}
        """Problems by type and place: unions within unions would repeat the work."""

    def all(self, value: Any, type_: Type, at: str, depth: int) -> Iterator[Problem]:
        if depth > _DEEPEST:
            return
        type_ = self._schemas.resolved(type_)
        if isinstance(type_, (str, list)):
            yield from _scalar(value, type_, at)
        elif "enum" in type_:
            values = type_["enum"]
            # Text is compared at once: only true and 1 are not what they seem.
            is_listed = isinstance(value, str) and value in values
            if not is_listed and not any(same(value, one) for one in values):
                yield at, f"must be {_listed(type_['enum'])}"
        elif "anyOf" in type_:
            yield from self._union(value, type_, at, depth)
        elif "json" in type_:
            yield from _scalar(value, "string", at)
        elif is_array(type_):
            yield from self._array(value, type_, at, depth)
        elif is_object(type_):
            yield from self._object(value, type_, at, depth)

    def _union(self, value: Any, type_: Type, at: str, depth: int) -> Iterator[Problem]:
        tag = type_.get("tag")
        if tag is not None and is_members(value) and tag[0] in value:
            for known, reference in tag[1]:
                if same(known, value[tag[0]]):
                    yield from self.all(value, reference, at, depth + 1)
                    return
        nearest: list[Problem] | None = None
        for one in type_["anyOf"]:
            found = self._of_variant(value, one, at, depth + 1)
            if not found:
                return
            # What is wrong inside of a variant says more than "is no object".
            if nearest is None or _depth(found) > _depth(nearest):
                nearest = found
        yield from nearest or ()

    def _of_variant(
        self, value: Any, type_: Type, at: str, depth: int
    ) -> list[Problem]:
        key = id(type_), at
        known = self._known.get(key)
        if known is None:
            found = list(islice(self.all(value, type_, at, depth), _MOST))
            # The type is kept as well: no other may get its identity.
            known = self._known[key] = type_, found
        return known[1]

    def _array(self, value: Any, type_: Type, at: str, depth: int) -> Iterator[Problem]:
        if not is_items(value):
            if not type_.get("implied"):
                yield at, f"must be an array, not {_named(value)}"
            return
        yield from _lengths(len(value), type_, "minItems", "maxItems", "items", at)
        if type_.get("uniqueItems") and len(set(map(_identity, value))) < len(value):
            yield at, "must not have an item twice"
        prefix = type_.get("prefixItems", ())
        if len(value) < len(prefix):
            yield at, f"must have {len(prefix)} items"
        for index, item in enumerate(value):
            inner = prefix[index] if index < len(prefix) else type_.get("items", "any")
            yield from self.all(item, inner, f"{at}/{index}", depth + 1)

    def _object(
        self, value: Any, type_: Type, at: str, depth: int
    ) -> Iterator[Problem]:
        if not is_members(value):
            yield at, f"must be an object, not {_named(value)}"
            return
        yield from _lengths(len(value), type_, "minItems", "maxItems", "properties", at)
        properties: Mapping[str, Type] = type_.get("properties", {})
        absent = type_.get(
            "readOnly" if self._direction == "request" else "writeOnly", ()
        )
        for name in type_.get("required", ()):
            if name not in value and name not in absent:
                yield at, f"{name} is required"
        extra = type_.get("values")
        for name, item in value.items():
            inner = properties.get(name, extra)
            if inner is not None:
                yield from self.all(item, inner, f"{at}/{_escaped(name)}", depth + 1)
            elif type_.get("closed"):
                yield at, f"{name} is not a property of this object"


def _depth(found: list[Problem]) -> int:
    return max(at.count("/") for at, _ in found)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def same(one: Any, other: Any) -> bool:
    """Return whether two values are the same in JSON, where true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if is_items(one) and is_items(other):
        return len(one) == len(other) and all(map(same, one, other))
    if is_members(one) and is_members(other):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    return bool(one == other)


def _identity(value: Any) -> Hashable:
    """Return what is equal for two values if they are the same in JSON."""
    if isinstance(value, bool):
        return bool, value
    if is_items(value):
        return list, tuple(map(_identity, value))
    if is_members(value):
        return dict, frozenset((name, _identity(one)) for name, one in value.items())
    return cast("Hashable", value)


def _listed(values: list[Any]) -> str:
    shown = ", ".join(map(repr, values[:10]))
    rest = f" or {len(values) - 10} more" if len(values) > 10 else ""
    return f"one of {shown}{rest}" if len(values) > 1 else repr(values[0])


def _named(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case _:
            return "an object"


def _scalar(value: Any, type_: Type, at: str) -> Iterator[Problem]:
    name, format_, limits = kind_of(type_)
    if name in ("any", "event"):
        return
    if name == "null":
        if value is not None:
            yield at, f"must be null, not {_named(value)}"
    elif name == "boolean":
        if not isinstance(value, bool):
            yield at, f"must be a boolean, not {_named(value)}"
    elif name in ("integer", "number", "decimal-number"):
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if isinstance(value, float):
            is_number = math.isfinite(value)
        is_whole = not isinstance(value, float) or value.is_integer()
        if not is_number or (name == "integer" and not is_whole):
            wanted = "an integer" if name == "integer" else "a number"
            yield at, f"must be {wanted}, not {_named(value)}"
        else:
            yield from _beyond(value, limits, at)
    elif isinstance(value, bytes) and name in ("binary", "octets", "byte", "string"):
        return
    elif not isinstance(value, str):
        is_decimal = name == "decimal" and isinstance(value, (int, float))
        if not is_decimal or isinstance(value, bool):
            yield at, f"must be a string, not {_named(value)}"
    else:
        yield from _lengths(len(value), limits, "minLength", "maxLength", "", at)
        pattern = limits.get("pattern")
        if pattern is not None and not search(pattern, value):
            yield at, f"must match {pattern}"
        if not has_format(value, format_ or name):
            yield at, f"must be a {format_ or name}"


def _beyond(value: float, limits: Mapping[str, Any], at: str) -> Iterator[Problem]:
    if "minimum" in limits and value < limits["minimum"]:
        yield at, f"must be {limits['minimum']} or more"
    if "maximum" in limits and value > limits["maximum"]:
        yield at, f"must be {limits['maximum']} or less"
    if "exclusiveMinimum" in limits and value <= limits["exclusiveMinimum"]:
        yield at, f"must be more than {limits['exclusiveMinimum']}"
    if "exclusiveMaximum" in limits and value >= limits["exclusiveMaximum"]:
        yield at, f"must be less than {limits['exclusiveMaximum']}"
    step = limits.get("multipleOf")
    if step and not is_multiple(value, step):
        yield at, f"must be a multiple of {step}"
    if "enum" in limits and value not in limits["enum"]:
        yield at, f"must be {_listed(list(limits['enum']))}"


def is_multiple(value: float, step: float) -> bool:
    """Return whether a number is a multiple of another, in decimal."""
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return True
    if abs(Decimal(str(value)).adjusted()) > 1000:
        return True
    return Fraction(str(value)) % Fraction(str(step)) == 0


def _lengths(
    length: int, limits: Mapping[str, Any], least: str, most: str, what: str, at: str
) -> Iterator[Problem]:
    of = what or "characters"
    if length < (limits.get(least) or 0):
        yield at, f"must have {limits[least]} or more {of}, not {length}"
    if limits.get(most) is not None and length > limits[most]:
        yield at, f"must have {limits[most]} or fewer {of}, not {length}"


def has_format(text: str, format_: str) -> bool:
    """Return whether text has a format; every text has one that is not known."""
    check = _FORMATS.get(format_)
    if check is None:
        return True
    try:
        return bool(check(text))
    except (ValueError, ArithmeticError, binascii.Error):
        return False


_DATE_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_TIME: Final = re.compile(r"\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)
_DURATION: Final = re.compile(
    r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?",
    re.ASCII,
)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
_HOST: Final = re.compile(
    r"(?=.{1,253}\.?$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\.?"
)


def _is_date_time(text: str) -> bool:
    if _DATE_TIME.fullmatch(text) is None:
        return False
    plain = text.upper().replace(":60", ":59")
    dt.datetime.fromisoformat(plain)
    return True


def _is_date(text: str) -> bool:
    dt.date.fromisoformat(text)
    return len(text) == 10


def _is_uri(text: str) -> bool:
    return bool(urlsplit(text).scheme) and text.isascii() and " " not in text


def _is_base64(text: str) -> bool:
    plain = text.replace("-", "+").replace("_", "/")
    base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    return True


_FORMATS: Final[Mapping[str, Callable[[str], object]]] = {
    "uuid": lambda text: len(text) == 36 and UUID(text),
    "date-time": _is_date_time,
    "date": _is_date,
    "time": _TIME.fullmatch,
    "duration": _DURATION.fullmatch,
    "decimal": lambda text: Decimal(text).is_finite(),
    "byte": _is_base64,
    "base64url": _is_base64,
    "email": _EMAIL.fullmatch,
    "idn-email": _EMAIL.fullmatch,
    "hostname": _HOST.fullmatch,
    "ipv4": ipaddress.IPv4Address,
    "ipv6": ipaddress.IPv6Address,
    "uri": _is_uri,
    "url": _is_uri,
}
