"""Documents that differ in one thing, and what that means for callers.

A mutation changes the document `SHOP`. It says which changes `apiloom diff` reports for
it, and for its reverse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeAlias

__all__ = ["MUTATIONS", "SHOP", "Mutation", "mutated"]

Json: TypeAlias = Any

TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "integer"}


def ref(name: str) -> Json:
    """A reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def body(schema: Json, media_type: str = "application/json") -> Json:
    """A response or request body of a schema."""
    return {"description": "A body.", "content": {media_type: {"schema": schema}}}


def parameter(
    name: str, schema: Json = TEXT, where: str = "query", **rest: Json
) -> Json:
    """A parameter."""
    found = {"name": name, "in": where, "schema": schema, **rest}
    return {**found, "required": True} if where == "path" else found


SHOP: Json = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "servers": [
        {"url": "https://one.test", "description": "live"},
        {"url": "https://two.test", "description": "sandbox"},
    ],
    "security": [{"key": []}],
    "paths": {
        "/pets": {
            "get": {
                "tags": ["pets"],
                "operationId": "list_pets",
                "x-method": "list",
                "parameters": [
                    parameter(
                        "limit", {"type": "integer", "maximum": 100, "default": 10}
                    ),
                    parameter("sort", {"type": "string", "enum": ["asc", "desc"]}),
                    parameter("ids", {"type": "array", "items": TEXT}),
                ],
                "responses": {
                    "200": body({"type": "array", "items": ref("Pet")}),
                    "400": body(ref("Problem")),
                },
            },
            "post": {
                "tags": ["pets"],
                "operationId": "create_pet",
                "x-method": "create",
                "requestBody": {
                    "required": True,
                    **body(
                        {
                            "type": "object",
                            "required": ["name"],
                            "properties": {
                                "name": {"type": "string", "maxLength": 100},
                                "nickname": TEXT,
                                "home": ref("Home"),
                            },
                        }
                    ),
                },
                "responses": {
                    "201": body(ref("Pet")),
                    "409": {
                        **body(ref("Problem")),
                        "x-error-cases": [
                            {
                                "name": "name_taken",
                                "match": {"path": "code", "value": "name_taken"},
                            },
                            {
                                "name": "too_many",
                                "match": {"path": "code", "value": "too_many"},
                            },
                        ],
                    },
                },
            },
        },
        "/pets/{id}": {
            "get": {
                "tags": ["pets"],
                "operationId": "get_pet",
                "x-method": "get",
                "parameters": [parameter("id", where="path")],
                "responses": {"200": body(ref("Pet")), "404": body(ref("Problem"))},
            },
            "delete": {
                "tags": ["pets"],
                "operationId": "delete_pet",
                "x-method": "delete",
                "parameters": [parameter("id", where="path")],
                "responses": {"204": {"description": "Gone."}},
            },
        },
        "/shops/{shop}/pets/{id}": {
            "put": {
                "tags": ["shops"],
                "operationId": "move_pet",
                "x-method": "move",
                "parameters": [
                    parameter("shop", where="path"),
                    parameter("id", where="path"),
                ],
                "requestBody": {"required": True, **body(ref("Move"))},
                "responses": {"200": body(ref("Job"))},
            }
        },
        "/animals": {
            "get": {
                "tags": ["animals"],
                "operationId": "list_animals",
                "x-method": "list",
                "security": [{"key": []}, {"login": ["read"]}],
                "responses": {"200": body({"type": "array", "items": ref("Animal")})},
            }
        },
    },
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "login": {
                "type": "oauth2",
                "flows": {
                    "implicit": {
                        "authorizationUrl": "https://one.test/login",
                        "scopes": {"read": "Read.", "write": "Write."},
                    }
                },
            },
        },
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["id", "name"],
                "properties": {
                    "id": TEXT,
                    "name": TEXT,
                    "tag": TEXT,
                    "status": ref("Status"),
                    "home": ref("Home"),
                    "weight": {"type": ["number", "null"]},
                },
            },
            "Status": {"type": "string", "enum": ["available", "sold"]},
            "Home": {
                "type": "object",
                "required": ["city"],
                "properties": {"city": TEXT, "zip": {"type": "string", "default": "1"}},
            },
            "Move": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["to"],
                    "properties": {"to": TEXT, "reason": ref("Reason")},
                },
            },
            "Reason": {"type": "string", "enum": ["sick", "sold"]},
            "Job": {
                "type": "object",
                "required": ["state"],
                "properties": {
                    "state": {"type": "string", "enum": ["run", "done", "bad"]}
                },
            },
            "Problem": {
                "type": "object",
                "required": ["code"],
                "properties": {"code": TEXT, "detail": TEXT},
            },
            "Other": {
                "type": "object",
                "required": ["wrong"],
                "properties": {"wrong": TEXT},
            },
            "Cat": {
                "type": "object",
                "required": ["kind", "lives"],
                "properties": {"kind": {"const": "cat"}, "lives": NUMBER},
            },
            "Dog": {
                "type": "object",
                "required": ["kind", "tricks"],
                "properties": {"kind": {"const": "dog"}, "tricks": NUMBER},
            },
            "Animal": {
                "oneOf": [ref("Cat"), ref("Dog")],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": {
                        "cat": "#/components/schemas/Cat",
                        "dog": "#/components/schemas/Dog",
                    },
                },
            },
        },
    },
    "webhooks": {
        "pet.sold": {
            "post": {
                "requestBody": body(ref("Pet")),
                "responses": {"200": {"description": "Received."}},
            }
        }
    },
}

