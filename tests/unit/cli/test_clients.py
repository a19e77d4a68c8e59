"""Clients that nothing has changed for, and clients that are gone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from apiloom.access import Access
from apiloom.build import batch
from apiloom.config import ClientConfig
from tests.unit.cli.conftest import BROKEN, CONFIG, Run, tree


def test_nothing_is_made_twice(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = batch.make

    def counted(
        config: ClientConfig, root: Path, access: Access, tell: Callable[[str], None]
    ) -> batch.Made:
        made.append(config.package)
        return make(config, root, access, tell)

    monkeypatch.setattr(batch, "make", counted)
    second = '\n[[tool.apiloom.client]]\nspec = "broken.json"\npackage = "second"\n'
    (project / "pyproject.toml").write_text(CONFIG + second, "utf-8")
    first = run("generate")
    assert (first.exit_code, made) == (3, ["pets", "second"])
    again = run("generate")
    assert (again.exit_code, made) == (3, ["pets", "second"])
    assert again.stderr == re.sub(r"\d+ added", "nothing changed", first.stderr)
    assert run("check").exit_code == 0
    assert made == ["pets", "second"]
    # One document has changed: the other client is left alone.
    (project / "broken.json").write_text(json.dumps(BROKEN), "utf-8")
    assert run("generate").exit_code == 3
    assert made == ["pets", "second", "second"]
    # One file was touched.
    path = project / "clients" / "pets" / "client.py"
    path.write_bytes(path.read_bytes() + b"#")
    assert run("check").exit_code == 1
    assert run("generate").exit_code == 3
    assert made[3:] == ["pets", "pets"]
    assert run("check").exit_code == 0
    assert run("check", "--no-cache").exit_code == 0
    assert made[5:] == ["pets", "second"]


def test_leftovers_are_told_each_time(project: Path, run: Run) -> None:
    run("generate")
    (project / "clients" / "pets" / "notes.txt").write_bytes(b"mine\n")
    for _ in range(2):
        assert "notes.txt" in run("generate").stderr
        assert run("check").exit_code == 1


def test_a_client_that_is_configured_no_more(project: Path, run: Run) -> None:
    second = '\n[[tool.apiloom.client]]\nspec = "good.json"\npackage = "cats"\n'
    (project / "pyproject.toml").write_text(CONFIG + second, "utf-8")
    (project / "clients" / "mine").mkdir(parents=True)
    (project / "clients" / "mine" / "own.py").write_bytes(b"")
    assert "no client" not in run("generate").stderr
    (project / "pyproject.toml").write_text(CONFIG, "utf-8")
    before = tree(project / "clients")
    for command in ("generate", "check"):
        done = run(command)
        assert done.exit_code == 0
        assert "clients/cats was written by apiloom" in done.stderr
        assert "hint: delete the folder" in done.stderr
        assert "mine" not in done.stderr
    assert tree(project / "clients") == before
