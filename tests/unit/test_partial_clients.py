"""Clients of a part of a document, without documentation, and with methods of users."""

from __future__ import annotations

import json
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from apiloom.cli import main
from apiloom.config import load_config
from apiloom.diagnostics import UnusableInput
from apiloom.pipeline import Client, generate, understand
from tests.checkers import mypy
from tests.workshop import document, forget, response

PATHS: Mapping[str, Any] = {
    "/things": {
        "get": {
            "tags": ["things"],
            "operationId": "things/list",
            "responses": {"200": response({"$ref": "#/components/schemas/Thing"})},
        },
        "delete": {
            "tags": ["things"],
            "operationId": "things/clear",
            "deprecated": True,
            "responses": {"204": response()},
        },
    },
    "/admin/users": {
        "get": {
            "tags": ["users"],
            "operationId": "users/list",
            "responses": {"200": response({"$ref": "#/components/schemas/User"})},
        }
    },
}
SCHEMAS: Mapping[str, Any] = {
    name: {"type": "object", "properties": {"id": {"type": "string"}}}
    for name in ("Thing", "User")
}
OWN = """
from ..resources import things as generated


class ThingsResource(generated.ThingsResource):
    def first(self) -> str | None:
        return self.list().id


class AsyncThingsResource(generated.AsyncThingsResource):
    pass
"""
PROGRAM = """
import httpx2
from shop import {name}

served = httpx2.MockTransport(lambda _: httpx2.Response(200, json={{"id": "i"}}))
client = {name}(http_client=httpx2.Client(transport=served))
first: str | None = client.with_options(timeout=1).things.first()
assert first == "i"
"""


def project(folder: Path, options: str) -> Path:
    spec = document(dict(PATHS), dict(SCHEMAS))
    (folder / "spec.json").write_text(json.dumps(spec), "utf-8")
    path = folder / "apiloom.toml"
    head = '[[client]]\nspec = "spec.json"\npackage = "shop"\n'
    path.write_text(head + options, "utf-8")
    return path


def understood(folder: Path, options: str) -> Client:
    config = load_config(project(folder, options))
    return understand(config.clients[0], config.root)


ALL = {"GET /things", "DELETE /things", "GET /admin/users"}


@pytest.mark.parametrize(
    ("options", "selected"),
    [
        ("", ALL),
        ('include = { tags = ["things"] }', {"GET /things", "DELETE /things"}),
        ('include = { paths = ["/admin/*"] }', {"GET /admin/users"}),
        (
            'include = { operations = ["*/list"] }',
            {"GET /things", "GET /admin/users"},
        ),
        ("exclude = { deprecated = true }", ALL - {"DELETE /things"}),
        (
            'include = { tags = ["things"] }\nexclude = { operations = ["*/clear"] }',
            {"GET /things"},
        ),
    ],
)
def test_operations_are_selected(
    tmp_path: Path, options: str, selected: set[str]
) -> None:
    client = understood(tmp_path, options)
    assert {one.id for one in client.api.operations} == selected
    models = {str(pointer) for pointer in client.api.definitions}
    uses_users = "GET /admin/users" in selected
    assert any("User" in one for one in models) == uses_users


def test_a_pattern_that_matches_nothing_is_reported(tmp_path: Path) -> None:
    client = understood(tmp_path, 'exclude = { tags = ["none"], paths = ["/things"] }')
    assert [one.diagnostic.message for one in client.findings()] == [
        "exclude.tags: 'none' matches no operation"
    ]


def test_a_client_without_documentation(tmp_path: Path) -> None:
    files = generate(understood(tmp_path, "docs = false"))
    assert not [path for path in files if path.endswith(".md")]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("docs = 1", "`docs` must be true or false; this is a number"),
        ('include = { tag = ["a"] }', "did you mean `tags`?"),
        ("include = { deprecated = true }", "unknown key `deprecated`"),
        ("exclude = { deprecated = 'yes' }", "`deprecated` must be true or false"),
        ('extensions = ["thing"]', "there is no resource `thing`"),
    ],
)
def test_mistakes_are_explained(tmp_path: Path, options: str, message: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        understood(tmp_path, options)
    assert message in str(caught.value)
    assert "apiloom.toml:" in str(caught.value)


def test_methods_of_users_survive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    project(tmp_path, 'extensions = ["things"]')
    runner = CliRunner()
    done = runner.invoke(main, ["generate"])
    assert done.exit_code == 0, done.output
    package = tmp_path / "generated" / "shop"
    own = package / "extensions" / "things.py"
    own.parent.mkdir()
    (own.parent / "__init__.py").touch()
    own.write_text(OWN, "utf-8")
    assert runner.invoke(main, ["check"]).exit_code == 0
    project(tmp_path, 'extensions = ["things"]\nexclude = { deprecated = true }')
    done = runner.invoke(main, ["generate"])
    assert done.exit_code == 0, done.output
    assert own.read_text("utf-8") == OWN
    client = understood(tmp_path, 'extensions = ["things"]')
    program = tmp_path / "generated" / "program.py"
    program.write_text(PROGRAM.format(name=client.names.client), "utf-8")
    monkeypatch.syspath_prepend(str(program.parent))
    forget("shop")  # of another test
    runpy.run_path(str(program))
    forget("shop")
    done = mypy(program.parent, "program.py")
    assert done.returncode == 0, done.stdout + done.stderr
