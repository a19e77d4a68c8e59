"""Operation Objects to operations (OpenAPI 3.1, 4.8.9 to 4.8.15)."""

from __future__ import annotations

from typing import Any

import pytest

from generator.ir.api import (
    Body,
    FieldEncoding,
    In,
    Parameter,
    Payload,
)
from generator.ir.security import Requirement
from generator.ir.types import ANY, Kind, Literal, Primitive
from tests.unit.lower.conftest import Lower
from tests.workshop import response

TEXT = {"type": "string"}
STRING = Primitive(Kind.STRING)
OK = {"200": response(TEXT)}


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def param(name: str, where: str = "query", **rest: Any) -> dict[str, Any]:
    return {"name": name, "in": where, "schema": TEXT, **rest}


def test_an_operation(lower: Lower) -> None:
    found = lower(
        {
            "/things/{id}": {
                "summary": "Of the path.",
                "description": "About the path.",
                "get": {
                    "operationId": "load",
                    "tags": ["a", "b"],
                    "description": "Loads.",
                    "deprecated": True,
                    "x-resource": ["x", "y"],
                    "x-method": "load_it",
                    "parameters": [param("id", "path", required=True)],
                    "responses": OK,
                },
            }
        }
    ).operation
    assert (found.id, found.method, found.path) == (
        "GET /things/{id}",
        "GET",
        "/things/{id}",
    )
    assert (found.operation_id, found.tags) == ("load", ("a", "b"))
    assert (found.resource_hint, found.method_hint) == (("x", "y"), "load_it")
    assert (found.summary, found.description) == ("Of the path.", "Loads.")
    assert found.deprecated
    assert str(found.pointer) == "#/paths/~1things~1{id}/get"


def test_every_method_in_the_order_of_the_paths(lower: Lower) -> None:
    methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
    found = lower({"/b": {name: {"responses": OK} for name in methods}, "/a": {}})
    assert [one.method.lower() for one in found.api.operations] == methods
    assert lower({"x-ignored": {"get": {}}}).api.operations == ()


# --- parameters --------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "style", "explode"),
    [
        (param("p", "path"), "simple", False),
        (param("p", "query"), "form", True),
        (param("p", "header"), "simple", False),
        (param("p", "cookie"), "form", True),
        (param("p", style="spaceDelimited"), "spaceDelimited", False),
        (param("p", style="deepObject", explode=True), "deepObject", True),
        (param("p", explode=False), "form", False),
        (param("p", "path", style="label", explode=True), "label", True),
        (
            {
                "name": "p",
                "in": "query",
                "content": {"application/json": {"schema": TEXT}},
            },
            "json",
            False,
        ),
    ],
)
def test_styles_have_their_defaults(
    lower: Lower, given: dict[str, Any], style: str, explode: bool
) -> None:
    found = lower({"/{p}": {"get": {"parameters": [given], "responses": OK}}})
    where = {In(given["in"])}
    [parameter] = [one for one in found.operation.parameters if one.location in where]
    assert (parameter.style, parameter.explode) == (style, explode)
    assert parameter.type == STRING


def test_what_a_parameter_says(lower: Lower) -> None:
    given = param(
        "q",
        description="Its meaning.",
        deprecated=True,
        allowReserved=True,
        schema={**TEXT, "default": "x", "description": "Not this."},
        example="e",
        **{"x-default-factory": "uuid4"},
    )
    [found] = lower(
        {"/": {"get": {"parameters": [given], "responses": OK}}}
    ).operation.parameters
    assert found.description == "Its meaning."
    assert (found.deprecated, found.allow_reserved, found.required) == (
        True,
        True,
        False,
    )
    assert (found.default, found.example) == ('"x"', '"e"')
    assert found.default_factory == "uuid4"


@pytest.mark.parametrize(
    ("given", "example"),
    [
        (param("q", examples={"one": {"value": 1}, "two": {"value": 2}}), "1"),
        (param("q", schema={**TEXT, "examples": ["ü", "b"]}), '"ü"'),
        (param("q", schema={**TEXT, "example": None}), "null"),
        (param("q"), None),
    ],
)
def test_examples(lower: Lower, given: dict[str, Any], example: str | None) -> None:
    paths = {"/": {"get": {"parameters": [given], "responses": OK}}}
    [found] = lower(paths, openapi="3.1.0").operation.parameters
    assert found.example == example


