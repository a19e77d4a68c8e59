"""A default for the whole client, which the document does not state."""

import os

import httpx2
import pytest

from tests.workshop import Stage

DONE = httpx2.Response(204)


def check_every_call_sends_the_token(stage: Stage) -> None:
    client = stage.client(DONE, api_key="k")
    client.projects.list()
    assert stage.sent.headers["authorization"] == "Token k"
    client.request("GET", "/more")
    assert stage.sent.headers["authorization"] == "Token k"


def check_but_those_that_need_none(stage: Stage) -> None:
    stage.client(DONE).health.check()
    assert "authorization" not in stage.sent.headers


def check_a_server_without_tokens(stage: Stage) -> None:
    stage.client(DONE, api_key="").projects.list()
    assert "authorization" not in stage.sent.headers


def check_an_overlay_may_name_any_variable(stage: Stage) -> None:
    with pytest.raises(stage.package.errors.MissingCredentialError, match="OUR_TOKEN"):
        stage.client(DONE).projects.list()
    os.environ["OUR_TOKEN"] = "k"
    try:
        client = stage.client(DONE)
    finally:
        del os.environ["OUR_TOKEN"]
    client.projects.list()
    assert stage.sent.headers["authorization"] == "Token k"
