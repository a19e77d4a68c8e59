"""Types and operations as the runtime of the fake reads them: JSON, loaded late.

The annotations of a client say what Python code may do with a value. They have neither
the examples of the document nor the limits of what is only received, which samples and
the validation of requests need. `apiloom.runtime.testing.schemas` describes the format.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final, TypeAlias

from apiloom.codegen.models.placement import Placement
from apiloom.codegen.resources.arguments import Argument
from apiloom.ir.api import (
    Api,
    Body,
    Content,
    FieldEncoding,
    In,
    Operation,
    Payload,
    Response,
)
from apiloom.ir.lifecycle import Lifecycle
from apiloom.ir.pagination import Pagination
from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    NO_CONSTRAINTS,
    Alias,
    Array,
    Constraints,
    Definition,
    Embedded,
    Enumeration,
    Literal,
    Map,
    Model,
    Primitive,
    Reference,
    Scalar,
    Tuple,
    Type,
    Union,
)
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names

Data: TypeAlias = "Scalar | Sequence[Data] | Mapping[str, Data]"
"""A value of JSON, to be written."""

_KEYWORDS: Final = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusive_minimum": "exclusiveMinimum",
    "exclusive_maximum": "exclusiveMaximum",
    "multiple_of": "multipleOf",
    "min_length": "minLength",
    "max_length": "maxLength",
    "pattern": "pattern",
    "min_items": "minItems",
    "max_items": "maxItems",
    "unique_items": "uniqueItems",
    "one_of": "enum",
}
_LIMITS: Final = tuple(one.name for one in fields(Constraints))
_LONGEST: Final = 16_000
"""A longer example is not copied into a client: an object is made in its place."""

_DEFAULT_STYLES: Final = {
    In.PATH: ("simple", False),
    In.QUERY: ("form", True),
    In.HEADER: ("simple", False),
    In.COOKIE: ("form", True),
}


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def text_of(data: Data) -> str:
    """Return data as compact JSON."""
    return _ENCODER.encode(data)


@dataclass(frozen=True, slots=True)
class SchemaTexts:
    """Writes the types of an API."""

    api: Api
    names: Names
    placement: Placement

    def file(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the definitions of a file of models, by their names."""
        for pointer in self.placement.standing[name]:
            yield (
                self.names.definitions[pointer],
                text_of(self.definition(self.api.definitions[pointer])),
            )

    def definition(self, definition: Definition) -> Data:
        """Return a definition."""
        match definition:
            case Enumeration(values=values):
                return {"enum": [one.value for one in values]}
            case Alias(type=type_):
                return self.type(type_)
            case Model():
                return self._model(definition)

    def _model(self, model: Model) -> Data:
        found: dict[str, Data] = {
            "properties": {
                one.wire: (
                    self.type(one.type)
                    if one.example is None or len(one.example) > _LONGEST
                    else {"of": self.type(one.type), "example": json.loads(one.example)}
                )
                for one in model.fields
            }
        }
        lists = {
            "required": [one.wire for one in model.fields if one.required],
            "readOnly": [one.wire for one in model.fields if one.read_only],
            "writeOnly": [one.wire for one in model.fields if one.write_only],
        }
        found.update((key, names) for key, names in lists.items() if names)
        if model.extra is not None:
            found["values"] = self.type(model.extra)
        if model.closed:
            found["closed"] = True
        if model.example is not None and len(model.example) <= _LONGEST:
            found["example"] = json.loads(model.example)
        return found

    def reference(self, target: Pointer) -> str:
        """Return the reference to a definition."""
        return f"#{self.placement.files[target]}.{self.names.definitions[target]}"

    def type(self, type_: Type) -> Data:
        """Return a type."""
        match type_:
            case Primitive():
                return _primitive(type_)
            case Literal(values):
                return {"enum": values}
            case Array(items, constraints, _, is_implied):
                implied: dict[str, Data] = {"implied": True} if is_implied else {}
                return {
                    "items": self.type(items),
                    **_limits(constraints),
                    **implied,
                }
            case Tuple(prefix, rest):
                more: dict[str, Data] = (
                    {"items": self.type(rest)} if rest is not None else {}
                )
                return {"prefixItems": [self.type(one) for one in prefix], **more}
            case Map(values, constraints):
                return {"values": self.type(values), **_limits(constraints)}
            case Embedded(inner):
                return {"json": self.type(inner)}
            case Union(members, discriminator):
                either: dict[str, Data] = {
                    "anyOf": [self.type(member) for member in members]
                }
                if discriminator is not None:
                    either["tag"] = [
                        discriminator.member,
                        [
                            [tag, self.reference(one.target)]
                            for tag, one in discriminator.mapping
                        ],
                    ]
                return either
            case Reference(target):
                return self.reference(target)


def _primitive(type_: Primitive) -> Data:
    name = type_.kind.value
    if type_.format and type_.kind is Kind.STRING:
        name = f"{name}:{type_.format}"
    limits = _limits(type_.constraints)
    return [name, limits] if limits else name


def _limits(constraints: Constraints) -> dict[str, Any]:
    if constraints == NO_CONSTRAINTS:
        return {}
    found: dict[str, Any] = {}
    for name in _LIMITS:
        value: object = getattr(constraints, name)
        if value is not None and value is not False and value != ():
            found[_KEYWORDS[name]] = value
    return found


