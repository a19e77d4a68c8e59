"""Clients: their options, their servers, and the connections they share."""

from __future__ import annotations

from collections.abc import Mapping

import anyio
import httpx2
import pytest

from apiloom.runtime.auth.credentials import ApiKey
from apiloom.runtime.auth.secret import Secret
from apiloom.runtime.client.async_client import AsyncAPIClient
from apiloom.runtime.client.sync_client import APIClient
from apiloom.runtime.core.errors import (
    APIConnectionError,
    MissingCredentialError,
    RequestValidationError,
    ServerStatusError,
)
from apiloom.runtime.core.servers import server_url
from apiloom.runtime.decoding.limits import ResponseLimits
from tests.runtime.driving import (
    GET,
    KEYS,
    PATH,
    Thing,
    answers,
    options,
    secured,
    thing,
)

# --- servers -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("base_url", "variables", "url"),
    [
        (None, {"region": "eu", "v": "2"}, "https://eu.test/v2"),
        (None, None, "https://{region}.test/v{v}"),
        ("https://own.test", {"region": "eu", "v": "2"}, "https://own.test"),
    ],
)
def test_the_url_of_a_server(
    base_url: str | None, variables: Mapping[str, str] | None, url: str
) -> None:
    assert server_url(base_url, "https://{region}.test/v{v}", variables) == url


# --- options, pools ----------------------------------------------------------


def test_nothing_is_opened_before_the_first_call() -> None:
    client = APIClient(options(), None)
    assert client._calls.pool._http is None
    client.close()
    with APIClient(options(), None) as client:
        http = client._calls.pool.http()
        assert not http.is_closed
    assert http.is_closed


def test_an_http_client_of_the_callers_stays_open() -> None:
    http = httpx2.Client(transport=httpx2.MockTransport(answers(thing())))
    with APIClient(options(), http) as client:
        client._calls.call(GET, path=PATH)
    assert not http.is_closed
    http.close()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_async_pools(backend: str) -> None:
    async def main() -> None:
        async with AsyncAPIClient(options(), None) as client:
            assert client._calls.pool._latest is None
            http = client._calls.pool.http()
            assert client.with_options(timeout=1)._calls.pool.http() is http
        assert http.is_closed
        transport = httpx2.MockTransport(answers(thing()))
        mine = httpx2.AsyncClient(transport=transport)
        async with AsyncAPIClient(options(), mine) as client:
            assert await client._calls.call(GET, path=PATH) == Thing(name="n")
        assert not mine.is_closed
        await mine.aclose()

    anyio.run(main, backend=backend)


def test_a_copy_with_other_options() -> None:
    requests: list[httpx2.Request] = []
    handler = answers(thing(), requests=requests)
    http = httpx2.Client(transport=httpx2.MockTransport(handler))
    client = APIClient(options(headers={"X-A": "1", "X-B": "1"}), http)
    other = client.with_options(
        base_url="https://other.test", timeout=0.5, headers={"X-B": "2", "X-C": "2"}
    )
    assert type(other) is APIClient
    assert other._calls.pool is client._calls.pool
    assert (client.base_url, other.base_url) == (
        "https://api.test/v1",
        "https://other.test",
    )
    other._calls.call(GET, path=PATH)
    client._calls.call(GET, path=PATH)
    second, first = requests
    assert str(second.url) == "https://other.test/things/x"
    assert [second.headers[name] for name in ("x-a", "x-b", "x-c")] == ["1", "2", "2"]
    assert first.headers["x-b"] == "1"
    assert "x-c" not in first.headers
    assert second.extensions["timeout"]["read"] == 0.5
    assert first.extensions["timeout"]["read"] == 5.0
    unlimited = client.with_options(timeout=None)
    unlimited._calls.call(GET, path=PATH)
    assert 590 < requests[-1].extensions["timeout"]["read"] <= 600
    unlimited.with_options(limits=ResponseLimits(seconds=None))._calls.call(
        GET, path=PATH
    )
    assert requests[-1].extensions["timeout"]["read"] is None


def test_retries_can_be_turned_off() -> None:
    requests: list[httpx2.Request] = []
    http = httpx2.Client(
        transport=httpx2.MockTransport(answers(httpx2.Response(503), requests=requests))
    )
    client = APIClient(options(), http).with_options(max_retries=0)
    with pytest.raises(ServerStatusError):
        client._calls.call(GET, path=PATH)
    assert len(requests) == 1


def test_a_client_shows_its_url_and_no_more() -> None:
    client = APIClient(options(credentials=KEYS, headers={"X-Own": "s3cret"}), None)
    assert repr(client) == "<APIClient https://api.test/v1>"
    assert "s3cret" not in repr(client) + str(client)


@pytest.mark.parametrize(
    "base_url", ["api.test", "/v1", "https://a:port", "https://[::1", "ftp://a"]
)
def test_a_base_url_that_cannot_be_used(base_url: str) -> None:
    """Whatever a client raises is under one root."""
    client = APIClient(options(base_url=base_url, max_retries=0), None)
    with pytest.raises((APIConnectionError, RequestValidationError)):
        client._calls.call(GET, path=PATH)


@pytest.mark.parametrize("value", ["s3cret\n", "s3\rcret", "s3crét", "\0s3cret"])
def test_a_credential_that_cannot_be_sent_is_not_shown(value: str) -> None:
    """The commonest mistake: a key read from a file, with its line end."""
    key = ApiKey(Secret(value, "api_key", "T_KEY"), "header", "X-Key")
    given = options(
        base_url="http://127.0.0.1:9", credentials={"k": key}, max_retries=0
    )
    client = APIClient(given, None)
    with pytest.raises((RequestValidationError, MissingCredentialError)) as caught:
        client._calls.call(secured(("k",)), path=PATH)
    assert "s3c" not in str(caught.value)
    assert any(name in str(caught.value) for name in ("api_key", "X-Key"))
