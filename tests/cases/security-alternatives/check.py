"""Which alternative is taken: by what the caller gives, and by what the caller sends."""

import os
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

DONE = httpx2.Response(204)
PREFIX = "CASE_SECURITY_ALTERNATIVES_"


def sent(stage: Stage) -> dict[str, str]:
    """The credentials of the last request, by header or place."""
    request = stage.sent
    names = ("authorization", "x-key", "cookie")
    found = {name: request.headers[name] for name in names if name in request.headers}
    return found | (
        {"query": str(request.url.query, "ascii")} if request.url.query else {}
    )


def check_what_is_given_goes_before_what_may_be_there(stage: Stage) -> None:
    client = stage.client(DONE, access_token="t")
    client.calls.signed_first()
    assert sent(stage) == {"authorization": "Bearer t"}
    client.calls.token_first()
    assert sent(stage) == {"authorization": "Bearer t"}
    client.calls.signed_and_key()
    assert sent(stage) == {"authorization": "Bearer t"}
    client.calls.nowhere()
    assert sent(stage) == {}


def check_the_http_client_is_the_last_to_be_relied_on(stage: Stage) -> None:
    client = stage.client(DONE, api_key="k")
    client.calls.signed_first()
    assert sent(stage) == {}
    client.calls.signed_and_key()
    assert sent(stage) == {"x-key": "k"}
    client.calls.nowhere()
    assert sent(stage) == {"x-key": "k"}


def check_the_first_of_two_that_are_given(stage: Stage) -> None:
    stage.client(DONE, api_key="k", access_token="t").calls.key_or_token()
    assert sent(stage) == {"x-key": "k"}


def check_an_empty_text_sends_none(stage: Stage) -> None:
    client = stage.client(DONE, api_key="")
    client.calls.key_or_token()
    assert sent(stage) == {}
    stage.client(DONE, api_key="", access_token="t").calls.key_or_token()
    assert sent(stage) == {"authorization": "Bearer t"}
    stage.client(DONE, username="", password="").calls.login()
    assert sent(stage) == {}
    stage.client(DONE, username="u", password="").calls.login()
    assert sent(stage) == {"authorization": "Basic dTo="}
    stage.client(DONE, access_token="").calls.provider()
    assert sent(stage) == {}
    stage.client(DONE, session="").calls.in_cookie()
    assert sent(stage) == {}


def check_an_empty_text_for_one_of_two(stage: Stage) -> None:
    stage.client(DONE, api_key="", app_id="a").calls.both()
    assert sent(stage) == {"query": "app%20id=a"}
    with pytest.raises(stage.package.errors.MissingCredentialError) as caught:
        stage.client(DONE, api_key="").calls.both()
    assert "app_id=…" in caught.value.message
    assert "api_key=…" not in caught.value.message


def check_an_empty_variable_is_no_decision(stage: Stage) -> None:
    os.environ[f"{PREFIX}API_KEY"] = ""
    os.environ[f"{PREFIX}CLIENT_ID"] = os.environ[f"{PREFIX}CLIENT_SECRET"] = "c"
    try:
        client = stage.client(DONE)
        without = stage.client(DONE, access_token="")
    finally:
        for name in ("API_KEY", "CLIENT_ID", "CLIENT_SECRET"):
            del os.environ[f"{PREFIX}{name}"]
    with pytest.raises(stage.package.errors.MissingCredentialError):
        client.calls.key_or_token()
    without.calls.provider()
    assert sent(stage) == {}


def check_what_the_caller_sends_by_other_means(stage: Stage) -> None:
    stage.client(DONE, headers={"x-key": "own"}).calls.key_or_token()
    assert sent(stage) == {"x-key": "own"}
    base = "https://u%40:p%2F@api.test?app%20id=b"
    stage.client(DONE, base_url=base).calls.login()
    assert sent(stage) == {"authorization": "Basic dUA6cC8=", "query": "app%20id=b"}
    assert not stage.sent.url.userinfo
    stage.client(DONE, base_url=base, headers={"X-Key": "own"}).calls.both()
    assert sent(stage)["query"] == "app%20id=b"


def check_what_the_http_client_has(stage: Stage) -> None:
    options: list[tuple[dict[str, Any], str, dict[str, str]]] = [
        ({"headers": {"X-Key": "own"}}, "key_or_token", {"x-key": "own"}),
        ({"auth": ("u", "p")}, "login", {"authorization": "Basic dTpw"}),
        ({"cookies": {"session": "own"}}, "in_cookie", {"cookie": "session=own"}),
        (
            {"params": {"app id": "own"}, "headers": {"X-Key": "own"}},
            "both",
            {"x-key": "own", "query": "app+id=own"},
        ),
    ]
    for given, method, expected in options:
        getattr(stage.client(DONE, http=given).calls, method)()
        assert sent(stage) == expected, given


def check_what_is_stated_goes_before_the_environment(stage: Stage) -> None:
    os.environ[f"{PREFIX}API_KEY"] = "from-the-environment"
    try:
        client = stage.client(DONE, http={"headers": {"X-Key": "own"}})
        other = stage.client(DONE, http={"headers": {"X-Key": "own"}}, api_key="k")
    finally:
        del os.environ[f"{PREFIX}API_KEY"]
    client.calls.key_or_token()
    assert sent(stage) == {"x-key": "own"}
    other.calls.key_or_token()
    assert sent(stage) == {"x-key": "k"}


def check_what_is_missing_is_said_once(stage: Stage) -> None:
    with pytest.raises(stage.package.errors.MissingCredentialError) as caught:
        stage.client(DONE).calls.key_or_token()
    assert caught.value.message == (
        "calls.key_or_token needs a credential: pass api_key=… or set "
        f"{PREFIX}API_KEY, or pass access_token=… or set {PREFIX}ACCESS_TOKEN"
    )
