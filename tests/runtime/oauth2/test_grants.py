"""With what an OAuth 2 credential asks for a token."""

from __future__ import annotations

from base64 import b64encode

from apiloom.runtime.auth.grants import (
    ClientAssertion,
    ClientCredentials,
    Password,
)
from tests.runtime.authorizing import tokens
from tests.runtime.oauth2.case import URL, Case, client, credentials, refreshing, secret

# --- with what ---------------------------------------------------------------


def test_client_credentials_in_the_header() -> None:
    """RFC 6749, section 2.3.1: form-encoded, then joined."""
    case = Case(tokens("t"), credentials(client_id="a:b", client_secret="c d+ü"))
    case.token()
    [request] = case.scene.requests
    pair = b64encode(b"a%3Ab:c+d%2B%C3%BC").decode()
    assert request.headers["authorization"] == f"Basic {pair}"
    assert case.forms == [{"grant_type": "client_credentials"}]
    assert str(request.url) == URL


def test_client_credentials_in_the_body() -> None:
    case = Case(tokens("t"), credentials(in_body=True))
    case.token()
    assert "authorization" not in case.scene.requests[0].headers
    assert case.forms == [
        {"grant_type": "client_credentials", "client_id": "id", "client_secret": "s"}
    ]


def test_a_signed_assertion_is_made_for_each_request() -> None:
    """RFC 7523, section 2.2."""
    left = iter(["jwt1", "jwt2"])
    assertion = ClientAssertion(secret(lambda: next(left), "client_assertion"))
    case = Case(tokens("t1", "t2"), ClientCredentials(URL, None, assertion))
    case.token()
    case.refused()
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    assert case.forms == [
        {
            "grant_type": "client_credentials",
            "client_assertion_type": kind,
            "client_assertion": jwt,
        }
        for jwt in ("jwt1", "jwt2")
    ]


def test_a_password() -> None:
    user = (secret("u", "username"), secret("p w", "password"))
    case = Case(
        tokens("t"), Password(URL, None, client(None, None, optional=True), *user)
    )
    assert case.token("read") == "t"
    assert case.forms == [
        {"grant_type": "password", "username": "u", "password": "p w", "scope": "read"}
    ]


def test_a_refresh_token_of_a_client_without_a_secret() -> None:
    case = Case(tokens("t1", "t2"), refreshing())
    assert case.token("read") == "t1"
    assert case.refused() == (True, "t2")
    # The scopes are those that the user agreed to.
    form = {"grant_type": "refresh_token", "refresh_token": "r0", "client_id": "id"}
    assert case.forms == [form, form]


def test_a_refresh_token_that_is_replaced() -> None:
    """RFC 6749, section 6."""
    told: list[str] = []
    case = Case(tokens("t1", "t2", refresh_token="r1"), refreshing("r0", told.append))
    case.token()
    case.refused()
    assert [form["refresh_token"] for form in case.forms] == ["r0", "r1"]
    assert told == ["r1"]


def test_the_callers_token_endpoint_replaces_the_documents() -> None:
    own = "https://other.test/token"
    case = Case(tokens("t"), ClientCredentials(URL, own, client()))
    case.token()
    assert str(case.scene.requests[0].url) == own


# --- scopes ------------------------------------------------------------------


def test_scopes_are_those_of_the_call() -> None:
    case = Case(tokens("t1", "t2", "t3"), credentials())
    assert case.token("read", "write") == "t1"
    assert case.token("read") == "t1"  # that token will do
    assert case.token("admin") == "t2"
    assert case.token("write") == "t1"
    assert case.token() == "t2"
    assert [form.get("scope") for form in case.forms] == ["read write", "admin"]


def test_scopes_of_the_caller_replace_them() -> None:
    case = Case(tokens("t1"), credentials(), scopes=["api://x/.default"])
    assert case.token("read") == case.token("admin") == "t1"
    assert case.forms[0]["scope"] == "api://x/.default"
    case = Case(tokens("t1"), refreshing(), scopes=["less"])
    case.token("read")
    assert case.forms[0]["scope"] == "less"
    case = Case(tokens("t1"), credentials(), scopes=[])
    case.token("read")
    assert "scope" not in case.forms[0]