Edit: TypeAlias = Callable[[Json], None]


@dataclass(frozen=True)
class Mutation:
    """A change of the document, and the changes that are reported: code and impact.

    `is_seen` says that a type checker notices what breaks; else only a run does.
    """

    edit: Edit
    changes: tuple[str, ...] = ()
    reverse: tuple[str, ...] = ()
    is_seen: bool = True
    is_seen_back: bool = True
    base: Edit | None = None
    """What the document has before."""


def mutated(mutation: Mutation) -> tuple[Json, Json]:
    """Return the document before and after a mutation."""
    old = deepcopy(SHOP)
    if mutation.base is not None:
        mutation.base(old)
    new = deepcopy(old)
    mutation.edit(new)
    return old, new


def at(path: str, value: Json) -> Edit:
    """Set a value; `path` has slashes, ``~`` for those in a key."""

    def edit(document: Json) -> None:
        *steps, last = [one.replace("~", "/") for one in path.split("/")]
        node = document
        for step in steps:
            node = node[int(step)] if isinstance(node, list) else node[step]
        if isinstance(node, list):
            node[int(last)] = value
        else:
            node[last] = value

    return edit


def without(path: str) -> Edit:
    """Remove a member."""

    def edit(document: Json) -> None:
        *steps, last = [one.replace("~", "/") for one in path.split("/")]
        node = document
        for step in steps:
            node = node[int(step)] if isinstance(node, list) else node[step]
        del node[int(last) if isinstance(node, list) else last]

    return edit


def added(path: str, *values: Json) -> Edit:
    """Append to a list."""

    def edit(document: Json) -> None:
        node = document
        for step in (one.replace("~", "/") for one in path.split("/")):
            node = node[int(step)] if isinstance(node, list) else node[step]
        node += values

    return edit


def both(*edits: Edit) -> Edit:
    """Several edits that are one change."""

    def edit(document: Json) -> None:
        for one in edits:
            one(document)

    return edit


def renamed(old: str, new: str) -> Edit:
    """Rename a schema wherever it is mentioned."""

    def visit(node: Json) -> Json:
        if isinstance(node, dict):
            return {key: visit(value) for key, value in node.items()}
        if isinstance(node, list):
            return [visit(item) for item in node]
        return f"#/components/schemas/{new}" if node == ref(old)["$ref"] else node

    def edit(document: Json) -> None:
        found = visit(document)
        schemas = found["components"]["schemas"]
        found["components"]["schemas"] = {
            new if name == old else name: schema for name, schema in schemas.items()
        }
        document.clear()
        document.update(found)

    return edit


