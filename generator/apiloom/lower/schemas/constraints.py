"""Constraints and annotations of a schema, besides its type.

JSON Schema 2020-12, Validation, sections 6 (assertions) and 9 (annotations).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from math import ceil, floor, gcd, isfinite, lcm
from typing import Final

from apiloom.diagnostics import Code
from apiloom.ir.types import NO_CONSTRAINTS, Constraints
from apiloom.lower.schemas.all_of import Parts
from apiloom.runtime.types.patterns import is_supported

_UNEXPRESSED: Final = (
    "not",
    "if",
    "dependentRequired",
    "dependentSchemas",
    "contains",
    "propertyNames",
    "unevaluatedItems",
)
"""Assertions that relate values to each other: no Python type says that."""
_RELATING: Final = frozenset(_UNEXPRESSED)

_LIMITS: Final = {
    "number": frozenset(
        {
            "exclusiveMaximum",
            "exclusiveMinimum",
            "maximum",
            "minimum",
            "multipleOf",
        }
    ),
    "string": frozenset({"maxLength", "minLength", "pattern"}),
    "array": frozenset({"maxItems", "minItems", "uniqueItems"}),
}
"""The assertions that concern values of a type, and no others (section 6)."""

_LONGEST: Final = 2**63 - 1
"""Nothing is longer, on any machine."""


def constraints_of(parts: Parts, type_: str) -> Constraints:
    """The limits of a value of a type: a number, ``string`` or ``array``.

    Where several parts state one, the tightest holds.  Those of an ``integer`` are
    integers: 10.5 or more is 11 or more, and a multiple of 1.5 is one of 3.
    """
    known = "number" if type_ == "integer" else type_
    if not parts.has_any(_LIMITS[known]):
        return NO_CONSTRAINTS
    match type_:
        case "integer":
            step = _step(parts)
            return Constraints(
                minimum=_rounded(_tightest(parts, "minimum", max), ceil),
                maximum=_rounded(_tightest(parts, "maximum", min), floor),
                exclusive_minimum=_rounded(
                    _tightest(parts, "exclusiveMinimum", max), floor
                ),
                exclusive_maximum=_rounded(
                    _tightest(parts, "exclusiveMaximum", min), ceil
                ),
                multiple_of=(
                    None if step is None or step.numerator == 1 else step.numerator
                ),
            )
        case "number":
            return Constraints(
                minimum=_tightest(parts, "minimum", max),
                maximum=_tightest(parts, "maximum", min),
                exclusive_minimum=_tightest(parts, "exclusiveMinimum", max),
                exclusive_maximum=_tightest(parts, "exclusiveMaximum", min),
                multiple_of=_number(_step(parts)),
            )
        case "string":
            return Constraints(
                min_length=_count(parts, "minLength", max),
                max_length=_count(parts, "maxLength", min),
                pattern=_pattern(parts),
            )
        case _:
            return Constraints(
                min_items=_count(parts, "minItems", max),
                max_items=_count(parts, "maxItems", min),
                unique_items=parts.flag("uniqueItems"),
            )


def _pattern(parts: Parts) -> str | None:
    """The regular expression; one that cannot be matched in linear time is reported."""
    pattern = parts.text("pattern")
    node = parts.first("pattern")
    if pattern is not None and node is not None and not is_supported(pattern):
        message = "the pattern is not checked: " "no engine matches it in linear time"
        hint = "look-around, back-references and large counts are not supported"
        node.report(Code.UNEXPRESSED_KEYWORD, message, hint)
    return pattern


def members_of(parts: Parts) -> Constraints:
    """Return the limits of the number of members of a map."""
    return Constraints(
        min_items=_count(parts, "minProperties", max),
        max_items=_count(parts, "maxProperties", min),
    )


def note_unexpressed(parts: Parts) -> bool:
    """Report the assertions that the client leaves to the server; whether it has any.

    An answer is never refused because of them, and neither is a request.
    """
    found = False
    if not parts.has_any(_RELATING):
        return found
    for member in parts.members:
        for keyword in _UNEXPRESSED:
            node = member.get(keyword)
            if node is not None and keyword not in parts.hidden:
                found = True
                node.report(Code.UNEXPRESSED_KEYWORD, f"{keyword} is not checked")
    return found


def is_closed(parts: Parts) -> bool:
    """Whether an object refuses members that its schema does not list."""
    keywords = ("additionalProperties", "unevaluatedProperties")
    found = [parts.first(keyword) for keyword in keywords]
    return any(node is not None and node.value is False for node in found)


def default_of(parts: Parts) -> str | None:
    """A default as JSON text, for documentation: the client never sends it itself."""
    default = parts.first("default")
    if default is None:
        return None
    return json.dumps(default.value, ensure_ascii=False)


def examples_of(parts: Parts) -> tuple[str, ...]:
    """The examples as JSON text (JSON Schema 2020-12, Validation, section 9.5).

    Without any, a list with the example of its items.
    """
    examples = parts.first("examples")
    if examples is not None and examples.is_sequence:
        return _as_json(element.value for element in examples.elements())
    items = parts.first("items")
    target = (items.resolve() or items) if items is not None else None
    examples = target.get("examples") if target is not None else None
    if examples is not None and examples.is_sequence:
        return _as_json([element.value] for element in examples.elements())
    return ()


def _as_json(values: Iterable[object]) -> tuple[str, ...]:
    texts = (json.dumps(value, ensure_ascii=False) for value in values)
    return tuple(dict.fromkeys(texts))


def _tightest(
    parts: Parts, keyword: str, pick: Callable[[list[int | float]], int | float]
) -> int | float | None:
    stated = list(_stated(parts, keyword))
    return pick(stated) if stated else None


def _stated(parts: Parts, keyword: str) -> Iterator[int | float]:
    """The numbers that the parts state; what is too large for a float is none."""
    for node in parts.all(keyword):
        value = node.value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if isinstance(value, int) or isfinite(value):
                yield value
            else:
                node.report(Code.INVALID_NUMBER, f"{keyword} is too large for a number")


def _rounded(
    value: int | float | None, to_integer: Callable[[Fraction], int]
) -> int | None:
    """A limit of integers, of the number as written: 1e40 has forty zeros."""
    if value is None or isinstance(value, int):
        return value
    return to_integer(Fraction(str(value)))


def _step(parts: Parts) -> Fraction | None:
    """Return the least common ``multipleOf`` of all parts, as written."""
    found: Fraction | None = None
    for value in _stated(parts, "multipleOf"):
        if value <= 0:
            _report(parts, "multipleOf", "must be more than 0")
            continue
        # In decimal, as in the document: 0.1 is a tenth.
        step = Fraction(str(value))
        if found is not None:
            numerator = lcm(found.numerator, step.numerator)
            step = Fraction(numerator, gcd(found.denominator, step.denominator))
        found = step
    return found


def _number(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)


def _count(
    parts: Parts, keyword: str, pick: Callable[[list[int | float]], int | float]
) -> int | None:
    """A number of characters, elements or members; 1.0 is one as well."""
    stated = list(_stated(parts, keyword))
    counts = [value for value in stated if value >= 0 and value == int(value)]
    if len(counts) < len(stated):
        _report(parts, keyword, "must be an integer of 0 or more")
    if not counts:
        return None
    value = int(pick(counts))
    if value <= _LONGEST:
        return value
    return None if pick is min else _LONGEST


def _report(parts: Parts, keyword: str, problem: str) -> None:
    node = parts.first(keyword)
    if node is not None:
        node.report(Code.INVALID_LIMIT, f"{keyword} {problem}; ignored")
