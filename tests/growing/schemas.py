"""Documents that grow in schemas and in what schemas have."""

from __future__ import annotations

from typing import Final

from tests.growing.documents import (
    Files,
    alike,
    as_json,
    document,
    of_one_schema,
    of_schemas,
    operation,
    ref,
    returning,
)


def schemas(n: int) -> Files:
    """Schemas that nothing refers to."""
    return of_schemas(
        {
            f"S{i}": {"type": "object", "properties": {"a": {"type": "string"}}}
            for i in range(n)
        }
    )


def colliding_schemas(n: int) -> Files:
    """Schemas that Python would call the same."""
    named = {alike(i): {"type": "object", "properties": {"a": {}}} for i in range(n)}
    return of_schemas({"S0": {}, **named})


def inline_schemas(n: int) -> Files:
    """Schemas without a name, which all have one title."""
    properties = {
        f"p{i}": {"title": "Same", "type": "object", "properties": {"a": {}}}
        for i in range(n)
    }
    return of_one_schema({"type": "object", "properties": properties})


def properties(n: int) -> Files:
    """Properties of one object."""
    named = {f"p{i}": {"type": "string"} for i in range(n)}
    return of_one_schema({"type": "object", "properties": named, "required": [*named]})


def colliding_properties(n: int) -> Files:
    """Properties that Python would call the same."""
    named = {alike(i): {"type": "string"} for i in range(n)}
    return of_one_schema({"type": "object", "properties": named})


def fields_of_a_body(n: int) -> Files:
    """Fields of a body, which are keyword arguments."""
    named = {f"p{i}": {"type": "string"} for i in range(n)}
    schema = {"type": "object", "properties": named, "required": [*named]}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    return as_json(document(paths={"/a": {"post": operation(requestBody=body)}}))


def values_of_an_enum(n: int) -> Files:
    """Values of one enum."""
    return of_one_schema({"type": "string", "enum": [f"v{i}" for i in range(n)]})


def colliding_values(n: int) -> Files:
    """Values of an enum that Python would call the same."""
    return of_one_schema({"type": "string", "enum": [alike(i) for i in range(n)]})


def numbers_of_an_enum(n: int) -> Files:
    """Numbers of one enum."""
    return of_one_schema({"type": "integer", "enum": [*range(n)]})


def identified_schemas(n: int) -> Files:
    """Schemas with an `$id`, each of which refers to the next by it."""
    named = {
        f"S{i}": {
            "$id": f"https://a.test/{i}",
            "type": "object",
            "properties": {"a": {"$ref": f"https://a.test/{(i + 1) % n}"}},
        }
        for i in range(n)
    }
    return of_schemas(named)


def anchored_schemas(n: int) -> Files:
    """Schemas with an `$anchor`, each of which refers to the next by it."""
    named = {
        f"S{i}": {
            "$anchor": f"a{i}",
            "type": "object",
            "properties": {"a": {"$ref": f"#a{(i + 1) % n}"}},
        }
        for i in range(n)
    }
    return of_schemas(named)


def wrong_types(n: int) -> Files:
    """Mistakes, each of which is a diagnostic with a place."""
    named = {f"p{i}": {"type": "strnig", "nullable": True} for i in range(n)}
    return of_one_schema({"type": "object", "properties": named})


def required_flags(n: int) -> Files:
    """Properties that say of themselves that they are required."""
    named = {f"p{i}": {"type": "string", "required": True} for i in range(n)}
    return of_one_schema({"type": "object", "properties": named})


def required_names(n: int) -> Files:
    """Names of required properties that are not declared."""
    return of_one_schema({"type": "object", "required": [f"p{i}" for i in range(n)]})


def status_numbers(n: int) -> Files:
    """Keys of YAML that are numbers."""
    text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n"
    one = "  /{}: {{get: {{responses: {{200: {{description: Done.}}}}}}}}\n"
    return {"openapi.yaml": text + "".join(one.format(i) for i in range(n))}


def nullable_unions(n: int) -> Files:
    """3.0's nullable on what has to be wrapped to say so."""
    named = {
        f"p{i}": {"allOf": [{"type": "string"}], "nullable": True} for i in range(n)
    }
    schema = {"type": "object", "properties": named}
    paths = {"/a": {"get": returning(schema)}}
    return as_json(document("3.0.3", paths=paths))


def pattern(n: int) -> Files:
    """A pattern."""
    schema = {"type": "string", "pattern": "(a" * n + ")" * n}
    listed = [{"name": "p", "in": "query", "schema": schema}]
    return as_json(document(paths={"/a": {"get": operation(parameters=listed)}}))


def variants(n: int) -> Files:
    """Variants of a union, told apart by a tag."""
    named = {
        f"S{i}": {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"type": "string", "const": f"k{i}"}},
        }
        for i in range(1, n)
    }
    mapping = {f"k{i}": f"#/components/schemas/S{i}" for i in range(1, n)}
    union = {
        "oneOf": [ref(i) for i in range(1, n)],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    return of_schemas({"S0": union, **named})


def plain_variants(n: int) -> Files:
    """Variants of a union that nothing tells apart."""
    named = {
        f"S{i}": {"type": "object", "properties": {f"p{i}": {"type": "string"}}}
        for i in range(1, n)
    }
    return of_schemas({"S0": {"anyOf": [ref(i) for i in range(1, n)]}, **named})


def parts_of_an_object(n: int) -> Files:
    """Schemas that one object joins."""
    named = {
        f"S{i}": {"type": "object", "properties": {f"p{i}": {"type": "string"}}}
        for i in range(1, n)
    }
    return of_schemas({"S0": {"allOf": [ref(i) for i in range(1, n)]}, **named})


def uses_of_a_schema(n: int) -> Files:
    """Operations that all return one schema, which itself is large."""
    named = {f"p{i}": {"type": "string"} for i in range(100)}
    paths = {f"/{i}": {"get": returning(ref(0), tags=["a"])} for i in range(n)}
    schemas = {"S0": {"type": "object", "properties": named, "required": [*named]}}
    return as_json(document(paths=paths, components={"schemas": schemas}))


SHAPES: Final = (
    schemas,
    colliding_schemas,
    inline_schemas,
    properties,
    colliding_properties,
    fields_of_a_body,
    values_of_an_enum,
    colliding_values,
    numbers_of_an_enum,
    identified_schemas,
    anchored_schemas,
    wrong_types,
    required_flags,
    required_names,
    status_numbers,
    nullable_unions,
    pattern,
    variants,
    plain_variants,
    parts_of_an_object,
    uses_of_a_schema,
)
"""What grows, in functions of a size."""
