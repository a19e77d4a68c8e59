"""Credentials: by argument or environment, alternatives, together, optional, none."""

import asyncio
import inspect
import os

import httpx2
import pytest

from tests.workshop import Stage, arguments_of

ANSWER = httpx2.Response(204)


def check_arguments_of_the_client(stage: Stage) -> None:
    parameters = list(inspect.signature(getattr(stage.package, stage.name)).parameters)
    assert parameters[:7] == [
        "api_key",
        "app_id",
        "access_token",
        "username",
        "password",
        "query_key",
        "session",
    ]


def check_the_default_applies(stage: Stage) -> None:
    client = stage.client(ANSWER, api_key="s3cret")
    client.calls.default()
    assert stage.sent.headers["x-api-key"] == "s3cret"
    client.calls.none()
    assert "x-api-key" not in stage.sent.headers
    assert "s3cret" not in repr(client)


def check_what_is_missing_is_named(stage: Stage) -> None:
    client = stage.client(ANSWER)
    error = stage.package.errors.MissingCredentialError
    with pytest.raises(error, match=r"calls\.default .*api_key.*CASE_SECURITY_API_KEY"):
        client.calls.default()
    with pytest.raises(error, match=r"access_token.*or.*username"):
        client.calls.either()
    assert stage.requests == []


def check_the_environment_stands_in(stage: Stage) -> None:
    os.environ |= {"CASE_SECURITY_API_KEY": "e1", "MY_APP_ID": "e2"}
    try:
        client = stage.client(ANSWER)
    finally:
        del os.environ["CASE_SECURITY_API_KEY"], os.environ["MY_APP_ID"]
    client.calls.both()
    assert stage.sent.headers["x-api-key"] == "e1"
    assert stage.sent.headers["x-app-id"] == "e2"


def check_a_parameter_that_a_scheme_covers(stage: Stage) -> None:
    client = stage.client(ANSWER, api_key="k")
    assert set(arguments_of(client.calls.covered)) == {"x_other"}
    client.calls.covered(x_other="o")
    assert stage.sent.headers["x-other"] == "o"
    assert stage.sent.headers.get_list("accept") != []


def check_alternatives(stage: Stage) -> None:
    stage.client(ANSWER, username="u", password="p").calls.either()
    assert stage.sent.headers["authorization"] == "Basic dTpw"
    stage.client(ANSWER, username="u", password="p", access_token="t").calls.either()
    assert stage.sent.headers["authorization"] == "Bearer t"


def check_both_or_neither(stage: Stage) -> None:
    client = stage.client(ANSWER, api_key="k")
    with pytest.raises(stage.package.errors.MissingCredentialError, match="MY_APP_ID"):
        client.calls.both()


def check_an_optional_credential(stage: Stage) -> None:
    stage.client(ANSWER).calls.optional()
    assert "authorization" not in stage.sent.headers
    stage.client(ANSWER, access_token="t").calls.optional()
    assert stage.sent.headers["authorization"] == "Bearer t"


def check_other_places(stage: Stage) -> None:
    stage.client(ANSWER, query_key="a b").calls.in_query()
    assert stage.sent.url.raw_path == b"/v1/query?k%26y=a%20b"
    stage.client(ANSWER, session="s;t").calls.in_cookie()
    assert stage.sent.headers["cookie"] == "session=s%3Bt"


def check_what_is_the_connections_business(stage: Stage) -> None:
    for name in ("tls", "negotiate", "unknown"):
        getattr(stage.client(ANSWER).calls, name)()
    assert len(stage.requests) == 3


def check_functions(stage: Stage) -> None:
    """Each secret may come from a function, asked once a call, and again after 401."""
    asked: list[str] = []

    def key() -> str:
        asked.append("k")
        return f"k{len(asked)}"

    client = stage.client(httpx2.Response(401), ANSWER, api_key=key, app_id=lambda: "a")
    client.calls.both()
    keys = [request.headers["x-api-key"] for request in stage.requests]
    assert (keys, len(asked)) == (["k1", "k2"], 2)
    assert {request.headers["x-app-id"] for request in stage.requests} == {"a"}


def check_an_async_function(stage: Stage) -> None:
    async def token() -> str:
        await asyncio.sleep(0)
        return "t"

    async def main() -> None:
        client = stage.async_client(ANSWER, access_token=token)
        await client.calls.either()

    asyncio.run(main())
    assert stage.sent.headers["authorization"] == "Bearer t"
    http = httpx2.Client(transport=httpx2.MockTransport(lambda _: ANSWER))
    client = getattr(stage.package, stage.name)(http_client=http, access_token=token)
    with pytest.raises(stage.package.errors.MissingCredentialError, match="async"):
        client.calls.either()
