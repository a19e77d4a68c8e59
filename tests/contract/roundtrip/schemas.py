"""The schemas of a document, as JSON Schema 2020-12, for one direction."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.contract.roundtrip.raw import Dangling, Place, RawDocument

HIDDEN: Final = "x-hidden"
"""Marks a member that this direction does not have (`readOnly`, `writeOnly`)."""

OWN: Final = "x-own"
"""Where a schema stands: its URI, for discriminators that go by its name."""

_registry: Any = Registry

_TYPES: Final = (
    "string",
    "integer",
    "number",
    "boolean",
    "object",
    "array",
    "null",
)
_NUMBERS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_COUNTS: Final = (
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
)
_MANY: Final = ("allOf", "oneOf", "anyOf", "prefixItems")
_ONE: Final = (
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
)
_NAMED: Final = ("properties", "patternProperties", "dependentSchemas")


class Schemas:
    """Converts schemas on demand; a place has one URI."""

    def __init__(self, raw: RawDocument, direction: str) -> None:
        """Take a document, and `request` or `response`."""
        self.raw: Final = raw
        self.direction: Final = direction
        self._hidden: Final = "readOnly" if direction == "request" else "writeOnly"
        self._old: Final = raw.version < (3, 1)
        self._absent: set[str] = set()
        self._uris: dict[Place, str] = {}
        self.places: dict[str, Place] = {}
        self.made: dict[str, Any] = {}
        self._waiting: list[str] = []
        self._resources: dict[str, Any] = {}
        registry: Any = _registry(retrieve=self._resources.__getitem__)
        # One for all: making a validator costs more than most validations.
        self._validator: Final = Draft202012Validator({}, registry=registry)

    def uri(self, place: Place) -> str:
        """The URI of the schema at a place; raises `Dangling`."""
        place = self.raw.canonical(place)
        if place not in self._uris:
            uri = f"urn:schema:{len(self._uris)}"
            self._uris[place] = uri
            self.places[uri] = place
            self._waiting.append(uri)
        return self._uris[place]

    def get(self, uri: str) -> Any:
        """The converted schema of a URI."""
        self._settle()
        return self.made[uri]

    def is_implied(self, uri: str, sent: object, came: object) -> bool:
        """Whether a value is another one with what the schemas have one value for."""
        single = {(name, json.dumps(one)) for name, one in self._single_values()}
        return _has_only(single, sent, came) and not self.errors(uri, came)

    def _single_values(self) -> Iterator[tuple[str, Any]]:
        self._settle()
        for schema in list(self.made.values()):
            for one in _parts(schema):
                for name, member in one.get("properties", {}).items():
                    whole = member
                    while isinstance(whole, dict) and "$ref" in whole:
                        whole = self.get(whole["$ref"])
                    if isinstance(whole, dict):
                        values = whole.get("enum", [])
                        values = [whole["const"]] if "const" in whole else values
                        if len(values) == 1:
                            yield name, values[0]
                found = one.get("discriminator")
                if found is not None:
                    named = [self.places[uri].tokens[-1:] for uri in self.made]
                    names = {
                        *found["mapping"],
                        *(name for one in named for name in one),
                    }
                    yield from ((found["propertyName"], name) for name in names)

    def errors(self, uri: str, value: object) -> list[str]:
        """What jsonschema finds wrong with a value."""
        self._settle()
        validator = self._validator.evolve(schema={"$ref": uri})
        return [
            f"{one.json_path}: {one.message[:200]}"
            for one in validator.iter_errors(value)
            if not self._excused(one)
        ]

    def violated(self, uri: str, value: object) -> frozenset[str]:
        """The keywords that a value violates, those inside of unions left out."""
        self._settle()
        validator = self._validator.evolve(schema={"$ref": uri})
        return frozenset(
            str(one.validator)
            for one in validator.iter_errors(value)
            if not self._excused(one)
        )

    def sloppy(self, uri: str, value: object) -> bool:
        """Whether all that is wrong is that several branches of a `oneOf` fit.

        Many documents say `oneOf` and mean `anyOf`: such values are what is sent.
        """
        validator = self._validator.evolve(schema={"$ref": uri})
        return all(
            self._excused(one) or (one.validator == "oneOf" and not one.context)
            for one in validator.iter_errors(value)
        )

    def _excused(self, error: Any) -> bool:
        """Whether all that is missing is what this direction does not have."""
        if error.validator != "required" or not isinstance(error.instance, dict):
            return False
        # A part of an `allOf` may require what another part hides.
        missing = [one for one in error.validator_value if one not in error.instance]
        return all(one in self._absent for one in missing)

    def _settle(self) -> None:
        while self._waiting:
            uri = self._waiting.pop()
            place = self.places[uri]
            made = self._converted(self.raw.at(place), place)
            if isinstance(made, dict):
                made = {**made, OWN: uri}
            self.made[uri] = made
            self._resources[uri] = DRAFT202012.create_resource(made)

    def _converted(self, value: Any, place: Place) -> Any:
        if isinstance(value, bool):
            return value
        if not isinstance(value, dict):
            return {}
        made: dict[str, Any] = {}
        ref = value.get("$ref", value.get("$dynamicRef"))
        if isinstance(ref, str):
            try:
                made["$ref"] = self.uri(self.raw.target(place, ref))
            except Dangling:
                return {"x-dangling": ref}
            if self._old:
                return made
        self._keywords(value, made, place)
        self._types(value, made)
        for keyword in _MANY:
            listed = value.get(keyword)
            if isinstance(listed, list) and listed:
                made[keyword] = [
                    self._converted(one, place / keyword / index)
                    for index, one in enumerate(listed)
                ]
        for keyword in _ONE:
            if isinstance(value.get(keyword), (dict, bool)) and not (
                self._old and keyword.startswith("unevaluated")
            ):
                made[keyword] = self._converted(value[keyword], place / keyword)
        listed = value.get("items")
        if isinstance(listed, list) and self._old:
            made["items"] = (
                {}
                if not listed
                else {
                    "anyOf": [
                        self._converted(one, place / "items" / index)
                        for index, one in enumerate(listed)
                    ]
                }
            )
        if self._old and made.get("items") is False:
            made.pop("items")
        for keyword in _NAMED:
            where, members = self._members(place / keyword, value.get(keyword))
            if isinstance(members, dict):
                made[keyword] = {
                    name: self._converted(one, where / name)
                    for name, one in members.items()
                    if keyword != "patternProperties" or _compiles(name)
                }
        self._directed(value, made, place)
        return made

    def _members(self, place: Place, members: Any) -> tuple[Place, Any]:
        """Members by name; some documents refer to all of them at once."""
        if isinstance(members, dict) and isinstance(members.get("$ref"), str):
            try:
                return self.raw.resolved(place)
            except Dangling:
                return place, {}
        return place, members

    def _keywords(self, value: Mapping[str, Any], made: Any, place: Place) -> None:
        for keyword in _NUMBERS:
            limit = value.get(keyword)
            if isinstance(limit, (int, float)) and not isinstance(limit, bool):
                made[keyword] = limit
        for end in ("Minimum", "Maximum"):
            if value.get(f"exclusive{end}") is True and end.lower() in made:
                made[f"exclusive{end}"] = made.pop(end.lower())
        for keyword in _COUNTS:
            count = value.get(keyword)
            if isinstance(count, (int, float)) and not isinstance(count, bool):
                made[keyword] = int(count)
        step = value.get("multipleOf")
        if isinstance(step, (int, float)) and step > 0:
            made["multipleOf"] = step
        if isinstance(value.get("pattern"), str) and _compiles(value["pattern"]):
            made["pattern"] = value["pattern"]
        elif isinstance(value.get("pattern"), str):
            made["x-pattern"] = value["pattern"]
        if value.get("uniqueItems") is True:
            made["uniqueItems"] = True
        required = value.get("required")
        if isinstance(required, list):
            names = [one for one in required if isinstance(one, str)]
            made["required"] = list(dict.fromkeys(names))
        dependent = value.get("dependentRequired")
        if isinstance(dependent, dict):
            made["dependentRequired"] = dependent
        if isinstance(value.get("enum"), list) and value["enum"]:
            made["enum"] = value["enum"]
        if "const" in value and not self._old:
            made["const"] = value["const"]
        for keyword in ("format", "contentEncoding", "contentMediaType"):
            if isinstance(value.get(keyword), str):
                made[keyword] = value[keyword]
        found = value.get("discriminator")
        if isinstance(found, str):
            found = {"propertyName": found}
        if isinstance(found, dict) and isinstance(found.get("propertyName"), str):
            made["discriminator"] = {
                "propertyName": found["propertyName"],
                "mapping": self._mapping(found.get("mapping"), place),
            }

    def _mapping(self, mapping: Any, place: Place) -> dict[str, str]:
        made: dict[str, str] = {}
        for name, ref in mapping.items() if isinstance(mapping, dict) else ():
            if not isinstance(ref, str):
                continue
            section = "definitions" if self.raw.version[0] == 2 else "components"
            if (
                "/" not in ref
                and "#" not in ref
                and not ref.endswith((".yaml", ".yml"))
            ):
                tokens = (
                    (section,) if section == "definitions" else (section, "schemas")
                )
                target = Place(self.raw.root.file, (*tokens, ref))
            else:
                try:
                    target = self.raw.target(place, ref)
                except Dangling:
                    continue
            try:
                made[name] = self.uri(self.raw.resolved(target)[0])
            except Dangling:
                continue
        return made

    def _types(self, value: Mapping[str, Any], made: dict[str, Any]) -> None:
        stated = value.get("type")
        types = [stated] if isinstance(stated, str) else stated
        known = [one for one in types or () if one in _TYPES]
        if stated == "file":
            known, made["format"] = ["string"], "binary"
        if not known:
            return
        nullable = value.get("nullable") is True or value.get("x-nullable") is True
        if nullable and self._old and "null" not in known:
            known.append("null")
        made["type"] = known if len(known) > 1 else known[0]

    def _directed(self, value: Mapping[str, Any], made: Any, place: Place) -> None:
        hidden = sorted(self._hidden_members(value, place, 0))
        if not hidden:
            return
        self._absent |= set(hidden)
        made[HIDDEN] = hidden
        for name in hidden:
            if name in made.get("properties", {}):
                made["properties"][name] = {}
        if "required" in made:
            made["required"] = [one for one in made["required"] if one not in hidden]

    def _hidden_members(self, value: Any, place: Place, depth: int) -> set[str]:
        found: set[str] = set()
        if depth > 6 or not isinstance(value, dict):
            return found
        where, members = self._members(place / "properties", value.get("properties"))
        for name, one in members.items() if isinstance(members, dict) else ():
            if self._is_hidden(one, where / name, 0):
                found.add(name)
        parts = value.get("allOf")
        for index in range(len(parts) if isinstance(parts, list) else 0):
            try:
                where, part = self.raw.resolved(place / "allOf" / index)
            except Dangling:
                continue
            found |= self._hidden_members(part, where, depth + 1)
        return found

    def _is_hidden(self, value: Any, place: Place, depth: int) -> bool:
        if not isinstance(value, dict) or depth > 6:
            return False
        if "$ref" in value:
            if not self._old and value.get(self._hidden) is True:
                return True
            try:
                place, value = self.raw.resolved(place)
            except Dangling:
                return False
            return self._is_hidden(value, place, depth + 1)
        if value.get(self._hidden) is True:
            return True
        parts = value.get("allOf")
        return isinstance(parts, list) and any(
            self._is_hidden(one, place / "allOf" / index, depth + 1)
            for index, one in enumerate(parts)
        )


def _has_only(single: set[tuple[str, str]], sent: Any, came: Any) -> bool:
    if isinstance(sent, dict) and isinstance(came, dict):
        return all(
            (
                _has_only(single, sent[name], item)
                if name in sent
                else (name, json.dumps(item)) in single
            )
            for name, item in came.items()
        )
    if isinstance(sent, list) and isinstance(came, list):
        return all(
            _has_only(single, one, other)
            for one, other in zip(sent, came, strict=False)
        )
    return True


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema, and the ones inside of it."""
    if isinstance(schema, dict):
        yield schema
        for item in schema.values():
            yield from _parts(item)
    elif isinstance(schema, list):
        for item in schema:
            yield from _parts(item)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, OverflowError):
        return False
    return True
