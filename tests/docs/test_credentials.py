"""The overlay of docs/credentials.md that makes every call send a credential."""

from __future__ import annotations

from pathlib import Path

import httpx2

from apiloom.config import ClientConfig
from apiloom.pipeline import generate, understand
from tests.docs.pages import ROOT, page_at
from tests.workshop import PACKAGE, Made, Stage, imported, response, written

DONE = httpx2.Response(204)
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://api.test"}],
    "paths": {
        f"/{name}": {
            "get": {
                "operationId": name,
                "tags": ["calls"],
                "responses": {"204": response()},
            }
        }
        for name in ("orders", "health")
    },
    "components": {
        "securitySchemes": {
            "Token": {"type": "apiKey", "in": "header", "name": "Authorization"}
        }
    },
}


def overlay() -> str:
    page = page_at(ROOT / "docs/credentials.md")
    return page.block("Credentials for every call", "yaml").code


def make(folder: Path, *overlays: str) -> Made:
    spec = written(folder, DOCUMENT)
    config = ClientConfig(spec=spec.name, package=PACKAGE, overlays=overlays)
    client = understand(config, folder)
    files = generate(client)
    for name, content in files.items():
        path = folder / PACKAGE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Made(folder, PACKAGE, client, files)


def test_every_call_sends_the_token(tmp_path: Path) -> None:
    (tmp_path / "overlay.yaml").write_text(overlay(), "utf-8")
    made = make(tmp_path, "overlay.yaml")
    assert list(made.client.diagnostics) == []
    with imported(made) as package:
        stage = Stage(package, made.client.names.client)
        client = stage.client(DONE, api_key="k")
        client.calls.orders()
        assert stage.sent.headers["authorization"] == "Token k"
        client.calls.health()
        assert "authorization" not in stage.sent.headers


def test_without_it_none_does(tmp_path: Path) -> None:
    made = make(tmp_path)
    [found] = made.client.diagnostics
    assert (found.code, found.severity) == ("missing-security", "warning")
    assert "[{Token: []}]" in (found.hint or "")
