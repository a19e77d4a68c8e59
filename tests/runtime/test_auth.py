"""Credentials: where they come from, where they go, and which of them."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

import httpx2
import pytest

from apiloom.runtime.auth.credentials import (
    ApiKey,
    Applied,
    Basic,
    Bearer,
    Credential,
    OnConnection,
)
from apiloom.runtime.auth.secret import Secret
from apiloom.runtime.core.errors import MissingCredentialError
from apiloom.runtime.core.redirects import is_same_origin
from tests.runtime.authorizing import Scene, refused


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
    return authorize([["x"]], {"x": credential})


def authorize(
    alternatives: Sequence[Sequence[str]], credentials: Mapping[str, Credential]
) -> Applied:
    return Scene().authorize(alternatives, credentials)


def test_nothing_shows_a_secret() -> None:
    scene = Scene()
    context = scene.context()
    secret = Secret("s3cret", "api_key", "T_KEY")
    found = scene.authorize([["x"]], {"x": bearer("s3cret")}, context)
    shown = [secret, key("s3cret"), bearer("s3cret"), basic("u", "s3cret")]
    for one in (*shown, context, found):
        assert "s3cret" not in repr(one)
        assert "s3cret" not in str(one)
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
        (bearer(None), "pass access_token=… or set T_OTHER"),
        (
            basic(None, None),
            "pass username=… and password=… or set T_USER and T_PASSWORD",
        ),
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
    found = authorize([["key", "token"]], both)
    assert found.headers == {"X-Key": "k", "Authorization": "Bearer t"}
    half = {"key": key(), "token": bearer(None)}
    with pytest.raises(MissingCredentialError, match="access_token"):
        authorize([["key", "token"]], half)


def test_the_first_alternative_that_is_complete_is_used() -> None:
    alternatives = [["key"], ["token"]]
    schemes = {"key": key(), "token": bearer()}
    assert authorize(alternatives, schemes).headers == {"X-Key": "k"}
    schemes["key"] = key(None)
    assert authorize(alternatives, schemes).headers == {"Authorization": "Bearer t"}
    schemes["token"] = bearer(None)
    with pytest.raises(MissingCredentialError) as caught:
        authorize(alternatives, schemes)
    assert caught.value.message == (
        "op needs a credential: pass api_key=… or set T_KEY, "
        "or pass access_token=… or set T_OTHER"
    )


def test_what_several_alternatives_lack_is_said_once() -> None:
    schemes = {"key": key(None), "same": bearer(None), "token": bearer(None)}
    alternatives = [["key", "token"], ["token", "same"], ["token"], ["same"], ["key"]]
    with pytest.raises(MissingCredentialError) as caught:
        authorize(alternatives, schemes)
    assert caught.value.message == (
        "op needs a credential: pass access_token=… or set T_OTHER, "
        "or pass api_key=… or set T_KEY"
    )


def test_an_incomplete_alternative_leaves_nothing_behind() -> None:
    schemes = {"key": key(), "token": bearer(None), "query": key("q", "query", "k")}
    found = authorize([["key", "token"], ["query"]], schemes)
    assert found == Applied(query=["k=q"])


def test_without_a_requirement_nothing_is_sent() -> None:
    assert authorize([], {"key": key()}) == Applied()


@pytest.mark.parametrize("alternatives", [[["key"], []], [[], ["key"]]])
def test_a_credential_may_be_optional(alternatives: list[list[str]]) -> None:
    """OpenAPI 3.1, 4.8.30: an empty requirement makes security optional."""
    assert authorize(alternatives, {"key": key(None)}) == Applied()
    found = authorize(alternatives, {"key": key()})
    assert found.headers == {"X-Key": "k"}


# --- functions ---------------------------------------------------------------


def test_a_function_is_asked_once_a_call() -> None:
    asked: list[str] = []

    def supply() -> str:
        asked.append(f"k{len(asked)}")
        return asked[-1]

    credential = ApiKey(Secret(supply, "api_key", "T_KEY"), "header", "X-Key")
    scene = Scene()
    context = scene.context()
    for _ in range(3):  # the attempts of one call
        found = scene.authorize([["x"]], {"x": credential}, context)
        assert found.headers == {"X-Key": "k0"}
    assert scene.authorize([["x"]], {"x": credential}).headers == {"X-Key": "k1"}
    assert asked == ["k0", "k1"]


@pytest.mark.parametrize(
    ("given", "is_new"), [(["old", "new"], True), (["same", "same"], False)]
)
def test_a_function_is_asked_again_when_it_was_refused(
    given: list[str], is_new: bool
) -> None:
    left = iter(given)
    credential = Bearer(Secret(lambda: next(left), "access_token", "T_OTHER"))
    scene = Scene()
    context = scene.context()
    found = scene.authorize([["x"]], {"x": credential}, context)
    assert scene.run(found.renew(refused())) is is_new
    again = scene.authorize([["x"]], {"x": credential}, context)
    assert again.headers == {"Authorization": f"Bearer {given[-1]}"}


def test_user_and_password_from_functions() -> None:
    left = iter(["p1", "p2"])
    credential = Basic(
        Secret(lambda: "u", "username", "T_USER"),
        Secret(lambda: next(left), "password", "T_PASSWORD"),
    )
    scene = Scene()
    context = scene.context()
    found = scene.authorize([["x"]], {"x": credential}, context)
    assert scene.run(found.renew(refused())) is True
    again = scene.authorize([["x"]], {"x": credential}, context)
    assert base64.b64decode(again.headers["Authorization"][6:]) == b"u:p2"


@pytest.mark.parametrize(
    "credential",
    [key(), bearer(), basic("u", "p"), OnConnection()],
    ids=lambda one: type(one).__name__,
)
def test_what_is_written_down_is_not_renewed(credential: Credential) -> None:
    scene = Scene()
    found = scene.authorize([["x"]], {"x": credential})
    assert scene.run(found.renew(refused())) is False


# --- origins -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "is_own"),
    [
        ("https://api.test/v2/x?y=1", True),
        ("https://API.test:443/", True),
        ("https://api.test:8443/v1", False),
        ("http://api.test/v1", False),
        ("https://api.test.evil.example/v1", False),
        ("https://evil.example/api.test", False),
        ("https://api.test@evil.example/", False),
        ("https://sub.api.test/v1", False),
    ],
)
def test_where_credentials_may_go(url: str, is_own: bool) -> None:
    base = httpx2.URL("https://api.test/v1")
    assert is_same_origin(httpx2.URL(url), base) is is_own
