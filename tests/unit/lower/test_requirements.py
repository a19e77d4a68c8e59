"""Kinds of security schemes, and which an operation needs (OpenAPI 3.1, 4.8.30)."""

from __future__ import annotations

import pytest

from apiloom.ir.security import Requirement
from tests.unit.lower.conftest import Lower
from tests.unit.lower.parts import OK

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
