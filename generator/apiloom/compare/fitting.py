"""Whether the values of one annotation fit another.

Two questions are asked of a pair. A type checker's: may a caller's value of one type
stand where the other is expected? And the runtime's: does a value that passed the check
of one also pass the check of the other? The second one knows limits and formats.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import Final, TypeAlias, cast

from apiloom.compare.annotations import (
    UNKNOWN,
    Term,
    annotations_of,
    limits_in,
    listed,
    mentions,
    parse,
)
from apiloom.compare.surface import Definition, Surface
from apiloom.ir.graphs import reached

__all__ = ["Environment", "Reading"]

Side: TypeAlias = int
"""0 for the old client, 1 for the new one."""

_STATIC: Final[Mapping[str, Set[str]]] = {
    "bool": {"int", "float"},
    "int": {"float"},
    "datetime": {"date"},
    "bytes": {"FileInput"},
    "UnknownVariant": {"Model"},
}
"""The classes that a checker accepts each scalar as, besides itself."""
_VALUES: Final[Mapping[str, Set[str]]] = {
    "int": {"float"},
    **{
        name: {"str"}
        for name in ("UUID", "datetime", "date", "Decimal", "bytes", "FileInput")
    },
}
"""The same for the values on the wire."""
_GENERIC: Final[Mapping[str, Set[str]]] = {
    "list": {"Sequence", "Iterable", "AsyncIterable"},
    "tuple": {"Sequence", "Iterable", "list"},
    "Sequence": {"Iterable"},
    "dict": {"Mapping"},
}
_LISTS: Final = frozenset({"list", "tuple", "Sequence", "Iterable"})
_JSON: Final = frozenset({"str", "int", "float", "bool", "None", "JsonValue"})


class Reading(Enum):
    """Whether a program that reads one type can read another.

    It is open where the value may be one that the program does not know, but has to
    reckon with: an enum's values and the variants of a union are never all known.
    """

    FITS = "fits"
    OPEN = "open"
    FAILS = "fails"


@dataclass(frozen=True)
class Environment:
    """The definitions of both clients, and which of them are the same.

    `renamed` gives the new names of the definitions that have another one.
    """

    old: Surface
    new: Surface
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])

    def new_name(self, name: str) -> str:
        """Return what a definition of the old client is called in the new one."""
        if name in self.renamed:
            return self.renamed[name]
        enum = self.old.aliases.get(name)
        if enum is not None and enum.name in self.renamed:
            other = self.new.by_name.get(self.renamed[enum.name])
            return other.values if other is not None and other.values else name
        return name

    def accepts(self, old: str, new: str, *, checks: bool = False) -> bool:
        """Return whether what fits an old annotation also fits a new one.

        With `checks`, the annotations are what the runtime holds values to.
        """
        return self._fits(old, 0, new, checks=checks)

    def accepted(self, new: str, old: str, *, checks: bool = False) -> bool:
        """Return whether what fits a new annotation also fits an old one."""
        return self._fits(new, 1, old, checks=checks)

    def reads(self, new: str, old: str) -> Reading:
        """Return whether a program that reads an old type can read a new one."""
        return self._read(new, 1, old)

    def read(self, old: str, new: str) -> Reading:
        """Return the same the other way round."""
        return self._read(old, 0, new)

    def _fits(self, value: str, side: Side, expected: str, *, checks: bool) -> bool:
        if value == expected and not self.renamed:
            return True
        question = _Question(self, checks)
        return question.fits(parse(value), side, parse(expected), 1 - side)

    def _read(self, value: str, side: Side, expected: str) -> Reading:
        if value == expected and not self.renamed:
            return Reading.FITS
        question = _Question(self, False, reads=True)
        if not question.fits(parse(value), side, parse(expected), 1 - side):
            return Reading.FAILS
        listed = _literals(parse(value)) - _literals(parse(expected))
        return Reading.OPEN if question.is_open or listed else Reading.FITS

    def is_same(self, old: str, new: str) -> bool:
        """Return whether two annotations name the same things in the same way."""
        return (
            old == new if not self.renamed else self._renamed(parse(old)) == parse(new)
        )

    def _renamed(self, term: Term) -> Term:
        if term.head == "model":
            return Term("model", values=(self.new_name(str(term.values[0])),))
        return replace(term, items=tuple(map(self._renamed, term.items)))

    def limits(self, annotation: str, side: Side) -> dict[str, object]:
        """Return the limits of an annotation, also those in aliases that it names."""
        found: dict[str, object] = {}
        pending, seen = [annotation], set[str]()
        while pending:
            current = pending.pop()
            found |= limits_in(current)
            for name in mentions(current):
                definition = self.definition(name, side)
                is_alias = definition is not None and definition.kind == "alias"
                if definition is not None and is_alias and name not in seen:
                    seen.add(name)
                    pending.append(definition.type)
        return found

    def reached(self, annotations: Iterable[str], side: Side) -> set[str]:
        """Return the definitions that annotations of a client lead to."""
        surface = self.new if side else self.old
        names = {name for one in annotations for name in mentions(one)}
        names = {_owner(surface, name) for name in names}
        return reached(names, self._edges[side])

    @cached_property
    def _edges(self) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
        old, new = (
            {one.name: _mentioned_by(surface, one) for one in surface.definitions}
            for surface in (self.old, self.new)
        )
        return old, new

    def definition(self, name: str, side: Side) -> Definition | None:
        """Return a definition of a client; None for the alias of an enum's values."""
        return (self.new if side else self.old).by_name.get(name)


