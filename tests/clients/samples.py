"""Values that fit a schema, made from the schema: the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from tests.specs.reading import resolve

FORMATS = {
    "uuid": "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
    "date-time": "2024-01-15T09:30:00Z",
    "date": "2024-01-15",
    "uri": "https://example.com/page",
    "email": "jane@example.com",
    "binary": "jane@example.com\njohn@example.com\n",
}
ANYTHING = {"any": ["JSON", 1, None]}
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Place:
    """A value inside a body, with the schema that describes it."""

    path: Path
    schema: Any
    value: Any


@dataclass(frozen=True)
class Sampler:
    """Makes values for the schemas of one document."""

    document: Any

    def resolved(self, schema: Any) -> Any:
        """The schema, or what it refers to."""
        return resolve(self.document, schema)

    def full(self, schema: Any) -> Any:
        """A value with every member that is described."""
        return self._value(schema, everything=True)

    def minimal(self, schema: Any) -> Any:
        """A value with what is required only."""
        return self._value(schema, everything=False)

    def variants(self, schema: Any) -> list[Any]:
        """A full value for each alternative of a union."""
        schema = self.resolved(schema)
        return [self.full(option) for option in schema.get("oneOf", [schema])]

    def nulled(self, schema: Any, value: Any) -> Any:
        """A copy of a value in which is null whatever may be."""
        value = deepcopy(value)
        for place in list(self.places(schema, value)):
            if place.path and "null" in types(place.schema):
                put(value, place.path, None)
        return value

    def along(self, schema: Any, path: tuple[str, ...], leaf: Any) -> Any:
        """The smallest value that has a leaf at a path.

        A leaf that is described as an array becomes its only item.
        """
        schema = self.resolved(schema)
        if types(schema)[0] == "array":
            return [self.along(schema["items"], path, leaf)]
        if not path:
            return leaf
        head, *rest = path
        described = schema.get("properties", {}).get(head)
        child = described if described is not None else schema["additionalProperties"]
        value = self.minimal(schema)
        value[head] = self.along(child, tuple(rest), leaf)
        return value

    def places(self, schema: Any, value: Any, path: Path = ()) -> Iterator[Place]:
        """Every value inside a value, itself first."""
        schema = self.resolved(schema)
        if "oneOf" in schema and "discriminator" in schema:
            told = schema["discriminator"]
            tag = value[told["propertyName"]]
            schema = self.resolved({"$ref": told["mapping"][tag]})
        yield Place(path, schema, value)
        if isinstance(value, dict):
            described = schema.get("properties", {})
            extra = schema.get("additionalProperties", True)
            for name, item in value.items():
                child = described.get(name, extra)
                if isinstance(child, dict):
                    yield from self.places(child, item, (*path, name))
        elif isinstance(value, list) and "items" in schema:
            for index, item in enumerate(value):
                yield from self.places(schema["items"], item, (*path, index))

    def _value(self, schema: Any, *, everything: bool) -> Any:
        schema = self.resolved(schema)
        if "oneOf" in schema:
            return self._value(schema["oneOf"][0], everything=everything)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        kind = types(schema)[0]
        if kind == "object":
            return self._object(schema, everything=everything)
        if schema.get("examples"):
            return schema["examples"][0]
        if kind == "array":
            item = self._value(schema["items"], everything=everything)
            return [item] if everything or "minItems" in schema else []
        return {
            "string": FORMATS.get(schema.get("format", ""), "some text"),
            "integer": schema.get("minimum", 7),
            "number": schema.get("minimum", 1.5),
            "boolean": True,
            "": ANYTHING,
        }[kind]

    def _object(self, schema: Any, *, everything: bool) -> Any:
        required = schema.get("required", [])
        value = {
            name: self._value(child, everything=everything)
            for name, child in schema.get("properties", {}).items()
            if everything or name in required
        }
        extra = schema.get("additionalProperties")
        if everything and not value and schema.get("examples"):
            return deepcopy(schema["examples"][0])
        if everything and isinstance(extra, dict):
            value["jane@example.com"] = self._value(extra, everything=True)
        elif everything and extra is True:
            value["made_up"] = ANYTHING
        return value


def types(schema: Any) -> list[str]:
    """The types that a schema allows, the first one first; `""` for any."""
    declared = schema.get("type", "")
    return list(declared) if isinstance(declared, list) else [declared]


def put(value: Any, path: Path, item: Any) -> None:
    """Put an item into a value, in place, where a container still is."""
    for step in path[:-1]:
        if value is None:
            return
        value = value[step]
    if value is not None:
        value[path[-1]] = item
