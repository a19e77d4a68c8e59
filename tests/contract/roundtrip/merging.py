"""A schema with its references and combinations taken apart, for the sampler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from tests.contract.roundtrip.schemas import HIDDEN, OWN, Schemas

_LARGEST: Final = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_LARGEST_TOO: Final = ("minProperties",)
_SMALLEST: Final = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_SMALLEST_TOO: Final = ("maxProperties",)
_LAST: Final = (
    *("format", "pattern", "multipleOf", "contentEncoding", "contentMediaType"),
    "x-pattern",
)


class Unsampleable(Exception):
    """There is no value, or the sampler does not find it."""


@dataclass(slots=True)
class Tag:
    """A discriminator: its member, and the values that the chosen variant may have."""

    member: str
    values: list[str]


@dataclass(slots=True)
class Merged:
    """All that has to hold for one value at once."""

    types: list[str] | None = None
    values: list[Any] | None = None
    members: dict[str, list[Any]] = field(default_factory=dict)
    patterns: dict[str, list[Any]] = field(default_factory=dict)
    additional: list[Any] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    items: list[Any] = field(default_factory=list)
    prefix: list[Any] = field(default_factory=list)
    contains: list[Any] = field(default_factory=list)
    names: list[Any] = field(default_factory=list)
    dependent: dict[str, list[str]] = field(default_factory=dict)
    scalars: dict[str, Any] = field(default_factory=dict)
    unique: bool = False
    tags: list[Tag] = field(default_factory=list)
    branched: bool = False
    unevaluated: bool = False

    def limit(self, types: list[str]) -> None:
        """Allow only these types."""
        if self.types is None:
            self.types = list(types)
            return
        wanted = [*types, "integer"] if "number" in types else types
        kept = [one for one in self.types if one in wanted]
        if "number" in self.types and "integer" in types and "integer" not in kept:
            kept.append("integer")
        if not kept:
            raise Unsampleable("no type is left")
        self.types = kept


Choose = Callable[[int], int]


class Merger:
    """Merges; what has alternatives asks `choose` for one of them."""

    def __init__(
        self, schemas: Schemas, choose: Choose, families: dict[str, list[str]]
    ) -> None:
        """Take the schemas and, for a parent with a discriminator, its children."""
        self._schemas: Final = schemas
        self._choose: Final = choose
        self._families: Final = families

    def merged(self, schema: Any) -> Merged:
        """Everything that a schema asks for, or `Unsampleable`."""
        made = Merged()
        self._add(made, schema, (), 0)
        return made

    def _add(
        self, made: Merged, schema: Any, chain: tuple[str, ...], depth: int
    ) -> None:
        if schema is True:
            return
        if schema is False or depth > 30:
            raise Unsampleable("nothing is allowed")
        if "x-dangling" in schema:
            raise Unsampleable("a reference leads nowhere")
        ref = schema.get("$ref")
        if ref is not None:
            if ref in chain:
                raise Unsampleable("references go round in a circle")
            target = self._schemas.get(ref)
            if not chain and ref in self._families and not _alternatives(target):
                family = self._families[ref]
                chosen = family[self._choose(len(family))]
                if chosen != ref:
                    self._add(made, {"$ref": chosen}, (ref,), depth + 1)
                    self._tag(made, target, chosen)
                    return
                self._tag(made, target, chosen)
            elif chain and not _alternatives(target) and isinstance(target, dict):
                # A parent, named by what extends it.
                self._tag(made, target, next(filter(_is_uri, chain), ref))
            self._add(made, target, (*chain, ref), depth + 1)
        self._scalars(made, schema)
        for keyword, into in (
            ("properties", made.members),
            ("patternProperties", made.patterns),
        ):
            for name, one in schema.get(keyword, {}).items():
                into.setdefault(name, []).append(one)
        made.required += [
            one for one in schema.get("required", ()) if one not in made.required
        ]
        made.hidden |= set(schema.get(HIDDEN, ()))
        for keyword, into_list in (
            ("additionalProperties", made.additional),
            ("items", made.items),
            ("contains", made.contains),
            ("propertyNames", made.names),
        ):
            if keyword in schema:
                into_list.append(schema[keyword])
        if "unevaluatedProperties" in schema:
            made.unevaluated = True
        made.prefix = schema.get("prefixItems", made.prefix)
        for name, more in schema.get("dependentRequired", {}).items():
            made.dependent.setdefault(name, []).extend(more)
        for part in schema.get("allOf", ()):
            before = len(chain)
            self._add(
                made, part, (*chain, *("allOf" for _ in range(before == 0))), depth + 1
            )
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema:
                self._branch(made, schema, schema[keyword], chain, depth)

    def _branch(
        self,
        made: Merged,
        schema: Any,
        branches: list[Any],
        chain: tuple[str, ...],
        depth: int,
    ) -> None:
        made.branched = True
        chosen = branches[self._choose(len(branches))]
        self._add(made, chosen, (*chain, "branch"), depth + 1)
        found = schema.get("discriminator")
        if found is not None and isinstance(chosen, dict) and "$ref" in chosen:
            self._tag(made, schema, chosen["$ref"])

    def _tag(self, made: Merged, schema: Any, chosen: str) -> None:
        found = schema.get("discriminator")
        if found is None:
            return
        uris = {chosen}
        target = self._schemas.get(chosen)
        while isinstance(target, dict) and set(target) <= {"$ref", OWN}:
            uris.add(target["$ref"])
            target = self._schemas.get(target["$ref"])
        values = [name for name, uri in found["mapping"].items() if uri in uris]
        if not values:
            place = self._schemas.places[chosen]
            name = place.tokens[-1] if place.tokens else ""
            values = [name] if name and not name.isdigit() else []
        made.tags.append(Tag(found["propertyName"], values))

    def _scalars(self, made: Merged, schema: Any) -> None:
        if "type" in schema:
            types = schema["type"]
            made.limit([types] if isinstance(types, str) else types)
        if "const" in schema or "enum" in schema:
            values = [schema["const"]] if "const" in schema else schema["enum"]
            if made.values is not None:
                values = [one for one in made.values if one in values]
            if not values:
                raise Unsampleable("no value is left")
            made.values = list(values)
        for keyword in (*_LARGEST, *_LARGEST_TOO):
            if keyword in schema:
                value = made.scalars.get(keyword, schema[keyword])
                made.scalars[keyword] = max(value, schema[keyword])
        for keyword in (*_SMALLEST, *_SMALLEST_TOO):
            if keyword in schema:
                value = made.scalars.get(keyword, schema[keyword])
                made.scalars[keyword] = min(value, schema[keyword])
        for keyword in _LAST:
            if keyword in schema:
                made.scalars[keyword] = schema[keyword]
        made.unique = made.unique or "uniqueItems" in schema


def _alternatives(schema: Any) -> bool:
    return isinstance(schema, dict) and ("oneOf" in schema or "anyOf" in schema)


def _is_uri(step: str) -> bool:
    return step.startswith("urn:")