@dataclass(frozen=True, slots=True)
class OperationTexts:
    """Writes the operations of one resource; a response that several have, once."""

    schemas: SchemaTexts
    responses: dict[str, int] = field(default_factory=dict[str, int], init=False)
    """The responses, as JSON text, and their numbers."""

    def operation(self, operation: Operation, arguments: Sequence[Argument]) -> str:
        """Return an operation as JSON text."""
        found: dict[str, Data] = {}
        named = {(one.place, one.wire): one.name for one in arguments}
        made = {
            (one.location.value, one.name)
            for one in operation.parameters
            if one.default_factory is not None
        }
        parameters: list[Data] = []
        for one in operation.parameters:
            options: dict[str, Data] = {}
            if (one.style, one.explode) != _DEFAULT_STYLES[one.location]:
                options["style"] = one.style
                options["explode"] = one.explode
            if one.required and one.location is not In.PATH:
                options["required"] = True
            key = one.location.value, one.name
            if key in made:
                options["made"] = True
            name = named.get(key, "")
            parameters.append(
                [
                    one.location.value,
                    one.name,
                    "" if name == one.name else name,
                    self.schemas.type(one.type),
                    *([options] if options else []),
                ]
            )
        if parameters:
            found["parameters"] = parameters
        fields_ = {
            one.name: one.wire
            for one in arguments
            if one.place == "body" and one.wire and one.name != one.wire
        }
        if fields_:
            found["fields"] = fields_
        whole = [one.name for one in arguments if one.place == "body" and not one.wire]
        if whole:
            found["whole"] = whole[0]
        if operation.body is not None:
            found["body"] = self._body(operation.body)
        if operation.switched_on:
            found["on"] = operation.switched_on
        found["responses"] = {
            one.status: self._numbered(one)
            for one in (*operation.successes, *_failures(operation))
        }
        if operation.pagination is not None:
            found["pages"] = _pages(operation, operation.pagination)
        if operation.lifecycle is not None:
            found["life"] = _life(operation.lifecycle)
        if operation.waiters:
            found["states"] = operation.waiters[0].path
        successes = [one.status for one in operation.successes]
        found["success"] = successes
        return text_of(found)

    def _numbered(self, response: Response) -> int:
        text = text_of(self.response(response))
        return self.responses.setdefault(text, len(self.responses))

    def response(self, response: Response) -> Data:
        """Return a response: its contents, each in one media type."""
        found: dict[str, Data] = {
            "contents": [self._content(one) for one in response.contents]
        }
        if response.location:
            found["location"] = True
        return found

    def _body(self, body: Body) -> Data:
        return {
            "required": body.required,
            "contents": [
                [
                    one.media_type,
                    one.payload.value,
                    self.schemas.type(one.type),
                    *self._encoded(one.encoding),
                ]
                for one in body.contents
            ],
        }

    @staticmethod
    def _encoded(encoding: Iterable[tuple[str, FieldEncoding]]) -> Iterator[Data]:
        styles: dict[str, Data] = {
            wire: [one.style, one.explode]
            for wire, one in encoding
            if (one.style, one.explode) != ("form", True)
        }
        if styles:
            yield styles

    def _content(self, content: Content) -> Data:
        options: dict[str, Data] = {}
        examples = [
            [one.name, json.loads(one.value)]
            for one in content.examples
            if len(one.value) <= _LONGEST
        ]
        if examples:
            options["examples"] = examples
        items = content.items
        type_ = content.type
        if items is not None:
            if items.is_event:
                options["event"] = True
                options["jsonData"] = items.has_json_data
            if items.end is not None:
                options["end"] = items.end
            type_ = items.type
        if not content.described and content.payload is Payload.JSON:
            options["open"] = True
        return [
            content.media_type,
            content.payload.value,
            self.schemas.type(type_),
            *([options] if options else []),
        ]


def _life(lifecycle: Lifecycle) -> Data:
    """Return the part of an operation in a life cycle, without what is empty."""
    found: dict[str, Data] = {
        "action": lifecycle.action.value,
        "of": lifecycle.collection,
        "key": lifecycle.key,
        "within": lifecycle.within,
        "id": lifecycle.id,
        "object": lifecycle.object,
        "items": lifecycle.items,
        "sent": lifecycle.sent,
    }
    return {key: value for key, value in found.items() if value}


def _default_size(operation: Operation, name: str) -> int | None:
    """Return how many items a page has by default, as the parameter says."""
    for one in operation.parameters:
        if one.name == name and one.default is not None and one.default.isdecimal():
            return int(one.default)
    return None


def _pages(operation: Operation, page: Pagination) -> Data:
    """Return how an operation pages, without what the document does not state."""
    found: dict[str, Data] = {"style": page.style.value, "items": page.items}
    if page.parameter is not None:
        found["parameter"] = page.parameter
    if page.in_body:
        found["inBody"] = True
    if page.size is not None:
        default = _default_size(operation, page.size)
        found["size"] = [page.size, *([default] if default else [])]
    if page.first != 1:
        found["first"] = page.first
    paths = {
        "next": page.next,
        "lastItem": page.last_item,
        "more": page.more,
        "last": page.last,
        "total": page.total,
        "current": page.current,
    }
    return {**found, **{key: path for key, path in paths.items() if path}}


def _failures(operation: Operation) -> Iterator[Response]:
    successes = operation.successes
    yield from (one for one in operation.responses if one not in successes)
