"""Documents in which many operations share one large part.

What one place describes and every operation has: n times n, from n lines.
"""

from __future__ import annotations

from typing import Any, Final

from tests.growing.documents import (
    Files,
    as_json,
    document,
    operation,
    ref,
    returning,
    strings,
)


def _sharing(n: int, done: Any, **components: Any) -> Files:
    paths = {f"/{i}": done for i in range(n)}
    return as_json(document(paths=paths, components=components))


def shared_fields(n: int) -> Files:
    """Fields of one body."""
    content = {"application/json": {"schema": ref(0)}}
    done = operation(requestBody={"content": content, "required": True}, tags=["a"])
    return _sharing(n, {"post": done}, schemas={"S0": strings(n)})


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
    return as_json(document(paths=paths, security=security, components=components))


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
    return as_json(document(paths=paths, components={"responses": {"R": shared}}))


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
        f"S{i}": {"allOf": [ref(0), {"properties": {f"q{i}": {"type": "string"}}}]}
        for i in range(1, n)
    }
    paths = {f"/{i}": {"get": returning(ref(i), tags=["a"])} for i in range(1, n)}
    schemas = {"S0": strings(n), **extended}
    return as_json(document(paths=paths, components={"schemas": schemas}))


def shared_union(n: int) -> Files:
    """Variants of one union."""
    named = {
        f"S{i}": {"type": "object", "properties": {f"p{i}": {"type": "string"}}}
        for i in range(1, n)
    }
    lists = [{"type": "array", "items": ref(i)} for i in range(1, n)]
    body = {"type": "object", "properties": {"a": ref(0)}}
    content = {"application/json": {"schema": body}}
    done = operation(requestBody={"content": content}, tags=["a"])
    return _sharing(n, {"post": done}, schemas={"S0": {"oneOf": lists}, **named})


SHAPES: Final = (shared_union,)

SHARED: Final = {
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
"""What grows twice: in operations, and in what they share."""
