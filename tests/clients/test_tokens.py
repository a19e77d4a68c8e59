"""Access tokens that clients fetch: signed for NHS Notify, by secret for Experian."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from tests.clients.apis import APIS, EXPERIAN, NHS, Api
from tests.clients.driver import Caller, Driver
from tests.runtime.authority import CLIENT, Authority, authority

CLIENT_ID, CLIENT_SECRET = CLIENT


@pytest.fixture
def server() -> Iterator[Authority]:
    """A token endpoint, and an API that takes its tokens."""
    with authority() as running:
        running.answer = {"result": {}}
        yield running


@pytest.fixture
def connect(server: Authority, driver: Driver) -> Iterator[Callable[..., Caller]]:
    """Makes clients that talk to it."""
    made: list[Any] = []

    def construct(api: Api, **options: Any) -> Caller:
        made.append(driver.construct(api, base_url=f"{server.url}/v1", **options))
        return Caller(driver, made[-1])

    yield construct
    for client in made:
        driver.close(client)


def test_a_signed_token_of_nhs_notify(connect, server):
    signed: list[str] = []

    def sign() -> str:
        signed.append(f"jwt-{len(signed)}")
        return signed[-1]

    caller = connect(NHS, client_assertion=sign)
    for _ in range(3):
        caller("batch.list")
    [asked] = server.asked
    assert asked.fields == {
        "grant_type": "client_credentials",
        "client_assertion_type": (
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        ),
        "client_assertion": "jwt-0",
    }
    assert server.tokens == ["Bearer token-1"] * 3


def test_the_token_endpoint_is_on_the_host_of_the_chosen_server(driver):
    """Each environment of NHS Notify has its own."""
    sent: list[str] = []

    def respond(request):
        sent.append(str(request.url))
        answer = {"access_token": "t"} if "oauth2" in sent[-1] else {}
        return httpx2.Response(200, json=answer)

    for server, host in (
        ("integration", "int.api.service.nhs.uk"),
        ("production", "api.service.nhs.uk"),
    ):
        sent.clear()
        http = driver.mocked(respond)
        client = driver.construct(
            NHS, server=server, client_assertion=lambda: "jwt", http_client=http
        )
        driver.call(client, "batch.list")
        driver.close_http(http)
        assert sent == [
            f"https://{host}/oauth2/token",
            f"https://{host}/nhs-notify-supplier/batch",
        ]


def test_token_requests_are_watched_and_show_no_secret(connect, server, caplog):
    caplog.set_level(logging.INFO, logger="experian_phone")
    seen: list[Any] = []
    hooks = EXPERIAN.module.Hooks(on_request=seen.append, on_response=seen.append)
    caller = connect(
        EXPERIAN,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        token_url=f"{server.url}/token",
        hooks=hooks,
    )
    caller("batches.list")
    assert [event.is_token_request for event in seen] == [True, True, False, False]
    assert {event.operation for event in seen} == {"batches.list"}
    sent, given = seen[:2]
    assert (sent.url, given.status_code) == (f"{server.url}/token", 200)
    assert (sent.http_request.read(), given.http_response.read()) == (b"", b"")
    assert "authorization" not in sent.http_request.headers
    lines = [one.getMessage() for one in caplog.records if one.name == "experian_phone"]
    assert [line.partition(":")[0] for line in lines] == [
        "POST /token (token for batches.list)",
        "GET /v1/phone/bulk/v1/batches",
    ]


def test_a_secret_of_experian(connect, server):
    caller = connect(
        EXPERIAN,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        token_url=f"{server.url}/token",
    )
    caller("batches.list")
    server.valid.clear()
    caller("batches.list")
    assert len(server.asked) == 2
    assert server.tokens == ["Bearer token-1"] * 2 + ["Bearer token-2"]
    copied = caller.with_options(timeout=3)
    copied("batches.list")
    assert len(server.asked) == 2


def test_from_the_environment(connect, server, monkeypatch):
    monkeypatch.setenv("EXPERIAN_PHONE_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("EXPERIAN_PHONE_CLIENT_SECRET", CLIENT_SECRET)
    caller = connect(EXPERIAN, token_url="/token")
    caller("batches.list")
    assert server.tokens == ["Bearer token-1"]


def test_an_unused_alternative_fetches_nothing(connect, server):
    caller = connect(EXPERIAN, auth_token="a")
    with pytest.raises(EXPERIAN.errors.AuthenticationError):
        caller("batches.list")
    assert server.asked == []


def test_a_refusal(connect, server):
    caller = connect(
        EXPERIAN, client_id="x", client_secret="s3cret", token_url="/token"
    )
    with pytest.raises(EXPERIAN.errors.TokenError) as caught:
        caller("batches.list")
    error = caught.value
    assert isinstance(error, EXPERIAN.errors.ExperianPhoneError)
    assert error.reason is EXPERIAN.errors.TokenErrorReason.INVALID_CLIENT
    again = pickle.loads(pickle.dumps(error))
    assert (again.reason, again.message) == (error.reason, error.message)
    assert "s3cret" not in f"{error!r}{vars(error)}"
    assert server.called == []


def test_who_can_fetch_no_token_has_no_error_for_it():
    assert {
        package for package, api in APIS.items() if hasattr(api.errors, "TokenError")
    } == {"experian_phone", "nhs_notify"}
