"""`apiloom lint`: the findings of a document, for people and for tools."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.cli.conftest import Run


def test_lint(project: Path, run: Run) -> None:
    done = run("lint", "broken.json")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert any(
        "broken.json:" in line and "error:" in line and "[unresolved-ref" in line
        for line in lines
    )
    data = json.loads(run("lint", "broken.json", "--format", "json").stdout)
    assert {"severity", "code", "message", "pointer", "file", "line", "column"} <= set(
        data[0]
    )
    clean = run("lint", "good.json")
    assert (clean.exit_code, clean.stdout) == (0, "")


def test_an_operation_id_of_two_operations(project: Path, run: Run) -> None:
    get = {"operationId": "get", "responses": {"200": {"description": "Done"}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "security": [],
        "servers": [{"url": "https://api.example.com"}],
        "paths": {"/a": {"get": get}, "/b": {"get": get}},
    }
    (project / "twice.json").write_text(json.dumps(document), "utf-8")
    done = run("lint", "twice.json", "--format", "json")
    [finding] = json.loads(done.stdout)
    assert finding["code"] == "duplicate-operation-id"
    assert "#/paths/~1b/get" in finding["pointer"]
    assert "#/paths/~1a/get" in finding["message"]


def test_lint_with_an_overlay(project: Path, run: Run) -> None:
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "O", "version": "1"},
        "actions": [{"target": "$.paths['/pets'].get.responses", "remove": True}],
    }
    (project / "overlay.json").write_text(json.dumps(overlay), "utf-8")
    done = run("lint", "broken.json", "--overlay", "overlay.json")
    assert "unresolved-reference" not in done.stdout


def test_the_configured_clients_with_their_overlays(project: Path, run: Run) -> None:
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "O", "version": "1"},
        "actions": [{"target": "$.paths['/pets'].get.responses", "remove": True}],
    }
    (project / "overlay.json").write_text(json.dumps(overlay), "utf-8")
    (project / "pyproject.toml").write_text(
        '[[tool.apiloom.client]]\nspec = "broken.json"\noverlays = ["overlay.json"]\n'
        'package = "first"\n[[tool.apiloom.client]]\nspec = "good.json"\n'
        'package = "second"\n',
        "utf-8",
    )
    every = run("lint")
    one = run("lint", "broken.json")
    assert every.stdout == one.stdout
    assert "unresolved-reference" not in every.stdout
    # Another package, or another overlay, is another client than the configured one.
    assert "unresolved-reference" in run("lint", "broken.json", "--package", "x").stdout


def test_sarif(project: Path, run: Run) -> None:
    (project / "a b.json").write_bytes((project / "broken.json").read_bytes())
    done = run("lint", "a b.json", "--format", "sarif")
    assert done.exit_code == 1
    log = json.loads(done.stdout)
    assert log["version"] == "2.1.0"
    [made] = log["runs"]
    rules = made["tool"]["driver"]["rules"]
    [found] = [
        result
        for result in made["results"]
        if result["ruleId"] == "unresolved-reference"
    ]
    assert rules[found["ruleIndex"]]["id"] == "unresolved-reference"
    assert rules[found["ruleIndex"]]["shortDescription"]["text"]
    assert found["level"] == "error"
    [location] = found["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": "a%20b.json"}
    assert location["physicalLocation"]["region"]["startLine"] >= 1
    [logical] = location["logicalLocations"]
    assert logical["fullyQualifiedName"].startswith("#/paths/~1pets/get")
    clean = json.loads(run("lint", "good.json", "--format", "sarif").stdout)
    assert clean["runs"][0]["results"] == []
