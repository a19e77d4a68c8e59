"""The program: its commands, its help, and the process that it runs in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator import __version__
from tests.unit.cli.conftest import Run
from tests.unit.cli.process import process


@pytest.mark.parametrize(
    "arguments",
    [("frobnicate",), ("lint",), ("check", "--what"), ("inspect", "a", "b")],
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
