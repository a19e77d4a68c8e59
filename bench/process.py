"""A command in a fresh process, and what it cost."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
"""The folder of the repository."""

_LAUNCHER = Path(__file__).with_name("launcher.py")
_TELLING = re.compile("error|exception|fail", re.IGNORECASE)
_OF_THE_CALLER = ("PYTHON", "VIRTUAL_ENV", "COV_", "COVERAGE_", "PIP_")


class CommandFailed(Exception):
    """A measured command did not do its work; the message says why."""


@dataclass(frozen=True, slots=True)
class Command:
    """What is run, and which exit codes mean that it did its work."""

    arguments: tuple[str, ...]
    cwd: Path = ROOT
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    accepted: frozenset[int] = frozenset({0})
    timeout: float = 600.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took, the processes that it started included."""

    wall: float
    """Seconds on the clock."""
    cpu: float
    """Seconds of all processors, user and system."""
    peak: float
    """Resident memory at its highest, in bytes; of the largest process."""
    stdout: str
    code: int

    def said(self) -> Any:
        """The JSON that the command printed, on its last line."""
        return json.loads(self.stdout.strip().splitlines()[-1])


def environment(added: Mapping[str, str]) -> dict[str, str]:
    """The environment of a measured command: the caller's, without its Python's."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_OF_THE_CALLER)
    }
    return {**inherited, **added}


def run(command: Command) -> Cost:
    """Run a command to its end.

    Raises `CommandFailed` if it ends with a code that is not accepted, or not in time.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        report = Path(folder, "cost.json")
        launcher = subprocess.Popen(
            [sys.executable, "-ISE", str(_LAUNCHER), str(report), *command.arguments],
            cwd=command.cwd,
            env=environment(command.env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        try:
            stdout, stderr = launcher.communicate(timeout=command.timeout)
        except subprocess.TimeoutExpired:
            # The launcher leads its own session: this ends what it started, too.
            os.killpg(launcher.pid, signal.SIGKILL)
            launcher.communicate()
            raise CommandFailed(f"took more than {command.timeout:.0f} s") from None
        if launcher.returncode not in command.accepted:
            raise CommandFailed(
                f"exit code {launcher.returncode}: {_message(stderr or stdout)}"
            )
        cost = json.loads(report.read_text("utf-8"))
        return Cost(**cost, stdout=stdout, code=launcher.returncode)


def _message(text: str) -> str:
    """The line that most likely says what went wrong."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if _TELLING.search(line)] or lines
    return telling[-1][:160].replace(str(ROOT), ".") if telling else "no message"
