"""`apiloom docs`: the documentation, and nothing else."""

from __future__ import annotations

from pathlib import Path

from tests.unit.cli.conftest import Run, tree


def test_docs_write_documentation_only(project: Path, run: Run) -> None:
    done = run("docs", "--output", "manual")
    assert (done.exit_code, done.stdout) == (0, "")
    assert not (project / "clients").exists()
    made = [name for name in tree(project / "manual") if not name.endswith(".json")]
    assert made
    assert all(name.endswith((".md", ".txt")) for name in made)
