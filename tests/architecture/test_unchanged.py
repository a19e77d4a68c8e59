"""Where nothing has changed, hardly anything is loaded, and nothing is made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.architecture.project import Machine

HEAVY = (
    "jinja2",
    "jsonpath",
    "openapi_pydantic",
    "pydantic",
    "rich",
    "yaml",
    "apiloom.build.batch",
    "apiloom.pipeline",
    "apiloom.document",
    "apiloom.lower",
    "apiloom.codegen",
    "multiprocessing",
    "urllib.request",
)
LOADED = """
import sys
from apiloom.cli import main
try:
    main(sys.argv[1:], prog_name="apiloom")
finally:
    print(*sorted(sys.modules), sep="\\n")
"""


def loaded(machine: Machine, project: Path, *arguments: str) -> set[str]:
    """The modules that a command has loaded by its end."""
    done = machine.run(
        sys.executable,
        "-c",
        LOADED,
        *arguments,
        cwd=project,
        PYTHONPATH=str(machine.root / "generator"),
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.fixture
def small(copy: Path) -> Path:
    """The same project with one of its clients."""
    path = copy / "pyproject.toml"
    head, _, tables = path.read_text("utf-8").partition("[[tool.apiloom.client]]\n")
    one, *_ = tables.split("[[tool.apiloom.client]]\n")
    assert 'package = "apexverify"' in one
    one = one.partition("\n[")[0]
    path.write_text(f"{head}[[tool.apiloom.client]]\n{one}\n", "utf-8")
    return copy


@pytest.mark.parametrize("command", ["generate", "check"])
def test_an_unchanged_project_loads_hardly_anything(
    small: Path, machine: Machine, command: str
) -> None:
    first = loaded(machine, small, command)
    assert {"yaml", "jinja2", "apiloom.pipeline"} <= first
    again = loaded(machine, small, command)
    assert not again & {*HEAVY}
    assert "apiloom.pipeline" in loaded(machine, small, command, "--no-cache")


def test_generating_loads_no_more_than_it_needs(copy: Path, machine: Machine) -> None:
    """Models of OpenAPI itself are for `lint`; a bar is for a terminal."""
    modules = loaded(machine, copy, "generate", "--no-cache")
    unneeded = {
        "concurrent.futures",
        "multiprocessing",
        "openapi_pydantic",
        "pydantic",
        "rich",
        "urllib.request",
    }
    assert not modules & unneeded
    assert "jsonpath" in modules  # one of the clients has overlays
    spec = "specs/vec/openapi.yaml"
    modules = loaded(machine, copy, "generate", spec, "--output", "o", "--package", "p")
    assert not modules & {*unneeded, "jsonpath"}


def test_what_was_told_is_told_again(small: Path, machine: Machine) -> None:
    spec = small / "specs" / "apexverify" / "openapi.yaml"
    broken = "\nx-odd: {$ref: gone.yaml}\nsecurity: 5\n"
    spec.write_bytes(spec.read_bytes() + broken.encode())
    first = machine.apiloom("generate", cwd=small)
    assert "specs/apexverify/openapi.yaml:" in first.stderr
    again = machine.apiloom("generate", cwd=small)
    assert again.returncode == first.returncode

    def told(text: str) -> list[str]:
        return [line for line in text.splitlines() if " files, " not in line]

    assert told(again.stderr) == told(first.stderr)
    anew = machine.apiloom("generate", "--no-cache", cwd=small)
    assert anew.stderr == again.stderr