@dataclass(slots=True)
class _Question:
    """One question, with the pairs of types that it is already about."""

    environment: Environment
    checks: bool
    reads: bool = False
    is_open: bool = False
    asked: set[tuple[Term, Side, Term]] = field(
        default_factory=set[tuple[Term, Side, Term]]
    )

    def fits(self, value: Term, side: Side, expected: Term, other: Side) -> bool:
        if (value, side, expected) in self.asked:
            return True
        if value.head == expected.head == "model" and self._is_same(
            value, side, expected, other
        ):
            return True
        self.asked.add((value, side, expected))
        found = self._fits(value, side, expected, other)
        if not found:
            self.asked.discard((value, side, expected))
        return found

    def _fits(self, value: Term, side: Side, expected: Term, other: Side) -> bool:
        opened = self._opened(value, side)
        if opened is not None:
            return self.fits(opened, side, expected, other)
        if value.head == "union":
            return all(self.fits(one, side, expected, other) for one in value.items)
        if expected.head == "object":
            return True
        if expected.head == "union":
            if any(self.fits(value, side, one, other) for one in expected.items):
                return True
            if self.reads and self._is_variant(value, side, expected):
                self.is_open = True
                return True
            return self._fits_parts(value, side, expected, other)
        opened = self._opened(expected, other)
        if opened is not None:
            return self.fits(value, side, opened, other)
        if expected.head == "limited":
            inner = expected.items[0]
            if not self.fits(value, side, inner, other):
                return False
            return not self.checks or _keeps(value, dict(expected.limits))
        if value.head == "limited":
            return self.fits(value.items[0], side, expected, other)
        if value.head == "literal":
            return self._fits_literal(value, side, expected, other)
        if value.head == "model":
            return self._fits_model(value, side, expected, other)
        if expected.head == "JsonValue":
            return self._is_json(value, side, expected, other)
        return self._fits_plain(value, side, expected, other)

    def _is_variant(self, value: Term, side: Side, expected: Term) -> bool:
        """Return whether a union allows for variants, of which a value may be one."""
        if value.head != "model" or UNKNOWN not in expected.items:
            return False
        definition = self.environment.definition(str(value.values[0]), side)
        return definition is not None and definition.kind == "model"

    def _fits_parts(self, value: Term, side: Side, expected: Term, other: Side) -> bool:
        """Return whether several members of a union together take all values."""
        if value.head == "literal" and len(value.values) > 1:
            each = (Term("literal", values=(one,)) for one in value.values)
            return all(self.fits(one, side, expected, other) for one in each)
        return False

    def _fits_plain(self, value: Term, side: Side, expected: Term, other: Side) -> bool:
        heads = _STATIC if not self.checks else _VALUES
        if not value.items and not expected.items:
            if value.head == expected.head:
                return True
            return expected.head in heads.get(value.head, ())
        if self.checks and value.head in _LISTS and expected.head in _LISTS:
            pass  # whatever is iterated over on the way
        elif value.head != expected.head and (
            expected.head not in _GENERIC.get(value.head, ())
        ):
            if value.head == "str" and expected.head == "Sequence" and not self.checks:
                return self.fits(value, side, expected.items[0], other)
            return False
        return self._fit_items(value, side, expected, other)

    def _fit_items(self, value: Term, side: Side, expected: Term, other: Side) -> bool:
        given, wanted = value.items, expected.items
        if not wanted or not given:
            return not wanted
        if value.head == "tuple" and expected.head == "tuple":
            if len(given) != len(wanted):
                return False
        elif value.head == "tuple":
            wanted = wanted * len(given)
        elif len(given) != len(wanted):
            return False
        return all(
            self.fits(one, side, two, other)
            for one, two in zip(given, wanted, strict=True)
        )

    def _fits_literal(
        self, value: Term, side: Side, expected: Term, other: Side
    ) -> bool:
        pairs = listed(value)
        if expected.head == "literal":
            return set(pairs) <= set(listed(expected))
        if expected.head == "model":
            enum = self.environment.definition(str(expected.values[0]), other)
            if not self.checks or enum is None or enum.kind != "enum":
                return False
            literal = _literal_of(enum)
            return set(pairs) <= set(listed(literal))
        return all(
            self._fits_plain(Term(kind), side, expected, other)
            or expected.head == "JsonValue"
            for kind, _ in pairs
        )

    def _fits_model(self, value: Term, side: Side, expected: Term, other: Side) -> bool:
        name = str(value.values[0])
        definition = self.environment.definition(name, side)
        if definition is None:
            return False
        if expected.head == "model":
            if definition.kind == "enum":
                return self.checks and self._fits_values(definition, expected, other)
            return self._is_subclass(name, side, str(expected.values[0]), other)
        if definition.kind == "enum":
            is_passed = not self.checks and not self.reads
            if is_passed and not self._is_known(name, side):
                return False
            if expected.head == "literal":
                return self.checks and set(listed(_literal_of(definition))) <= set(
                    listed(expected)
                )
            plain = Term(definition.base)
            return self.fits(plain, side, expected, other)
        if self.checks:
            # A model is an object on the wire; what is in it is compared by itself.
            return expected.head in ("dict", "Mapping", "JsonValue")
        return False

    def _fits_values(self, enum: Definition, expected: Term, other: Side) -> bool:
        wanted = self.environment.definition(str(expected.values[0]), other)
        if wanted is None or wanted.kind != "enum":
            return False
        return {one.value for one in enum.members} <= {
            one.value for one in wanted.members
        }

    def _is_known(self, name: str, side: Side) -> bool:
        """Return whether a class of one client is one of the other, too."""
        environment = self.environment
        if side:
            former = {value: key for key, value in environment.renamed.items()}
            return former.get(name, name) in environment.old.by_name
        return environment.new_name(name) in environment.new.by_name

    def _is_json(self, value: Term, side: Side, expected: Term, other: Side) -> bool:
        if self.checks or value.head in _JSON:
            return True
        if value.head in ("list", "dict", "tuple"):
            return all(self.fits(one, side, expected, other) for one in value.items)
        return False

    def _opened(self, term: Term, side: Side) -> Term | None:
        """Return what an alias stands for; None if the term is none."""
        if term.head != "model":
            return None
        name = str(term.values[0])
        surface = self.environment.new if side else self.environment.old
        definition = surface.by_name.get(name)
        if definition is not None:
            return parse(definition.type) if definition.kind == "alias" else None
        enum = surface.aliases.get(name)
        return _literal_of(enum) if enum is not None else None

    def _is_same(self, value: Term, side: Side, expected: Term, other: Side) -> bool:
        first, second = str(value.values[0]), str(expected.values[0])
        if side == other:
            return first == second
        old, new = (second, first) if side else (first, second)
        if self.environment.new_name(old) != new:
            return False
        before = self.environment.definition(old, 0)
        after = self.environment.definition(new, 1)
        # What became of a definition of the same name is said of it, once.
        return (before is None) == (after is None)

    def _is_subclass(self, name: str, side: Side, expected: str, other: Side) -> bool:
        """Return whether a class of the new client is a subclass of another."""
        environment = self.environment
        if not side:
            name = environment.new_name(name)
        if not other:
            expected = environment.new_name(expected)
        seen: set[str] = set()
        pending = [name]
        while pending:
            current = pending.pop()
            if current == expected:
                return True
            if current in seen:
                continue
            seen.add(current)
            definition = environment.new.by_name.get(current)
            if definition is not None:
                pending += definition.bases
        return False


