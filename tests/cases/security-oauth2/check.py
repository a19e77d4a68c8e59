"""Tokens that the client fetches, over HTTP: from which flow, with what, for whom."""

import asyncio
import inspect
from contextlib import contextmanager

import pytest

from tests.runtime.authority import CLIENT, FIRST_REFRESH, USER, authority
from tests.workshop import Stage

CLIENT_ID, CLIENT_SECRET = CLIENT
APP = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


@contextmanager
def connected(stage: Stage, **arguments):
    """The sync client, and the server that it talks to."""
    with authority() as server:
        cls = getattr(stage.package, stage.name)
        with cls(base_url=f"{server.url}/v1", **arguments) as client:
            yield client, server


def check_arguments(stage: Stage) -> None:
    parameters = inspect.signature(getattr(stage.package, stage.name)).parameters
    assert list(parameters)[:13] == [
        "api_key",
        "access_token",
        "client_id",
        "client_secret",
        "refresh_token",
        "signed",
        "username",
        "password",
        "token_url",
        "oidc_token_url",
        "scopes",
        "on_refresh_token",
        "base_url",
    ]


def check_client_credentials(stage: Stage) -> None:
    with connected(stage, **APP) as (client, server):
        assert client.calls.default().name == "n"
        client.calls.default()
        [asked] = server.asked
        assert asked.fields == {"grant_type": "client_credentials"}
        assert asked.authorization is not None
        assert server.tokens == ["Bearer token-1"] * 2
        assert CLIENT_SECRET not in f"{client!r}{vars(client)}"


def check_scopes(stage: Stage) -> None:
    with connected(stage, **APP) as (client, server):
        client.calls.write()
        client.calls.read()
        assert [asked.fields["scope"] for asked in server.asked] == ["read write"]
    with connected(stage, **APP, scopes=["all"]) as (client, server):
        client.calls.write()
        client.calls.default()
        assert [asked.fields["scope"] for asked in server.asked] == ["all"]


def check_in_the_body(stage: Stage) -> None:
    with connected(stage, **APP) as (client, server):
        client.calls.posted()
        assert server.asked[0].fields["client_secret"] == CLIENT_SECRET
        assert server.asked[0].authorization is None


def check_a_refresh_token(stage: Stage) -> None:
    told: list[str] = []
    tokens = {"refresh_token": FIRST_REFRESH, "on_refresh_token": told.append}
    with connected(stage, **tokens) as (client, server):
        server.rotates = True
        client.calls.person()
        assert server.asked[0].fields["refresh_token"] == FIRST_REFRESH
        assert told == ["refresh-1"]


def check_a_signed_assertion(stage: Stage) -> None:
    with connected(stage, signed=lambda: "jwt") as (client, server):
        client.calls.signed()
        assert server.asked[0].fields["client_assertion"] == "jwt"


def check_a_password(stage: Stage) -> None:
    username, password = USER
    user = {"username": username, "password": password}
    with connected(stage, **user) as (client, server):
        client.calls.login()
        assert server.asked[0].fields["password"] == password


def check_a_token_of_the_callers_will_do(stage: Stage) -> None:
    with connected(stage, access_token="mine") as (client, server):
        server.valid = {"mine"}
        for name in ("default", "write", "person", "signed", "login"):
            getattr(client.calls, name)()
        client.calls.oidc()
        client.calls.implicit()
        assert set(server.tokens) == {"Bearer mine"}
        assert server.asked == []


def check_a_function_gives_the_token(stage: Stage) -> None:
    left = iter(["old", "new"])
    with connected(stage, access_token=lambda: next(left)) as (client, server):
        server.valid = {"new"}
        client.calls.oidc()
        assert server.tokens == ["Bearer old", "Bearer new"]


def check_both_or_either(stage: Stage) -> None:
    with connected(stage, **APP) as (client, server):
        with pytest.raises(stage.package.errors.MissingCredentialError) as caught:
            client.calls.both()
        assert "api_key=… or set CASE_SECURITY_OAUTH2_API_KEY" in str(caught.value)
        client.calls.either()
        assert server.tokens == ["Bearer token-1"]
    with connected(stage, **APP, api_key="k") as (client, server):
        client.calls.both()
        assert server.tokens == ["Bearer token-1"]
        assert server.asked[0].fields["scope"] == "read"


def check_nothing_is_sent_where_nothing_is_asked_for(stage: Stage) -> None:
    with connected(stage, **APP, api_key="k") as (client, server):
        with pytest.raises(stage.package.errors.AuthenticationError):
            client.calls.none()
        assert server.tokens == [None]
        assert server.asked == []


def check_what_is_missing_is_named(stage: Stage) -> None:
    with connected(stage, client_id="half") as (client, server):
        with pytest.raises(stage.package.errors.MissingCredentialError) as caught:
            client.calls.default()
        assert str(caught.value) == (
            "calls.default needs a credential: pass client_secret=… or set "
            "CASE_SECURITY_OAUTH2_CLIENT_SECRET"
        )
        assert server.called == []


def check_the_token_endpoint_refuses(stage: Stage) -> None:
    errors = stage.package.errors
    with connected(stage, client_id="x", client_secret="y") as (client, server):
        with pytest.raises(errors.TokenError) as caught:
            client.calls.default()
        assert isinstance(caught.value, errors.TokensError)
        assert caught.value.reason is errors.TokenErrorReason.INVALID_CLIENT
        assert caught.value.raw_reason == "invalid_client"
        assert server.called == []


def check_another_token_endpoint(stage: Stage) -> None:
    with authority() as other:
        token_url = f"{other.url}/token"
        with connected(stage, **APP, token_url=token_url) as (client, server):
            server.valid = {"token-1"}
            client.calls.default()
            assert (len(other.asked), len(server.asked)) == (1, 0)


def check_the_async_client(stage: Stage) -> None:
    async def sign() -> str:
        await asyncio.sleep(0)
        return "jwt"

    async def main() -> None:
        with authority() as server:
            cls = getattr(stage.package, f"Async{stage.name}")
            async with cls(base_url=f"{server.url}/v1", signed=sign, **APP) as client:
                await client.calls.signed()
                calls = (client.calls.write() for _ in range(20))
                assert len(await asyncio.gather(*calls)) == 20
            assert len(server.asked) == 2

    asyncio.run(main())
