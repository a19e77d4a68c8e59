"""The wheel is the checkout: alone in an environment, it generates the same bytes."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.project import Machine, Tree, read_tree


@pytest.fixture(scope="module")
def wheel(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout with what is installed already."""
    folder = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation")
    done = machine.run(*build, "--outdir", folder, cwd=machine.root)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("apiloom-*.whl")
    return built


def test_it_holds_the_generator_and_the_templates(root: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    modules = (root / "generator").rglob("*.py")
    templates = [path for path in (root / "templates").rglob("*") if path.is_file()]
    assert held == {
        path.relative_to(root / "generator").as_posix() for path in modules
    } | {
        f"apiloom/_templates/{path.relative_to(root / 'templates').as_posix()}"
        for path in templates
    }


@pytest.mark.slow
def test_it_generates_the_same_bytes(
    wheel: Path, bare_copy: Path, tmp_path: Path, machine: Machine, committed: Tree
) -> None:
    venv = tmp_path / "venv"
    python = machine.environment(venv, Path(sys.executable), [wheel])
    command = python.with_name("apiloom")
    done = machine.run(command, "generate", cwd=bare_copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert read_tree(bare_copy / "generated") == committed
    done = machine.run(command, "check", cwd=bare_copy)
    assert done.returncode == 0, done.stdout + done.stderr
