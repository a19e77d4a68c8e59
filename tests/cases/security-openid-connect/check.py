"""Tokens of an OpenID provider, which says itself where they are fetched."""

import inspect
import pickle
from contextlib import contextmanager

import anyio
import pytest

from tests.runtime.authority import CLIENT, FIRST_REFRESH, authority
from tests.workshop import Stage

CLIENT_ID, CLIENT_SECRET = CLIENT
APP = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


@contextmanager
def connected(stage: Stage, **arguments):
    """The sync client, and the server that is both provider and API."""
    with authority() as server:
        server.answer = None
        cls = getattr(stage.package, stage.name)
        with cls(base_url=f"{server.url}/v1", **arguments) as client:
            yield client, server


def check_arguments(stage: Stage) -> None:
    parameters = inspect.signature(getattr(stage.package, stage.name)).parameters
    assert list(parameters)[:9] == [
        "access_token",
        "client_id",
        "client_secret",
        "refresh_token",
        "client_assertion",
        "token_url",
        "signed_token_url",
        "scopes",
        "on_refresh_token",
    ]


def check_the_provider_is_asked_once(stage: Stage) -> None:
    with connected(stage, **APP) as (client, server):
        client.calls.default()
        client.calls.write()
        client.calls.write()
        assert server.discovered == 1
        assert [asked.fields for asked in server.asked] == [
            {"grant_type": "client_credentials"},
            {"grant_type": "client_credentials", "scope": "write"},
        ]
        assert all(asked.authorization for asked in server.asked)
        assert server.tokens == ["Bearer token-1", "Bearer token-2", "Bearer token-2"]


def check_what_the_provider_says_of_authentication(stage: Stage) -> None:
    for methods, in_body in (
        (["client_secret_post"], True),
        (["client_secret_basic", "client_secret_post"], False),
        (["tls_client_auth"], False),
        ([], False),
    ):
        with connected(stage, **APP) as (client, server):
            endpoint = f"{server.url}/token"
            stated = "token_endpoint_auth_methods_supported"
            server.configuration = 200, {"token_endpoint": endpoint, stated: methods}
            client.calls.default()
            assert ("client_secret" in server.asked[0].fields) == in_body


def check_a_refresh_token_and_an_assertion(stage: Stage) -> None:
    with connected(stage, refresh_token=FIRST_REFRESH) as (client, server):
        client.calls.default()
        assert server.asked[0].fields["refresh_token"] == FIRST_REFRESH
    with connected(stage, client_assertion=lambda: "jwt") as (client, server):
        client.calls.signed()
        assert server.asked[0].fields["client_assertion"] == "jwt"


def check_a_token_of_the_callers_asks_nobody(stage: Stage) -> None:
    with connected(stage, access_token="mine") as (client, server):
        server.valid = {"mine"}
        client.calls.default()
        assert (server.discovered, server.asked) == (0, [])


def check_the_callers_token_endpoint_asks_no_provider(stage: Stage) -> None:
    with connected(stage, **APP, token_url="/token") as (client, server):
        client.calls.default()
        assert (server.discovered, len(server.asked)) == (0, 1)


def check_no_token_endpoint(stage: Stage) -> None:
    errors = stage.package.errors
    for configuration, said in (
        ((404, {"error": "gone"}), "404: no token endpoint is named"),
        ((200, {"issuer": "x"}), "200: no token endpoint is named"),
        ((200, ["x"]), "200: no token endpoint is named"),
        ((200, b"<html>"), "200: no token endpoint is named"),
        ((200, {"token_endpoint": "ftp://x.test/"}), "not at an https URL"),
    ):
        with connected(stage, **APP) as (client, server):
            server.configuration = configuration
            with pytest.raises(errors.TokenError, match=said) as caught:
                client.calls.default()
            assert "/.well-known/openid-configuration" in caught.value.url
            assert "\n" not in caught.value.message
            assert pickle.loads(pickle.dumps(caught.value)).url == caught.value.url
            assert (server.asked, server.called) == ([], [])
            server.configuration = None
            client.calls.default()  # it is asked again


def check_it_is_watched(stage: Stage) -> None:
    seen = []
    hooks = stage.package.Hooks(on_response=seen.append)
    with connected(stage, **APP, hooks=hooks) as (client, _):
        client.calls.default()
    assert [(one.method, one.is_token_request) for one in seen] == [
        ("GET", True),
        ("POST", True),
        ("GET", False),
    ]


def check_the_async_client(stage: Stage) -> None:
    async def main(url: str) -> None:
        cls = getattr(stage.package, f"Async{stage.name}")
        async with cls(base_url=f"{url}/v1", **APP) as client:
            async with anyio.create_task_group() as group:
                for _ in range(20):
                    group.start_soon(client.calls.write)

    for backend in ("asyncio", "trio"):
        with authority() as server:
            anyio.run(main, server.url, backend=backend)
            assert (server.discovered, len(server.asked)) == (1, 1)
            assert server.tokens == ["Bearer token-1"] * 20
