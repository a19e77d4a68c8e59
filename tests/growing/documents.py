"""Documents, and the small parts that larger ones are made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

Files = Mapping[str, str]
"""The files of a document, the root first."""


def document(version: str = "3.1.0", **parts: Any) -> dict[str, Any]:
    """Return a document of one operation, with other parts as they are given."""
    return {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": operation()}},
        **parts,
    }


def operation(**parts: Any) -> dict[str, Any]:
    """Return an operation that returns nothing."""
    return {"responses": {"204": {"description": "Done."}}, **parts}


def returning(schema: Any, **parts: Any) -> dict[str, Any]:
    """Return an operation that returns one JSON value."""
    content = {"application/json": {"schema": schema}}
    return {"responses": {"200": {"description": "Done.", "content": content}}, **parts}


def as_json(data: Any) -> Files:
    return {"openapi.json": json.dumps(data)}


def of_schemas(schemas: Mapping[str, Any], name: str = "S0", **parts: Any) -> Files:
    paths = {"/a": {"get": returning({"$ref": f"#/components/schemas/{name}"})}}
    return as_json(document(paths=paths, components={"schemas": schemas}, **parts))


def of_one_schema(schema: Any) -> Files:
    return of_schemas({"S0": schema})


def alike(number: int, first: str = "a") -> str:
    """Return one of the names that Python would write alike."""
    text = first
    while number:
        number, digit = divmod(number, 4)
        text += "-. :"[digit]
    return text + "b"


def ref(number: int) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/S{number}"}


def strings(n: int) -> dict[str, Any]:
    properties = {f"p{i}": {"type": "string"} for i in range(n)}
    return {"type": "object", "properties": properties, "required": [*properties]}


def ladder(n: int, steps: Callable[[Any], Any], **parts: Any) -> Files:
    """Schemas, each of which has the next one twice: `steps` says how."""
    schemas = {f"S{i}": steps(ref(i + 1)) for i in range(n)}
    schemas[f"S{n}"] = {"type": "string"}
    content = {"application/json": {"schema": ref(0)}}
    form = {"type": "object", "properties": {"a": ref(0)}}
    listed = [{"name": "p", "in": "query", "schema": ref(0)}]
    paths = {
        "/a": {"post": returning(ref(0), requestBody={"content": content})},
        "/b": {
            "post": operation(
                requestBody={"content": {"multipart/form-data": {"schema": form}}},
                parameters=listed,
            )
        },
    }
    return as_json(document(paths=paths, components={"schemas": schemas}, **parts))


def of_text(text: str) -> Files:
    """Return a document whose every description is `text`."""
    schema = {
        "type": "object",
        "title": text,
        "description": text,
        "properties": {"a": {"type": "string", "description": text, "default": text}},
        "examples": [{"a": text}],
    }
    done = returning({"$ref": "#/components/schemas/S0"})
    done |= {"summary": text, "description": text, "tags": ["a"]}
    done["parameters"] = [
        {"name": "p", "in": "query", "description": text, "schema": {"type": "string"}}
    ]
    done["responses"]["400"] = {"description": text}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}}
    done["requestBody"] = {"description": text, "content": content}
    keys = {"type": "apiKey", "in": "header", "name": "k", "description": text}
    return as_json(
        document(
            info={"title": text, "version": "1", "description": text, "summary": text},
            tags=[{"name": "a", "description": text}],
            servers=[{"url": "https://a.test", "description": text}],
            paths={"/a": {"post": done}},
            components={"schemas": {"S0": schema}, "securitySchemes": {"k": keys}},
        )
    )