def _literals(term: Term) -> set[object]:
    """Return the listed values inside a type, wherever they stand."""
    found: set[object] = set(term.values) if term.head == "literal" else set()
    for item in term.items:
        found |= _literals(item)
    return found


def _owner(surface: Surface, name: str) -> str:
    """Return the enum that an alias of values belongs to; else the name itself."""
    enum = surface.aliases.get(name)
    return enum.name if enum is not None else name


def _mentioned_by(surface: Surface, definition: Definition) -> list[str]:
    return [
        _owner(surface, name)
        for annotation in annotations_of(definition)
        for name in mentions(annotation)
    ]


def _literal_of(enum: Definition) -> Term:
    values = [json.loads(one.value) for one in enum.members]
    return Term("literal", values=tuple((type(one).__name__, one) for one in values))


def _keeps(value: Term, wanted: Mapping[str, object]) -> bool:
    """Return whether all values of a type keep to limits."""
    if value.head == "limited":
        limits = dict(value.limits)
        return all(_implies(limits, key, limit) for key, limit in wanted.items())
    if value.head == "literal":
        return all(_obeys(one, wanted) for _, one in listed(value))
    return False


def _implies(limits: Mapping[str, object], key: str, limit: object) -> bool:
    """Return whether what keeps to limits also keeps to another one."""
    own = limits.get(key)
    if own == limit:
        return True
    if isinstance(limit, tuple):
        values = cast("tuple[object, ...]", limit)
        return isinstance(own, tuple) and set(cast("tuple[object]", own)) <= {*values}
    if not isinstance(limit, int | float):
        return False
    if isinstance(own, int | float):
        match key:
            case "ge" | "gt" | "min_length":
                return own >= limit
            case "le" | "lt" | "max_length":
                return own <= limit
            case "multiple_of":
                return limit != 0 and own % limit == 0
            case _:
                return False
    # A bound of the other kind is as good.
    other = limits.get({"ge": "gt", "gt": "ge", "le": "lt", "lt": "le"}.get(key, ""))
    if not isinstance(other, int | float):
        return False
    match key:
        case "ge":
            return other >= limit
        case "gt":
            return other > limit
        case "le":
            return other <= limit
        case _:
            return other < limit


def _obeys(value: object, limits: Mapping[str, object]) -> bool:
    """Return whether a value keeps to limits; of a pattern, nobody knows."""
    length = len(value) if isinstance(value, str) else None
    for key, limit in limits.items():
        if not isinstance(limit, int | float):
            return False
        if isinstance(value, str) and length is not None:
            if key == "min_length" and length < limit:
                return False
            if key == "max_length" and length > limit:
                return False
        elif isinstance(value, int | float):
            checks = {
                "ge": value >= limit,
                "gt": value > limit,
                "le": value <= limit,
                "lt": value < limit,
                "multiple_of": limit != 0 and value % limit == 0,
            }
            if not checks.get(key, True):
                return False
    return True
