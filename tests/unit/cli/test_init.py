"""`apiloom init`: a configuration that the other commands take."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from click.testing import CliRunner

from apiloom import __version__
from apiloom.cli import init, main
from apiloom.scaffold import project_files
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


def test_init_writes_files_for_a_client_that_is_configured(
    project: Path, run: Run
) -> None:
    """The configuration stays, and the files are about its folder of clients."""
    before = (project / "pyproject.toml").read_bytes()
    options = ("--package", "pets", "--github", "--git-attributes")
    done = run("init", "good.json", *options)
    assert done.exit_code == 0, done.stderr
    assert "pets is configured already" in done.stderr
    assert (project / "pyproject.toml").read_bytes() == before
    assert list((project / ".github" / "workflows").iterdir())
    assert "clients/**" in (project / ".gitattributes").read_text("utf-8")
    (project / "more.json").write_bytes((project / "good.json").read_bytes())
    other = run("init", "more.json", *options)
    assert other.exit_code == 2
    assert "with the document good.json" in other.stderr


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


def test_the_document_of_the_folder_is_found(project: Path, run: Run) -> None:
    for name in ("broken.json", "good.json", "pyproject.toml"):
        (project / name).rename(project / f"{name}.txt")
    assert "no OpenAPI document" in run("init").stderr
    (project / "specs").mkdir()
    text = "openapi: 3.1.0\ninfo: {title: The Pet Store API, version: '1'}\npaths: {}\n"
    (project / "specs" / "openapi.yaml").write_text(text, "utf-8")
    (project / "node_modules").mkdir()
    (project / "node_modules" / "other.yaml").write_text(text, "utf-8")
    done = run("init")
    assert done.exit_code == 0, done.stderr
    assert "Found specs/openapi.yaml" in done.stderr
    config = (project / "pyproject.toml").read_text("utf-8")
    assert 'package = "specs"' in config
    (project / "api.json").write_text('{"swagger": "2.0"}', "utf-8")
    several = run("init")
    assert several.exit_code == 2
    assert "name one: api.json, specs/openapi.yaml" in several.stderr


def test_a_person_is_asked(
    project: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    text = "openapi: 3.1.0\ninfo: {title: The Pet Store API, version: '1'}\npaths: {}\n"
    (project / "openapi.yaml").write_text(text, "utf-8")
    (project / "pyproject.toml").unlink()
    monkeypatch.setattr(init, "is_terminal", lambda: True)
    given = "\nMyStore\ny\nn\ny\nn\n"
    done = CliRunner().invoke(
        main, ["init", "openapi.yaml", "--makefile"], input=given, standalone_mode=False
    )
    assert done.exception is None, done.output
    config = (project / "pyproject.toml").read_text("utf-8")
    assert 'package = "pet_store"\nclient = "MyStore"\n' in config
    assert (project / ".gitattributes").is_file()
    assert (project / "Makefile").is_file()
    assert not (project / ".pre-commit-config.yaml").exists()
    assert (project / ".github" / "workflows" / "clients.yml").is_file()
    assert not (project / ".gitlab-ci.yml").exists()


def test_files_on_request(project: Path, run: Run) -> None:
    options = ("--makefile", "--pre-commit", "--github", "--gitlab", "--git-attributes")
    assert run("init", "good.json", "--package", "one", *options).exit_code == 0
    attributes = (project / ".gitattributes").read_text("utf-8")
    assert attributes == "generated/** -text linguist-generated\n"
    for name in (
        ".pre-commit-config.yaml",
        ".github/workflows/clients.yml",
        ".gitlab-ci.yml",
    ):
        text = (project / name).read_text("utf-8")
        yaml.safe_load(text)
        assert f"apiloom=={__version__}" in text
        assert "apiloom check" in text
    before = tree(project)
    again = run("init", "good.json", "--package", "two", *options)
    assert again.exit_code == 0
    changed = {name for name, text in tree(project).items() if before.get(name) != text}
    assert changed == {"pyproject.toml"}
    assert again.stderr.count("already; left unchanged") == 3
    assert "add this to its `repos`" in again.stderr


COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        (None, f"apiloom=={__version__}"),
        ({"url": "file:///home/me/apiloom", "dir_info": {}}, f"apiloom=={__version__}"),
        (
            {
                "url": "https://me:secret@git.example.com/apiloom.git",
                "vcs_info": {"vcs": "git", "commit_id": COMMIT},
            },
            f"apiloom @ git+https://git.example.com/apiloom.git@{COMMIT}",
        ),
        (
            {"url": 'https://a.test/"; curl', "vcs_info": {"commit_id": COMMIT}},
            f"apiloom=={__version__}",
        ),
        ({"url": 1, "vcs_info": []}, f"apiloom=={__version__}"),
    ],
)
def test_files_install_what_is_installed_here(
    recorded: object, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = None if recorded is None else json.dumps(recorded)
    found = SimpleNamespace(read_text=lambda name: text)
    monkeypatch.setattr(project_files, "distribution", lambda name: found)
    assert project_files.requirement() == expected


def test_a_makefile_keeps_what_it_has(project: Path, run: Run) -> None:
    makefile = project / "Makefile"
    makefile.write_bytes(b"test:\r\n\techo")
    assert run("init", "good.json", "--package", "one", "--makefile").exit_code == 0
    assert makefile.read_bytes() == (
        b"test:\r\n\techo\r\n\r\n.PHONY: regenerate\r\nregenerate:\r\n"
        b"\tapiloom generate\r\n"
    )
