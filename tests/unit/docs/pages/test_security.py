"""What the pages say of credentials."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.unit.docs.reading import operation, pages_of, section
from tests.workshop import document

SCHEMES: dict[str, Any] = {
    "key": {"type": "apiKey", "in": "query", "name": "k"},
    "login": {"type": "http", "scheme": "basic"},
    "token": {"type": "oauth2", "flows": {}},
    "cert": {"type": "mutualTLS"},
}


def test_credentials(tmp_path: Path) -> None:
    needed: list[list[dict[str, list[str]]]] = [
        [{"token": []}, {"key": []}],
        [{"token": []}, {"key": []}],
        [{"login": [], "cert": []}],
        [],
        [{}, {"key": []}],
    ]
    paths = {
        f"/{number}": {"get": operation("box", f"get{number}", security=one)}
        for number, one in enumerate(needed)
    }
    spec = document(paths, components={"securitySchemes": SCHEMES})
    pages = pages_of(tmp_path, spec)
    text = section(pages["README.md"], "## Authentication")
    assert "sent in the query parameter `k`." in text
    assert "| `password` | `MADE_CLIENT_PASSWORD` | User name and password" in text
    assert (
        "- `box.get2`: `username` and `password` and credentials of your "
        "`http_client`.\n- `box.get3`: no credential.\n- `box.get4`: `api_key`, or no "
        "credential.\n\nOther calls need `access_token` or `api_key`."
    ) in text
    assert 'client = Shop(access_token="...")' in text
    found = section(pages["docs/box/get0.md"], "## Authorization")
    assert "This method needs `access_token` or `api_key`." in found
    assert "| `api_key` | `MADE_CLIENT_API_KEY` | API key, sent in the query" in found
    assert "`password`" not in found
    assert "This method needs no credential." in pages["docs/box/get3.md"]


def test_tokens_that_the_client_fetches(tmp_path: Path) -> None:
    flow = {"tokenUrl": "/token", "scopes": {"read": "", "write": ""}}
    person = {**flow, "authorizationUrl": "/authorize"}
    schemes = {
        "app": {"type": "oauth2", "flows": {"clientCredentials": flow}},
        "person": {"type": "oauth2", "flows": {"authorizationCode": person}},
        "key": SCHEMES["key"],
    }
    needed: list[list[dict[str, list[str]]]] = [
        [{"app": []}],
        [{"app": []}],
        [{"app": ["read", "write"]}, {"person": ["read"]}],
        [{"app": [], "key": []}],
    ]
    paths = {
        f"/{number}": {"get": operation("box", f"get{number}", security=one)}
        for number, one in enumerate(needed)
    }
    spec = document(paths, components={"securitySchemes": schemes})
    pages = pages_of(tmp_path, spec)
    text = section(pages["README.md"], "## Authentication")
    assert (
        "- `box.get2`: `access_token`, or `client_id` and `client_secret`, or "
        "`refresh_token`.\n"
        "- `box.get3`: (`access_token`, or `client_id` and `client_secret`) and "
        "`api_key`.\n\n"
        "Other calls need `access_token`, or `client_id` and `client_secret`."
    ) in text
    assert "| `client_secret` | `MADE_CLIENT_CLIENT_SECRET` | Authenticates" in text
    assert "from `/token` (`token_url=` replaces it)" in text
    assert "function as `on_refresh_token=`" in text
    assert 'client = Shop(client_id="...", client_secret="...")' in text
    assert "def current_access_token() -> str:" in text
    assert "TokenError  (the token endpoint returned no access token)" in (
        pages["docs/errors.md"]
    )
    assert "Scopes: `read`, `write`, or `read`." in pages["docs/box/get2.md"]
    assert "Scopes:" not in pages["docs/box/get0.md"]


def test_without_anything_to_fetch_nothing_is_said_of_it(tmp_path: Path) -> None:
    paths = {"/0": {"get": operation("box", "get0", security=[{"token": []}])}}
    spec = document(paths, components={"securitySchemes": SCHEMES})
    pages = pages_of(tmp_path, spec)
    assert "token_url" not in pages["README.md"]
    assert "TokenError" not in pages["docs/errors.md"]
