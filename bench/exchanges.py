"""Calls that can be made without a server: what is asked for, and what comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bench.documents import Document, elements, mapping, parsed
from bench.probes.answers import SMALL, answers

_UUID: Final = "8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10"


@dataclass(frozen=True, slots=True)
class Exchange:
    """An operation, by its `operationId`, its path arguments and its JSON answer."""

    operation: str
    arguments: tuple[str | int, ...]
    answer: bytes

    def code(self) -> str:
        """The arguments as Python."""
        return ", ".join(map(repr, self.arguments))


def of_shop() -> Exchange:
    """The call of the shop that the client by hand can make, too."""
    return Exchange("getOrder", (_UUID,), answers()[f"order-{SMALL}"])


def middle(document: Document) -> Exchange | None:
    """Neither the smallest nor one that was picked; None if there is none at all."""
    found = list(_exchanges(mapping(parsed(document.path))))
    return found[len(found) // 2] if found else None


def _exchanges(root: Mapping[str, Any]) -> Iterator[Exchange]:
    """GETs that need scalars of the path alone, and have an example of their answer."""
    for item in mapping(root.get("paths")).values():
        operation = mapping(mapping(item).get("get"))
        shared = elements(mapping(item).get("parameters"))
        given = [*shared, *elements(operation.get("parameters"))]
        parameters = [_resolved(root, one) for one in given]
        needed = [one for one in parameters if one.get("required")]
        schemas = [_resolved(root, one.get("schema")) for one in needed]
        answer = _answer(root, operation)
        if (
            answer is not None
            and "operationId" in operation
            and all(one.get("in") == "path" for one in needed)
            and all(one.get("type") in ("string", "integer") for one in schemas)
        ):
            arguments = tuple(map(_argument, schemas))
            yield Exchange(operation["operationId"], arguments, answer)


def _answer(root: Mapping[str, Any], operation: Mapping[str, Any]) -> bytes | None:
    """The first example of a 200 in JSON (OpenAPI 3.1, section 4.8.14)."""
    response = _resolved(root, mapping(operation.get("responses")).get("200"))
    media_type = mapping(mapping(response.get("content")).get("application/json"))
    for one in mapping(media_type.get("examples")).values():
        example = _resolved(root, one)
        if "value" in example:
            return json.dumps(example["value"]).encode()
    return None


def _argument(schema: Mapping[str, Any]) -> str | int:
    if schema["type"] == "integer":
        return 1
    listed = elements(schema.get("enum"))
    if listed:
        return str(listed[0])
    return _UUID if schema.get("format") == "uuid" else "x"


def _resolved(root: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
    """What a reference inside the document leads to; empty if it leads elsewhere."""
    found: Any = value
    while "$ref" in mapping(found):
        reference = str(found["$ref"])
        found = root if reference.startswith("#/") else {}
        for step in reference.removeprefix("#/").split("/"):
            name = step.replace("~1", "/").replace("~0", "~")
            found = mapping(found).get(name)
    return mapping(found)
