"""`apiloom inspect`: a format that tools rely on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from apiloom.inspect.model import inspection
from tests.workshop import document, response, understood

TEXT = {"type": "string"}
UUID = {"type": "string", "format": "uuid"}


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def body(schema: Any, media_type: str = "application/json", **rest: Any) -> Any:
    return {"content": {media_type: {"schema": schema}}, **rest}


PATHS = {
    "/batch/{batch_uuid}": {
        "post": {
            "tags": ["batch"],
            "operationId": "launch",
            "deprecated": True,
            "parameters": [
                {
                    "name": "X-Trace",
                    "in": "header",
                    "required": True,
                    "schema": UUID,
                    "x-default-factory": "uuid4",
                },
                {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                {"name": "session", "in": "cookie", "schema": TEXT},
                {
                    "name": "batch_uuid",
                    "in": "path",
                    "required": True,
                    "schema": UUID,
                },
            ],
            "requestBody": body(
                {**obj(speedMode=TEXT, note=TEXT), "required": ["speedMode"]},
                required=True,
            ),
            "responses": {
                "200": response(ref("Launched")),
                "400": response(
                    ref("Problem"), **{"x-error-cases": [{"name": "bad_file"}]}
                ),
                "404": response(),
                "default": response(ref("Problem")),
            },
            "security": [{"key": []}],
        }
    },
    "/files": {
        "put": {
            "tags": ["files"],
            "operationId": "send",
            "requestBody": body({}, "application/octet-stream"),
            "responses": {"204": response()},
        }
    },
}
SCHEMAS = {
    "Launched": obj(state=ref("State"), ids=ref("Ids")),
    "Problem": obj(message=TEXT),
    "State": {"type": "string", "enum": ["on", "off"]},
    "Ids": {"type": "array", "items": UUID},
}
SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "basic": {"type": "http", "scheme": "basic"},
}


@pytest.fixture
def data(tmp_path: Path) -> dict[str, Any]:
    client = understood(
        tmp_path,
        document(PATHS, SCHEMAS, components={"securitySchemes": SCHEMES}),
    )
    found: dict[str, Any] = inspection(client.package)
    assert json.loads(json.dumps(found)) == found
    return found


def test_the_frame(data: dict[str, Any]) -> None:
    assert list(data) == [
        "version",
        "package",
        "client",
        "async_client",
        "auth",
        "operations",
        "models",
        "webhooks",
        "callbacks",
    ]
    assert data["version"] == 1
    assert (data["package"], data["client"], data["async_client"]) == (
        "made_client",
        "Shop",
        "AsyncShop",
    )


def test_auth(data: dict[str, Any]) -> None:
    assert data["auth"] == [
        {
            "scheme": "key",
            "type": "apiKey",
            "argument": "api_key",
            "env": "MADE_CLIENT_API_KEY",
        },
        {
            "scheme": "basic",
            "type": "http",
            "argument": ["username", "password"],
            "env": ["MADE_CLIENT_USERNAME", "MADE_CLIENT_PASSWORD"],
        },
    ]


def test_an_operation(data: dict[str, Any]) -> None:
    launch, send = data["operations"]
    assert launch["id"] == "POST /batch/{batch_uuid}"
    assert (launch["operation_id"], launch["deprecated"]) == ("launch", True)
    assert (launch["resource"], launch["method"]) == (["batch"], "launch")
    assert launch["returns"] == "Launched"
    assert launch["body"] == {
        "media_type": "application/json",
        "style": "fields",
        "required": True,
    }
    assert send["body"] == {
        "media_type": "application/octet-stream",
        "style": "argument",
        "required": False,
    }
    assert send["returns"] == "None"
    assert send["errors"] == []


def test_parameters_are_in_the_order_of_the_signature(data: dict[str, Any]) -> None:
    found = [
        (one["name"], one["wire"], one["in"], one["required"], one["type"])
        for one in data["operations"][0]["parameters"]
    ]
    assert found == [
        ("batch_uuid", "batch_uuid", "path", True, "UUID"),
        ("speed_mode", "speedMode", "body", True, "str"),
        ("x_trace", "X-Trace", "header", False, "UUID"),
        ("limit", "limit", "query", False, "int"),
        ("session", "session", "cookie", False, "str"),
        ("note", "note", "body", False, "str"),
    ]
    [argument] = data["operations"][1]["parameters"]
    assert (argument["name"], argument["in"]) == ("body", "body")


def test_errors(data: dict[str, Any]) -> None:
    assert data["operations"][0]["errors"] == [
        {
            "status": "400",
            "exception": "BadRequestError",
            "body": "Problem",
            "cases": ["BAD_FILE", "BAD_REQUEST"],
        },
        {
            "status": "404",
            "exception": "NotFoundError",
            "body": None,
            "cases": ["NOT_FOUND"],
        },
        {
            "status": "default",
            "exception": "APIStatusError",
            "body": "Problem",
            "cases": ["UNEXPECTED"],
        },
    ]


def test_models(data: dict[str, Any]) -> None:
    found = {one["name"]: (one["kind"], one["pointer"]) for one in data["models"]}
    assert {name: found[name] for name in SCHEMAS} == {
        "Launched": ("model", "#/components/schemas/Launched"),
        "Problem": ("model", "#/components/schemas/Problem"),
        "State": ("enum", "#/components/schemas/State"),
        "Ids": ("alias", "#/components/schemas/Ids"),
    }
    assert {one["module"] for one in data["models"]} == {"made_client.models.batch"}
