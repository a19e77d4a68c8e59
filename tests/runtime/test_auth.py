"""Credentials: where they come from, and where they go."""

from __future__ import annotations

import base64

import pytest

from generator.runtime.auth import (
    ApiKey,
    Applied,
    Basic,
    Bearer,
    Credential,
    OnConnection,
    Secret,
    authorize,
)
from generator.runtime.errors import MissingCredentialError


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("T_KEY", "T_OTHER", "T_USER", "T_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


def key(value: str | None = "k", where: str = "header", name: str = "X-Key") -> ApiKey:
    return ApiKey(Secret(value, "api_key", "T_KEY"), where, name)


def bearer(value: str | None = "t") -> Bearer:
    return Bearer(Secret(value, "access_token", "T_OTHER"))


def basic(username: str | None, password: str | None) -> Basic:
    return Basic(
        Secret(username, "username", "T_USER"),
        Secret(password, "password", "T_PASSWORD"),
    )


def applied(credential: Credential) -> Applied:
    return authorize("op", [["x"]], {"x": credential})


def test_the_argument_goes_before_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Secret(None, "api_key", "T_KEY").value is None
    monkeypatch.setenv("T_KEY", "from the environment")
    assert Secret(None, "api_key", "T_KEY").value == "from the environment"
    assert Secret("given", "api_key", "T_KEY").value == "given"


def test_nothing_shows_a_secret() -> None:
    secret = Secret("s3cret", "api_key", "T_KEY")
    for shown in (secret, key("s3cret"), bearer("s3cret"), basic("u", "s3cret")):
        assert "s3cret" not in repr(shown)
        assert "s3cret" not in str(shown)
    assert repr(secret) != repr(Secret(None, "api_key", "T_KEY"))


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("header", Applied(headers={"X Key&": "a b&c=ü"})),
        ("query", Applied(query=["X%20Key%26=a%20b%26c%3D%C3%BC"])),
        ("cookie", Applied(cookies=["X%20Key%26=a%20b%26c%3D%C3%BC"])),
    ],
)
def test_an_api_key(where: str, found: Applied) -> None:
    assert applied(key("a b&c=ü", where, "X Key&")) == found


def test_a_bearer_token() -> None:
    assert applied(bearer("t0k")).headers == {"Authorization": "Bearer t0k"}


@pytest.mark.parametrize(
    ("username", "password"),
    [("user", "pass:word"), ("ü", "ß"), ("user", ""), ("", "token")],
)
def test_user_and_password(username: str, password: str) -> None:
    """RFC 7617: UTF-8; the first colon separates."""
    header = applied(basic(username, password)).headers["Authorization"]
    scheme, _, encoded = header.partition(" ")
    assert scheme == "Basic"
    assert base64.b64decode(encoded).decode() == f"{username}:{password}"


def test_a_certificate_is_the_connections_business() -> None:
    assert applied(OnConnection()) == Applied()


@pytest.mark.parametrize(
    ("credential", "hint"),
    [
        (key(None), "pass api_key=… or set T_KEY"),
        (key(""), "pass api_key=… or set T_KEY"),
        (bearer(None), "pass access_token=… or set T_OTHER"),
        (basic(None, None), "pass username=… or set T_USER"),
        (basic("u", None), "pass password=… or set T_PASSWORD"),
    ],
)
def test_what_is_missing_is_said_with_how_to_give_it(
    credential: Credential, hint: str
) -> None:
    with pytest.raises(MissingCredentialError) as caught:
        applied(credential)
    assert caught.value.message == f"op needs a credential: {hint}"


def test_schemes_that_are_needed_together() -> None:
    both = {"key": key(), "token": bearer()}
    found = authorize("op", [["key", "token"]], both)
    assert found.headers == {"X-Key": "k", "Authorization": "Bearer t"}
    half = {"key": key(), "token": bearer(None)}
    with pytest.raises(MissingCredentialError, match="access_token"):
        authorize("op", [["key", "token"]], half)


def test_the_first_alternative_that_is_complete_is_used() -> None:
    alternatives = [["key"], ["token"]]
    schemes = {"key": key(), "token": bearer()}
    assert authorize("op", alternatives, schemes).headers == {"X-Key": "k"}
    schemes["key"] = key(None)
    assert authorize("op", alternatives, schemes).headers == {
        "Authorization": "Bearer t"
    }
    schemes["token"] = bearer(None)
    with pytest.raises(MissingCredentialError) as caught:
        authorize("op", alternatives, schemes)
    assert caught.value.message == (
        "op needs a credential: pass api_key=… or set T_KEY, "
        "or pass access_token=… or set T_OTHER"
    )


def test_an_incomplete_alternative_leaves_nothing_behind() -> None:
    schemes = {"key": key(), "token": bearer(None), "query": key("q", "query", "k")}
    found = authorize("op", [["key", "token"], ["query"]], schemes)
    assert found == Applied(query=["k=q"])


def test_without_a_requirement_nothing_is_sent() -> None:
    assert authorize("op", [], {"key": key()}) == Applied()


@pytest.mark.parametrize("alternatives", [[["key"], []], [[], ["key"]]])
def test_a_credential_may_be_optional(alternatives: list[list[str]]) -> None:
    """OpenAPI 3.1, 4.8.30: an empty requirement makes security optional."""
    assert authorize("op", alternatives, {"key": key(None)}) == Applied()
    found = authorize("op", alternatives, {"key": key()})
    assert found.headers == {"X-Key": "k"}
