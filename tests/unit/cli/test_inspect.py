"""`apiloom inspect`: what is understood of a document, as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.cli.conftest import TEXT, Run


def test_inspect(project: Path, run: Run) -> None:
    done = run("inspect", "good.json", "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    data = json.loads(done.stdout)
    assert data["version"] == 1
    assert (data["package"], data["client"]) == ("pets", "PetStore")
    assert [one["id"] for one in data["operations"]] == ["GET /pets/{id}"]
    named = json.loads(run("inspect", "good.json", "--package", "shop").stdout)
    assert named["package"] == "shop"


def test_inspect_a_broken_document(project: Path, run: Run) -> None:
    done = run("inspect", "broken.json")
    assert done.exit_code == 3
    [found] = [
        one
        for one in json.loads(done.stdout)["diagnostics"]
        if one["severity"] == "error"
    ]
    assert found["code"] == "unresolved-reference"
    assert found["file"].endswith("broken.json")
    assert found["line"] > 1
    assert found["column"] >= 1
    assert found["pointer"].startswith("#/paths/~1pets/get")


def test_pointers_are_those_of_the_file(project: Path, run: Run) -> None:
    """A document of Swagger 2.0 is converted; a person has the file as it was."""
    schema = {"type": "object", "properties": {"a": {"$ref": "Other"}}}
    document = {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "host": "api.test",
        "security": [],
        "definitions": {"Other": {"type": "object", "properties": {"b": TEXT}}},
        "paths": {
            "/a": {
                "get": {
                    "operationId": "a",
                    "responses": {"200": {"description": "OK", "schema": schema}},
                }
            }
        },
    }
    (project / "old.json").write_text(json.dumps(document), "utf-8")
    data = json.loads(run("inspect", "old.json").stdout)
    body = "#/paths/~1a/get/responses/200/schema"
    assert {one["pointer"] for one in data["models"]} == {"#/definitions/Other", body}
    [found] = data["diagnostics"]
    assert found["pointer"] == f"{body}/properties/a"
    assert found["message"] == "the reference Other is read as #/definitions/Other"


def test_a_configured_client(project: Path, run: Run) -> None:
    """Without a SPEC, it is the configured client; without a choice, there is none."""
    assert json.loads(run("inspect").stdout)["package"] == "pets"
    config = project / "pyproject.toml"
    second = '[[tool.apiloom.client]]\nspec = "broken.json"\npackage = "second"\n'
    config.write_text(f"{config.read_text('utf-8')}\n{second}", "utf-8")
    both = run("inspect")
    assert (both.exit_code, both.stdout) == (2, "")
    assert "choose one by --package: pets, second" in both.stderr
    chosen = json.loads(run("inspect", "--package", "second").stdout)
    assert chosen["package"] == "second"
    unknown = run("inspect", "--package", "third")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "'third' is not configured" in unknown.stderr


def test_no_configuration(project: Path, run: Run) -> None:
    (project / "pyproject.toml").unlink()
    assert json.loads(run("inspect", "good.json").stdout)["package"] == "good"
