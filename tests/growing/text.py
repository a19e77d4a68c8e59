"""Documents that grow as text: examples, references, keys, anchors, names."""

from __future__ import annotations

import json
from typing import Final

from tests.growing.documents import (
    Files,
    as_json,
    document,
    of_one_schema,
    operation,
    returning,
)


def examples(n: int) -> Files:
    """Examples, of a schema and of a body."""
    content = {
        "application/json": {
            "schema": {"type": "string", "examples": [f"e{i}" for i in range(n)]},
            "examples": {f"e{i}": {"value": f"e{i}"} for i in range(n)},
        }
    }
    return as_json(
        document(paths={"/a": {"post": operation(requestBody={"content": content})}})
    )


def large_example(n: int) -> Files:
    """An example that is a long list of objects."""
    schema = {
        "type": "array",
        "items": {"type": "object"},
        "examples": [[{"a": "b"}] * n],
    }
    content = {"application/json": {"schema": schema}}
    body = {"content": content, "required": True}
    return as_json(document(paths={"/a": {"post": operation(requestBody=body)}}))


def large_default(n: int) -> Files:
    """A default that is a long list."""
    schema = {"type": "array", "items": {"type": "integer"}, "default": [*range(n)]}
    return of_one_schema({"type": "object", "properties": {"a": schema}})


def extensions(n: int) -> Files:
    """Extensions that mean nothing."""
    return as_json(document(**{f"x-{i}": i for i in range(n)}))


def parts_of_a_reference(n: int) -> Files:
    """A reference that leads through many names."""
    return of_one_schema({"$ref": "#/components/schemas" + "/a" * n})


def dots_of_a_reference(n: int) -> Files:
    """A reference to a file, by a long way round."""
    return of_one_schema({"$ref": "./" * n + "b.json"})


def broken_references(n: int) -> Files:
    """References that lead nowhere: each is a diagnostic with a place."""
    named = {f"p{i}": {"$ref": f"#/nowhere/{i}"} for i in range(n)}
    return of_one_schema({"type": "object", "properties": named})


def references_to_files(n: int) -> Files:
    """References to files of their own."""
    named = {f"p{i}": {"$ref": f"s{i}.json"} for i in range(n)}
    root = of_one_schema({"type": "object", "properties": named})
    return {**root, **{f"s{i}.json": '{"type": "string"}' for i in range(n)}}


def duplicate_keys(n: int) -> Files:
    """Keys that occur twice in one object."""
    text = ", ".join(f'"x-{i}": 1, "x-{i}": 2' for i in range(n))
    return {"openapi.json": json.dumps(document())[:-1] + ", " + text + "}"}


def lone_surrogates(n: int) -> Files:
    """Keys with half of a character."""
    text = ", ".join(f'"x-\\ud800{i}": "\\ud800"' for i in range(n))
    return {"openapi.json": json.dumps(document())[:-1] + ", " + text + "}"}


def unfinished(n: int) -> Files:
    """A text that ends too early."""
    return {"openapi.json": json.dumps(document())[:-1] + ", " + '"a": [' * n}


def aliases(n: int) -> Files:
    """Aliases of YAML."""
    text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\nx-a: &a {b: c}\n"
    return {"openapi.yaml": text + "".join(f"x-{i}: *a\n" for i in range(n))}


def merged_keys(n: int) -> Files:
    """Merge keys of YAML, in a chain."""
    text = (
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\nx-0: &a0 {b: c}\n"
    )
    links = (f"x-{i}: &a{i}\n  <<: *a{i - 1}\n" for i in range(1, n))
    return {"openapi.yaml": text + "".join(links)}


def anchors(n: int) -> Files:
    """Anchors inside anchors of YAML, all open at once in turn."""
    text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"
    return {
        "openapi.yaml": text + "".join(f"x-{i}: &a{i} !b {{c: d}}\n" for i in range(n))
    }


def long_names(n: int) -> Files:
    """Names of everything, as long as you like."""
    name = "n" * n
    schema = {
        "type": "object",
        "properties": {name: {"type": "string", "enum": [name]}},
    }
    done = returning(
        {"$ref": f"#/components/schemas/{name}"},
        operationId=name,
        tags=[name],
        parameters=[{"name": name, "in": "query", "schema": {"type": "string"}}],
    )
    return as_json(
        document(
            paths={f"/{name}": {"get": done}}, components={"schemas": {name: schema}}
        )
    )


def long_name_of_words(n: int) -> Files:
    """A name of many words."""
    name = "aB" * (n // 2)
    schema = {
        "type": "object",
        "properties": {name: {"type": "string", "enum": [name]}},
    }
    return as_json(
        document(
            paths={
                f"/{name}": {"get": returning(schema, operationId=name, tags=[name])}
            },
            components={"schemas": {name: schema}},
        )
    )


SHAPES: Final = (
    examples,
    large_example,
    large_default,
    extensions,
    parts_of_a_reference,
    dots_of_a_reference,
    broken_references,
    references_to_files,
    duplicate_keys,
    lone_surrogates,
    unfinished,
    aliases,
    merged_keys,
    anchors,
    long_names,
    long_name_of_words,
)
"""What grows, in functions of a size."""