def test_parameters_of_the_path_are_overridden_not_repeated(lower: Lower) -> None:
    found = lower(
        {
            "/": {
                "parameters": [param("a"), param("b"), param("a", "header")],
                "get": {
                    "parameters": [param("a", required=True)],
                    "responses": OK,
                },
            }
        }
    )
    assert [
        (one.location.value, one.name, one.required)
        for one in found.operation.parameters
    ] == [("query", "a", True), ("query", "b", False), ("header", "a", False)]


def test_path_parameters_come_first_in_the_order_of_the_path(lower: Lower) -> None:
    given = [param("q"), param("b", "path"), param("a", "path")]
    found = lower({"/{a}/{b}": {"get": {"parameters": given, "responses": OK}}})
    names = [one.name for one in found.operation.parameters]
    assert names == ["a", "b", "q"]
    assert [one.required for one in found.operation.parameters] == [True, True, False]


def test_an_undeclared_path_parameter_is_a_string(lower: Lower) -> None:
    found = lower({"/{a}/{b}": {"get": {"responses": OK}}})
    assert [(one.name, one.type) for one in found.operation.parameters] == [
        ("a", STRING),
        ("b", STRING),
    ]
    assert found.codes.count("undeclared-path-parameter") == 2


def test_a_path_parameter_without_a_place_is_left_out(lower: Lower) -> None:
    given = [param("gone", "path", required=True)]
    found = lower({"/a": {"get": {"parameters": given, "responses": OK}}})
    assert found.operation.parameters == ()
    assert "unused-path-parameter" in found.codes


@pytest.mark.parametrize("name", ["Accept", "content-type", "AUTHORIZATION"])
def test_some_headers_are_the_clients_business(lower: Lower, name: str) -> None:
    given = [param(name, "header"), param(name, "query")]
    found = lower({"/": {"get": {"parameters": given, "responses": OK}}})
    assert [one.location for one in found.operation.parameters] == [In.QUERY]


@pytest.mark.parametrize(
    "given",
    [{"in": "query"}, {"name": "a"}, param("a", "nowhere")],
)
def test_a_parameter_that_says_too_little_is_reported(
    lower: Lower, given: dict[str, Any]
) -> None:
    found = lower({"/": {"get": {"parameters": [given], "responses": OK}}})
    assert found.operation.parameters == ()
    assert "wrong-type" in found.codes


def key(where: str = "header", name: str = "X-API-Key") -> dict[str, Any]:
    return {"securitySchemes": {"k": {"type": "apiKey", "in": where, "name": name}}}


@pytest.mark.parametrize(
    ("where", "name", "scheme"),
    [
        ("header", "x-api-key", "X-API-Key"),
        ("query", "key", "key"),
        ("cookie", "session", "session"),
    ],
)
def test_a_parameter_that_a_scheme_covers_is_no_argument(
    lower: Lower, where: str, name: str, scheme: str
) -> None:
    paths = {"/": {"get": {"parameters": [param(name, where)], "responses": OK}}}
    found = lower(paths, components=key(where, scheme))
    assert found.operation.parameters == ()
    assert found.operation.security == ((Requirement("k"),),)


def test_a_scheme_covers_only_its_own_place(lower: Lower) -> None:
    paths = {"/": {"get": {"parameters": [param("X-API-Key")], "responses": OK}}}
    found = lower(paths, components=key())
    assert [one.name for one in found.operation.parameters] == ["X-API-Key"]
    assert found.operation.security == ()


# --- bodies ------------------------------------------------------------------


