"""Values that are valid for a schema: full, bare, or as chance has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from tests.contract.roundtrip.leaves import (
    ANYWHERE,
    Limits,
    as_ascii,
    drawn,
    number,
    string,
)
from tests.contract.roundtrip.merging import Merged, Merger, Unsampleable
from tests.contract.roundtrip.schemas import OWN, Schemas

_DEEP: Final = 5
_TOO_DEEP: Final = 14
_TRIES: Final = 8
_STEPS: Final = 3000
_ANYTHING: Final = (
    {"any": [1, None, "x"]},
    "anything",
    17,
    2.5,
    True,
    [1, "two"],
)
_UNKNOWN: Final = "value_of_tomorrow"


class Exhausted(Unsampleable):
    """The sampler has tried enough."""


class Blob(str):
    """Text that stands for the bytes of a file."""


@dataclass(frozen=True, slots=True)
class Mode:
    """What kind of sample is wanted."""

    name: str
    optional: float
    """How likely an optional member is there."""
    extras: bool = False
    """Add members that the schema does not know, where it allows them."""
    unknown: bool = False
    """Take values that enumerations of strings do not know."""
    loose: bool = False
    """Take strings that do not have the format: it is an annotation, no assertion."""


FULL: Final = Mode("full", 1.0)
BARE: Final = Mode("bare", 0.0)
SOME: Final = Mode("some", 0.6)
EXTRA: Final = Mode("extra", 0.7, extras=True)
UNKNOWN: Final = Mode("unknown", 0.8, unknown=True)
LOOSE: Final = Mode("loose", 0.8, loose=True)


class Sampler:
    """Samples the schemas of one direction of one document."""

    def __init__(self, schemas: Schemas, components: Mapping[str, str]) -> None:
        """Take the schemas, and the URI of each named schema."""
        self._schemas: Final = schemas
        self._families: Final = _families(schemas, components)
        self._mode = FULL
        self._limits = ANYWHERE
        self._random = Random(0)
        self._budget = 0
        self._steps = 0
        self._left_enum = False

    def sample(
        self, uri: str, mode: Mode, seed: str, limits: Limits = ANYWHERE
    ) -> tuple[Any, bool]:
        """A value, and whether an enumeration was left on purpose.

        Raises `Unsampleable` if none is found that jsonschema accepts.
        """
        why = "no value found"
        for number_of_try in range(_TRIES):
            self._random = Random(f"{seed}/{mode.name}/{number_of_try}")
            self._mode = mode
            self._limits = limits
            self._budget = 300 if number_of_try < 4 else 40
            self._left_enum = False
            self._steps = 0
            try:
                value = self._value({"$ref": uri}, 0)
            except Unsampleable as error:
                why = str(error)
                continue
            except RecursionError:
                why = "recursion"
                continue
            if not limits.carries(value):
                why = "the value cannot travel there"
                continue
            if self._left_enum:
                return value, True
            try:
                wrong = self._schemas.errors(uri, value)
            except RecursionError:
                why = "references go round in a circle"
                continue
            last = number_of_try >= _TRIES - 2
            if not wrong or (last and self._schemas.sloppy(uri, value)):
                return value, False
            why = f"sampler: {wrong[0]}"
        raise Unsampleable(why)

    def _value(self, schema: Any, depth: int) -> Any:
        if depth > _TOO_DEEP:
            raise Unsampleable("too deep")
        self._budget -= 1
        self._steps += 1
        if self._steps > _STEPS:
            raise Exhausted("no end of it")
        failure: Unsampleable | None = None
        for _ in range(4 if depth < _DEEP else 2):
            try:
                merger = Merger(self._schemas, self._choose, self._families)
                return self._merged(merger.merged(schema), depth)
            except Exhausted:
                raise
            except Unsampleable as error:
                failure = error
        assert failure is not None
        raise failure

    def _choose(self, count: int) -> int:
        return self._random.randrange(count)

    def _merged(self, merged: Merged, depth: int) -> Any:
        if merged.values is not None:
            return self._enumerated(merged)
        kind = self._kind(merged)
        if kind == "object":
            return self._object(merged, depth)
        if kind == "array":
            return self._array(merged, depth)
        if kind == "string":
            if self._limits.binary and _is_file(merged.scalars):
                return Blob(f"bytes {self._random.randrange(100)}")
            keywords = merged.scalars
            if self._mode.loose:
                keywords = {
                    key: one for key, one in keywords.items() if key != "format"
                }
            return string(keywords, self._limits, self._random)
        if kind in ("integer", "number"):
            return number(merged.scalars, kind == "integer", self._random)
        if kind == "boolean":
            return self._random.random() < 0.5
        if kind == "null":
            return None
        fitting = [one for one in _ANYTHING if self._limits.carries(one)]
        if self._limits is not ANYWHERE:
            fitting = ["anything", "other"]
        return self._random.choice(fitting)

    def _enumerated(self, merged: Merged) -> Any:
        values = [one for one in merged.values or () if _is(one, merged.types)]
        if not values:
            raise Unsampleable("no value of the enumeration has the type")
        carried = [one for one in values if self._limits.carries(one)]
        if not carried:
            raise Unsampleable("no value of the enumeration can travel there")
        text = all(isinstance(one, str) for one in values)
        if self._mode.unknown and text and len(values) > 1 and not merged.tags:
            self._left_enum = True
            return _UNKNOWN
        return self._random.choice(carried)

    def _kind(self, merged: Merged) -> str:
        types = merged.types
        if types is None:
            scalars = merged.scalars
            if (
                merged.members
                or merged.required
                or merged.additional
                or merged.patterns
            ):
                return "object"
            if merged.items or merged.prefix or merged.contains:
                return "array"
            if scalars.keys() & _OF_TEXT:
                return "string"
            if scalars.keys() & {"minimum", "maximum", "multipleOf"}:
                return "number"
            return ""
        if len(types) > 1 and "null" in types:
            others = [one for one in types if one != "null"]
            if self._limits.filled or self._random.random() < 0.8:
                types = others
            else:
                return "null"
        return types[0] if len(types) == 1 else self._random.choice(types)

    def _object(self, merged: Merged, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        tags = {tag.member: tag.values for tag in merged.tags}
        low = merged.scalars.get("minProperties", 0)
        high = merged.scalars.get("maxProperties", 1000)
        required = [
            one for one in (*merged.required, *tags) if one not in merged.hidden
        ]
        shallow = depth < _DEEP and self._budget > 0
        wanted = list(dict.fromkeys(required))
        for name in merged.members:
            if name in merged.hidden or name in wanted:
                continue
            likely = self._mode.optional if shallow and len(wanted) < high else 0
            if self._random.random() < likely:
                wanted.append(name)
        for name in list(wanted):
            wanted += [
                one for one in merged.dependent.get(name, ()) if one not in wanted
            ]
        for name in wanted:
            schema = self._member(merged, name)
            try:
                made[name] = self._value(schema, depth + 1)
            except Unsampleable as error:
                if name in required or isinstance(error, Exhausted):
                    raise
                continue
            if name in tags:
                made[name] = self._tagged(merged, name, tags[name], made[name])
        self._more(merged, made, depth, low, high)
        while len(made) < low:
            left = [one for one in merged.members if one not in made]
            left = [one for one in left if one not in merged.hidden]
            if not left:
                raise Unsampleable("not enough members")
            schema = self._member(merged, left[0])
            made[left[0]] = self._value(schema, depth + 1)
        ordered = [one for one in merged.members if one in made]
        return {name: made[name] for name in dict.fromkeys([*ordered, *made])}

    def _member(self, merged: Merged, name: str) -> Any:
        parts = [*merged.members.get(name, ())]
        for pattern, schemas in merged.patterns.items():
            if re.search(pattern, name):
                parts += schemas
        if not parts:
            parts = [*merged.additional]
        return parts[0] if len(parts) == 1 else {"allOf": parts} if parts else True

    def _tagged(
        self, merged: Merged, name: str, values: list[str], sampled: Any
    ) -> Any:
        """The tag of the chosen variant; if its schema names another, that one."""
        try:
            merger = Merger(self._schemas, self._choose, self._families)
            own = merger.merged(self._member(merged, name)).values
        except Unsampleable:
            return sampled
        fitting = [one for one in values if own is None or one in own]
        return self._random.choice(fitting) if fitting else sampled

    def _more(
        self, merged: Merged, made: dict[str, Any], depth: int, least: int, high: int
    ) -> None:
        """Members without a name of their own, as far as the schema has them."""
        typed = [one for one in merged.additional if isinstance(one, dict)]
        closed = any(one is False for one in merged.additional)
        full = self._limits is not ANYWHERE or depth > _TOO_DEEP - 2
        for pattern, schemas in merged.patterns.items():
            if full or len(made) >= high or not self._mode.optional:
                continue
            source = '{"type": "string", "pattern": %s}'
            names = drawn(source % _quoted(as_ascii(pattern)))
            names = tuple(one for one in names if 0 < len(one) < 40)
            if names and names[0] not in made and names[0] not in merged.members:
                schema = schemas[0] if len(schemas) == 1 else {"allOf": schemas}
                made[names[0]] = self._value(schema, depth + 1)
        if closed:
            return
        described = bool(typed and any(set(one) - {OWN} for one in typed))
        count = 0
        if described and (self._budget > 0 or len(made) < least):
            count = max(least, 2 if self._mode.optional and depth <= _DEEP else 0)
        elif not merged.members and (merged.additional or not merged.branched):
            count = 1 if self._mode.optional else 0
        elif len(made) < least and not merged.members:
            count = least
        if self._limits is not ANYWHERE and merged.members:
            count = 0
        for name in self._names(merged, max(count, least - len(made))):
            if count and len(made) < high and name not in made:
                part = {"allOf": typed} if described else True
                try:
                    made[name] = self._value(part, depth + 1)
                except Unsampleable as error:
                    if len(made) < least or isinstance(error, Exhausted):
                        raise
        open_ = not described and not merged.unevaluated and not merged.names
        if self._mode.extras and open_ and len(made) < high:
            made["x_member_of_tomorrow"] = {"deep": [1, None, 2.5, "x"]}

    def _names(self, merged: Merged, count: int) -> Iterator[str]:
        if merged.names:
            for index in range(count):
                yield str(self._value({"allOf": merged.names}, index))
            return
        yield from (
            ("key one", "ключ", "k3", "k4", "k5")[:count]
            if (self._limits is ANYWHERE)
            else ("keya", "keyb", "keyc")[:count]
        )

    def _array(self, merged: Merged, depth: int) -> list[Any]:
        low = merged.scalars.get("minItems", 0)
        high = merged.scalars.get("maxItems", 1000)
        if low > 200:
            raise Unsampleable("too many items")
        count = self._random.choice((1, 2, 3)) if self._budget > 0 else 0
        if not self._mode.optional or depth >= _DEEP:
            count = 0
        count = max(low, min(count, high), 1 if self._limits.filled else 0)
        item = {"allOf": merged.items} if merged.items else True
        made: list[Any] = []
        first = [*merged.prefix[:high], *merged.contains]
        made += [self._value(schema, depth + 1) for schema in first]
        if merged.prefix and (merged.items in ([], [False])):
            return made
        for _ in range(count * 4):
            if len(made) >= count:
                break
            try:
                one = self._value(item, depth + 1)
            except Unsampleable as error:
                fewest = max(low, int(self._limits.filled))
                if len(made) < fewest or isinstance(error, Exhausted):
                    raise
                break
            if not merged.unique or one not in made:
                made.append(one)
        return made


def _families(schemas: Schemas, components: Mapping[str, str]) -> dict[str, list[str]]:
    """For each named schema with a discriminator: itself and what extends it."""
    parents: dict[str, list[str]] = {}
    for uri in components.values():
        schema = schemas.get(uri)
        if isinstance(schema, dict):
            for part in schema.get("allOf", ()):
                if isinstance(part, dict) and "$ref" in part:
                    parents.setdefault(part["$ref"], []).append(uri)
    found: dict[str, list[str]] = {}
    for uri in components.values():
        schema = schemas.get(uri)
        if isinstance(schema, dict) and "discriminator" in schema:
            family = [uri]
            for one in family:
                family += [kid for kid in parents.get(one, ()) if kid not in family]
            mapped = schema["discriminator"]["mapping"].values()
            family += [one for one in mapped if one in parents.get(uri, ())]
            found[uri] = list(dict.fromkeys(family))
    return found


def _is(value: Any, types: list[str] | None) -> bool:
    if types is None:
        return True
    if isinstance(value, bool):
        return "boolean" in types
    kinds = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "object": dict,
        "array": list,
        "null": type(None),
    }
    return any(isinstance(value, kinds.get(one, ())) for one in types)  # type: ignore[arg-type]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_OF_TEXT: Final = frozenset(
    {"pattern", "minLength", "maxLength", "format", "contentMediaType"}
)

_TEXT: Final = re.compile(r"text/|.*[/+](json|xml|yaml|x-www-form-urlencoded)\b")


def _is_file(keywords: Mapping[str, Any]) -> bool:
    """Whether a string in a form is a file (OpenAPI 3.1, 4.8.14.3)."""
    kind = keywords.get("contentMediaType", "text/plain")
    is_media = "contentEncoding" not in keywords and not _TEXT.match(kind)
    is_encoded = keywords.get("contentEncoding") == "binary"
    return keywords.get("format") == "binary" or is_media or is_encoded
