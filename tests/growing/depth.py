"""Documents that grow in depth: chains, rings, nesting."""

from __future__ import annotations

import json
from typing import Any, Final

from tests.growing.documents import Files, as_json, document, of_schemas, ref, returning


def chain(n: int) -> Files:
    """Objects, each of which needs the next."""
    links = {
        f"S{i}": {
            "type": "object",
            "required": ["next"],
            "properties": {"next": ref(i + 1)},
        }
        for i in range(n)
    }
    return of_schemas({**links, f"S{n}": {"type": "string"}})


def chain_of_lists(n: int) -> Files:
    """Lists, each of which holds the next."""
    links = {f"S{i}": {"type": "array", "items": ref(i + 1)} for i in range(n)}
    return of_schemas({**links, f"S{n}": {"type": "string"}})


def chain_of_maps(n: int) -> Files:
    """Maps, each of which holds the next."""
    links = {
        f"S{i}": {"type": "object", "additionalProperties": ref(i + 1)}
        for i in range(n)
    }
    return of_schemas({**links, f"S{n}": {"type": "string"}})


def chain_of_references(n: int) -> Files:
    """References, each of which leads to the next."""
    links: dict[str, Any] = {f"S{i}": ref(i + 1) for i in range(n)}
    return of_schemas({**links, f"S{n}": {"type": "object"}})


def chain_through_references(n: int) -> Files:
    """References that lead through other references."""
    links: dict[str, Any] = {
        f"S{i}": {
            "properties": {"a": {"$ref": f"#/components/schemas/S{i + 1}/properties/a"}}
        }
        for i in range(n)
    }
    return of_schemas({**links, f"S{n}": {"properties": {"a": {"type": "string"}}}})


def ring_of_references(n: int) -> Files:
    """References that lead in a circle."""
    return of_schemas({f"S{i}": ref((i + 1) % n) for i in range(n)})


def generations(n: int) -> Files:
    """Objects, each of which inherits from the next."""
    links: dict[str, Any] = {
        f"S{i}": {
            "allOf": [ref(i + 1)],
            "type": "object",
            "properties": {f"p{i}": {"type": "string"}},
        }
        for i in range(n)
    }
    return of_schemas({**links, f"S{n}": {"type": "object"}})


def nested(n: int) -> Files:
    """Objects inside objects, written inline."""
    text = '{"type": "object", "required": ["a"], "properties": {"a": ' * n
    text += '{"type": "string"}' + "}}" * n
    whole = json.dumps(document(components={"schemas": {"S0": "here"}}))
    return {"openapi.json": whole.replace('"here"', text)}


def nested_lists(n: int) -> Files:
    """Lists inside lists, written inline."""
    text = '{"type": "array", "items": ' * n + '{"type": "string"}' + "}" * n
    whole = json.dumps(document(components={"schemas": {"S0": "here"}}))
    return {"openapi.json": whole.replace('"here"', text)}


def nested_yaml(n: int) -> Files:
    """Objects inside objects, written inline in YAML's flow style."""
    return {"openapi.yaml": nested(n)["openapi.json"]}


def nested_blocks(n: int) -> Files:
    """Objects inside objects, in YAML's block style: one level a line."""
    text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\nx-a:\n"
    return {"openapi.yaml": text + "".join(" " * i + " a:\n" for i in range(n))}


def nested_example(n: int) -> Files:
    """An example that nests."""
    whole = json.dumps(document(components={"schemas": {"S0": {"examples": ["here"]}}}))
    return {"openapi.json": whole.replace('"here"', "[" * n + "]" * n)}


def triples(n: int) -> Files:
    """Objects that need the next three times over: what is written out triples."""
    links = {
        f"S{i}": {
            "type": "object",
            "required": ["a", "b", "c"],
            "properties": dict.fromkeys("abc", ref(i + 1)),
        }
        for i in range(n)
    }
    schemas = {**links, f"S{n}": {"type": "string"}}
    body = {"required": True, "content": {"application/json": {"schema": ref(0)}}}
    paths = {"/a": {"post": returning(ref(0), requestBody=body)}}
    return as_json(document(paths=paths, components={"schemas": schemas}))


SHAPES: Final = (
    chain,
    chain_of_lists,
    chain_of_maps,
    chain_of_references,
    chain_through_references,
    ring_of_references,
    generations,
    nested,
    nested_lists,
    nested_yaml,
    nested_blocks,
    nested_example,
)
"""What grows, in functions of a size."""
