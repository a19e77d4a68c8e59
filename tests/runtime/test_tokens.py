"""What token endpoints answer, and what becomes of it."""

from __future__ import annotations

import pickle
from typing import Any

import httpx2
import pytest

from apiloom.runtime.auth.token_errors import TokenError, TokenErrorReason
from apiloom.runtime.auth.tokens import (
    Token,
    endpoint,
    token_of,
    token_request,
)
from apiloom.runtime.core.errors import APIError
from tests.runtime.authorizing import Scene

URL = "https://auth.test/token"
SECRET = "s3cret"


def answered(status: int = 200, **content: Any) -> httpx2.Response:
    request = httpx2.Request("POST", f"{URL}?tenant={SECRET}", data={"p": SECRET})
    return httpx2.Response(status, request=request, **content)


def token(**members: Any) -> Token:
    return token_of(answered(json={"access_token": "t", **members}), 100.0, [SECRET])


@pytest.mark.parametrize(
    ("expires_in", "fresh_until", "expires_at"),
    [
        (3600, 3640.0, 3700.0),
        ("3600", 3640.0, 3700.0),
        (300, 370.0, 400.0),  # of a short life, a tenth is given away
        (0, None, None),
        (-1, None, None),
        (None, None, None),
        (True, None, None),
        ("soon", None, None),
        ("inf", None, None),
    ],
)
def test_how_long_a_token_lives(
    expires_in: Any, fresh_until: float | None, expires_at: float | None
) -> None:
    found = token(expires_in=expires_in)
    assert (found.fresh_until, found.expires_at) == (fresh_until, expires_at)
    end = expires_at or 1e9
    assert found.is_fresh((fresh_until or 1e9) - 0.1)
    assert found.is_fresh(end) is (expires_at is None)
    assert found.is_valid(end - 0.1)
    assert found.is_valid(end) is (expires_at is None)


@pytest.mark.parametrize("kind", ["Bearer", "bearer", "BearerToken", None])
def test_a_token_for_a_bearer(kind: str | None) -> None:
    assert token(token_type=kind).value == "t"


def test_a_token_of_another_type_is_not_used() -> None:
    """RFC 6749, section 7.1."""
    with pytest.raises(TokenError, match="none for a bearer, but 'DPoP'"):
        token(token_type="DPoP")


def test_a_refresh_token_comes_along() -> None:
    assert token(refresh_token="r").refresh_token == "r"
    assert token(refresh_token="").refresh_token is None
    assert token().refresh_token is None


def test_a_token_is_not_shown() -> None:
    found = Token(SECRET, refresh_token=SECRET)
    assert SECRET not in f"{found}{found!r}"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("invalid_request", TokenErrorReason.INVALID_REQUEST),
        ("invalid_client", TokenErrorReason.INVALID_CLIENT),
        ("invalid_grant", TokenErrorReason.INVALID_GRANT),
        ("unauthorized_client", TokenErrorReason.UNAUTHORIZED_CLIENT),
        ("unsupported_grant_type", TokenErrorReason.UNSUPPORTED_GRANT_TYPE),
        ("invalid_scope", TokenErrorReason.INVALID_SCOPE),
        ("slow_down", TokenErrorReason.UNKNOWN),
    ],
)
def test_what_the_server_says(code: str, reason: TokenErrorReason) -> None:
    """RFC 6749, section 5.2."""
    body = {
        "error": code,
        "error_description": f"AADSTS7000:\r\n {SECRET} is wrong.",
        "error_uri": "https://auth.test/help",
    }
    with pytest.raises(TokenError) as caught:
        token_of(answered(401, json=body), 0.0, [SECRET, ""])
    error = caught.value
    assert isinstance(error, APIError)
    assert (error.reason, error.raw_reason) == (reason, code)
    assert (error.status_code, error.url) == (401, URL)
    assert error.description == "AADSTS7000: [redacted] is wrong."
    assert error.uri == "https://auth.test/help"
    assert error.message == f"POST {URL}: 401: {code}: AADSTS7000: [redacted] is wrong."
    assert SECRET not in f"{error!r}{vars(error)}"
    again = pickle.loads(pickle.dumps(error))
    assert vars(again) == vars(error)
    assert str(again) == str(error)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (answered(500, text="<html>"), "500: no error was named"),
        (answered(200, text="<html>"), "200: no access token came"),
        (answered(200, json=["t"]), "200: no access token came"),
        (answered(200, json={"access_token": ""}), "200: no access token came"),
        (answered(200, json={"access_token": 1}), "200: no access token came"),
        (answered(200, json={"error": "denied"}), "200: denied"),
        (answered(302, headers={"Location": "/"}), "302: no error was named"),
        (answered(400, json={"error": {"message": "x"}}), "400: no error was named"),
        (answered(200, content=b"\xff"), "200: no access token came"),
    ],
)
def test_what_is_no_answer(answer: httpx2.Response, said: str) -> None:
    with pytest.raises(TokenError) as caught:
        token_of(answer, 0.0, [SECRET])
    assert caught.value.message == f"POST {URL}: {said}"
    assert (caught.value.reason is TokenErrorReason.UNKNOWN) is True


@pytest.mark.parametrize(
    ("token_url", "url"),
    [
        ("https://auth.test/token", "https://auth.test/token"),
        ("/oauth/token", "https://api.test/oauth/token"),
        ("token", "https://api.test/token"),
        ("./v1/token?x=y", "https://api.test/v1/token?x=y"),
        ("//auth.test/token", "https://auth.test/token"),
    ],
)
def test_where_the_token_endpoint_is(token_url: str, url: str) -> None:
    """OpenAPI 3.1, section 4.6: relative to the server, as RFC 3986 has it."""
    context = Scene(base_url="https://api.test/v1").context()
    request = token_request(
        endpoint(token_url, context), {"a": "ü &"}, {"X-Own": "1"}, context
    )
    assert str(request.url) == url
    assert request.content == b"a=%C3%BC+%26"
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.headers["accept"] == "application/json"
    assert request.headers["user-agent"] == "tests/1"
    assert request.headers["x-own"] == "1"
