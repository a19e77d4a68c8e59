"""The same bytes, whatever the hash seed and whichever Python generates them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.project import Machine, Tree, read_tree

VERSIONS = ("3.11", "3.12", "3.13")
SEEDS = ("0", "1", "2")


def candidates(version: str) -> Iterator[str]:
    """Yield where a Python of that version may be: on PATH, or under pyenv."""
    yield f"python{version}"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for found in sorted(pyenv.glob(f"versions/{version}.*/bin/python"), reverse=True):
        yield str(found)


def interpreter(version: str) -> Path:
    """Return a Python of that version, or skip the test, saying which is missing."""
    say = "import sys, venv, ensurepip; print(sys.version_info[:2], sys.executable)"
    wanted = f"({version.replace('.', ', ')}) "
    for candidate in candidates(version):
        if path := shutil.which(candidate):
            done = subprocess.run(
                [path, "-c", say], capture_output=True, encoding="utf-8", check=False
            )
            if done.returncode == 0 and done.stdout.startswith(wanted):
                return Path(done.stdout.removeprefix(wanted).strip())
    pytest.skip(f"there is no Python {version} on this machine")


def environment(machine: Machine, python: Path) -> Path:
    """Return an interpreter with what apiloom needs, kept for later in .cache."""
    text = (machine.root / "pyproject.toml").read_text(encoding="utf-8")
    requirements: list[str] = tomllib.loads(text)["project"]["dependencies"]
    pins = (machine.root / "constraints.txt").read_text(encoding="utf-8")
    parts = "\n".join([str(machine.root), str(python), *requirements, pins])
    name = hashlib.sha256(parts.encode()).hexdigest()[:16]
    folder = machine.root / ".cache" / "venvs" / name
    ready = folder / "ready"
    if ready.exists():
        return Path(ready.read_text(encoding="utf-8"))
    inside = machine.environment(folder, python, requirements)
    ready.write_text(str(inside), encoding="utf-8")
    return inside


@pytest.mark.parametrize("seed", SEEDS)
def test_the_hash_seed_changes_nothing(
    seed: str, bare_copy: Path, machine: Machine, committed: Tree
) -> None:
    done = machine.apiloom("generate", cwd=bare_copy, PYTHONHASHSEED=seed)
    assert done.returncode == 0, done.stderr
    assert read_tree(bare_copy / "generated") == committed


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
def test_the_python_changes_nothing(
    version: str, bare_copy: Path, machine: Machine, committed: Tree
) -> None:
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        python = Path(sys.executable)  # which has what apiloom needs
    else:
        python = environment(machine, interpreter(version))
    done = machine.apiloom("generate", cwd=bare_copy, python=python)
    assert done.returncode == 0, done.stderr
    assert read_tree(bare_copy / "generated") == committed
