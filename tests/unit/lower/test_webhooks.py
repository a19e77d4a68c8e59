"""Webhooks and callbacks (OpenAPI 3.1, 4.8.1 and 4.8.18)."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from apiloom.ir.api import In, Payload
from apiloom.ir.scalars import Kind
from apiloom.ir.security import Requirement
from apiloom.ir.types import Primitive, Reference
from apiloom.ir.webhooks import WebhookSignature
from apiloom.runtime.decoding.signatures import Signature
from tests.unit.lower.conftest import Lower
from tests.workshop import response

TEXT = {"type": "string"}
OK = {"200": response()}


def sending(schema: Any = TEXT, **rest: Any) -> dict[str, Any]:
    return {
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": OK,
        **rest,
    }


def param(name: str, where: str = "header") -> dict[str, Any]:
    return {"name": name, "in": where, "schema": TEXT}


@pytest.mark.parametrize(
    ("section", "version"), [("webhooks", "3.1.0"), ("x-webhooks", "3.0.3")]
)
def test_a_webhook(lower: Lower, section: str, version: str) -> None:
    item = {
        "summary": "Of the item.",
        "parameters": [param("X-Id"), param("X-Key")],
        "post": sending(
            operationId="done",
            description="Sends.",
            deprecated=True,
            parameters=[param("X-Id", "query"), param("Accept")],
        ),
    }
    schemes = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    found = lower(
        **{section: {"job.done": item}, "openapi": version, "security": [{"key": []}]},
        components={"securitySchemes": schemes},
    )
    [webhook] = found.api.webhooks
    assert found.api.operations == ()
    assert (webhook.name, webhook.hint, webhook.expression) == (
        "job.done",
        "job.done",
        "",
    )
    request = webhook.request
    assert (request.method, request.path, request.operation_id) == ("POST", "", "done")
    assert (request.summary, request.description) == ("Of the item.", "Sends.")
    assert request.deprecated
    # What repeats a credential of callers is not theirs here.
    assert [(one.location, one.name) for one in request.parameters] == [
        (In.HEADER, "X-Id"),
        (In.HEADER, "X-Key"),
        (In.QUERY, "X-Id"),
    ]
    assert request.security == ()
    assert request.body is not None
    [content] = request.body.contents
    assert (content.payload, content.type) == (Payload.JSON, Primitive(Kind.STRING))
    assert found.codes == []


def test_several_methods(lower: Lower) -> None:
    item = {"put": sending(), "post": sending(**{"x-method": "came"}), "get": {}}
    found = lower(webhooks={"news": item}).api.webhooks
    assert [(one.name, one.hint) for one in found] == [
        ("news GET", "news get"),
        ("news PUT", "news put"),
        ("news", "came"),
    ]


def test_a_schema_that_only_a_webhook_uses(lower: Lower) -> None:
    schema = {"type": "object", "properties": {"a": TEXT}}
    ref = {"$ref": "#/components/schemas/A"}
    found = lower(
        None, {"A": schema, "B": schema}, webhooks={"a": {"post": sending(ref)}}
    )
    assert [pointer.name for pointer in found.api.definitions] == ["A"]


def test_a_path_item_elsewhere(lower: Lower) -> None:
    ref = {"$ref": "#/components/pathItems/Hook"}
    found = lower(
        webhooks={"a": ref, "b": ref, "c": {"$ref": "#/components/pathItems/Gone"}},
        components={"pathItems": {"Hook": {"post": sending()}}},
    )
    assert [one.name for one in found.api.webhooks] == ["a", "b"]
    assert "unresolved-reference" in found.codes


def test_its_own_security_is_kept(lower: Lower) -> None:
    scheme = {"type": "apiKey", "in": "header", "name": "X-Signature"}
    found = lower(
        webhooks={"a": {"post": sending(security=[{"signature": []}])}},
        components={"securitySchemes": {"signature": scheme}},
    )
    assert found.api.webhooks[0].request.security == ((Requirement("signature"),),)


def callbacks(lower: Lower, stated: Any, **components: Any) -> list[Any]:
    paths = {"/x": {"post": {"responses": OK, "callbacks": stated}}}
    found = lower(paths, components=components)
    return list(found.operation.callbacks)


def test_a_callback(lower: Lower) -> None:
    url = "{$request.body#/url}"
    schema = {"type": "object", "properties": {"a": TEXT}}
    [one] = callbacks(lower, {"done": {url: {"post": sending(schema)}, "x-a": {}}})
    assert (one.name, one.hint, one.expression) == ("done", "done", url)
    assert not one.is_shared
    body = one.request.body
    assert body is not None
    assert isinstance(body.contents[0].type, Reference)


def test_several_expressions(lower: Lower) -> None:
    first = {"post": sending(), "put": sending(operationId="replaced")}
    second = {"post": sending(), "put": sending(**{"x-method": "named"})}
    found = callbacks(lower, {"done": {"{$url}": first, "{$method}": second}})
    assert [(one.hint, one.expression) for one in found] == [
        ("done", "{$url}"),
        ("done post", "{$url}"),
        ("named", "{$method}"),
        ("done post", "{$method}"),
    ]


def test_a_shared_callback_that_calls_itself_back(lower: Lower) -> None:
    ref = {"$ref": "#/components/callbacks/Done"}
    done = {"{$url}": {"post": sending(callbacks={"again": ref, "more": inner()})}}
    found = callbacks(lower, {"a": ref, "b": ref}, callbacks={"Done": done})
    assert [(one.name, one.hint, one.is_shared) for one in found] == [
        ("a", "Done", True),
        ("more", "Done more", True),
        ("b", "Done", True),
        ("more", "Done more", True),
    ]


def inner() -> dict[str, Any]:
    return {"{$url}/more": {"post": sending()}}


def test_each_place_is_one_callback_of_the_api(lower: Lower) -> None:
    ref = {"$ref": "#/components/callbacks/Done"}
    operation = {"responses": OK, "callbacks": {"done": ref}}
    found = lower(
        {"/x": {"post": operation, "put": operation}},
        components={"callbacks": {"Done": inner()}},
    )
    assert [len(one.callbacks) for one in found.api.operations] == [1, 1]
    assert len(found.api.callbacks) == 1


EVENTS = {"paid": {"post": sending()}}


def test_webhooks_are_signed_by_the_standard_unless_declared(lower: Lower) -> None:
    assert lower({}, webhooks=EVENTS).api.webhook_signature == WebhookSignature()
    assert lower({"/x": {"get": {"responses": OK}}}).api.webhook_signature is None
    standard = lower({}, webhooks=EVENTS, **{"x-webhook-signature": "standard"})
    assert standard.api.webhook_signature == WebhookSignature()
    unsigned = lower({}, webhooks=EVENTS, **{"x-webhook-signature": False})
    assert (unsigned.api.webhook_signature, unsigned.codes) == (None, [])


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ("svix", "must be an object, `standard` or false"),
        ({}, "requires the header"),
        ({"header": "X S"}, "'X S' is not a header"),
        ({"header": 1}, "header must be a string"),
        (
            {"header": "X-S", "algorithm": "md5"},
            "algorithm must be one of sha1, sha256",
        ),
        ({"header": "X-S", "encoding": "hexa"}, "encoding must be one of hex, base64"),
        ({"header": "X-S", "payload": "{id}"}, "does not contain {body}"),
        ({"header": "X-S", "payload": "{body}{url}"}, "{url} means nothing"),
        ({"header": "X-S", "payload": "{id}{body}"}, "{id} requires id_header"),
        (
            {"header": "X-S", "payload": "{timestamp}{body}"},
            "{timestamp} requires timestamp_header or timestamp_prefix",
        ),
        ({"header": "X-S", "key": "x"}, "key means nothing"),
    ],
)
def test_a_declaration_that_cannot_be_followed(
    lower: Lower, declared: Any, message: str
) -> None:
    found = lower({}, webhooks=EVENTS, **{"x-webhook-signature": declared})
    assert found.api.webhook_signature is None
    [(code, said)] = found.diagnostics
    assert code == "extension-invalid"
    assert message in said


def test_the_defaults_are_those_of_the_runtime() -> None:
    """A client states only what differs from them."""
    declared = {field.name: field.default for field in fields(WebhookSignature)}
    assert declared == Signature()._asdict()
