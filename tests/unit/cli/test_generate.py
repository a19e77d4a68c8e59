"""`apiloom generate`: what it makes, keeps, removes and refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.cli.conftest import CONFIG, GOOD, Run, tree


def test_generate_what_is_configured(project: Path, run: Run) -> None:
    done = run("generate")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "clients/pets" in done.stderr
    assert (project / "clients" / "pets" / "client.py").is_file()
    again = run("generate")
    assert again.exit_code == 0
    assert "nothing changed" in again.stderr


def test_generate_one_document(project: Path, run: Run) -> None:
    (project / "pyproject.toml").unlink()
    done = run(
        "generate", "good.json", "--output", "out", "--package", "shop", "--client", "X"
    )
    assert (done.exit_code, done.stdout) == (0, "")
    text = (project / "out" / "shop" / "client.py").read_text("utf-8")
    assert "class X(APIClient)" in text
    assert "class AsyncX(AsyncAPIClient)" in text


def test_generate_without_a_package_name(project: Path, run: Run) -> None:
    done = run("generate", "good.json", "--output", "out")
    assert done.exit_code == 0
    assert [path.name for path in (project / "out").iterdir()] == ["good"]


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("pets/openapi.yaml", "pets"),
        ("Pet Store.json", "pet_store"),
        ("2nd.json", None),
        ("class.json", None),
        ("名前.json", "名前"),
        ("😀.json", None),
    ],
)
def test_a_package_is_named_after_its_document(
    project: Path, run: Run, name: str, package: str | None
) -> None:
    path = project / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(GOOD), "utf-8")
    assert run("generate", name, "--output", "out").exit_code == 0
    [made] = (project / "out").iterdir()
    assert package is None or made.name == package
    code = f"import {made.name}"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project / "out", check=False
    )
    assert done.returncode == 0


def test_generate_on_another_library(project: Path, run: Run) -> None:
    run("generate", "good.json", "--output", "out", "--package", "p", "--http", "httpx")
    text = (project / "out" / "p" / "client.py").read_text("utf-8")
    assert "import httpx\n" in text
    for content in tree(project / "out" / "p").values():
        assert b"httpx2" not in content


def test_generate_a_document_that_is_broken_in_places(project: Path, run: Run) -> None:
    done = run("generate", "broken.json", "--output", "out", "--package", "p")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "broken.json:" in done.stderr
    assert "[unresolved-reference]" in done.stderr
    assert "#/paths/~1pets/get/responses/200" in done.stderr
    assert (project / "out" / "p" / "resources" / "pets.py").is_file()


def test_files_that_apiloom_did_not_write_are_not_lost(project: Path, run: Run) -> None:
    own = project / "clients" / "pets" / "client.py"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"MINE = 1\n")
    before = tree(project)
    done = run("generate")
    assert done.exit_code == 2
    assert "client.py" in done.stderr
    assert tree(project) == before
    forced = run("generate", "--force")
    assert forced.exit_code == 0
    assert b"MINE" not in own.read_bytes()


def test_a_run_that_fails_writes_nothing(project: Path, run: Run) -> None:
    """Two clients: the second one's document cannot be used."""
    run("generate")
    (project / "good.json").write_text(json.dumps(GOOD | {"info": {}}), "utf-8")
    second = '\n[[tool.apiloom.client]]\nspec = "gone.json"\npackage = "gone"\n'
    (project / "pyproject.toml").write_text(CONFIG + second, "utf-8")
    before = tree(project)
    done = run("generate")
    assert done.exit_code == 2
    assert "gone.json" in done.stderr
    assert tree(project) == before


def test_stale_files_go_and_others_stay(project: Path, run: Run) -> None:
    run("generate")
    folder = project / "clients" / "pets"
    (folder / "notes.txt").write_bytes(b"mine\n")
    other = json.dumps(GOOD).replace("pets", "cats")
    (project / "good.json").write_text(other, "utf-8")
    done = run("generate")
    assert done.exit_code == 0
    assert not (folder / "resources" / "pets.py").exists()
    assert (folder / "resources" / "cats.py").exists()
    assert (folder / "notes.txt").read_bytes() == b"mine\n"
    assert "notes.txt" in done.stderr


def test_an_output_that_cannot_be_written(project: Path, run: Run) -> None:
    (project / "out").write_bytes(b"a file, not a folder")
    done = run("generate", "good.json", "--output", "out", "--package", "p")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "out" in done.stderr
    assert (project / "out").read_bytes() == b"a file, not a folder"


def test_a_configured_file_that_is_not_there(project: Path, run: Run) -> None:
    """The message leads to the line of the configuration that names the file."""
    config = project / "pyproject.toml"
    config.write_text(config.read_text("utf-8").replace("good", "gone"), "utf-8")
    for command in ("generate", "check", "docs", "lint", "inspect"):
        done = run(command)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith(
            "pyproject.toml:5:1: error: no such file: gone.json [file-not-found]"
        )


def test_packages_with_the_name_of_another(project: Path, run: Run) -> None:
    refused = run("generate", "good.json", "--package", "json", "-o", "out")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--package: 'json' would hide a module of Python" in refused.stderr
    warned = run("generate", "good.json", "--package", "pytest", "-o", "out")
    assert warned.exit_code == 0
    assert "the package pytest has the name of an installed module" in warned.stderr
    fine = run("generate", "good.json", "--package", "pets", "-o", "out")
    assert "installed module" not in fine.stderr
