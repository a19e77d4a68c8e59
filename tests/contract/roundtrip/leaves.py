"""Strings and numbers that fit a schema."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import HypothesisException
from hypothesis_jsonschema import from_schema
from hypothesis_jsonschema._from_schema import STRING_FORMATS

from tests.contract.roundtrip.merging import Unsampleable

FORMATS: Final = {
    "date": ("2024-02-29", "1970-01-01", "1999-12-31"),
    "date-time": (
        "2024-02-29T12:00:00Z",
        "1985-04-12T23:20:50+05:45",
        "1996-12-19T16:39:57-08:00",
        "2019-10-12T07:20:50.52Z",
        "2022-01-01T00:00:00.123456+00:00",
    ),
    "time": ("07:20:50Z", "23:59:59+05:30", "12:00:00Z"),
    "duration": ("P3D", "PT1H30M", "P1DT12H"),
    "uuid": (
        "123e4567-e89b-12d3-a456-426614174000",
        "6fa459ea-ee8a-3ca4-894e-db77e160355e",
    ),
    "byte": ("aGVsbG8=", "AAECAw==", "+/8="),
    "base64": ("aGVsbG8=", "AAECAw=="),
    "base64url": ("aGVsbG8", "-_8"),
    "uri": ("https://example.com/a?b=c#d", "http://example.com"),
    "url": ("https://example.com/a?b=c",),
    "uri-reference": ("/a/b?c=d", "https://example.com/"),
    "iri": ("https://example.com/ä",),
    "email": ("jane.doe+tag@example.com",),
    "hostname": ("api.example.com",),
    "ipv4": ("192.0.2.1",),
    "ipv6": ("2001:db8::1",),
    "ip": ("192.0.2.1",),
    "decimal": ("12.50", "0.10"),
    "int64": ("9007199254740993",),
    "uint64": ("18446744073709551615",),
    "int32": ("42",),
    "json-pointer": ("/a/b",),
    "regex": ("^a+$",),
    "unix-time": ("1700000000",),
    "unixtime": ("1700000000",),
    "timestamp": ("1700000000",),
    "float": ("1.5",),
    "double": ("1.5",),
    "number": ("1.5",),
    "numeric": ("1.5",),
    "boolean": ("true",),
}
PLAIN: Final = (
    "some text",
    "a/b?c=d&e#f",
    "100%",
    "über 漢字",
    "a+b",
    'quoted "x" \\',
    "x",
    "null",
    "2024",
    "[x]{y}",
    "one,two",
    "line\nbreak",
    "",
)
_CHARACTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_FEW: Final = 12
_HARD: Final = frozenset("/?&#%")
"""What has a meaning of its own in a URL: taken more often than chance has it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the place of a value cannot carry."""

    avoid: str = ""
    ascii: bool = False
    filled: bool = False
    """Neither an empty list, nor null."""
    text: bool = False
    """Not an empty string."""
    dots: bool = False
    """Not `.` or `..`: they are steps of a path."""
    binary: bool = False
    """Strings of the format `binary` are files."""

    def carries(self, value: Any) -> bool:
        """Whether a value can travel there."""
        if isinstance(value, str):
            if self.ascii and (not value.isprintable() or not value.isascii()):
                return False
            if self.ascii and value.strip() != value:
                return False
            if self.dots and value in (".", ".."):
                return False
            return bool(value or not self.text) and not set(value) & set(self.avoid)
        if isinstance(value, bool) or (value is None and not self.filled):
            return True
        if isinstance(value, (int, float)):
            return not set(json.dumps(value)) & set(self.avoid)
        if isinstance(value, list):
            return (bool(value) or not self.filled) and all(map(self.carries, value))
        if isinstance(value, dict):
            members = [*value, *value.values()]
            return (bool(value) or not self.filled) and all(map(self.carries, members))
        return value is not None


ANYWHERE: Final = Limits()

_READERS: Final[dict[str, Callable[[str], object]]] = {
    "date-time": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "uuid": uuid.UUID,
}


def string(keywords: dict[str, Any], limits: Limits, random: Random) -> str:
    """A string for the keywords of a merged schema, or `Unsampleable`."""
    found = _fitting(tuple(sorted(keywords.items())), limits)
    if not found:
        raise Unsampleable(f"no string for {json.dumps(keywords)[:120]}")
    hard = [one for one in found if set(one) & _HARD]
    return random.choice(hard if hard and random.random() < 0.3 else found)


@cache
def _fitting(items: tuple[tuple[str, Any], ...], limits: Limits) -> list[str]:
    keywords = dict(items)
    low = keywords.get("minLength", 0)
    high = keywords.get("maxLength", math.inf)
    if low > high or low > 20_000:
        return []
    return [one for one in _strings(keywords, low, high) if limits.carries(one)]


def _strings(keywords: dict[str, Any], low: int, high: float) -> Iterator[str]:
    if "x-pattern" in keywords:
        raise Unsampleable(f"the pattern {keywords['x-pattern']} is not Python's")
    pattern = keywords.get("pattern")
    format_ = keywords.get("format", "")
    if keywords.get("contentEncoding") in ("base64", "base64url"):
        format_ = "byte"
    known = FORMATS.get(format_)
    if known and format_ in STRING_FORMATS:
        # The library's own idea of a format is odder than anybody's examples.
        source = json.dumps({"type": "string", "format": format_})
        known = (*known, *drawn(source)[:_FEW])
    fitting = [one for one in known or PLAIN if low <= len(one) <= high]
    if pattern is not None:
        # \d and \w are ASCII in ECMA-262, section 22.2.2.9.
        fitting = [one for one in fitting if re.search(pattern, one, re.ASCII)]
        if not fitting:
            reads = _READERS.get(format_, str)
            fitting = [one for one in _drawn(pattern, low, high) if _is(reads, one)]
    elif not fitting:
        size = int(min(max(low, 1), high))
        fitting = [(_CHARACTERS * (size // len(_CHARACTERS) + 1))[:size]]
    yield from fitting


def _is(reads: Callable[[str], object], text: str) -> bool:
    """Whether a text that fits a pattern has the format as well."""
    try:
        reads(text)
    except ValueError:
        return False
    return True


def _drawn(pattern: str, low: int, high: float) -> tuple[str, ...]:
    schema: dict[str, Any] = {"type": "string", "pattern": as_ascii(pattern)}
    if low:
        schema["minLength"] = low
    if high < math.inf:
        schema["maxLength"] = int(high)
    return drawn(json.dumps(schema, sort_keys=True))


def as_ascii(pattern: str) -> str:
    """A pattern of which Python understands classes as ECMA-262 does."""
    return f"(?a){pattern}"


@cache
def drawn(schema: str) -> tuple[Any, ...]:
    """Some values of a small schema, chosen by hypothesis-jsonschema."""
    found: list[Any] = []

    @seed(0)
    @settings(
        max_examples=_FEW,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(from_schema(json.loads(schema)))
    def collect(value: Any) -> None:
        found.append(value)

    try:
        collect()
    except (HypothesisException, re.error, ValueError, RecursionError):
        return ()
    plain = [one for one in found if not isinstance(one, str) or _is_text(one)]
    return tuple(plain)


def _is_text(value: str) -> bool:
    return "\x00" not in value and value.isprintable()


def number(keywords: dict[str, Any], whole: bool, random: Random) -> int | float:
    """A number for the keywords of a merged schema, or `Unsampleable`."""
    low = keywords.get("minimum", -math.inf)
    above = keywords.get("exclusiveMinimum", -math.inf)
    high = keywords.get("maximum", math.inf)
    below = keywords.get("exclusiveMaximum", math.inf)
    step = keywords.get("multipleOf")
    if whole and isinstance(step, float) and step.is_integer():
        # As it is written, not as a float has it.
        step = int(Decimal(repr(step)))
    small = max(low, above)
    large = min(high, below)
    candidates: list[int | float] = [0, 1, 7, 42, -3, 1000]
    if keywords.get("format") in ("int64", "uint64"):
        candidates.append(9_007_199_254_740_993)
    if "format" not in keywords:
        candidates.append(2**70)
    if not whole:
        if "format" not in keywords:
            candidates += [1e300, 5e-324, 123456789.123456789]
        candidates += [1.5, 0.1, -2.25, 12.0, 1e-7]
    for edge in (small, large):
        if isinstance(edge, int) or math.isfinite(edge):
            candidates += [edge, edge + 1, edge - 1]
            if not whole and abs(edge) < 1e300:
                candidates += [edge + 0.5, edge - 0.25, edge + 0.001, edge - 0.001]
    if max(abs(small), abs(large)) < 1e300:
        candidates.append((small + large) / 2)
    if step:
        base = math.ceil(small / step) if abs(small) < 1e300 else 0
        candidates = [step * (base + index) for index in range(4)]
    if whole:
        candidates = [int(one) for one in candidates if one == one // 1]
    fitting = [
        one
        for one in candidates
        if low <= one <= high
        and above < one < below
        and (not step or one % step == 0 or math.isclose((one / step) % 1, 0))
    ]
    if not fitting:
        raise Unsampleable(f"no number for {json.dumps(keywords)[:120]}")
    return random.choice(fitting)
