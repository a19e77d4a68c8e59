"""Words in front of a credential, and what other generators say of schemes."""

import inspect
import os

import httpx2

from tests.workshop import Stage

DONE = httpx2.Response(204)
TOKEN = httpx2.Response(200, json={"access_token": "fetched", "token_type": "Bearer"})


def sent(stage: Stage) -> str:
    return stage.sent.headers["authorization"]


def check_the_arguments_have_the_names_that_are_said(stage: Stage) -> None:
    names = list(inspect.signature(getattr(stage.package, stage.name)).parameters)
    assert names[:6] == [
        *("fern_key", "fern_token", "account", "secret", "own_key", "assigned_key")
    ]


def check_a_prefix_is_sent_in_front(stage: Stage) -> None:
    for method, argument, expected in (
        ("fern", "fern_key", "Token k"),
        ("own", "own_key", "Key k"),
        ("assigned", "assigned_key", "key=k"),
        ("readme", "readme_key", "Bearer k"),
        ("django", "django_key", "Token k"),
        ("scheme", "scheme_token", "token k"),
        ("provider", "provider_token", "OAuth k"),
        ("fern_bearer", "fern_token", "Bearer k"),
        ("jwt", "jwt", "Bearer k"),
    ):
        client = stage.client(DONE, **{argument: "k"})
        getattr(client.calls, method)()
        assert sent(stage) == expected, method


def check_a_prefix_is_not_sent_twice(stage: Stage) -> None:
    stage.client(DONE, fern_key="Token k").calls.fern()
    assert sent(stage) == "Token k"
    stage.client(DONE, jwt="bearer k").calls.jwt()
    assert sent(stage) == "bearer k"
    stage.client(DONE, assigned_key="key=k").calls.assigned()
    assert sent(stage) == "key=key=k"


def check_a_token_that_is_fetched(stage: Stage) -> None:
    client = stage.client(TOKEN, DONE, client_id="i", client_secret="s")
    client.calls.provider()
    assert sent(stage) == "OAuth fetched"


def check_a_key_from_a_function(stage: Stage) -> None:
    stage.client(DONE, fern_key=lambda: "k").calls.fern()
    assert sent(stage) == "Token k"


def check_the_variables_of_the_package_alone(stage: Stage) -> None:
    given = {
        "CASE_SECURITY_PREFIXES_FERN": "f",
        "CASE_SECURITY_PREFIXES_ACCOUNT": "a",
        "CASE_SECURITY_PREFIXES_SECRET": "s",
        "CASE_SECURITY_PREFIXES_FERN_TOKEN": "t",
        "AWS_SECRET_ACCESS_KEY": "no",
    }
    os.environ |= given
    try:
        client = stage.client(DONE)
    finally:
        for name in given:
            del os.environ[name]
    client.calls.fern()
    assert sent(stage) == "Token f"
    client.calls.fern_basic()
    assert sent(stage) == "Basic YTpz"
    client.calls.fern_bearer()
    assert sent(stage) == "Bearer t"


def check_nothing_shows_the_key(stage: Stage) -> None:
    client = stage.client(
        httpx2.Response(400, text="Token s3cret-k"), fern_key="s3cret-k"
    )
    try:
        client.calls.fern()
    except stage.package.errors.BadRequestError as error:
        assert "s3cret" not in str(error) + repr(error)
