"""`apiloom init`: a configuration that the other commands take."""

from __future__ import annotations

from pathlib import Path

from tests.unit.cli.conftest import CONFIG, Run, tree


def test_init(project: Path, run: Run) -> None:
    (project / "pyproject.toml").unlink()
    done = run("init", "good.json", "--package", "shop")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "apiloom generate" in done.stderr
    assert run("generate").exit_code == 0
    assert (project / "generated" / "shop" / "client.py").is_file()
    assert run("check").exit_code == 0


def test_init_adds_to_what_is_there(project: Path, run: Run) -> None:
    assert run("init", "good.json", "--package", "other").exit_code == 0
    assert (project / "pyproject.toml").read_text("utf-8").startswith(CONFIG)
    assert run("generate").exit_code == 0
    assert {path.name for path in (project / "clients").iterdir()} == {"pets", "other"}
    again = run("init", "good.json", "--package", "other")
    assert again.exit_code == 2
    assert "other" in again.stderr


def test_init_beside_another_configuration(project: Path, run: Run) -> None:
    """Paths in a configuration are relative to its own folder."""
    (project / "deep").mkdir()
    config = str(Path("deep") / "pyproject.toml")
    done = run("init", "good.json", "--package", "shop", "--config", config)
    assert done.exit_code == 0
    assert run("generate", "--config", config).exit_code == 0
    assert (project / "deep" / "generated" / "shop" / "client.py").is_file()


def test_init_for_a_document_that_cannot_be_used(project: Path, run: Run) -> None:
    before = tree(project)
    assert run("init", "gone.json").exit_code == 2
    assert tree(project) == before
