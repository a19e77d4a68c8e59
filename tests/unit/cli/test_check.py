"""`apiloom check`: what differs is told, and nothing is written."""

from __future__ import annotations

from pathlib import Path

from tests.unit.cli.conftest import Run, tree


def test_check(project: Path, run: Run) -> None:
    run("generate")
    before = tree(project)
    done = run("check")
    assert (done.exit_code, done.stdout) == (0, "")
    assert run("check", "--quiet").stderr == ""
    path = project / "clients" / "pets" / "client.py"
    path.write_bytes(path.read_bytes() + b"# mine\n")
    changed = tree(project)
    done = run("check")
    assert done.exit_code == 1
    assert "-# mine" in done.stdout
    assert "clients/pets" in done.stdout
    assert tree(project) == changed != before


def test_check_before_anything_was_generated(project: Path, run: Run) -> None:
    done = run("check")
    assert done.exit_code == 1
    assert "client.py" in done.stdout
    assert not (project / "clients").exists()
