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


def test_lint_with_an_overlay(project: Path, run: Run) -> None:
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "O", "version": "1"},
        "actions": [{"target": "$.paths['/pets'].get.responses", "remove": True}],
    }
    (project / "overlay.json").write_text(json.dumps(overlay), "utf-8")
    done = run("lint", "broken.json", "--overlay", "overlay.json")
    assert "unresolved-reference" not in done.stdout