def body(lower: Lower, content: dict[str, Any], **rest: Any) -> Body:
    operation = {"requestBody": {"content": content, **rest}, "responses": OK}
    found = lower({"/": {"post": operation}}).operation.body
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("media_type", "payload"),
    [
        ("application/json", Payload.JSON),
        ("Application/JSON; charset=utf-8", Payload.JSON),
        ("application/vnd.api+json", Payload.JSON),
        ("application/problem+json", Payload.JSON),
        ("text/json", Payload.JSON),
        ("*/*", Payload.JSON),
        ("application/x-www-form-urlencoded", Payload.FORM),
        ("multipart/form-data", Payload.MULTIPART),
        ("multipart/mixed", Payload.MULTIPART),
        ("text/plain", Payload.TEXT),
        ("text/csv", Payload.TEXT),
        ("application/xml", Payload.TEXT),
        ("application/atom+xml", Payload.TEXT),
        ("application/octet-stream", Payload.BINARY),
        ("image/png", Payload.BINARY),
    ],
)
def test_media_types(lower: Lower, media_type: str, payload: Payload) -> None:
    found = body(lower, {media_type: {"schema": TEXT}}, required=True)
    [content] = found.contents
    assert (content.media_type, content.payload) == (media_type, payload)
    assert found.required


def test_a_body_is_optional_unless_it_says_otherwise(lower: Lower) -> None:
    assert not body(lower, {"application/json": {"schema": TEXT}}).required


def test_a_body_without_a_schema(lower: Lower) -> None:
    def only(media_type: str) -> object:
        return body(lower, {media_type: {}}).contents[0].type

    assert only("application/json") == ANY
    assert only("text/plain") == STRING
    assert only("image/png") == Primitive(Kind.BINARY)


def test_a_body_in_components(lower: Lower) -> None:
    shared = {"content": {"application/json": {"schema": TEXT}}, "required": True}
    operation = {
        "requestBody": {"$ref": "#/components/requestBodies/Shared"},
        "responses": OK,
    }
    found = lower(
        {"/": {"post": operation}}, components={"requestBodies": {"Shared": shared}}
    )
    assert found.operation.body is not None
    assert found.operation.body.required


def test_encodings(lower: Lower) -> None:
    file = {"type": "string", "format": "binary"}
    schema = obj(
        plain=TEXT,
        file=file,
        files={"type": "array", "items": file},
        typed=file,
        meta=obj(a=TEXT),
        deep={"type": "array", "items": obj(a=TEXT)},
        delimited={"type": "array", "items": TEXT},
    )
    encoding = {
        "typed": {"contentType": "text/csv"},
        "meta": {"contentType": "application/json"},
        "deep": {"style": "deepObject", "explode": True},
        "delimited": {"style": "pipeDelimited"},
    }
    media = {"schema": schema, "encoding": encoding}
    [content] = body(lower, {"multipart/form-data": media}).contents
    assert dict(content.encoding) == {
        "file": FieldEncoding(file=True),
        "files": FieldEncoding(file=True),
        "typed": FieldEncoding(content_type="text/csv", file=True),
        "meta": FieldEncoding("json", False, "application/json"),
        "deep": FieldEncoding("deepObject", True),
        "delimited": FieldEncoding("pipeDelimited", False),
    }
    [content] = body(lower, {"application/x-www-form-urlencoded": media}).contents
    assert "file" not in dict(content.encoding)


# --- security, servers, tags -------------------------------------------------

SCHEMES = {
    "securitySchemes": {
        "key": {"type": "apiKey", "in": "query", "name": "k", "description": "D"},
        "basic": {"type": "http", "scheme": "BASIC"},
        "bearer": {"type": "http", "scheme": "bearer"},
        "oauth": {"type": "oauth2", "flows": {}},
        "oidc": {"type": "openIdConnect", "openIdConnectUrl": "https://x.test"},
        "tls": {"type": "mutualTLS"},
        "pair": {
            "type": "apiKey",
            "in": "header",
            "name": "X",
            "x-argument": ["one", "two"],
        },
        "shared": {"$ref": "#/components/securitySchemes/key"},
    }
}


