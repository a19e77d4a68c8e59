"""The program: its commands, its help, and the process that it runs in."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click
import pytest

from apiloom import __version__
from apiloom.cli import lint, main
from tests.unit.cli.conftest import Run
from tests.unit.cli.process import process


@pytest.mark.parametrize(
    "arguments",
    [
        ("frobnicate",),
        ("generate", "--client", "X"),
        ("check", "--what"),
        ("inspect", "a", "b"),
    ],
)
def test_usage(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Usage:" in done.stderr


def test_help_and_version(run: Run) -> None:
    for option in ("-h", "--help"):
        done = run(option)
        assert done.exit_code == 0
        for command in ("generate", "check", "inspect", "lint", "docs", "init"):
            assert command in done.stdout
    assert __version__ in run("--version").stdout


def test_the_process(project: Path, root: Path) -> None:
    done = process(project, root, "inspect", "good.json", PYTHONIOENCODING="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    data: dict[str, Any] = json.loads(done.stdout)
    assert data["operations"]
    bad = process(project, root, "lint", "gone.json")
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "Traceback" not in bad.stderr


@pytest.fixture
def collector() -> Iterator[None]:
    """The garbage collector is on, and after the test as it was before."""
    enabled = gc.isenabled()
    gc.enable()
    yield
    gc.unfreeze()
    if not enabled:
        gc.disable()


@pytest.mark.usefixtures("collector")
@pytest.mark.parametrize("before", [True, False], ids=["on", "off"])
@pytest.mark.parametrize("error", [None, ZeroDivisionError, SystemExit])
def test_nothing_is_collected_while_a_command_runs(
    monkeypatch: pytest.MonkeyPatch, before: bool, error: type[BaseException] | None
) -> None:
    """And what the command leaves is not looked through afterwards either."""
    during: list[bool] = []

    @click.command()
    def command() -> None:
        during.append(gc.isenabled())
        if error is not None:
            raise error

    monkeypatch.setattr(lint, "command", command)
    if not before:
        gc.disable()
    with nullcontext() if error is None else pytest.raises(error):
        main(["lint"], standalone_mode=False)
    assert during == [False]
    assert gc.isenabled() is before
    assert gc.get_freeze_count() > 0


INTERRUPTING = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n"


@pytest.mark.skipif(os.name == "nt", reason="signals are not sent that way there")
@pytest.mark.parametrize("module", ["click", "tomllib"])
def test_an_interrupt_while_modules_are_loaded_is_one_line(
    module: str, project: Path, root: Path, tmp_path: Path
) -> None:
    """Whatever is being loaded: the command line itself, or what a command needs."""
    (tmp_path / "first").mkdir()
    (tmp_path / "first" / f"{module}.py").write_text(INTERRUPTING)
    path = f"{tmp_path / 'first'}{os.pathsep}{root / 'generator'}"
    found = process(project, root, "check", PYTHONPATH=path)
    assert (found.returncode, found.stdout) == (130, "")
    assert found.stderr == "Interrupted\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--no\x1b[2J",),
        ("wi\x1b]0;t\x07ped",),
        ("generate", "--max-size", "\x1b[2J\n::error::x\u202e"),
        ("lint", "a", "\x1b[2J\n::error::x"),
    ],
)
def test_usage_errors_show_no_control_characters(
    arguments: tuple[str, ...], project: Path, root: Path
) -> None:
    found = process(project, root, *arguments)
    assert (found.returncode, found.stdout) == (2, "")
    usage, hint, blank, error = found.stderr.splitlines()
    assert usage.startswith("Usage: ")
    assert "-h" in hint
    assert blank == ""
    assert error.startswith("Error: ")
    assert r"\x1b" in error
    assert error.isprintable()
