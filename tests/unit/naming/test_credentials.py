"""Arguments of constructors: for credentials, and for how tokens are fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from apiloom.naming.allocate import Names
from tests.workshop import document, understood


def oauth(url: str = "/token", **members: Any) -> dict[str, Any]:
    flow = {"tokenUrl": url, "scopes": {}}
    return {"type": "oauth2", "flows": {"clientCredentials": flow}, **members}


def names(tmp_path: Path, schemes: dict[str, Any], **rest: Any) -> Names:
    components = {"securitySchemes": schemes}
    return understood(tmp_path, document(components=components, **rest)).names


def arguments(found: Names) -> list[str]:
    return [one.argument for scheme in found.credentials.values() for one in scheme]


def test_what_fetching_tokens_takes(tmp_path: Path) -> None:
    found = names(tmp_path, {"app": oauth()})
    assert arguments(found) == ["access_token", "client_id", "client_secret"]
    assert found.credentials["app"][1].env == "MADE_CLIENT_CLIENT_ID"
    assert found.tokens.urls == {"app": "token_url"}
    assert (found.tokens.scopes, found.tokens.listener) == ("scopes", "")


def test_without_grants_there_is_nothing_to_say(tmp_path: Path) -> None:
    found = names(tmp_path, {"app": {"type": "oauth2", "flows": {}}})
    assert arguments(found) == ["access_token"]
    assert found.tokens.urls == {}
    assert found.tokens.scopes == ""


def test_refresh_tokens_may_change(tmp_path: Path) -> None:
    flow = {"authorizationUrl": "/auth", "tokenUrl": "/token", "scopes": {}}
    scheme = {"type": "oauth2", "flows": {"authorizationCode": flow}}
    assert names(tmp_path, {"app": scheme}).tokens.listener == "on_refresh_token"


def test_each_token_endpoint_has_its_argument(tmp_path: Path) -> None:
    schemes = {"app": oauth("/a"), "partner": oauth("/b"), "again": oauth("/a")}
    assert names(tmp_path, schemes).tokens.urls == {
        "app": "token_url",
        "partner": "partner_token_url",
        "again": "token_url",
    }


def test_no_name_is_used_twice(tmp_path: Path) -> None:
    """Options, credentials, token endpoints and parts of server URLs are arguments."""
    key = {"type": "apiKey", "in": "header"}
    schemes = {
        "one": {**key, "name": "A", "x-argument": "token_url"},
        "two": {**key, "name": "B", "x-argument": "timeout"},
        "scopes": {**key, "name": "C", "x-argument": "scopes"},
        "headers": {**key, "name": "D"},
        "hooks": {**key, "name": "E"},
        "app": oauth(),
    }
    variables = {
        name: {"default": "x"} for name in ("token_url", "scopes", "client_id", "hooks")
    }
    where = "/".join(f"{{{name}}}" for name in variables)
    servers = [{"url": f"https://api.test/{where}", "variables": variables}]
    found = names(tmp_path, schemes, servers=servers)
    assert arguments(found)[:5] == [
        "token_url",
        "timeout_credential",
        "scopes",
        "api_key",
        "hooks_credential",
    ]
    every = [
        *arguments(found),
        *found.tokens.urls.values(),
        found.tokens.scopes,
        *found.variables.values(),
    ]
    assert len(set(every)) == len(every)
