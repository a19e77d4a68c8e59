"""The environments that the peers are installed into, each with its own pins."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.process import ROOT

PINS = ROOT / "bench" / "environments"
"""A file for each environment, with every package in it, as `pip freeze` prints it."""

CACHE = ROOT / ".cache" / "bench"

_READY = ".installed"


class InstallFailed(Exception):
    """pip did not install what an environment needs; the message is pip's own."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A Python with packages."""

    name: str
    python: Path

    def program(self, name: str) -> str:
        """A command that one of its packages brings."""
        return str(self.python.with_name(name))


def here() -> Environment:
    """The environment that this program runs in: httpx2, pydantic and no peers."""
    return Environment("here", Path(sys.executable))


def pins(name: str) -> dict[str, str]:
    """The packages of an environment and their versions."""
    lines = (PINS / f"{name}.txt").read_text("utf-8").splitlines()
    found = (re.fullmatch(r"([\w.-]+)==(\S+)", line.strip()) for line in lines)
    return {match[1].lower(): match[2] for match in found if match is not None}


def prepare(name: str) -> Environment:
    """The environment, installed if it is not yet, or no longer, what its pins say.

    Raises `InstallFailed`.
    """
    requirements = PINS / f"{name}.txt"
    folder = CACHE / "environments" / name
    python = folder / "bin" / "python"
    wanted = f"{sys.version}\n{folder}\n{requirements.read_text('utf-8')}"
    ready = folder / _READY
    if ready.is_file() and ready.read_text("utf-8") == wanted:
        return Environment(name, python)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _call(sys.executable, "-m", "venv", "--clear", str(folder))
    _call(
        str(python),
        *("-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "-r", str(requirements)),
    )
    ready.write_text(wanted, "utf-8")
    return Environment(name, python)


def _call(*command: str) -> None:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    if done.returncode != 0:
        raise InstallFailed(done.stderr.strip() or done.stdout.strip())
