"""Which program this is: an edited one is another."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.project import Machine

PRINT = "from apiloom.build.cache_key import program; print(program())"


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    """A copy of the generator, to be edited."""
    for folder in ("generator", "templates"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(root / folder, tmp_path / folder, ignore=ignored)
    return tmp_path


@pytest.fixture
def program(checkout: Path) -> Callable[[], str]:
    def fingerprint() -> str:
        done = Machine(checkout).run(
            sys.executable, "-c", PRINT, cwd=checkout, PYTHONPATH="generator"
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return fingerprint


def test_the_same_program(program: Callable[[], str]) -> None:
    """The second run finds compiled modules beside the first one's."""
    assert program() == program()


@pytest.mark.parametrize(
    "name",
    [
        "generator/apiloom/cli/check.py",
        "generator/apiloom/runtime/client.py",
        "generator/apiloom/document/tree.py",
        "templates/client/client.py.jinja",
        "generator/apiloom/new.py",
        "templates/new.jinja",
        "thing-1.0.dist-info",
    ],
)
def test_an_edit_makes_another(
    checkout: Path, program: Callable[[], str], name: str
) -> None:
    before = program()
    path = checkout / name
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n")
    assert program() != before


def test_a_renamed_module_makes_another(
    checkout: Path, program: Callable[[], str]
) -> None:
    before = program()
    (checkout / "templates" / "a").write_bytes(b"")
    one = program()
    (checkout / "templates" / "a").rename(checkout / "templates" / "b")
    assert len({before, one, program()}) == 3
