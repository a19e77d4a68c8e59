"""A client that is a distribution: built, installed and imported."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from email.parser import BytesParser
from pathlib import Path

import pytest

from apiloom.scaffold.changelog import add_entry
from tests.unit.cli.conftest import Run, project, run

__all__ = ["project", "run"]

CONFIG = """\
[tool.apiloom]
output = "clients"

[[tool.apiloom.client]]
spec = "good.json"
package = "pets"
client = "Pets"
docs = false

[tool.apiloom.client.distribution]
name = "pets-sdk"
version = "1.2.0rc1"
license = "Apache-2.0"
license-file = "LICENSE.txt"
authors = ["Ada \\"L\\" <ada@example.com>", "Team"]
urls = { "The issues" = "https://example.com/issues" }
"""


def test_a_distribution_is_built_and_installed(project: Path, run: Run) -> None:
    (project / "pyproject.toml").write_text(CONFIG)
    missing = run("generate")
    assert missing.exit_code == 2
    line = CONFIG[: CONFIG.index("license-file")].count("\n") + 1
    place = f"pyproject.toml:{line}:1: error: no such file: LICENSE.txt"
    assert place in missing.stderr
    (project / "LICENSE.txt").write_text("Do what you like.\n")
    assert run("generate").exit_code == 0
    (project / "LICENSE.txt").write_text("Do nothing.\n")
    assert run("check").exit_code == 1
    assert run("generate").exit_code == 0
    assert run("check").exit_code == 0
    package = project / "clients" / "pets"
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", project],
        cwd=package,
        check=True,
        capture_output=True,
    )
    (wheel,) = project.glob("*.whl")
    assert wheel.name == "pets_sdk-1.2.0rc1-py3-none-any.whl"
    site = project / "site"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(site)
    assert {name.partition("/")[0] for name in names} == {
        "pets",
        "pets_sdk-1.2.0rc1.dist-info",
    }
    assert {"pets/py.typed", "pets/client.py", "pets/_runtime/__init__.py"} <= names
    assert "pets/pyproject.toml" not in names
    (folder,) = site.glob("*.dist-info")
    assert (folder / "licenses" / "LICENSE").read_text() == "Do nothing.\n"
    metadata = BytesParser().parsebytes((folder / "METADATA").read_bytes())
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Summary"] == "Client for Pet Store"
    assert metadata["Author"] == "Team"
    required = sorted(metadata.get_all("Requires-Dist") or ())
    assert [name.partition(">")[0].partition("<")[0] for name in required] == [
        "httpx2",
        "pydantic",
    ]
    done = subprocess.run(
        [sys.executable, "-c", "import pets; print(pets.Pets.__name__)"],
        cwd=site,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("Pets\n", "")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('version = "1.0.0"', "the distribution has no `name`"),
        ('name = "a b"\nversion = "1"', '"a b" is not the name of a distribution'),
        ('name = "a"\nversion = "one"', '"one" is not a version of Python packages'),
        ('name = "a"\nversion = "1"\nurl = "x"', "did you mean `urls`?"),
    ],
)
def test_mistakes(project: Path, run: Run, line: str, told: str) -> None:
    head = CONFIG.partition("name = ")[0]
    (project / "pyproject.toml").write_text(f"{head}{line}\n")
    done = run("generate")
    assert done.exit_code == 2
    assert told in done.stderr


def test_a_string_of_the_configuration_stays_one(project: Path, run: Run) -> None:
    text = CONFIG.replace('"The issues"', '"]\\nx = 1"').replace("docs = false\n", "")
    (project / "pyproject.toml").write_text(text.replace("license-file", "#"))
    assert run("generate").exit_code == 0
    content = (project / "clients" / "pets" / "pyproject.toml").read_text()
    table = tomllib.loads(content)["project"]
    assert table["urls"] == {"]\nx = 1": "https://example.com/issues"}
    assert table["readme"] == "README.md"


def test_an_entry_of_a_changelog(tmp_path: Path) -> None:
    path = tmp_path / "CHANGELOG.md"
    add_entry(path, "## One\n")
    add_entry(path, "## Two\n\n- more\n")
    assert path.read_text() == "# Changelog\n\n## Two\n\n- more\n\n## One\n"
    path.write_text("No title\n")
    add_entry(path, "## One")
    assert path.read_text() == "## One\n\nNo title\n"
