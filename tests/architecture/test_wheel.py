"""The wheel is the checkout: alone in an environment, it generates the same bytes."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.project import Machine, Tree, read_tree

ADDRESS = "https://forge.test/apiloom"
OTHERS = ("3.14", "3.13", "3.12", "3.11")


def candidates() -> Iterator[str]:
    """Yield where other versions of Python may be: on PATH, or under pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for version in OTHERS:
        yield f"python{version}"
        for found in sorted(pyenv.glob(f"versions/{version}.*/bin/python")):
            yield str(found)


def other_python(machine: Machine) -> Path:
    """Return a Python of another version, if there is one; else the one that runs."""
    say = "import sys, venv; print(sys.version_info[:2], sys.executable)"
    own = f"({sys.version_info[0]}, {sys.version_info[1]})"
    for candidate in candidates():
        if path := shutil.which(candidate):
            done = machine.run(path, "-c", say, cwd=machine.root)
            version, _, executable = done.stdout.strip().rpartition(" ")
            if done.returncode == 0 and version != own:
                return Path(executable)
    return Path(sys.executable)


@pytest.fixture(scope="module")
def dist(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel and the source distribution, built with what is installed already."""
    folder = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "build", "--no-isolation", "--outdir", folder)
    done = machine.run(*build, cwd=machine.root, APILOOM_PROJECT_URL=f"{ADDRESS}/")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    """The wheel, which is built from the source distribution."""
    (built,) = dist.glob("apiloom-*.whl")
    return built


def test_it_holds_the_generator_and_the_templates(root: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    source = root / "generator"
    files = [
        path for kind in ("*.py", "*.json", "py.typed") for path in source.rglob(kind)
    ]
    templates = [path for path in (root / "templates").rglob("*") if path.is_file()]
    assert held == {path.relative_to(source).as_posix() for path in files} | {
        f"apiloom/_templates/{path.relative_to(root / 'templates').as_posix()}"
        for path in templates
    }
    assert "apiloom/py.typed" in held


def test_it_can_be_published(dist: Path, wheel: Path, machine: Machine) -> None:
    python = sys.executable
    for check in (
        (python, "-m", "twine", "check", "--strict", *dist.iterdir()),
        (python, "-m", "check_wheel_contents", "--no-config", wheel),
    ):
        done = machine.run(*check, cwd=dist)
        assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        metadata = archive.read(name).decode()
    assert f"Project-URL: Repository, {ADDRESS}\n" in metadata


@pytest.mark.slow
def test_it_generates_the_same_bytes_on_another_python(
    wheel: Path, bare_copy: Path, tmp_path: Path, machine: Machine, committed: Tree
) -> None:
    venv = tmp_path / "venv"
    python = machine.environment(venv, other_python(machine), [wheel])
    command = python.with_name("apiloom")
    done = machine.run(command, "generate", cwd=bare_copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert read_tree(bare_copy / "generated") == committed
    done = machine.run(command, "check", cwd=bare_copy)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("uvx", ("--offline", "--from", "{wheel}", "apiloom", "--version")),
        (
            "uv",
            ("tool", "run", "--offline", "--from", "{wheel}", "apiloom", "--version"),
        ),
        ("pipx", ("run", "--spec", "{wheel}", "apiloom", "--version")),
    ],
)
def test_installers_run_it(
    tool: str, arguments: tuple[str, ...], wheel: Path, machine: Machine, tmp_path: Path
) -> None:
    """Where the tools are installed, and have the dependencies in their caches."""
    program = shutil.which(tool)
    if program is None:
        pytest.skip(f"{tool} is not installed")
    command = [part.format(wheel=wheel) for part in arguments]
    done = machine.run(program, *command, cwd=tmp_path)
    if done.returncode and "network" in f"{done.stdout}{done.stderr}".lower():
        pytest.skip(f"{tool} cannot download the dependencies")
    assert done.stdout.startswith("apiloom, version "), done.stderr
