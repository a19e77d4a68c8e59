"""Documents that grow in operations and in what operations have."""

from __future__ import annotations

from typing import Final

from tests.growing.documents import Files, alike, as_json, document, operation


def tags(n: int) -> Files:
    """Tags that are used."""
    return as_json(
        document(
            tags=[{"name": f"tag {i}", "description": "A tag."} for i in range(n)],
            paths={f"/{i}": {"get": operation(tags=[f"tag {i}"])} for i in range(n)},
        )
    )


def unused_tags(n: int) -> Files:
    """Tags that nothing uses."""
    return as_json(document(tags=[{"name": f"tag {i}"} for i in range(n)]))


def generations_of_tags(n: int) -> Files:
    """Tags, each below the one before."""
    tags = [
        {"name": "t0"},
        *({"name": f"t{i}", "parent": f"t{i - 1}"} for i in range(1, n)),
    ]
    paths = {"/a": {"get": operation(tags=[f"t{n - 1}"])}}
    return as_json(document("3.2.0", tags=tags, paths=paths))


def tags_of_one_operation(n: int) -> Files:
    """An operation with many tags."""
    return as_json(
        document(paths={"/a": {"get": operation(tags=[f"t{i}" for i in range(n)])}})
    )


def colliding_tags(n: int) -> Files:
    """Tags that Python would call the same."""
    paths = {f"/{i}": {"get": operation(tags=[alike(i)])} for i in range(n)}
    return as_json(document(paths=paths))


def paths(n: int) -> Files:
    """Paths, each with an operation, of which many share a resource."""
    return as_json(
        document(paths={f"/p{i % 100}/q{i}": {"get": operation()} for i in range(n)})
    )


def empty_paths(n: int) -> Files:
    """Paths without operations."""
    return as_json(document(paths={f"/{i}": {} for i in range(n)}))


def operations_of_a_tag(n: int) -> Files:
    """Operations of one resource."""
    paths = {
        f"/{i}": {"get": operation(operationId=f"read{i}", tags=["a"])}
        for i in range(n)
    }
    return as_json(document(paths=paths))


def colliding_operations(n: int) -> Files:
    """Operations with one name."""
    paths = {
        f"/{i}": {"get": operation(operationId="read", tags=["a"])} for i in range(n)
    }
    return as_json(document(paths=paths))


def unnamed_operations(n: int) -> Files:
    """Operations without a name, whose paths read alike."""
    return as_json(
        document(paths={"/" + alike(i): {"get": operation()} for i in range(n)})
    )


def parameters(n: int) -> Files:
    """Parameters of one operation."""
    listed = [
        {"name": f"p{i}", "in": "query", "schema": {"type": "string"}} for i in range(n)
    ]
    return as_json(document(paths={"/a": {"get": operation(parameters=listed)}}))


def colliding_parameters(n: int) -> Files:
    """Parameters that Python would call the same."""
    listed = [{"name": alike(i), "in": "query", "schema": {}} for i in range(n)]
    return as_json(document(paths={"/a": {"get": operation(parameters=listed)}}))


def shared_parameters(n: int) -> Files:
    """Parameters of a path item, for all of its operations; each given twice."""
    listed = [{"name": f"p{i}", "in": "header", "schema": {}} for i in range(n)]
    item = {
        "parameters": listed,
        "get": operation(parameters=listed),
        "post": operation(),
    }
    return as_json(document(paths={"/a": item}))


def path_parameters(n: int) -> Files:
    """Parameters in one path."""
    path = "".join(f"/{{p{i}}}" for i in range(n))
    return as_json(document(paths={path: {"get": operation()}}))


def braces_in_a_path(n: int) -> Files:
    """A path of opening braces."""
    return as_json(document(paths={"/" + "{" * n: {"get": operation()}}))


def security_schemes(n: int) -> Files:
    """Security schemes, all of them alternatives of one another."""
    schemes = {
        f"k{i}": {"type": "apiKey", "in": "header", "name": f"X-{i}"} for i in range(n)
    }
    security = [{name: []} for name in schemes]
    return as_json(document(components={"securitySchemes": schemes}, security=security))


