"""A folder to work in, and the commands as a person or a CI job runs them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from apiloom.cli import main
from tests.workshop import document, response

TEXT = {"type": "string"}
GOOD = document(
    {
        "/pets/{id}": {
            "get": {
                "operationId": "show",
                "tags": ["pets"],
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": TEXT}
                ],
                "responses": {
                    "200": response({"type": "object", "properties": {"name": TEXT}})
                },
            }
        }
    },
    info={"title": "Pet Store", "version": "2"},
)
BROKEN = document(
    {
        "/pets": {
            "get": {
                "operationId": "list",
                "tags": ["pets"],
                "responses": {"200": response({"$ref": "#/components/schemas/Gone"})},
            }
        }
    },
    info={"title": "Pet Store", "version": "2"},
)

CONFIG = """\
[tool.apiloom]
output = "clients"

[[tool.apiloom.client]]
spec = "good.json"
package = "pets"
"""

Run = Callable[..., Result]
Tree = Mapping[str, bytes]


def tree(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good document, a broken one, and a configuration."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.json").write_text(json.dumps(GOOD), "utf-8")
    (tmp_path / "broken.json").write_text(json.dumps(BROKEN, indent=1), "utf-8")
    (tmp_path / "pyproject.toml").write_text(CONFIG, "utf-8")
    return tmp_path


@pytest.fixture
def run() -> Run:
    """Run a command; whatever it does, it does not end in a traceback."""

    def command(*arguments: str, **env: str) -> Result:
        result = CliRunner(env=env).invoke(main, arguments)
        if result.exception is not None and not isinstance(
            result.exception, SystemExit
        ):
            raise result.exception
        return result

    return command
