"""Sample values: the examples of a document first, else something that fits.

The same seed gives the same values, wherever they are asked for.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import math
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, Final
from uuid import UUID

from .pattern_samples import matching
from .schemas import Schemas, Type, is_array, is_members, is_object, kind_of
from .validation import Direction, has_format, problems, same

_DEEPEST: Final = 8
"""How many objects stand inside one another in a sample, unless more are required."""

_MOST_VALUES: Final = 10_000
"""Values in a sample at most: a document may ask for any number of them."""
_MOST_DIFFERENT: Final = 500
"""Items that differ from each other at most."""
_LONGEST_TEXT: Final = 1_000_000
_LARGEST_EXACT: Final = 2**53

_EPOCH: Final = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
_BY_WORD: Final = {
    "email": "jane@example.com",
    "url": "https://example.com",
    "uri": "https://example.com",
    "phone": "+441206250380",
    "country": "GB",
    "currency": "EUR",
    "language": "en",
    "locale": "en-GB",
    "timezone": "Europe/London",
}
_BY_FORMAT: Final = {
    "email": "user{}@example.com",
    "idn-email": "user{}@example.com",
    "hostname": "host{}.example.com",
    "idn-hostname": "host{}.example.com",
    "ipv4": "192.0.2.{}",
    "ipv6": "2001:db8::{}",
    "uri": "https://example.com/{}",
    "url": "https://example.com/{}",
    "iri": "https://example.com/{}",
    "uri-reference": "/{}",
    "iri-reference": "/{}",
    "uri-template": "/{}/{{id}}",
    "json-pointer": "/{}",
    "relative-json-pointer": "{}",
    "regex": "^{}$",
    "time": "12:00:{:02}Z",
    "duration": "PT{}S",
    "decimal": "{}.50",
}


class Unsatisfiable(Exception):
    """No value was found that fits a type, or none that is small enough."""


class Samples:
    """Makes sample values of an API's types."""

    def __init__(
        self, schemas: Schemas, seed: int = 0, direction: Direction = "response"
    ) -> None:
        """Initialize with the types, and what the choices are made by."""
        self._schemas: Final = schemas
        self._seed: Final = seed
        self._direction: Final[Direction] = direction
        self._left = _MOST_VALUES

    def of(self, type_: Type, name: str = "value", number: int = 0) -> Any:
        """Return a sample; `number` tells several of one type apart.

        Raises:
            Unsatisfiable: The type leads back to itself without an end, or asks for
                more than a sample may hold.
        """
        self._left = _MOST_VALUES
        return self._value(type_, f"{name}/{number}" if number else name, ())

    def fits(self, value: Any, type_: Type) -> bool:
        """Return whether a value is one of a type."""
        return not problems(value, type_, self._schemas, self._direction)

    def example(self, value: Any, type_: Type) -> tuple[Any, ...]:
        """Return an example as a value that fits, if there is one.

        An example of an object may be written as the text of its JSON.
        """
        if self.fits(value, type_):
            return (value,)
        if isinstance(value, str) and value[:1] in ("{", "["):
            try:
                read = json.loads(value)
            except (ValueError, RecursionError):
                return ()
            return (read,) if self.fits(read, type_) else ()
        return ()

    def _value(self, type_: Type, at: str, above: tuple[str, ...]) -> Any:
        self._left -= 1
        if self._left < 0:
            raise Unsatisfiable(at)
        if is_members(type_) and "of" in type_:
            given = self.example(type_["example"], type_["of"])
            if given and (given[0] is not None or len(above) > 1):
                return given[0]
            return self._value(type_["of"], at, above)
        if isinstance(type_, str) and type_.startswith("#"):
            if above.count(type_) > 0:
                raise Unsatisfiable(type_)
            return self._value(self._schemas.definition(type_), at, (*above, type_))
        if isinstance(type_, (str, list)):
            return self._scalar(type_, at)
        if "enum" in type_:
            return self._chosen(type_["enum"], at)
        if "anyOf" in type_:
            return self._member(type_, at, above)
        if "json" in type_:
            inner = self._value(type_["json"], at, above)
            return json.dumps(inner, separators=(",", ":"))
        if is_array(type_):
            return self._array(type_, at, above)
        if is_object(type_):
            return self._object(type_, at, above)
        return {}

    def _random(self, at: str) -> Random:
        return Random(f"{self._seed} {at}")

    def _chosen(self, values: list[Any], at: str) -> Any:
        """Choose one of several values: the first, unless another seed is asked for."""
        return values[0] if not self._seed else self._random(at).choice(values)

    def _member(self, type_: Type, at: str, above: tuple[str, ...]) -> Any:
        members = [one for one in type_["anyOf"] if one != "null"] or type_["anyOf"]
        if self._seed and len(members) > 1:
            members = sorted(
                members, key=lambda one: self._random(f"{at}{one}").random()
            )
        refused: Unsatisfiable | None = None
        tag = type_.get("tag")
        for member in members:
            try:
                value = self._value(member, at, above)
            except Unsatisfiable as error:
                refused = error
                continue
            return self._tagged(value, member, tag)
        if "null" in type_["anyOf"]:
            return None
        raise refused or Unsatisfiable(at)

    @staticmethod
    def _tagged(value: Any, member: Type, tag: Any) -> Any:
        """Return the value with the property that says which variant it is."""
        if tag is None or not is_members(value):
            return value
        known = [one for one, reference in tag[1] if reference == member]
        if known and not any(same(value.get(tag[0]), one) for one in known):
            return {**value, tag[0]: known[0]}
        return value

    def _array(self, type_: Type, at: str, above: tuple[str, ...]) -> Any:
        prefix = type_.get("prefixItems", ())
        found = [
            self._value(one, f"{at}/{index}", above) for index, one in enumerate(prefix)
        ]
        least, most = type_.get("minItems") or 0, type_.get("maxItems")
        items = type_.get("items")
        wanted = max(least, 1 if not prefix else 0)
        if most is not None:
            wanted = min(wanted, most)
        if items is None:
            return found
        if type_.get("uniqueItems") and least > _MOST_DIFFERENT:
            raise Unsatisfiable(at)
        for index in range(len(found), wanted):
            try:
                item = self._value(items, f"{at}/{index}" if index else at, above)
                if type_.get("uniqueItems") and any(same(item, one) for one in found):
                    item = self._another(items, found, at, above)
            except Unsatisfiable:
                if len(found) < least:
                    raise
                break
            found.append(item)
        return found

    def _another(
        self, items: Type, found: list[Any], at: str, above: tuple[str, ...]
    ) -> Any:
        """Return an item that is none of those that there are."""
        values = self._schemas.resolved(items)
        if is_members(values) and "enum" in values:
            for one in values["enum"]:
                if not any(same(one, other) for other in found):
                    return one
            raise Unsatisfiable(at)
        for seed in range(1, 100):
            other = Samples(self._schemas, self._seed + seed, self._direction)
            other._left = self._left
            item = other._value(items, f"{at}/{len(found)}", above)
            self._left = other._left
            if not any(same(item, one) for one in found):
                return item
        raise Unsatisfiable(at)

    def _object(self, type_: Type, at: str, above: tuple[str, ...]) -> Any:
        if "example" in type_:
            given = self.example(
                type_["example"], {k: v for k, v in type_.items() if k != "example"}
            )
            if given:
                return given[0]
        is_deep = len(above) > _DEEPEST
        required = set(type_.get("required", ()))
        absent = set(
            type_.get("readOnly" if self._direction == "request" else "writeOnly", ())
        )
        found: dict[str, Any] = {}
        for name, inner in type_.get("properties", {}).items():
            if name in absent or (is_deep and name not in required):
                continue
            try:
                value = self._value(inner, f"{at}.{name}", above)
            except Unsatisfiable:
                if name in required:
                    raise
                continue
            if value is None and name not in required:
                continue
            found[name] = value
        least, most = type_.get("minItems") or 0, type_.get("maxItems")
        values = type_.get("values")
        if "properties" not in type_ and values is not None:
            try:
                for index in range(max(1, least) if most != 0 else 0):
                    name = f"key{index or ''}"
                    found[name] = self._value(values, f"{at}.{name}", above)
            except Unsatisfiable:
                if len(found) < least:
                    raise
        if most is not None and len(found) > most:
            kept = [name for name in found if name in required]
            kept += [name for name in found if name not in required]
            found = {name: found[name] for name in found if name in kept[:most]}
        return found

    def _scalar(self, type_: Type, at: str) -> Any:
        name, format_, limits = kind_of(type_)
        if name in ("any", "event"):
            return at.rpartition(".")[2].rpartition("/")[0] or "value"
        if name == "null":
            return None
        if name == "boolean":
            return True if not self._seed else self._random(at).random() < 0.5
        if name in ("integer", "number", "decimal-number"):
            if "enum" in limits:
                return self._chosen(list(limits["enum"]), at)
            try:
                return self._number(name, limits, at)
            except OverflowError:  # beyond what a float can hold
                raise Unsatisfiable(at) from None
        return self._text(name, format_, limits, at)

    def _number(self, name: str, limits: Mapping[str, Any], at: str) -> int | float:
        step = limits.get("multipleOf") or 1
        least, most = -math.inf, math.inf
        if "minimum" in limits:
            least = limits["minimum"]
        if "exclusiveMinimum" in limits:
            least = max(least, limits["exclusiveMinimum"])
        if "maximum" in limits:
            most = limits["maximum"]
        if "exclusiveMaximum" in limits:
            most = min(most, limits["exclusiveMaximum"])
        wanted = step * (1 if not self._seed else self._random(at).randint(1, 1000))
        if not least <= wanted <= most:
            if math.isinf(least):
                wanted = most
            elif math.isinf(most):
                wanted = least
            else:
                wanted = least + (most - least) * (
                    0 if not self._seed else self._random(at).random()
                )
        number = _multiple(wanted, step)
        for _ in range(3):
            if number < least or (
                number <= least and least == limits.get("exclusiveMinimum")
            ):
                number = _multiple(number + step, step)
            elif number > most or (
                number >= most and most == limits.get("exclusiveMaximum")
            ):
                number = _multiple(number - step, step)
        is_out = not least <= number <= most
        if name != "integer" and (is_out or limits.get("multipleOf") is None):
            is_open = number in (
                limits.get("exclusiveMinimum"),
                limits.get("exclusiveMaximum"),
            )
            if is_out or is_open:
                number = (least + most) / 2
        if name == "integer":
            return int(number)
        return int(number) if float(number).is_integer() else number

    def _text(self, name: str, format_: str, limits: Mapping[str, Any], at: str) -> str:
        least, most = limits.get("minLength") or 0, limits.get("maxLength")
        if least > _LONGEST_TEXT:
            raise Unsatisfiable(at)
        pattern = limits.get("pattern")
        kind = format_ or name
        for text in self._candidates(kind, at):
            if self._is_within(text, least, most, pattern, kind):
                return text
        if pattern is not None:
            random = self._random(at)
            for _ in range(5):
                found = matching(pattern, least, most, random)
                if found is None:
                    break
                if has_format(found, kind):
                    return found
        text = next(self._candidates("string", at))
        if len(text) < least:
            text = (text * (least // len(text) + 1))[:least]
        return text if most is None else text[:most]

    def _is_within(
        self, text: str, least: int, most: int | None, pattern: str | None, kind: str
    ) -> bool:
        limits = {"minLength": least, "maxLength": most, "pattern": pattern}
        stated = {name: one for name, one in limits.items() if one is not None}
        return has_format(text, kind) and self.fits(text, ["string", stated])

    def _candidates(self, kind: str, at: str) -> Iterator[str]:
        """Yield text that may do, the best first."""
        number = self._random(at).randint(1, 59)
        if kind == "uuid":
            yield str(UUID(int=self._random(at).getrandbits(128), version=4))
        elif kind in ("date-time", "date"):
            moment = _EPOCH + dt.timedelta(days=number, hours=number % 24)
            text = moment.isoformat().replace("+00:00", "Z")
            yield text if kind == "date-time" else text[:10]
        elif kind in ("byte", "base64url"):
            yield base64.b64encode(_last(at).encode()).decode()
        elif kind in _BY_FORMAT:
            yield _BY_FORMAT[kind].format(number)
        else:
            plain = _last(at) or "text"
            lowered = plain.lower()
            for word, text in _BY_WORD.items():
                if word in lowered:
                    yield text
            yield plain if not self._seed else f"{plain}-{number}"
        yield "text"


def _last(at: str) -> str:
    """Return the name of the innermost property of a place."""
    return at.rpartition(".")[2].partition("/")[0]


def _multiple(number: float, step: float) -> int | float:
    """Return the multiple of a step that is nearest, and no fraction by chance."""
    if isinstance(step, int):
        if isinstance(number, int) and abs(number) > _LARGEST_EXACT:
            return number // step * step
        return round(number / step) * step
    return float(f"{round(number / step) * step:.12g}")
