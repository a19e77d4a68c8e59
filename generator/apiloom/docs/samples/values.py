"""Sample values: what a document gives as an example, else something that fits.

Values are JSON's own; `apiloom.docs.samples.code` writes them as Python.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from apiloom.docs.samples.validity import Value, is_listed, is_of_kind, is_within
from apiloom.ir.api import Api
from apiloom.ir.scalars import SCALARS, Kind
from apiloom.ir.types import (
    ANY,
    Alias,
    Array,
    Constraints,
    Embedded,
    Enumeration,
    Field,
    Literal,
    Map,
    Model,
    Primitive,
    Reference,
    Tuple,
    Type,
    Union,
)
from apiloom.locations import Pointer
from apiloom.naming.casing import words

LONGEST: Final = 200
"""A longer text is no example for a line of code."""

_LONGEST_TEXT: Final = 10_000
"""And neither is a longer value of any kind, as JSON."""

DEEPEST: Final = 6
"""How many objects stand inside one another in a sample."""

MOST: Final = 300
"""How many values a sample has; what a document writes in a line may mean millions."""

_MOST_ITEMS: Final = 10


class _LeftOut(str):
    """A placeholder for the rest of a sample, written as an ellipsis."""


LEFT_OUT: Final = _LeftOut("...")
"""What a sample does not show because it would be too deep, or too long."""

_MOST_OPTIONAL: Final = 3
_BY_WORD: Final = {
    "email": "jane@example.com",
    "mail": "jane@example.com",
    "url": "https://example.com",
    "uri": "https://example.com",
    "link": "https://example.com",
    "website": "https://example.com",
    "phone": "+441206250380",
    "country": "GB",
    "currency": "EUR",
    "language": "en",
    "locale": "en-GB",
    "timezone": "Europe/London",
}
_CANDIDATES: Final = """
    GBR GB EUR en en-GB a A 1 12 123 1234 12345 123456 a1b2c3d4 abc ABC abc-123 abc_123
    1.0 1.0.0 #1a2b3c jane@example.com https://example.com +441206250380 441206250380
    2025-01-31 2025-01-31T12:00:00Z 12:00 12:00:00 PT1H 10.00 192.0.2.1 example.com
    /example true 182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e 6b26e182bd5e51e4a799aa6d
    182bd5e56e1afe4a799aa6d9a6ab26e0
    """.split()
"""What is tried where a pattern must be matched."""


@dataclass(frozen=True, slots=True)
class Samples:
    """Finds sample values: for requests, or for responses (`received`).

    Nothing in a request is read-only, and nothing in a response is write-only. A
    request has what is required, a response has everything.
    """

    api: Api
    received: bool = False
    _left: list[int] = field(default_factory=lambda: [MOST], init=False, compare=False)
    """How many values the sample may still have."""
    _known: dict[tuple[int, Pointer], bool] = field(
        default_factory=dict[tuple[int, Pointer], bool], init=False, compare=False
    )
    """Which parts of a stated value, by identity, fit which definitions."""

    def of(self, type_: Type, name: str, *stated: str | None) -> Value:
        """A value of a type; the first of the stated ones (JSON text) that fits."""
        self._left[0] = MOST
        given = self._stated(type_, stated)
        return given[0] if given else self._made(type_, name, ())

    def of_field(self, field: Field) -> Value:
        """A value of a property."""
        self._left[0] = MOST
        return self._field(field, ())

    def _stated(self, type_: Type, stated: Sequence[str | None]) -> tuple[Value, ...]:
        for text in stated:
            if text is None or len(text) > _LONGEST_TEXT:
                continue
            value: Value = json.loads(text)
            if value is not None and _is_short(value) and self.fits(value, type_):
                return (value,)
        return ()

    def _field(self, field: Field, above: tuple[Pointer, ...]) -> Value:
        given = self._stated(field.type, (field.example, field.default))
        return given[0] if given else self._made(field.type, field.wire, above)

    # Values that no example gives

    def _made(self, type_: Type, name: str, above: tuple[Pointer, ...]) -> Value:
        self._left[0] -= 1
        if self._left[0] < 0:
            return LEFT_OUT
        match type_:
            case Primitive(kind, constraints):
                return _primitive(kind, constraints, name)
            case Literal(values):
                return values[0]
            case Array(items, constraints):
                if self._leads_back(items, above):
                    return []
                count = min(max(constraints.min_items or 1, 1), _MOST_ITEMS)
                return [self._made(items, _singular(name), above)] * count
            case Tuple(prefix, _):
                return [self._made(item, name, above) for item in prefix]
            case Map(values):
                if self._leads_back(values, above):
                    return {}
                return {"key": self._made(values, "value", above)}
            case Embedded(inner):
                return self._made(inner, name, above)
            case Reference(target):
                return self._defined(target, name, above)
            case Union(members):
                return self._made(self._chosen(members, above), name, above)

    def _chosen(self, members: tuple[Type, ...], above: tuple[Pointer, ...]) -> Type:
        """The first member that comes to an end."""
        return next(
            (one for one in members if not self._leads_back(one, above)), members[-1]
        )

    def _leads_back(self, type_: Type, above: tuple[Pointer, ...]) -> bool:
        return isinstance(type_, Reference) and type_.target in above

    def _defined(self, target: Pointer, name: str, above: tuple[Pointer, ...]) -> Value:
        definition = self.api.definitions[target]
        if target in above:
            return None
        if len(above) >= DEEPEST and not isinstance(definition, Enumeration):
            return LEFT_OUT
        match definition:
            case Enumeration(values=values):
                return values[0].value
            case Alias(type=type_):
                return self._made(type_, name, (*above, target))
            case Model():
                return {
                    field.wire: self._field(field, (*above, target))
                    for field in self.telling(definition)
                }

    def telling(self, model: Model) -> list[Field]:
        """The properties that a sample object has.

        The required ones; where nothing is required, those with an example, or the
        first, for an empty object shows nothing.
        """
        fields = [field for field in model.fields if self._is_shown(field)]
        if self.received:
            return fields
        required = [field for field in fields if field.required]
        if required:
            return required
        shown = [field for field in fields if field.example is not None]
        return shown[:_MOST_OPTIONAL] or fields[:1]

    def _is_shown(self, field: Field) -> bool:
        return not (field.write_only if self.received else field.read_only)

    # Whether a stated value is one of the type

    def fits(self, value: Value, type_: Type) -> bool:
        """Whether a value is one of a type, as far as types and simple limits go."""
        self._known.clear()
        return value is LEFT_OUT or self._fits(value, type_)

    def _fits(self, value: Value, type_: Type) -> bool:
        match type_:
            case Primitive(kind, constraints):
                return is_of_kind(value, kind) and is_within(value, constraints)
            case Literal(values):
                return is_listed(value, values)
            case Array(items, constraints):
                return (
                    isinstance(value, list)
                    and is_within(value, constraints)
                    and all(self._fits(item, items) for item in value)
                )
            case Tuple(prefix, rest):
                return self._fits_tuple(value, prefix, rest)
            case Map(values):
                return isinstance(value, dict) and all(
                    self._fits(item, values) for item in value.values()
                )
            case Embedded(inner):
                return self._fits(value, inner)
            case Reference(target):
                return self._fits_definition(value, target)
            case Union(members):
                return any(self._fits(value, member) for member in members)

    def _fits_tuple(
        self, value: Value, prefix: tuple[Type, ...], rest: Type | None
    ) -> bool:
        if not isinstance(value, list) or len(value) < len(prefix):
            return False
        if rest is None and len(value) > len(prefix):
            return False
        types = [*prefix, *[rest or ANY] * (len(value) - len(prefix))]
        return all(map(self._fits, value, types))

    def _fits_definition(self, value: Value, target: Pointer) -> bool:
        # Once for each part of the value: nested unions would repeat it.
        key = id(value), target
        if key not in self._known:
            self._known[key] = False  # what leads back to itself says nothing
            self._known[key] = self._is_one(value, target)
        return self._known[key]

    def _is_one(self, value: Value, target: Pointer) -> bool:
        definition = self.api.definitions[target]
        match definition:
            case Enumeration(values=values):
                return is_listed(value, tuple(one.value for one in values))
            case Alias(type=type_):
                return self._fits(value, type_)
            case Model(fields=fields):
                if not isinstance(value, dict):
                    return False
                return all(
                    self._fits_field(value, field)
                    for field in fields
                    if self._is_shown(field)
                )

    def _fits_field(self, value: dict[str, Value], field: Field) -> bool:
        if field.wire not in value:
            return not field.required
        found = value[field.wire]
        if found is None and not field.required:
            return True
        return self._fits(found, field.type)


def _is_short(value: Value) -> bool:
    return not isinstance(value, str) or len(value) <= LONGEST


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and len(name) > 2 else name


def _primitive(kind: Kind, constraints: Constraints, name: str) -> Value:
    if kind is Kind.ANY:
        return name
    if kind is Kind.NULL:
        return None
    if kind is Kind.BOOLEAN:
        return True
    if kind in (Kind.INTEGER, Kind.NUMBER, Kind.DECIMAL_NUMBER):
        return _number(kind, constraints)
    return SCALARS[kind].sample or _text(constraints, name)


def _number(kind: Kind, constraints: Constraints) -> int | float:
    """A number within its limits, a small one if it may be."""
    try:
        return _within_limits(kind, constraints)
    except (OverflowError, ValueError):
        return 1  # the limits are beyond what a float can hold


def _within_limits(kind: Kind, constraints: Constraints) -> int | float:
    step = constraints.multiple_of or 1
    least = constraints.minimum
    if constraints.exclusive_minimum is not None:
        least = constraints.exclusive_minimum + step
    most = constraints.maximum
    if constraints.exclusive_maximum is not None:
        most = constraints.exclusive_maximum - step
    number: int | float = step
    if least is not None and number < least:
        number = -(-least // step) * step
    if most is not None and number > most:
        number = most // step * step
    if kind is Kind.INTEGER or number == int(number):
        return int(number)
    return number


def _text(constraints: Constraints, name: str) -> str:
    """A text within its limits: by the words of its name, else the name itself."""
    hinted = [
        _BY_WORD[word] for word in map(str.lower, words(name)) if word in _BY_WORD
    ]
    plain = "_".join(words(name)).lower() or "text"
    for text in (*hinted, plain, *_CANDIDATES):
        if is_within(text, constraints):
            return text
    if constraints.pattern is None:
        least, most = constraints.min_length or 0, constraints.max_length
        least = min(least, LONGEST)  # no longer than anybody reads
        padded = (plain * (least // len(plain) + 1))[: max(least, len(plain))]
        return padded if most is None else padded[:most]
    return plain
