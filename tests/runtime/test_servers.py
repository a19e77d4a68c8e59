"""Where requests go (OpenAPI 3.1, 4.8.5 and 4.8.6)."""

from __future__ import annotations

import pytest

from apiloom.runtime.core.servers import (
    OperationServer,
    ServerChoice,
    operation_url,
    server_choice,
    server_url,
)

OWN = (
    OperationServer("live", "https://{r}.files.test/{v}", {"r": "eu", "v": "1"}),
    OperationServer("sandbox", "/files"),
)
BASE = "https://api.test/v1/"


@pytest.mark.parametrize(
    ("variables", "defaults", "url"),
    [
        (None, None, "https://{r}.test/{v}"),
        ({"r": "us", "v": "2"}, None, "https://us.test/2"),
        ({"r": "us", "v": None}, {"v": "1"}, "https://us.test/1"),
        ({"r": "us"}, {"r": "eu", "v": "1"}, "https://us.test/1"),
    ],
)
def test_variables(
    variables: dict[str, str | None] | None, defaults: dict[str, str] | None, url: str
) -> None:
    assert server_url(None, "https://{r}.test/{v}", variables, defaults) == url
    assert server_url("http://own", "https://{r}.test", variables) == "http://own"


def test_a_base_url_is_no_choice() -> None:
    assert server_choice(None, "live", {"r": None}) == ServerChoice("live", {"r": None})
    assert server_choice(None) == ServerChoice(None, {})
    assert server_choice("http://own", "live") is None


@pytest.mark.parametrize(
    ("choice", "url"),
    [
        (None, BASE),
        (ServerChoice(None, {}), "https://eu.files.test/1"),
        (ServerChoice("live", {"r": "us", "v": None}), "https://us.files.test/1"),
        (ServerChoice("unknown", {}), "https://eu.files.test/1"),
        (ServerChoice("sandbox", {}), "https://api.test/files"),
    ],
)
def test_the_servers_of_an_operation(choice: ServerChoice | None, url: str) -> None:
    assert operation_url(OWN, BASE, choice) == url


def test_an_operation_without_any() -> None:
    assert operation_url((), BASE, ServerChoice(None, {})) == BASE


@pytest.mark.parametrize(
    ("relative", "url"),
    [
        ("v2", "https://api.test/v1/v2"),
        ("../v2", "https://api.test/v2"),
        ("//other.test/x", "https://other.test/x"),
    ],
)
def test_relative_urls(relative: str, url: str) -> None:
    """RFC 3986, section 5.2."""
    own = (OperationServer("one", relative),)
    for base in (BASE, BASE.rstrip("/")):
        assert operation_url(own, base, ServerChoice(None, {})) == url