def security_schemes_together(n: int) -> Files:
    """Security schemes, all of which are needed."""
    schemes = {
        f"k{i}": {"type": "apiKey", "in": "header", "name": f"X-{i}"} for i in range(n)
    }
    security = [{name: [] for name in schemes}]
    return as_json(document(components={"securitySchemes": schemes}, security=security))


def scopes(n: int) -> Files:
    """Scopes of OAuth 2."""
    flow = {
        "tokenUrl": "https://a.test/t",
        "scopes": {f"s{i}": "A scope." for i in range(n)},
    }
    schemes = {"o": {"type": "oauth2", "flows": {"clientCredentials": flow}}}
    security = [{"o": [*flow["scopes"]]}]
    return as_json(document(components={"securitySchemes": schemes}, security=security))


def servers(n: int) -> Files:
    """Servers."""
    listed = [
        {"url": f"https://a{i}.test", "description": "A server."} for i in range(n)
    ]
    return as_json(document(servers=listed))


def variables_of_a_server(n: int) -> Files:
    """Variables of one server."""
    url = "https://a.test" + "".join(f"/{{v{i}}}" for i in range(n))
    variables = {f"v{i}": {"default": "a", "enum": ["a", "b"]} for i in range(n)}
    return as_json(document(servers=[{"url": url, "variables": variables}]))


def responses(n: int) -> Files:
    """Operations with bodies of errors that all differ."""
    paths = {}
    for i in range(n):
        schema = {"type": "object", "properties": {f"p{i}": {"type": "string"}}}
        done = operation(tags=["a"])
        content = {"application/json": {"schema": schema}}
        done["responses"]["400"] = {"description": f"Wrong {i}.", "content": content}
        paths[f"/{i}"] = {"get": done}
    return as_json(document(paths=paths))


def error_cases(n: int) -> Files:
    """Failures of one response."""
    done = operation()
    cases = [
        {"name": f"n{i}", "description": "No.", "match": f"m{i}"} for i in range(n)
    ]
    done["responses"]["400"] = {"description": "Wrong.", "x-error-cases": cases}
    return as_json(document(paths={"/a": {"get": done}}))


def media_types(n: int) -> Files:
    """Media types of a body and of a response."""
    content = {
        f"application/a{i}+json": {"schema": {"type": "object"}} for i in range(n)
    }
    done = {"200": {"description": "Done.", "content": content}}
    item = {"post": {"requestBody": {"content": content}, "responses": done}}
    return as_json(document(paths={"/a": item}))


def headers(n: int) -> Files:
    """Headers of a response."""
    done = operation()
    done["responses"]["204"]["headers"] = {
        f"X-{i}": {"schema": {"type": "string"}} for i in range(n)
    }
    return as_json(document(paths={"/a": {"get": done}}))


def links(n: int) -> Files:
    """Links of a response."""
    done = operation(operationId="a")
    done["responses"]["204"]["links"] = {
        f"l{i}": {"operationId": "a"} for i in range(n)
    }
    return as_json(document(paths={"/a": {"get": done}}))


def callbacks(n: int) -> Files:
    """Callbacks of an operation."""
    named = {f"c{i}": {"{$request.query.a}": {"post": operation()}} for i in range(n)}
    return as_json(document(paths={"/a": {"get": operation(callbacks=named)}}))


def webhooks(n: int) -> Files:
    """Webhooks."""
    content = {
        "application/json": {"schema": {"type": "object", "properties": {"a": {}}}}
    }
    hook = {"post": operation(requestBody={"content": content})}
    return as_json(document(webhooks={f"w{i}": hook for i in range(n)}))


def swagger_operations(n: int) -> Files:
    """Operations of Swagger 2.0, with definitions that are moved."""
    schema = {"$ref": "#/definitions/D0"}
    done = {"200": {"description": "Done.", "schema": schema}}
    body = [{"name": "b", "in": "body", "schema": schema}]
    return as_json(
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


def long_url(n: int) -> Files:
    """A server's URL."""
    return as_json(document(servers=[{"url": "https://a.test/" + "a" * n}]))


SHAPES: Final = (
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
    swagger_operations,
    long_url,
)
"""What grows, in functions of a size."""
