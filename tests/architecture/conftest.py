"""Copies of this repository to generate in, and what is committed to compare with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.architecture.project import Machine, Tree, read_tree


@pytest.fixture(scope="session")
def machine(root: Path) -> Machine:
    """Runs the command line of this checkout."""
    return Machine(root)


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A project with this repository's configuration, specs and generated clients."""
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy2(root / "pyproject.toml", project)
    ignored = shutil.ignore_patterns("__pycache__")
    for folder in ("specs", "generated"):
        shutil.copytree(root / folder, project / folder, ignore=ignored)
    return project


@pytest.fixture
def bare_copy(copy: Path) -> Path:
    """The same project, before anything was generated."""
    shutil.rmtree(copy / "generated")
    return copy


@pytest.fixture(scope="session")
def committed(root: Path) -> Tree:
    """The clients as they are in the checkout."""
    files = read_tree(root / "generated")
    assert files, "nothing is generated: run `make regenerate`"
    return files