def test_schemes(lower: Lower) -> None:
    found = lower({}, components=SCHEMES)
    assert {
        one.key: (one.type, one.http_scheme, one.arguments)
        for one in found.api.security_schemes
    } == {
        "key": ("apiKey", "", ("api_key",)),
        "basic": ("http", "basic", ("username", "password")),
        "bearer": ("http", "bearer", ("access_token",)),
        "oauth": ("oauth2", "", ("access_token",)),
        "oidc": (
            "openIdConnect",
            "",
            ("access_token", "client_id", "client_secret", "refresh_token"),
        ),
        "tls": ("mutualTLS", "", ()),
        "pair": ("apiKey", "", ("one",)),
        "shared": ("apiKey", "", ("api_key",)),
    }
    [key] = [one for one in found.api.security_schemes if one.key == "key"]
    assert (key.location, key.name, key.description) == ("query", "k", "D")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (None, ((Requirement("key"),),)),
        ([], ()),
        ([{}], ((),)),
        ([{"basic": []}], ((Requirement("basic"),),)),
        (
            [{"basic": [], "key": ["role"]}, {"oauth": ["a", "b"]}],
            (
                (Requirement("basic"), Requirement("key")),
                (Requirement("oauth", ("a", "b")),),
            ),
        ),
    ],
)
def test_an_operations_own_security_replaces_the_documents(
    lower: Lower, own: object, expected: object
) -> None:
    operation = {"responses": OK} | ({} if own is None else {"security": own})
    found = lower({"/": {"get": operation}}, components=SCHEMES, security=[{"key": []}])
    assert found.operation.security == expected


def test_an_unknown_scheme_is_reported(lower: Lower) -> None:
    operation = {"responses": OK, "security": [{"gone": []}, {"key": []}]}
    found = lower({"/": {"get": operation}}, components=SCHEMES)
    assert found.operation.security == ((Requirement("key"),),)
    assert "unknown-security-scheme" in found.codes


def test_servers_and_tags(lower: Lower) -> None:
    found = lower(
        {},
        servers=[
            {
                "url": "https://{region}.test/{v}",
                "description": "Live",
                "variables": {
                    "region": {
                        "default": "eu",
                        "enum": ["eu", "us"],
                        "description": "Where.",
                    },
                    "v": {"default": "v1"},
                },
            },
            {"url": "/relative"},
            {"description": "without a URL"},
        ],
        tags=[{"name": "a", "description": "About a."}, {"name": "b"}],
    ).api
    first, second = found.servers
    assert (first.url, first.description) == ("https://{region}.test/{v}", "Live")
    assert [
        (one.name, one.default, one.values, one.description) for one in first.variables
    ] == [("region", "eu", ("eu", "us"), "Where."), ("v", "v1", (), "")]
    assert second.url == "/relative"
    assert [(one.name, one.description) for one in found.tags] == [
        ("a", "About a."),
        ("b", ""),
    ]


def test_an_api_that_says_nothing(lower: Lower) -> None:
    found = lower({}, info={}, servers=[]).api
    assert (found.title, found.version, found.description) == ("API", "", "")
    assert not any((found.servers, found.tags, found.operations))


# --- fields of a body --------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        ({"application/json": {"schema": obj(a=TEXT)}}, ["a"]),
        ({"multipart/form-data": {"schema": obj(a=TEXT)}}, ["a"]),
        (
            {
                "application/json": {
                    "schema": {**obj(a=TEXT), "type": ["object", "null"]}
                }
            },
            # Taken apart, it could not be null.
            None,
        ),
        ({"application/json": {"schema": {"type": "object"}}}, None),
        (
            {
                "application/json": {
                    "schema": {**obj(a=TEXT), "additionalProperties": TEXT}
                }
            },
            None,
        ),
        ({"application/json": {"schema": {"type": "array"}}}, None),
        ({"application/json": {"schema": obj(a=TEXT)}, "text/plain": {}}, None),
        ({"text/plain": {"schema": TEXT}}, None),
    ],
)
def test_which_bodies_are_taken_apart(
    lower: Lower, content: dict[str, Any], fields: list[str] | None
) -> None:
    operation = {"requestBody": {"content": content}, "responses": OK}
    found = lower({"/": {"post": operation}})
    assert found.operation.body is not None
    model = found.api.body_fields(found.operation.body)
    assert (None if model is None else [one.wire for one in model.fields]) == fields


def test_constants_of_parameters(lower: Lower) -> None:
    given = [param("v", schema={"const": "2"}, required=True)]
    found = lower({"/": {"get": {"parameters": given, "responses": OK}}})
    [parameter] = found.operation.parameters
    assert isinstance(parameter, Parameter)
    assert parameter.type == Literal(("2",))
