"""A server without a host: the client says what to pass."""

import inspect

import httpx2
import pytest

from tests.workshop import Stage

DONE = httpx2.Response(204)


def check_what_to_pass_is_said(stage: Stage) -> None:
    error = stage.package.errors.RequestValidationError
    with pytest.raises(error) as caught:
        stage.client(DONE).things.list()
    assert caught.value.message == (
        "things.list: the server URL is relative, '/api/v1'. Pass base_url=… with scheme "
        "and host: 'https://HOST/api/v1'"
    )
    about = inspect.getdoc(getattr(stage.package, stage.name).__init__) or ""
    assert "Required, unless" in " ".join(about.split())


def check_each_way_to_name_the_host(stage: Stage) -> None:
    for options in (
        {"base_url": "https://h.test/api/v1"},
        {"http": {"base_url": "https://h.test/api/v1"}},
    ):
        stage.client(DONE, **options).things.list()
        assert str(stage.sent.url) == "https://h.test/api/v1/things"
    stage.client(DONE, server="hosted").things.list()
    assert str(stage.sent.url) == "https://api.test/v1/things"


def check_a_misspelt_server(stage: Stage) -> None:
    for options in ({}, {"base_url": "https://h.test"}):
        with pytest.raises(ValueError) as caught:
            stage.client(DONE, server="hostde", **options)
        first, _, second = str(caught.value).partition(", got ")
        assert first.startswith("server must be one of '")
        assert "'hosted'" in first
        assert second == "'hostde'"
