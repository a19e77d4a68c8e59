"""Requests for access tokens, as hooks, the log and spans see them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import httpx2
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from apiloom.runtime.auth.grants import ClientCredentials, ClientSecret
from apiloom.runtime.auth.oauth2 import OAuth2
from apiloom.runtime.auth.secret import Secret
from apiloom.runtime.auth.token_errors import TokenError
from apiloom.runtime.client.async_client import AsyncAPIClient
from apiloom.runtime.client.sync_client import APIClient
from apiloom.runtime.core.errors import APIConnectionError
from apiloom.runtime.telemetry import tracing
from apiloom.runtime.telemetry.hook_events import (
    Event,
    RequestEvent,
    ResponseEvent,
    RetryEvent,
)
from apiloom.runtime.telemetry.hooks import Hooks
from tests.runtime.authority import CLIENT, Authority, authority
from tests.runtime.driving import operation, options

CALL = operation("POST", path="/things", security=(("x",),))
BUSY = (429, {"error": "slow_down"})
"""What repeats a token request, for a moment that the fixture `pauses` takes away."""


@pytest.fixture
def server() -> Iterator[Authority]:
    with authority() as running:
        yield running


def oauth(server: Authority, client_secret: str = CLIENT[1]) -> OAuth2:
    owner = ClientSecret(
        Secret(CLIENT[0], "client_id", "T_NO_ID"),
        Secret(client_secret, "client_secret", "T_NO_SECRET"),
    )
    grant = ClientCredentials(f"{server.url}/auth/token?tenant=private", None, owner)
    return OAuth2(Secret(None, "access_token", "T_NO_TOKEN"), grant)


Talk = Callable[..., Any]


@pytest.fixture(params=["sync", "asyncio", "trio"])
def talk(request: pytest.FixtureRequest, server: Authority) -> Talk:
    """Makes one call that has to fetch a token first."""

    def made(**settings: Any) -> Any:
        settings.setdefault("credentials", {"x": oauth(server)})
        chosen = options(base_url=f"{server.url}/v1", **settings)
        if request.param == "sync":
            with APIClient(chosen, None) as client:
                return client._calls.call(CALL)

        async def main() -> Any:
            async with AsyncAPIClient(chosen, None) as client:
                return await client._calls.call(CALL)

        return anyio.run(main, backend=request.param)

    return made


def watching(seen: list[Event]) -> Hooks:
    return Hooks(on_request=seen.append, on_response=seen.append, on_retry=seen.append)


# --- hooks -------------------------------------------------------------------


def test_token_requests_are_told_and_marked(talk: Talk, server: Authority) -> None:
    seen: list[Event] = []
    server.refusals = [BUSY]
    talk(hooks=watching(seen))
    assert [(type(one), one.is_token_request, one.attempt) for one in seen] == [
        (RequestEvent, True, 1),
        (ResponseEvent, True, 1),
        (RetryEvent, True, 1),
        (RequestEvent, True, 2),
        (ResponseEvent, True, 2),
        (RequestEvent, False, 1),
        (ResponseEvent, False, 1),
    ]
    assert {one.operation for one in seen} == {CALL.name}
    for one in seen[:5]:
        assert (one.method, one.url) == ("POST", f"{server.url}/auth/token")
        assert one.url_template == "/auth/token"
    retry, answered = seen[2], seen[4]
    assert isinstance(retry, RetryEvent)
    assert retry.status_code == 429
    assert isinstance(answered, ResponseEvent)
    assert (answered.status_code, answered.headers["content-type"]) == (
        200,
        "application/json",
    )


def test_they_have_no_credential_however_deep_one_looks(
    talk: Talk, server: Authority
) -> None:
    seen: list[Event] = []
    talk(hooks=watching(seen))
    told = [one for one in seen if one.is_token_request]
    assert len(told) == 2
    for one in told:
        assert one.http_request.read() == b""
        assert "authorization" not in one.http_request.headers
        assert one.http_request.headers["user-agent"] == "tests/1"
        assert "private" not in str(one.http_request.url)
        if isinstance(one, ResponseEvent):
            assert one.http_response.content == b""
            assert one.http_response.request.read() == b""


def test_a_hook_that_signs_does_not_sign_them(talk: Talk, server: Authority) -> None:
    """What is for the API alone does not go to somebody else by mistake."""

    def sign(event: RequestEvent) -> None:
        event.http_request.headers["x-signature"] = "for the API"

    talk(hooks=Hooks(on_request=sign))
    assert "x-signature" not in server.asked[0].headers


def test_a_broken_connection_is_told_without_its_request(server: Authority) -> None:
    """The error of the HTTP library has the request, and so all that it sent."""
    seen: list[RetryEvent] = []

    def broken(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadError("broken", request=request)

    settings = options(
        credentials={"x": oauth(server)}, hooks=Hooks(on_retry=seen.append)
    )
    http = httpx2.Client(transport=httpx2.MockTransport(broken))
    with http, pytest.raises(APIConnectionError):
        APIClient(settings, http)._calls.call(CALL)
    assert len(seen) == 2
    for one in seen:
        assert isinstance(one.error, httpx2.ReadError)
        assert str(one.error) == "broken"
        assert one.error.request.read() == b""
        assert "authorization" not in one.error.request.headers


def test_what_a_hook_raises_ends_the_call(talk: Talk, server: Authority) -> None:
    def refuse(event: RequestEvent) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        talk(hooks=Hooks(on_request=refuse))
    assert (server.asked, server.called) == ([], [])
    assert talk().name == "n"


# --- the log -----------------------------------------------------------------


@pytest.mark.parametrize("level", [logging.INFO, logging.DEBUG])
def test_the_log_tells_them_and_no_secret(
    talk: Talk, server: Authority, caplog: pytest.LogCaptureFixture, level: int
) -> None:
    caplog.set_level(level, logger="apiloom.runtime")
    server.refusals = [BUSY]
    talk()
    records = [one for one in caplog.records if one.name == "apiloom.runtime"]
    lines = [one.getMessage() for one in records if one.levelno == logging.INFO]
    first, again, second, call = lines
    assert first.startswith("POST /auth/token (token for things.get): 429 in ")
    assert again.startswith("POST /auth/token (token for things.get): again in ")
    assert second.startswith("POST /auth/token (token for things.get): 200 in ")
    assert second.endswith(" ms (attempt 2, request id None)")
    assert call.startswith("POST /v1/things: 200 in ")
    marks = [
        vars(one)["is_token_request"] for one in records if hasattr(one, "attempt")
    ]
    assert marks == [True, True, True, False]
    text = "\n".join(str(vars(one)) for one in records)
    for secret in (CLIENT[1], "token-2", "private", "Basic ", "grant_type"):
        assert secret not in text
    told = f"POST {server.url}/auth/token?tenant=REDACTED: sending"
    assert (told in text) == (level == logging.DEBUG)


# --- spans -------------------------------------------------------------------


@pytest.fixture
def spans(
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], list[ReadableSpan]]]:
    """The spans of the calls, in a program that has set OpenTelemetry up."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", provider)
    tracing._set_up.cache_clear()
    yield lambda: list(exporter.get_finished_spans())
    tracing._set_up.cache_clear()


def test_they_have_spans(
    talk: Talk, server: Authority, spans: Callable[[], list[ReadableSpan]]
) -> None:
    talk()
    token, call = spans()
    assert (token.name, call.name) == ("POST /auth/token", "POST /v1/things")
    attributes = dict(token.attributes or {})
    assert attributes.pop("server.port")
    assert attributes == {
        "http.request.method": "POST",
        "http.response.status_code": 200,
        "network.protocol.version": "1.1",
        "server.address": "127.0.0.1",
        "url.full": f"{server.url}/auth/token?tenant=REDACTED",
        "url.template": "/auth/token",
        "apiloom.runtime.is_token_request": True,
    }
    assert "apiloom.runtime.is_token_request" not in dict(call.attributes or {})
    assert token.context is not None
    identifier = format(token.context.span_id, "016x")
    assert identifier in server.asked[0].headers["traceparent"]


def test_the_span_of_a_refusal_ends(
    talk: Talk, server: Authority, spans: Callable[[], list[ReadableSpan]]
) -> None:
    with pytest.raises(TokenError):
        talk(credentials={"x": oauth(server, "wrong")})
    (span,) = spans()
    assert (span.attributes or {})["error.type"] == "401"
    assert span.end_time is not None
