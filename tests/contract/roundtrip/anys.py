"""Where generated code says "any JSON" although the document says more.

That is `JsonValue` to a checker, and `Any` where a program looks at an annotation.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tests.contract.roundtrip.contract import Operation, is_json
from tests.contract.roundtrip.raw import Dangling, Place, shown
from tests.contract.roundtrip.schemas import Schemas
from tests.contract.roundtrip.subject import Subject

_ANY: Final = re.compile(r"\b(?:Any|JsonValue)\b")
_EMBEDDED: Final = re.compile(r"\bEmbeddedJson\[.*\]")
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")


def suspicious(
    subject: Subject, schemas: Schemas, operations: Mapping[str, Operation]
) -> Iterator[tuple[str, str, str]]:
    """Place, annotation and schema of each "any JSON" that need not be."""
    for inspected in subject.inspected["operations"]:
        operation = operations.get(inspected["id"])
        if operation is None:
            continue
        for places, text in _places(operation, inspected):
            if _has_any(text) and not any(is_open(schemas, one) for one in places):
                yield shown(places[0]), text, operation.id
    yield from _members(subject, schemas)


def _places(
    operation: Operation, inspected: Mapping[str, Any]
) -> Iterator[tuple[list[Place], str]]:
    """The schemas of an operation, with what the method says of them."""
    given = {(one.where, one.name): one.schema for one in operation.parameters}
    for one in inspected["parameters"]:
        schema = given.get((one["in"], one["wire"]))
        if schema is not None:
            yield [schema], one["type"]
    successes: list[Place] = []
    for answer in operation.answers:
        for content in answer.contents:
            success = answer.status.startswith("2") and is_json(content.media_type)
            if success and content.schema is not None:
                successes.append(content.schema)
    if successes:
        yield successes, inspected["returns"]


def _members(subject: Subject, schemas: Schemas) -> Iterator[tuple[str, str, str]]:
    for model in subject.inspected["models"]:
        module = importlib.import_module(model["module"])
        made = getattr(module, model["name"], None)
        place = _place(schemas, model["pointer"])
        if made is None or place is None:
            continue
        fields = getattr(made, "model_fields", None)
        source = getattr(made, "__annotations__", {})
        if fields is None:
            continue
        for name, field in fields.items():
            written = source.get(name)
            text = written if isinstance(written, str) else repr(field.annotation)
            if getattr(module, "Any", Any) is not Any:
                # A component is called so.
                text = re.sub(r"\bAny\b", "", text)
            if not _has_any(text):
                continue
            member = place / "properties" / (field.alias or name)
            try:
                if not is_open(schemas, member):
                    yield shown(member), text, model["name"]
            except Dangling:
                continue


def _place(schemas: Schemas, pointer: str) -> Place | None:
    _, _, fragment = pointer.partition("#")
    tokens = [
        one.replace("~1", "/").replace("~0", "~") for one in fragment.split("/")[1:]
    ]
    if schemas.raw.version[0] == 2 and tokens[:2] == ["components", "schemas"]:
        tokens = ["definitions", *tokens[2:]]
    file = schemas.raw.root.file
    if not pointer.startswith("#"):
        return None
    place = Place(file, tuple(tokens))
    try:
        schemas.raw.at(place)
    except Dangling:
        return None
    return place


def is_open(schemas: Schemas, place: Place) -> bool:
    """Whether a schema leaves open, somewhere, what a value is."""
    try:
        uri = schemas.uri(place)
    except Dangling:
        return True
    return _open(schemas, schemas.get(uri), 0)


def _open(schemas: Schemas, schema: Any, depth: int) -> bool:
    if schema is True or depth > 4:
        return True
    if schema is False:
        return False
    if "x-dangling" in schema:
        return True
    if "$ref" in schema:
        # What is behind a reference has a name and annotations of its own.
        target = schemas.get(schema["$ref"])
        return _open(schemas, target, depth + 1)
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return any(isinstance(one, (dict, list)) for one in values)
    for keyword in ("allOf", "oneOf", "anyOf"):
        if keyword in schema:
            return any(_open(schemas, one, depth + 1) for one in schema[keyword])
    types = schema.get("type")
    types = [types] if isinstance(types, str) else types
    if not types:
        return "properties" not in schema and "items" not in schema
    if "object" in types:
        additional = schema.get("additionalProperties", True)
        if not schema.get("properties") and not schema.get("patternProperties"):
            return additional is False or _open(schemas, additional, depth + 1)
        return any(
            _open(schemas, one, depth + 1)
            for one in (*schema.get("properties", {}).values(),)
        )
    if "array" in types:
        return _open(schemas, schema.get("items", True), depth + 1)
    return False


def _has_any(text: str) -> bool:
    # What a string holds is beyond what its type says.
    return bool(_ANY.search(_EMBEDDED.sub("", _QUOTED.sub("", text))))
