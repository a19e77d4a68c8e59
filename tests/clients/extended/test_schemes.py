"""Keys in the query and in cookies, several schemes together, either, or none."""

from __future__ import annotations

import pickle
from base64 import b64encode
from typing import Any

import pytest

from tests.clients.extended.apis import APEXVERIFY
from tests.clients.server import answer

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
DONE = answer(200, {"status": "ok"})
DETAILS = answer(200, {"status": "verification_done"})
CREDENTIALS = {"authorization", "x-api-key", "cookie"}
EVERYTHING = {
    "api_key": "key",
    "username": "u",
    "password": "p",
    "basic_user": "bü",
    "basic_password": "b:p",
    "account_key": "a k/&?",
    "session": "s; é",
}
KEYS = {"account_key": "a k/&?", "session": "s; é"}


@pytest.fixture
def calling(connect, server, exchange):
    """Makes a client with these credentials, calls a method, returns the request."""

    def call(method: str, *args: Any, **credentials: Any) -> Any:
        exchange.script(DETAILS if method == "details" else DONE)
        client = connect(APEXVERIFY, server.url, **credentials)
        getattr(client.batch, method)(*args)
        return exchange.received[-1]

    return call


def sent(request: Any) -> dict[str, str]:
    return {
        name: request.headers[name] for name in CREDENTIALS & request.headers.keys()
    }


def test_two_keys_together(calling):
    request = calling("delete", BATCH, **KEYS)
    assert request.query == "account%20key=a%20k%2F%26%3F"
    assert sent(request) == {"cookie": "session=s%3B%20%C3%A9"}


def test_the_first_alternative_that_is_complete(calling):
    assert "authorization" not in calling("delete", BATCH, **EVERYTHING).headers
    request = calling(
        "delete", BATCH, account_key="a", basic_user="bü", basic_password="b:p"
    )
    assert request.query == ""
    pair = b64encode("bü:b:p".encode()).decode()
    assert sent(request) == {"authorization": f"Basic {pair}"}


def test_what_is_missing_of_each_alternative(connect, server, exchange):
    client = connect(APEXVERIFY, server.url, account_key="a", basic_user="b")
    with pytest.raises(APEXVERIFY.errors.MissingCredentialError) as caught:
        client.batch.delete(BATCH)
    message = caught.value.message
    assert message.startswith("batch.delete needs a credential: ")
    one, other = message.split(", or ")
    assert "session=…" in one
    assert "account_key" not in one
    assert "basic_password=…" in other
    assert "basic_user" not in other
    assert exchange.received == []


def test_nothing_is_sent_where_nothing_is_asked_for(calling):
    for credentials in ({}, EVERYTHING):
        request = calling("details", BATCH, **credentials)
        assert (sent(request), request.query) == ({}, "")


def test_a_credential_that_may_be_there(calling):
    assert calling("list").query == ""
    assert calling("list", account_key="a").query == "account%20key=a"


def test_from_the_environment(calling, monkeypatch):
    monkeypatch.setenv("APEXVERIFY_EXTENDED_ACCOUNT_KEY", "from")
    monkeypatch.setenv("APEXVERIFY_EXTENDED_SESSION", "there")
    request = calling("delete", BATCH)
    assert (request.query, request.headers["cookie"]) == (
        "account%20key=from",
        "session=there",
    )


def test_from_functions(calling, driver):
    asked: list[str] = []

    def key() -> str:
        asked.append("key")
        return f"k{len(asked)}"

    assert calling("delete", BATCH, account_key=key, session="s").query.endswith("k1")
    assert asked == ["key"]


def test_a_cookie_of_the_callers_http_client_is_sent_beside_it(
    connect, server, exchange, driver
):
    http = driver.http(cookies={"theme": "dark"})
    exchange.script(DONE)
    client = connect(APEXVERIFY, server.url, http_client=http, **KEYS)
    client.batch.delete(BATCH)
    driver.close_http(http)
    cookies = exchange.request.headers["cookie"].split("; ")
    assert sorted(cookies) == ["session=s%3B%20%C3%A9", "theme=dark"]


def test_keys_of_the_query_are_not_shown(connect, server, exchange, caplog):
    caplog.set_level("DEBUG", logger="apexverify_extended")
    exchange.script(answer(404, {"message": "no"}))
    client = connect(APEXVERIFY, server.url, **KEYS)
    with pytest.raises(APEXVERIFY.errors.NotFoundError) as caught:
        client.batch.delete(BATCH)
    error = caught.value
    shown = f"{error}{error!r}{error.url}{error.response!r}{caplog.text}{client!r}"
    assert "a%20k" not in shown
    assert "a k" not in shown
    assert b"a%20k" not in pickle.dumps(error)
    assert pickle.loads(pickle.dumps(error)).url == error.url