LIST, CREATE = "paths/~pets/get", "paths/~pets/post"
GET, DELETE = "paths/~pets~{id}/get", "paths/~pets~{id}/delete"
MOVE, ANIMALS = "paths/~shops~{shop}~pets~{id}/put", "paths/~animals/get"
SCHEMAS = "components/schemas"
CREATED = f"{CREATE}/requestBody/content/application~json/schema"
GOT = f"{GET}/responses/200/content/application~json/schema"
WAITER: Json = {"property": "state", "success": ["done"]}
PAGES: Json = {"style": "page", "parameter": "limit", "items": ""}

MUTATIONS: Mapping[str, Mutation] = {
    "nothing": Mutation(lambda _: None),
    "description": Mutation(at(f"{GET}/description", "Get a pet.")),
    "summary of the API": Mutation(at("info/description", "A shop.")),
    # Operations
    "operation removed": Mutation(
        without(GET),
        ("operation-removed breaking",),
        ("operation-added compatible",),
    ),
    "operation renamed": Mutation(
        at(f"{GET}/x-method", "fetch"),
        ("operation-renamed breaking",),
        ("operation-renamed breaking",),
    ),
    "operation moved": Mutation(
        at(f"{GET}/tags", ["animals"]),
        ("operation-moved breaking",),
        ("operation-moved breaking",),
    ),
    "operation deprecated": Mutation(
        at(f"{GET}/deprecated", True),
        ("operation-deprecated warning",),
        ("operation-undeprecated compatible",),
    ),
    "sunset": Mutation(
        at(f"{GET}/x-sunset", "2030-01-01"),
        ("sunset-changed warning",),
        ("sunset-changed warning",),
    ),
    "path": Mutation(
        lambda document: document["paths"].update(
            {"/v2/animals": document["paths"].pop("/animals")}
        ),
        ("wire-request warning",),
        ("wire-request warning",),
    ),
    # Arguments
    "argument removed": Mutation(
        without(f"{LIST}/parameters/2"),
        ("argument-removed breaking",),
        ("argument-added compatible",),
    ),
    "required argument added": Mutation(
        added(f"{LIST}/parameters", parameter("market", required=True)),
        ("argument-added breaking",),
        ("argument-removed breaking",),
    ),
    "argument renamed": Mutation(
        at(f"{LIST}/parameters/0/name", "max_items"),
        ("argument-renamed breaking",),
        ("argument-renamed breaking",),
    ),
    "path argument renamed": Mutation(
        both(
            lambda document: document["paths"].update(
                {"/pets/{pet}": document["paths"].pop("/pets/{id}")}
            ),
            at("paths/~pets~{pet}/get/parameters/0/name", "pet"),
        ),
        ("argument-renamed breaking",),
        ("argument-renamed breaking",),
        base=without(DELETE),
    ),
    "body argument renamed": Mutation(
        lambda document: _property(document)["properties"].update(
            nick=_property(document)["properties"].pop("nickname")
        ),
        ("argument-renamed breaking",),
        ("argument-renamed breaking",),
    ),
    "argument required": Mutation(
        at(f"{LIST}/parameters/0/required", True),
        ("argument-required breaking",),
        ("argument-optional compatible",),
    ),
    "body argument required": Mutation(
        at(f"{CREATED}/required", ["name", "nickname"]),
        ("argument-required breaking",),
        ("argument-optional compatible",),
    ),
    "body optional": Mutation(
        at(f"{CREATE}/requestBody/required", False),
        ("argument-optional compatible",),
        ("argument-required breaking",),
    ),
    "argument widened": Mutation(
        at(
            f"{LIST}/parameters/0/schema",
            {"type": ["integer", "string"], "maximum": 100},
        ),
        ("argument-widened compatible",),
        ("argument-narrowed breaking",),
        base=at(f"{LIST}/parameters/0/schema", {"type": "integer", "maximum": 100}),
    ),
    "argument nullable": Mutation(
        at(f"{CREATED}/properties/nickname", {"type": ["string", "null"]}),
        ("argument-widened compatible",),
        ("argument-narrowed breaking",),
    ),
    "argument retyped": Mutation(
        at(f"{LIST}/parameters/2/schema/items", NUMBER),
        ("argument-retyped breaking",),
        ("argument-retyped breaking",),
    ),
    "argument with a format": Mutation(
        at(f"{GET}/parameters/0/schema", {"type": "string", "format": "uuid"}),
        ("argument-retyped breaking",),
        ("argument-retyped breaking",),
        is_seen=False,
    ),
    "integer to number": Mutation(
        at(f"{LIST}/parameters/0/schema", {"type": "number"}),
        ("argument-widened compatible",),
        ("argument-narrowed breaking",),
        base=at(f"{LIST}/parameters/0/schema", NUMBER),
    ),
    "limit tightened": Mutation(
        at(f"{LIST}/parameters/0/schema/maximum", 50),
        ("argument-narrowed breaking",),
        ("argument-widened compatible",),
        is_seen=False,
    ),
    "length tightened": Mutation(
        at(f"{CREATED}/properties/name/maxLength", 50),
        ("argument-narrowed breaking",),
        ("argument-widened compatible",),
        is_seen=False,
    ),
    "argument order": Mutation(
        lambda document: document["paths"].update(
            {
                "/pets/{id}/shops/{shop}": document["paths"].pop(
                    "/shops/{shop}/pets/{id}"
                )
            }
        ),
        ("argument-position breaking", "wire-request warning"),
        ("argument-position breaking", "wire-request warning"),
        is_seen=False,
        is_seen_back=False,
    ),
    "argument default": Mutation(
        at(f"{LIST}/parameters/0/schema/default", 20),
        ("argument-default warning",),
        ("argument-default warning",),
    ),
    "argument deprecated": Mutation(
        at(f"{LIST}/parameters/0/deprecated", True),
        ("argument-deprecated warning",),
        ("argument-undeprecated compatible",),
    ),
    "enum argument to text": Mutation(
        at(f"{LIST}/parameters/1/schema", TEXT),
        ("argument-retyped breaking",),
        ("argument-retyped breaking",),
    ),
    "body as one argument": Mutation(
        at(CREATED, ref("Move")),
        ("body-style breaking",),
        ("body-style breaking",),
    ),
    # Results
    "result nullable": Mutation(
        at(GOT, {"oneOf": [ref("Pet"), {"type": "null"}]}),
        ("result-widened breaking",),
        ("result-narrowed compatible",),
    ),
    "result retyped": Mutation(
        at(GOT, ref("Job")),
        ("result-retyped breaking",),
        ("result-retyped breaking",),
    ),
    "result of another kind": Mutation(
        at(GOT, {"type": "array", "items": ref("Pet")}),
        ("result-retyped breaking",),
        ("result-retyped breaking",),
    ),
    "result removed": Mutation(
        at(f"{GET}/responses/200", {"description": "Nothing."}),
        ("result-removed breaking",),
        ("result-added compatible",),
    ),
    "variant added": Mutation(
        both(
            at(
                f"{SCHEMAS}/Bird",
                {
                    "type": "object",
                    "required": ["kind", "song"],
                    "properties": {"kind": {"const": "bird"}, "song": TEXT},
                },
            ),
            added(f"{SCHEMAS}/Animal/oneOf", ref("Bird")),
            at(f"{SCHEMAS}/Animal/discriminator/mapping/bird", ref("Bird")["$ref"]),
        ),
        ("value-added warning", "model-added compatible"),
        ("model-removed breaking", "value-removed compatible"),
    ),
    "pagination": Mutation(
        at(f"{LIST}/x-pagination", PAGES),
        ("pagination-added breaking",),
        ("pagination-removed breaking",),
        base=at(f"{LIST}/x-pagination", False),
    ),
    # Models
    "model renamed": Mutation(
        renamed("Pet", "Animal2"),
        ("model-renamed breaking",),
        ("model-renamed breaking",),
    ),
    "enum renamed": Mutation(
        renamed("Status", "PetStatus"),
        ("model-renamed breaking",),
        ("model-renamed breaking",),
    ),
    "alias of a class": Mutation(
        at(f"{SCHEMAS}/Home", {"type": "string"}),
        ("model-kind breaking",),
        ("model-kind breaking",),
    ),
    "field removed": Mutation(
        without(f"{SCHEMAS}/Pet/properties/tag"),
        ("field-removed breaking",),
        ("field-added compatible",),
    ),
    "field of a request required": Mutation(
        at(f"{SCHEMAS}/Home/required", ["city", "zip"]),
        ("field-required breaking",),
        ("field-optional breaking",),
    ),
    "required field of a request added": Mutation(
        both(
            at(f"{SCHEMAS}/Home/properties/street", TEXT),
            at(f"{SCHEMAS}/Home/required", ["city", "street"]),
        ),
        ("field-added breaking",),
        ("field-removed breaking",),
    ),
    "field of a response required": Mutation(
        at(f"{SCHEMAS}/Pet/required", ["id", "name", "tag"]),
        ("field-required compatible",),
        ("field-optional breaking",),
    ),
    "field renamed": Mutation(
        lambda document: _pet(document).update(label=_pet(document).pop("tag")),
        ("field-renamed breaking",),
        ("field-renamed breaking",),
    ),
    "field nullable": Mutation(
        at(f"{SCHEMAS}/Pet/properties/name", {"type": ["string", "null"]}),
        ("field-widened breaking",),
        ("field-narrowed compatible",),
    ),
    "field retyped": Mutation(
        at(f"{SCHEMAS}/Pet/properties/tag", NUMBER),
        ("field-retyped breaking",),
        ("field-retyped breaking",),
    ),
    "field in depth": Mutation(
        at(f"{SCHEMAS}/Problem/properties/detail", NUMBER),
        ("field-retyped breaking",),
        ("field-retyped breaking",),
    ),
    "field default": Mutation(
        at(f"{SCHEMAS}/Home/properties/zip/default", "2"),
        ("field-default warning",),
        ("field-default warning",),
    ),
    "field deprecated": Mutation(
        at(f"{SCHEMAS}/Pet/properties/tag", {"type": "string", "deprecated": True}),
        ("deprecated warning",),
        ("undeprecated compatible",),
    ),
    "wire name of a property": Mutation(
        lambda document: _pet(document).update(Tag=_pet(document).pop("tag")),
        ("wire-name warning",),
        ("wire-name warning",),
    ),
    "wire name of a property that is passed": Mutation(
        lambda document: _home(document).update(Zip=_home(document).pop("zip")),
        ("wire-name warning",),
        ("wire-name warning",),
    ),
    "member of a response added": Mutation(
        added(f"{SCHEMAS}/Status/enum", "lost"),
        ("member-added warning",),
        ("member-removed breaking",),
    ),
    "member of a request added": Mutation(
        added(f"{SCHEMAS}/Reason/enum", "lost"),
        ("member-added compatible",),
        ("member-removed breaking",),
    ),
    "member renamed": Mutation(
        at(f"{SCHEMAS}/Status/x-enum-varnames", ["FREE", "SOLD"]),
        ("member-renamed breaking",),
        ("member-renamed breaking",),
    ),
    "value of a member": Mutation(
        at(f"{SCHEMAS}/Status/enum/0", "Available"),
        ("member-value warning",),
        ("member-value warning",),
    ),
    "value of a member that is passed": Mutation(
        at(f"{SCHEMAS}/Reason/enum/0", "Sick"),
        ("member-value breaking",),
        ("member-value breaking",),
    ),
    "model closed": Mutation(
        at(f"{SCHEMAS}/Move/items/additionalProperties", False),
        ("model-closed breaking",),
        ("model-opened compatible",),
        is_seen=False,
    ),
    "base": Mutation(
        at(
            f"{SCHEMAS}/Puppy",
            {
                "type": "object",
                "required": ["id", "name"],
                "properties": {
                    **deepcopy(SHOP["components"]["schemas"]["Pet"]["properties"]),
                    "age": NUMBER,
                },
            },
        ),
        ("model-base-removed breaking",),
        ("model-base-added compatible",),
        base=both(
            at(
                f"{SCHEMAS}/Puppy",
                {"allOf": [ref("Pet")], "properties": {"age": NUMBER}},
            ),
            at(f"{ANIMALS}/responses/201", body(ref("Puppy"))),
        ),
    ),
    "alias widened": Mutation(
        at(f"{SCHEMAS}/Label", {"type": ["string", "integer"]}),
        ("alias-widened breaking",),
        ("alias-narrowed compatible",),
        base=both(
            at(f"{SCHEMAS}/Label", TEXT),
            at(f"{SCHEMAS}/Pet/properties/tag", ref("Label")),
        ),
    ),
    "alias of a request widened": Mutation(
        at(f"{SCHEMAS}/Label", {"type": ["string", "integer"]}),
        ("alias-widened compatible",),
        ("alias-narrowed breaking",),
        base=both(
            at(f"{SCHEMAS}/Label", TEXT),
            at(f"{LIST}/parameters/1/schema", ref("Label")),
        ),
    ),
    "alias retyped": Mutation(
        at(f"{SCHEMAS}/Label", NUMBER),
        ("alias-retyped breaking",),
        ("alias-retyped breaking",),
        base=both(
            at(f"{SCHEMAS}/Label", TEXT),
            at(f"{SCHEMAS}/Pet/properties/tag", ref("Label")),
        ),
    ),
    # Errors
    "status removed": Mutation(
        without(f"{GET}/responses/404"),
        ("error-removed breaking", "error-body-widened breaking"),
        ("error-added warning",),
    ),
    "error case removed": Mutation(
        without(f"{CREATE}/responses/409/x-error-cases/1"),
        ("reason-removed breaking",),
        ("reason-added warning",),
    ),
    "error body": Mutation(
        at(f"{GET}/responses/404", body(ref("Other"))),
        ("error-body-retyped breaking",),
        ("error-body-retyped breaking",),
    ),
    "error body nullable": Mutation(
        at(f"{GET}/responses/404", body({"oneOf": [ref("Problem"), {"type": "null"}]})),
        ("error-body-widened breaking",),
        ("error-body-narrowed compatible",),
    ),
    "second body of a status": Mutation(
        at(f"{GET}/responses/404", body(ref("Other"))),
        (
            "error-body-widened breaking",
            "exception-added compatible",
            "exception-added compatible",
        ),
        (
            "exception-removed breaking",
            "exception-removed breaking",
            "error-body-narrowed compatible",
        ),
        base=at(f"{DELETE}/responses/404", body(ref("Problem"))),
    ),
    "exception of a body": Mutation(
        at(f"{DELETE}/responses/404", body(ref("Other"))),
        ("exception-changed breaking",),
        ("exception-changed breaking",),
        is_seen=False,
        is_seen_back=False,
        base=both(
            at(f"{DELETE}/responses/404", body(ref("Problem"))),
            at(f"{LIST}/responses/404", body(ref("Problem"))),
            at(f"{GET}/responses/404", body(ref("Other"))),
        ),
    ),
    # The client
    "title": Mutation(
        at("info/title", "Store"),
        ("client-renamed breaking",),
        ("client-renamed breaking",),
    ),
    "credential removed": Mutation(
        both(
            without("components/securitySchemes/login"),
            at(f"{ANIMALS}/security", [{"key": []}]),
        ),
        ("setting-removed breaking",),
        ("setting-added compatible", "credential-optional compatible"),
    ),
    "credential renamed": Mutation(
        at("components/securitySchemes/key/x-argument", "shop_key"),
        ("setting-renamed breaking",),
        ("setting-renamed breaking",),
    ),
    "credential required": Mutation(
        without(f"{GET}/security"),
        ("credential-required breaking",),
        ("credential-optional compatible",),
        base=at(f"{GET}/security", []),
        is_seen=False,
    ),
    "environment variable": Mutation(
        at("components/securitySchemes/key/x-env", "MADE_CLIENT_OTHER"),
        ("environment-variable breaking",),
        ("environment-variable breaking",),
        is_seen=False,
        is_seen_back=False,
    ),
    "scopes": Mutation(
        at(f"{ANIMALS}/security/1/login", ["read", "write"]),
        ("scopes-changed warning",),
        ("scopes-changed warning",),
    ),
    "server removed": Mutation(
        without("servers/2"),
        ("setting-narrowed breaking",),
        ("setting-widened compatible",),
        base=added("servers", {"url": "https://three.test", "description": "staging"}),
    ),
    "server renamed": Mutation(
        at("servers/1/description", "staging"),
        ("setting-retyped breaking",),
        ("setting-retyped breaking",),
    ),
    "default server": Mutation(
        lambda document: document["servers"].reverse(),
        ("setting-default warning",),
        ("setting-default warning",),
    ),
    "server URL": Mutation(
        at("servers/0/url", "https://other.test"),
        ("server-url warning",),
        ("server-url warning",),
    ),
    "no host": Mutation(
        at("servers", [{"url": "/v1"}]),
        ("base-url-required breaking",),
        ("base-url-optional compatible",),
        base=at("servers", [{"url": "https://one.test/v1", "description": "v1"}]),
        is_seen=False,
    ),
    # The wire
    "wire name": Mutation(
        at(f"{LIST}/parameters/0/name", "Limit"),
        ("wire-name warning",),
        ("wire-name warning",),
    ),
    "location": Mutation(
        at(f"{LIST}/parameters/1/in", "header"),
        ("wire-location warning",),
        ("wire-location warning",),
    ),
    "style": Mutation(
        at(f"{LIST}/parameters/2/explode", False),
        ("wire-style warning",),
        ("wire-style warning",),
    ),
    "media type of a request": Mutation(
        lambda document: document["paths"]["/pets"]["post"]["requestBody"].update(
            content={
                "application/x-www-form-urlencoded": {"schema": _property(document)}
            }
        ),
        ("wire-body warning",),
        ("wire-body warning",),
        base=without(f"{CREATED}/properties/home"),
    ),
    "media type of a response": Mutation(
        at(f"{DELETE}/responses/200", body(ref("Pet"), "application/vnd.shop+json")),
        ("wire-response warning",),
        ("wire-response warning",),
        base=at(f"{DELETE}/responses/200", body(ref("Pet"))),
    ),
    "credential on the wire": Mutation(
        at("components/securitySchemes/key/name", "X-Other"),
        ("wire-credential warning",),
        ("wire-credential warning",),
    ),
    # Waiters and webhooks
    "webhook removed": Mutation(
        without("webhooks/pet.sold"),
        ("webhook-removed breaking",),
        ("webhook-added compatible",),
    ),
    "webhook retyped": Mutation(
        at("webhooks/pet.sold/post/requestBody", body(ref("Job"))),
        ("webhook-retyped breaking",),
        ("webhook-retyped breaking",),
    ),
    "webhook nullable": Mutation(
        at(
            "webhooks/pet.sold/post/requestBody",
            body({"oneOf": [ref("Pet"), {"type": "null"}]}),
        ),
        ("webhook-widened breaking",),
        ("webhook-narrowed compatible",),
    ),
    "webhook renamed": Mutation(
        lambda document: document["webhooks"].update(
            {"pet.gone": document["webhooks"].pop("pet.sold")}
        ),
        ("webhook-renamed breaking",),
        ("webhook-renamed breaking",),
    ),
    "waiter removed": Mutation(
        without(f"{MOVE}/x-waiter"),
        ("waiter-removed breaking",),
        ("waiter-added compatible",),
        base=at(f"{MOVE}/x-waiter", WAITER),
    ),
    "waiter changed": Mutation(
        at(f"{MOVE}/x-waiter/success", ["done", "bad"]),
        ("waiter-changed warning",),
        ("waiter-changed warning",),
        base=at(f"{MOVE}/x-waiter", WAITER),
    ),
    "server of an operation": Mutation(
        at(f"{GET}/servers", [{"url": "https://pets.test"}]),
        ("server-url warning",),
        ("server-url warning",),
    ),
    "way to the next page": Mutation(
        at(f"{LIST}/x-pagination/style", "offset"),
        ("wire-pagination warning",),
        ("wire-pagination warning",),
        base=at(f"{LIST}/x-pagination", PAGES),
    ),
}


def _property(document: Json) -> Json:
    content = document["paths"]["/pets"]["post"]["requestBody"]["content"]
    return content["application/json"]["schema"]


def _pet(document: Json) -> Json:
    return document["components"]["schemas"]["Pet"]["properties"]


def _home(document: Json) -> Json:
    return document["components"]["schemas"]["Home"]["properties"]
