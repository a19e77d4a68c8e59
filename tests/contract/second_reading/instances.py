"""JSON values for a schema: valid ones, and what a small change makes of them.

The valid ones are drawn by hypothesis-jsonschema, and by the sampler of the round
trips, which also knows recursion, discriminators and 2020-12. Whether a value is valid
is not taken on trust: jsonschema judges each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any, Final
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import HypothesisException
from hypothesis.internal.conjecture import engine
from hypothesis.internal.conjecture.providers import (
    AVAILABLE_PROVIDERS,
    HypothesisProvider,
)
from hypothesis_jsonschema import from_schema
from jsonschema.exceptions import SchemaError

from tests.contract.roundtrip.merging import Unsampleable
from tests.contract.roundtrip.raw import Place, RawDocument
from tests.contract.roundtrip.sampler import BARE, FULL, SOME, Mode, Sampler
from tests.contract.roundtrip.schemas import Schemas

MODES: Final = (FULL, BARE, SOME, Mode("more", 0.4), Mode("most", 0.9))
_DRAWN: Final = 6
_CHANGED: Final = 24
_TRIED: Final = 40
"""Draws that are not valid before hypothesis gives up: it finds one soon, or never."""
_LARGE: Final = 40
"""Schemas that one component leads to; hypothesis-jsonschema opens all of them."""

_OTHERS: Final[tuple[Any, ...]] = (None, "text", 17, 2.5, True, [1], {"a": 1}, "", -1)
_SUITABLE: Final = settings(
    max_examples=_DRAWN,
    database=None,
    derandomize=True,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


class Detached(HypothesisProvider):
    """Draws the same whatever else is loaded.

    By itself hypothesis reads the source of every module that is loaded and draws the
    constants it finds there, so that instances would depend on the tests that ran
    before, and on each line of apiloom.
    """

    def _maybe_draw_constant(self, *args: Any, **options: Any) -> None:
        """Draw no constant."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A JSON value, and which keywords it violates (none, if it is valid)."""

    value: Any
    violated: frozenset[str]

    @property
    def text(self) -> bytes:
        """The value as JSON."""
        return json.dumps(self.value).encode()


class Instances:
    """Makes instances for the components of one document."""

    def __init__(self, raw: RawDocument, components: Mapping[str, Place]) -> None:
        """Take the document and the places of its components."""
        self.schemas: Final = Schemas(raw, "response")
        self.components: Final = {
            name: self.schemas.uri(place) for name, place in components.items()
        }
        self._sampler: Final = Sampler(self.schemas, self.components)

    def of(self, name: str, uri: str) -> Iterator[Instance]:
        """The instances for one component, each value once, in a fixed order."""
        seen: set[str] = set()
        sound = [*self._sampled(name, uri), *self._drawn(uri)]
        for value in (*sound, *_changed(sound, name)):
            text = json.dumps(value, sort_keys=True)
            if text not in seen:
                seen.add(text)
                yield Instance(value, self.schemas.violated(uri, value))

    def _sampled(self, name: str, uri: str) -> Iterator[Any]:
        for mode in MODES:
            try:
                yield self._sampler.sample(uri, mode, name)[0]
            except Unsampleable:
                continue

    def _drawn(self, uri: str) -> list[Any]:
        schema = bundled(self.schemas, uri)
        found: list[Any] = []
        if len(schema["$defs"]) > _LARGE or _recursive(schema["$defs"]):
            return found
        try:
            strategy = from_schema(schema)

            @_SUITABLE
            @given(strategy)
            def collect(value: Any) -> None:
                found.append(value)

            with (
                patch.dict(AVAILABLE_PROVIDERS, hypothesis=Detached),
                patch.object(engine, "INVALID_THRESHOLD_BASE", _TRIED),
            ):
                collect()
        except (HypothesisException, SchemaError, ValueError):
            # Nothing is valid, or nothing that it finds within its limits.
            pass
        return found


def bundled(schemas: Schemas, uri: str) -> dict[str, Any]:
    """A schema with everything it refers to, in one document."""
    made: dict[str, Any] = {}
    waiting = [uri]
    while waiting:
        one = waiting.pop()
        if one in made:
            continue
        made[one] = schemas.get(one)
        waiting += _references(made[one])
    names = {one: f"s{number}" for number, one in enumerate(made)}
    return {
        "$ref": f"#/$defs/{names[uri]}",
        "$defs": {names[one]: _local(schema, names) for one, schema in made.items()},
    }


def _recursive(schemas: Mapping[str, Any]) -> bool:
    """Whether a schema leads back to itself, which hypothesis-jsonschema refuses."""
    ways = {
        name: {one.rpartition("/")[2] for one in _references(schema)}
        for name, schema in schemas.items()
    }
    while True:
        ends = {name for name, targets in ways.items() if not targets & ways.keys()}
        if not ends:
            return bool(ways)
        ways = {name: targets for name, targets in ways.items() if name not in ends}


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        for child in schema.values():
            yield from _references(child)
    elif isinstance(schema, list):
        for child in schema:
            yield from _references(child)


def _local(schema: Any, names: Mapping[str, str]) -> Any:
    if isinstance(schema, dict):
        made = {
            key: _local(child, names)
            for key, child in schema.items()
            if not key.startswith("x-") and key != "discriminator"
        }
        if isinstance(made.get("$ref"), str):
            made["$ref"] = f"#/$defs/{names[schema['$ref']]}"
        return made
    if isinstance(schema, list):
        return [_local(child, names) for child in schema]
    return schema


def _changed(values: list[Any], seed: str) -> Iterator[Any]:
    """Values that differ in one place: gone, added, or of another type."""
    random = Random(seed)
    for _ in range(_CHANGED if values else 0):
        value = deepcopy(random.choice(values))
        places = list(_places(value))
        holder, key = random.choice(places) if places else (None, None)
        if holder is None:
            yield random.choice(_OTHERS)
            continue
        choice = random.randrange(4)
        if choice == 0:
            del holder[key]
        elif choice == 1 and isinstance(holder, dict):
            holder["member_of_tomorrow"] = random.choice(_OTHERS)
        else:
            holder[key] = random.choice(_OTHERS)
        yield value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield value, key
            yield from _places(child)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield value, index
            yield from _places(child)
