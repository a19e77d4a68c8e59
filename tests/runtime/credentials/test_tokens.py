"""Tokens over real HTTP, one call after the other."""

from __future__ import annotations

import anyio
import anyio.lowlevel
import httpx2
import pytest

from apiloom.runtime.auth.credentials import ApiKey, Bearer, Credential
from apiloom.runtime.auth.grants import (
    ClientAssertion,
    ClientCredentials,
    ClientSecret,
    Password,
)
from apiloom.runtime.auth.token_errors import TokenError, TokenErrorReason
from apiloom.runtime.client.async_client import AsyncAPIClient
from apiloom.runtime.client.sync_client import APIClient
from apiloom.runtime.core.errors import (
    APIConnectionError,
    APIStatusError,
    AuthenticationError,
)
from tests.runtime.authority import FIRST_REFRESH, USER, Authority
from tests.runtime.credentials.talk import (
    BACKENDS,
    CALL,
    Talk,
    client_credentials,
    nobody,
    oauth,
    refreshing,
    secret,
)
from tests.runtime.driving import Thing, options


@pytest.mark.parametrize("kind", BACKENDS)
@pytest.mark.parametrize("in_body", [False, True], ids=["header", "body"])
def test_client_credentials(kind: str, server: Authority, in_body: bool) -> None:
    talk = Talk(kind, server, oauth(client_credentials(in_body=in_body)))
    assert talk(CALL, CALL) == [Thing(name="n")] * 2
    assert len(server.asked) == 1
    assert server.tokens == ["Bearer token-1"] * 2
    assert server.asked[0].headers["user-agent"] == "tests/1"


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_token_that_was_revoked(kind: str, server: Authority) -> None:
    credential = oauth(client_credentials())
    talk = Talk(kind, server, credential)
    talk(CALL)
    server.valid.clear()
    assert talk(CALL) == [Thing(name="n")]
    assert server.tokens == ["Bearer token-1", "Bearer token-1", "Bearer token-2"]


@pytest.mark.parametrize("kind", BACKENDS)
def test_401_is_answered_with_one_new_token_and_no_more(
    kind: str, server: Authority
) -> None:
    """A client that may not: the token is as good as a token can be."""
    server.refusals = [(200, {"access_token": f"bad-{n}"}) for n in range(5)]
    talk = Talk(kind, server, oauth(client_credentials()))
    with pytest.raises(AuthenticationError):
        talk(CALL)
    assert (len(server.asked), len(server.called)) == (1, 1)
    with pytest.raises(AuthenticationError):
        talk(CALL)
    assert (len(server.asked), len(server.called)) == (2, 3)


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_user_and_a_password(kind: str, server: Authority) -> None:
    username, password = secret(USER[0], "username"), secret(USER[1], "password")
    grant = Password("/token", None, nobody(), username, password)
    assert Talk(kind, server, oauth(grant))(CALL) == [Thing(name="n")]


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_refresh_token_that_changes(kind: str, server: Authority) -> None:
    server.rotates = True
    told: list[str] = []

    async def keep(token: str) -> None:
        await anyio.lowlevel.checkpoint()
        told.append(token)

    listener = told.append if kind == "sync" else keep
    talk = Talk(kind, server, oauth(refreshing(listener)))
    talk(CALL)
    server.valid.clear()
    talk(CALL)
    assert told == ["refresh-1", "refresh-2"]
    assert [asked.fields["refresh_token"] for asked in server.asked] == [
        FIRST_REFRESH,
        "refresh-1",
    ]


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_signed_assertion(kind: str, server: Authority) -> None:
    async def sign() -> str:
        await anyio.lowlevel.checkpoint()
        return "signed"

    assertion = secret((lambda: "signed") if kind == "sync" else sign, "assertion")
    grant = ClientCredentials("/token", None, ClientAssertion(assertion))
    assert Talk(kind, server, oauth(grant))(CALL) == [Thing(name="n")]
    assert server.asked[0].fields["client_assertion"] == "signed"


@pytest.mark.parametrize("kind", BACKENDS)
def test_what_the_token_endpoint_says_no_to(kind: str, server: Authority) -> None:
    owner = ClientSecret(
        secret("id", "client_id"), secret("s3cret", "client_secret"), in_body=True
    )
    talk = Talk(kind, server, oauth(ClientCredentials("/token", None, owner)))
    with pytest.raises(TokenError) as caught:
        talk(CALL)
    error = caught.value
    assert error.reason is TokenErrorReason.INVALID_CLIENT
    assert error.message == f"POST {server.url}/token: 401: invalid_client"
    assert server.called == []
    assert error.__cause__ is None


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_token_that_cannot_be_replaced(kind: str, server: Authority) -> None:
    """Why a new one was needed is said, too."""
    talk = Talk(kind, server, oauth(refreshing(), token="old"))
    server.refresh = "another"
    with pytest.raises(TokenError, match="invalid_grant") as caught:
        talk(CALL)
    assert isinstance(caught.value.__cause__, AuthenticationError)
    assert server.tokens == ["Bearer old"]


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_token_endpoint_that_is_gone(kind: str, server: Authority) -> None:
    grant = client_credentials()
    grant = ClientCredentials("http://127.0.0.1:9/token", None, grant._client)
    talk = Talk(kind, server, oauth(grant))
    talk.options = options(
        base_url=server.url, credentials=talk.options.credentials, max_retries=0
    )
    with pytest.raises(APIConnectionError, match=r"POST http://127\.0\.0\.1:9/token"):
        talk(CALL)


@pytest.mark.parametrize("kind", ["asyncio", "trio"])
@pytest.mark.parametrize("place", ["header", "token"])
def test_async_functions(kind: str, server: Authority, place: str) -> None:
    server.valid = {"second"}
    left = iter(["first", "second"])

    async def supply() -> str:
        await anyio.lowlevel.checkpoint()
        return next(left)

    value = secret(supply, "access_token")
    credential: Credential = Bearer(value)
    if place == "header":
        credential = ApiKey(value, "header", "X-Key")
    talk = Talk(kind, server, credential)
    if place == "token":
        assert talk(CALL) == [Thing(name="n")]
        assert server.tokens == ["Bearer first", "Bearer second"]
    else:
        with pytest.raises(AuthenticationError):
            talk(CALL)
        assert len(server.called) == 2


@pytest.mark.parametrize("kind", BACKENDS)
@pytest.mark.parametrize("place", ["https://evil.example/", "/v1/elsewhere"])
def test_redirects_are_not_followed_with_credentials(kind: str, place: str) -> None:
    """Also not by an HTTP client that follows redirects."""
    requests: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        return httpx2.Response(307, headers={"Location": place})

    async def async_answer(request: httpx2.Request) -> httpx2.Response:
        return answer(request)

    given = options(credentials={"x": Bearer(secret("s3cret", "access_token"))})
    if kind == "sync":
        transport = httpx2.MockTransport(answer)
        http = httpx2.Client(transport=transport, follow_redirects=True)
        with pytest.raises(APIStatusError):
            APIClient(given, http)._calls.call(CALL)
    else:

        async def main() -> None:
            transport = httpx2.MockTransport(async_answer)
            http = httpx2.AsyncClient(transport=transport, follow_redirects=True)
            with pytest.raises(APIStatusError):
                await AsyncAPIClient(given, http)._calls.call(CALL)

        anyio.run(main, backend=kind)
    assert [str(one.url) for one in requests] == ["https://api.test/v1/things"]
