"""Documents of a size to choose: what each of their parts costs is seen by doubling it.

`SHAPES` holds a function for each way in which a document can be large.  It takes the
size and returns the document's files, the root first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

__all__ = ["SHAPES", "SHARED", "document", "ladder", "of_text", "triples"]

Files = Mapping[str, str]


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


def _json(data: Any) -> Files:
    return {"openapi.json": json.dumps(data)}


def _schemas(schemas: Mapping[str, Any], name: str = "S0", **parts: Any) -> Files:
    paths = {"/a": {"get": returning({"$ref": f"#/components/schemas/{name}"})}}
    return _json(document(paths=paths, components={"schemas": schemas}, **parts))


def _one_schema(schema: Any) -> Files:
    return _schemas({"S0": schema})


def _alike(number: int, first: str = "a") -> str:
    """Return one of the names that Python would write alike."""
    text = first
    while number:
        number, digit = divmod(number, 4)
        text += "-. :"[digit]
    return text + "b"


def _ref(number: int) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/S{number}"}


def chain(n: int) -> Files:
    """Objects, each of which needs the next."""
    links = {
        f"S{i}": {
            "type": "object",
            "required": ["next"],
            "properties": {"next": _ref(i + 1)},
        }
        for i in range(n)
    }
    return _schemas({**links, f"S{n}": {"type": "string"}})


def chain_of_lists(n: int) -> Files:
    """Lists, each of which holds the next."""
    links = {f"S{i}": {"type": "array", "items": _ref(i + 1)} for i in range(n)}
    return _schemas({**links, f"S{n}": {"type": "string"}})


def chain_of_maps(n: int) -> Files:
    """Maps, each of which holds the next."""
    links = {
        f"S{i}": {"type": "object", "additionalProperties": _ref(i + 1)}
        for i in range(n)
    }
    return _schemas({**links, f"S{n}": {"type": "string"}})


def chain_of_references(n: int) -> Files:
    """References, each of which leads to the next."""
    links: dict[str, Any] = {f"S{i}": _ref(i + 1) for i in range(n)}
    return _schemas({**links, f"S{n}": {"type": "object"}})


def chain_through_references(n: int) -> Files:
    """References that lead through other references."""
    links: dict[str, Any] = {
        f"S{i}": {
            "properties": {"a": {"$ref": f"#/components/schemas/S{i + 1}/properties/a"}}
        }
        for i in range(n)
    }
    return _schemas({**links, f"S{n}": {"properties": {"a": {"type": "string"}}}})


def ring_of_references(n: int) -> Files:
    """References that lead in a circle."""
    return _schemas({f"S{i}": _ref((i + 1) % n) for i in range(n)})


def generations(n: int) -> Files:
    """Objects, each of which inherits from the next."""
    links: dict[str, Any] = {
        f"S{i}": {
            "allOf": [_ref(i + 1)],
            "type": "object",
            "properties": {f"p{i}": {"type": "string"}},
        }
        for i in range(n)
    }
    return _schemas({**links, f"S{n}": {"type": "object"}})


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
            "properties": dict.fromkeys("abc", _ref(i + 1)),
        }
        for i in range(n)
    }
    schemas = {**links, f"S{n}": {"type": "string"}}
    body = {"required": True, "content": {"application/json": {"schema": _ref(0)}}}
    paths = {"/a": {"post": returning(_ref(0), requestBody=body)}}
    return _json(document(paths=paths, components={"schemas": schemas}))


def tags(n: int) -> Files:
    """Tags that are used."""
    return _json(
        document(
            tags=[{"name": f"tag {i}", "description": "A tag."} for i in range(n)],
            paths={f"/{i}": {"get": operation(tags=[f"tag {i}"])} for i in range(n)},
        )
    )


def unused_tags(n: int) -> Files:
    """Tags that nothing uses."""
    return _json(document(tags=[{"name": f"tag {i}"} for i in range(n)]))


def generations_of_tags(n: int) -> Files:
    """Tags, each below the one before."""
    tags = [
        {"name": "t0"},
        *({"name": f"t{i}", "parent": f"t{i - 1}"} for i in range(1, n)),
    ]
    paths = {"/a": {"get": operation(tags=[f"t{n - 1}"])}}
    return _json(document("3.2.0", tags=tags, paths=paths))


def tags_of_one_operation(n: int) -> Files:
    """An operation with many tags."""
    return _json(
        document(paths={"/a": {"get": operation(tags=[f"t{i}" for i in range(n)])}})
    )


def colliding_tags(n: int) -> Files:
    """Tags that Python would call the same."""
    paths = {f"/{i}": {"get": operation(tags=[_alike(i)])} for i in range(n)}
    return _json(document(paths=paths))


def paths(n: int) -> Files:
    """Paths, each with an operation, of which many share a resource."""
    return _json(
        document(paths={f"/p{i % 100}/q{i}": {"get": operation()} for i in range(n)})
    )


def empty_paths(n: int) -> Files:
    """Paths without operations."""
    return _json(document(paths={f"/{i}": {} for i in range(n)}))


def operations_of_a_tag(n: int) -> Files:
    """Operations of one resource."""
    paths = {
        f"/{i}": {"get": operation(operationId=f"read{i}", tags=["a"])}
        for i in range(n)
    }
    return _json(document(paths=paths))


def colliding_operations(n: int) -> Files:
    """Operations with one name."""
    paths = {
        f"/{i}": {"get": operation(operationId="read", tags=["a"])} for i in range(n)
    }
    return _json(document(paths=paths))


def unnamed_operations(n: int) -> Files:
    """Operations without a name, whose paths read alike."""
    return _json(
        document(paths={"/" + _alike(i): {"get": operation()} for i in range(n)})
    )


def schemas(n: int) -> Files:
    """Schemas that nothing refers to."""
    return _schemas(
        {
            f"S{i}": {"type": "object", "properties": {"a": {"type": "string"}}}
            for i in range(n)
        }
    )


def colliding_schemas(n: int) -> Files:
    """Schemas that Python would call the same."""
    named = {_alike(i): {"type": "object", "properties": {"a": {}}} for i in range(n)}
    return _schemas({"S0": {}, **named})


def inline_schemas(n: int) -> Files:
    """Schemas without a name, which all have one title."""
    properties = {
        f"p{i}": {"title": "Same", "type": "object", "properties": {"a": {}}}
        for i in range(n)
    }
    return _one_schema({"type": "object", "properties": properties})


def properties(n: int) -> Files:
    """Properties of one object."""
    named = {f"p{i}": {"type": "string"} for i in range(n)}
    return _one_schema({"type": "object", "properties": named, "required": [*named]})


def colliding_properties(n: int) -> Files:
    """Properties that Python would call the same."""
    named = {_alike(i): {"type": "string"} for i in range(n)}
    return _one_schema({"type": "object", "properties": named})


def fields_of_a_body(n: int) -> Files:
    """Fields of a body, which are keyword arguments."""
    named = {f"p{i}": {"type": "string"} for i in range(n)}
    schema = {"type": "object", "properties": named, "required": [*named]}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    return _json(document(paths={"/a": {"post": operation(requestBody=body)}}))


def values_of_an_enum(n: int) -> Files:
    """Values of one enum."""
    return _one_schema({"type": "string", "enum": [f"v{i}" for i in range(n)]})


def colliding_values(n: int) -> Files:
    """Values of an enum that Python would call the same."""
    return _one_schema({"type": "string", "enum": [_alike(i) for i in range(n)]})


def numbers_of_an_enum(n: int) -> Files:
    """Numbers of one enum."""
    return _one_schema({"type": "integer", "enum": [*range(n)]})


def parameters(n: int) -> Files:
    """Parameters of one operation."""
    listed = [
        {"name": f"p{i}", "in": "query", "schema": {"type": "string"}} for i in range(n)
    ]
    return _json(document(paths={"/a": {"get": operation(parameters=listed)}}))


def colliding_parameters(n: int) -> Files:
    """Parameters that Python would call the same."""
    listed = [{"name": _alike(i), "in": "query", "schema": {}} for i in range(n)]
    return _json(document(paths={"/a": {"get": operation(parameters=listed)}}))


def shared_parameters(n: int) -> Files:
    """Parameters of a path item, for all of its operations; each given twice."""
    listed = [{"name": f"p{i}", "in": "header", "schema": {}} for i in range(n)]
    item = {
        "parameters": listed,
        "get": operation(parameters=listed),
        "post": operation(),
    }
    return _json(document(paths={"/a": item}))


def path_parameters(n: int) -> Files:
    """Parameters in one path."""
    path = "".join(f"/{{p{i}}}" for i in range(n))
    return _json(document(paths={path: {"get": operation()}}))


def braces_in_a_path(n: int) -> Files:
    """A path of opening braces."""
    return _json(document(paths={"/" + "{" * n: {"get": operation()}}))


def security_schemes(n: int) -> Files:
    """Security schemes, all of them alternatives of one another."""
    schemes = {
        f"k{i}": {"type": "apiKey", "in": "header", "name": f"X-{i}"} for i in range(n)
    }
    security = [{name: []} for name in schemes]
    return _json(document(components={"securitySchemes": schemes}, security=security))


def security_schemes_together(n: int) -> Files:
    """Security schemes, all of which are needed."""
    schemes = {
        f"k{i}": {"type": "apiKey", "in": "header", "name": f"X-{i}"} for i in range(n)
    }
    security = [{name: [] for name in schemes}]
    return _json(document(components={"securitySchemes": schemes}, security=security))


def scopes(n: int) -> Files:
    """Scopes of OAuth 2."""
    flow = {
        "tokenUrl": "https://a.test/t",
        "scopes": {f"s{i}": "A scope." for i in range(n)},
    }
    schemes = {"o": {"type": "oauth2", "flows": {"clientCredentials": flow}}}
    security = [{"o": [*flow["scopes"]]}]
    return _json(document(components={"securitySchemes": schemes}, security=security))


def servers(n: int) -> Files:
    """Servers."""
    listed = [
        {"url": f"https://a{i}.test", "description": "A server."} for i in range(n)
    ]
    return _json(document(servers=listed))


def variables_of_a_server(n: int) -> Files:
    """Variables of one server."""
    url = "https://a.test" + "".join(f"/{{v{i}}}" for i in range(n))
    variables = {f"v{i}": {"default": "a", "enum": ["a", "b"]} for i in range(n)}
    return _json(document(servers=[{"url": url, "variables": variables}]))


def responses(n: int) -> Files:
    """Operations with bodies of errors that all differ."""
    paths = {}
    for i in range(n):
        schema = {"type": "object", "properties": {f"p{i}": {"type": "string"}}}
        done = operation(tags=["a"])
        content = {"application/json": {"schema": schema}}
        done["responses"]["400"] = {"description": f"Wrong {i}.", "content": content}
        paths[f"/{i}"] = {"get": done}
    return _json(document(paths=paths))


def error_cases(n: int) -> Files:
    """Failures of one response."""
    done = operation()
    cases = [
        {"name": f"n{i}", "description": "No.", "match": f"m{i}"} for i in range(n)
    ]
    done["responses"]["400"] = {"description": "Wrong.", "x-error-cases": cases}
    return _json(document(paths={"/a": {"get": done}}))


def media_types(n: int) -> Files:
    """Media types of a body and of a response."""
    content = {
        f"application/a{i}+json": {"schema": {"type": "object"}} for i in range(n)
    }
    done = {"200": {"description": "Done.", "content": content}}
    item = {"post": {"requestBody": {"content": content}, "responses": done}}
    return _json(document(paths={"/a": item}))


def headers(n: int) -> Files:
    """Headers of a response."""
    done = operation()
    done["responses"]["204"]["headers"] = {
        f"X-{i}": {"schema": {"type": "string"}} for i in range(n)
    }
    return _json(document(paths={"/a": {"get": done}}))


def links(n: int) -> Files:
    """Links of a response."""
    done = operation(operationId="a")
    done["responses"]["204"]["links"] = {
        f"l{i}": {"operationId": "a"} for i in range(n)
    }
    return _json(document(paths={"/a": {"get": done}}))


def callbacks(n: int) -> Files:
    """Callbacks of an operation."""
    named = {f"c{i}": {"{$request.query.a}": {"post": operation()}} for i in range(n)}
    return _json(document(paths={"/a": {"get": operation(callbacks=named)}}))


def webhooks(n: int) -> Files:
    """Webhooks."""
    content = {
        "application/json": {"schema": {"type": "object", "properties": {"a": {}}}}
    }
    hook = {"post": operation(requestBody={"content": content})}
    return _json(document(webhooks={f"w{i}": hook for i in range(n)}))


def examples(n: int) -> Files:
    """Examples, of a schema and of a body."""
    content = {
        "application/json": {
            "schema": {"type": "string", "examples": [f"e{i}" for i in range(n)]},
            "examples": {f"e{i}": {"value": f"e{i}"} for i in range(n)},
        }
    }
    return _json(
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
    return _json(document(paths={"/a": {"post": operation(requestBody=body)}}))


def large_default(n: int) -> Files:
    """A default that is a long list."""
    schema = {"type": "array", "items": {"type": "integer"}, "default": [*range(n)]}
    return _one_schema({"type": "object", "properties": {"a": schema}})


def extensions(n: int) -> Files:
    """Extensions that mean nothing."""
    return _json(document(**{f"x-{i}": i for i in range(n)}))


def parts_of_a_reference(n: int) -> Files:
    """A reference that leads through many names."""
    return _one_schema({"$ref": "#/components/schemas" + "/a" * n})


def dots_of_a_reference(n: int) -> Files:
    """A reference to a file, by a long way round."""
    return _one_schema({"$ref": "./" * n + "b.json"})


def broken_references(n: int) -> Files:
    """References that lead nowhere: each is a diagnostic with a place."""
    named = {f"p{i}": {"$ref": f"#/nowhere/{i}"} for i in range(n)}
    return _one_schema({"type": "object", "properties": named})


def references_to_files(n: int) -> Files:
    """References to files of their own."""
    named = {f"p{i}": {"$ref": f"s{i}.json"} for i in range(n)}
    root = _one_schema({"type": "object", "properties": named})
    return {**root, **{f"s{i}.json": '{"type": "string"}' for i in range(n)}}


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
    return _schemas(named)


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
    return _schemas(named)


def wrong_types(n: int) -> Files:
    """Mistakes, each of which is a diagnostic with a place."""
    named = {f"p{i}": {"type": "strnig", "nullable": True} for i in range(n)}
    return _one_schema({"type": "object", "properties": named})


def required_flags(n: int) -> Files:
    """Properties that say of themselves that they are required."""
    named = {f"p{i}": {"type": "string", "required": True} for i in range(n)}
    return _one_schema({"type": "object", "properties": named})


def required_names(n: int) -> Files:
    """Names of required properties that are not declared."""
    return _one_schema({"type": "object", "required": [f"p{i}" for i in range(n)]})


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


def status_numbers(n: int) -> Files:
    """Keys of YAML that are numbers."""
    text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n"
    one = "  /{}: {{get: {{responses: {{200: {{description: Done.}}}}}}}}\n"
    return {"openapi.yaml": text + "".join(one.format(i) for i in range(n))}


def swagger_operations(n: int) -> Files:
    """Operations of Swagger 2.0, with definitions that are moved."""
    schema = {"$ref": "#/definitions/D0"}
    done = {"200": {"description": "Done.", "schema": schema}}
    body = [{"name": "b", "in": "body", "schema": schema}]
    return _json(
        {
            "swagger": "2.0",
            "info": {"title": "T", "version": "1"},
            "paths": {
                f"/{i}": {"post": {"parameters": body, "responses": done}}
                for i in range(n)
            },
            "definitions": {
                f"D{i}": {
                    "type": "object",
                    "properties": {"a": {"x-nullable": True, "type": "string"}},
                }
                for i in range(n)
            },
        }
    )


def nullable_unions(n: int) -> Files:
    """3.0's nullable on what has to be wrapped to say so."""
    named = {
        f"p{i}": {"allOf": [{"type": "string"}], "nullable": True} for i in range(n)
    }
    schema = {"type": "object", "properties": named}
    paths = {"/a": {"get": returning(schema)}}
    return _json(document("3.0.3", paths=paths))


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
    return _json(
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
    return _json(
        document(
            paths={
                f"/{name}": {"get": returning(schema, operationId=name, tags=[name])}
            },
            components={"schemas": {name: schema}},
        )
    )


def long_url(n: int) -> Files:
    """A server's URL."""
    return _json(document(servers=[{"url": "https://a.test/" + "a" * n}]))


def pattern(n: int) -> Files:
    """A pattern."""
    schema = {"type": "string", "pattern": "(a" * n + ")" * n}
    listed = [{"name": "p", "in": "query", "schema": schema}]
    return _json(document(paths={"/a": {"get": operation(parameters=listed)}}))


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
        "oneOf": [_ref(i) for i in range(1, n)],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    return _schemas({"S0": union, **named})


def plain_variants(n: int) -> Files:
    """Variants of a union that nothing tells apart."""
    named = {
        f"S{i}": {"type": "object", "properties": {f"p{i}": {"type": "string"}}}
        for i in range(1, n)
    }
    return _schemas({"S0": {"anyOf": [_ref(i) for i in range(1, n)]}, **named})


def parts_of_an_object(n: int) -> Files:
    """Schemas that one object joins."""
    named = {
        f"S{i}": {"type": "object", "properties": {f"p{i}": {"type": "string"}}}
        for i in range(1, n)
    }
    return _schemas({"S0": {"allOf": [_ref(i) for i in range(1, n)]}, **named})


def uses_of_a_schema(n: int) -> Files:
    """Operations that all return one schema, which itself is large."""
    named = {f"p{i}": {"type": "string"} for i in range(100)}
    paths = {f"/{i}": {"get": returning(_ref(0), tags=["a"])} for i in range(n)}
    schemas = {"S0": {"type": "object", "properties": named, "required": [*named]}}
    return _json(document(paths=paths, components={"schemas": schemas}))


# What one place describes and every operation has: n times n, from n lines.


def _sharing(n: int, done: Any, **components: Any) -> Files:
    paths = {f"/{i}": done for i in range(n)}
    return _json(document(paths=paths, components=components))


def _strings(n: int) -> dict[str, Any]:
    properties = {f"p{i}": {"type": "string"} for i in range(n)}
    return {"type": "object", "properties": properties, "required": [*properties]}


def shared_fields(n: int) -> Files:
    """Fields of one body."""
    content = {"application/json": {"schema": _ref(0)}}
    done = operation(requestBody={"content": content, "required": True}, tags=["a"])
    return _sharing(n, {"post": done}, schemas={"S0": _strings(n)})


def shared_media_types(n: int) -> Files:
    """Media types of one body."""
    content = {
        f"application/a{i}+json": {"schema": {"type": "object"}} for i in range(n)
    }
    done = operation(requestBody={"$ref": "#/components/requestBodies/B"}, tags=["a"])
    return _sharing(n, {"post": done}, requestBodies={"B": {"content": content}})


def shared_item(n: int) -> Files:
    """Parameters of one path item."""
    listed = [
        {"name": f"p{i}", "in": "query", "schema": {"type": "string"}} for i in range(n)
    ]
    item = {"get": operation(), "post": operation(), "parameters": listed}
    return _sharing(n, {"$ref": "#/components/pathItems/I"}, pathItems={"I": item})


def shared_security(n: int) -> Files:
    """Schemes of the document's own security."""
    schemes = {
        f"k{i}": {"type": "apiKey", "in": "header", "name": f"X-{i}"} for i in range(n)
    }
    paths = {f"/{i}": {"get": operation(tags=["a"])} for i in range(n)}
    together = {key: [] for key in schemes}
    components = {"securitySchemes": schemes}
    security = [together, *({key: []} for key in schemes)]
    return _json(document(paths=paths, security=security, components=components))


def shared_cases(n: int) -> Files:
    """Failures of one response."""
    cases = [{"name": f"n{i}", "description": "No."} for i in range(n)]
    done = operation(tags=["a"])
    done["responses"]["400"] = {"$ref": "#/components/responses/R"}
    shared = {"description": "Wrong.", "x-error-cases": cases}
    return _sharing(n, {"get": done}, responses={"R": shared})


def shared_links(n: int) -> Files:
    """Links of one response."""
    links = {f"l{i}": {"operationId": "a"} for i in range(n)}
    done = {"responses": {"200": {"$ref": "#/components/responses/R"}}, "tags": ["a"]}
    paths = {f"/{i}": {"get": done} for i in range(n)}
    paths["/a"] = {"get": operation(operationId="a")}
    shared = {"description": "Done.", "links": links}
    return _json(document(paths=paths, components={"responses": {"R": shared}}))


def shared_callbacks(n: int) -> Files:
    """Requests of one callback."""
    callback = {f"{{$request.query.a{i}}}": {"post": operation()} for i in range(n)}
    done = operation(tags=["a"], callbacks={"c": {"$ref": "#/components/callbacks/C"}})
    return _sharing(n, {"get": done}, callbacks={"C": callback})


def shared_text(n: int) -> Files:
    """The description of one response."""
    done = operation(tags=["a"])
    done["responses"]["400"] = {"$ref": "#/components/responses/R"}
    shared = {"description": "No, and this is why. " * n}
    return _sharing(n, {"get": done}, responses={"R": shared})


def shared_parent(n: int) -> Files:
    """Properties of one parent."""
    extended = {
        f"S{i}": {"allOf": [_ref(0), {"properties": {f"q{i}": {"type": "string"}}}]}
        for i in range(1, n)
    }
    paths = {f"/{i}": {"get": returning(_ref(i), tags=["a"])} for i in range(1, n)}
    schemas = {"S0": _strings(n), **extended}
    return _json(document(paths=paths, components={"schemas": schemas}))


def shared_union(n: int) -> Files:
    """Variants of one union."""
    named = {
        f"S{i}": {"type": "object", "properties": {f"p{i}": {"type": "string"}}}
        for i in range(1, n)
    }
    lists = [{"type": "array", "items": _ref(i)} for i in range(1, n)]
    body = {"type": "object", "properties": {"a": _ref(0)}}
    content = {"application/json": {"schema": body}}
    done = operation(requestBody={"content": content}, tags=["a"])
    return _sharing(n, {"post": done}, schemas={"S0": {"oneOf": lists}, **named})


SHARED: Final[Mapping[str, Callable[[int], Files]]] = {
    shape.__name__: shape
    for shape in (
        shared_fields,
        shared_media_types,
        shared_item,
        shared_security,
        shared_cases,
        shared_links,
        shared_callbacks,
        shared_text,
        shared_parent,
    )
}


def ladder(n: int, steps: Callable[[Any], Any], **parts: Any) -> Files:
    """Schemas, each of which has the next one twice: `steps` says how."""
    schemas = {f"S{i}": steps(_ref(i + 1)) for i in range(n)}
    schemas[f"S{n}"] = {"type": "string"}
    content = {"application/json": {"schema": _ref(0)}}
    form = {"type": "object", "properties": {"a": _ref(0)}}
    listed = [{"name": "p", "in": "query", "schema": _ref(0)}]
    paths = {
        "/a": {"post": returning(_ref(0), requestBody={"content": content})},
        "/b": {
            "post": operation(
                requestBody={"content": {"multipart/form-data": {"schema": form}}},
                parameters=listed,
            )
        },
    }
    return _json(document(paths=paths, components={"schemas": schemas}, **parts))


SHAPES: Final[Mapping[str, Callable[[int], Files]]] = {
    shape.__name__: shape
    for shape in (
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
        tags,
        unused_tags,
        generations_of_tags,
        tags_of_one_operation,
        colliding_tags,
        paths,
        empty_paths,
        operations_of_a_tag,
        colliding_operations,
        unnamed_operations,
        schemas,
        colliding_schemas,
        inline_schemas,
        properties,
        colliding_properties,
        fields_of_a_body,
        values_of_an_enum,
        colliding_values,
        numbers_of_an_enum,
        parameters,
        colliding_parameters,
        shared_parameters,
        path_parameters,
        braces_in_a_path,
        security_schemes,
        security_schemes_together,
        scopes,
        servers,
        variables_of_a_server,
        responses,
        error_cases,
        media_types,
        headers,
        links,
        callbacks,
        webhooks,
        examples,
        large_example,
        large_default,
        extensions,
        parts_of_a_reference,
        dots_of_a_reference,
        broken_references,
        references_to_files,
        identified_schemas,
        anchored_schemas,
        wrong_types,
        required_flags,
        required_names,
        duplicate_keys,
        lone_surrogates,
        unfinished,
        aliases,
        merged_keys,
        anchors,
        status_numbers,
        swagger_operations,
        nullable_unions,
        long_names,
        long_name_of_words,
        long_url,
        pattern,
        variants,
        plain_variants,
        parts_of_an_object,
        uses_of_a_schema,
        shared_union,
    )
}


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
    return _json(
        document(
            info={"title": text, "version": "1", "description": text, "summary": text},
            tags=[{"name": "a", "description": text}],
            servers=[{"url": "https://a.test", "description": text}],
            paths={"/a": {"post": done}},
            components={"schemas": {"S0": schema}, "securitySchemes": {"k": keys}},
        )
    )
