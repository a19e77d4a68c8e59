"""The repository as its users run it: by the command line, in a copy of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Machine", "Tree", "read_tree"]

Tree = Mapping[str, bytes]
"""Files by their path, relative to a folder."""


def read_tree(folder: Path) -> Tree:
    """Return the files of a folder, but for caches."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@dataclass(frozen=True)
class Machine:
    """Runs commands without what the environment of the tests would add to them."""

    root: Path

    def run(
        self, *command: str | Path, cwd: Path, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, in `cwd`, with `env` added."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "VIRTUAL_ENV", "COV_", "COVERAGE_"))
        }
        return subprocess.run(
            command,
            cwd=cwd,
            env={**inherited, **env},
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )

    def apiloom(
        self,
        *arguments: str,
        cwd: Path,
        python: Path = Path(sys.executable),
        **env: str,
    ) -> subprocess.CompletedProcess[str]:
        """Run the command line of this checkout, on `python`."""
        command: list[str | Path] = [python, "-m", "apiloom", *arguments]
        return self.run(
            *command, cwd=cwd, PYTHONPATH=str(self.root / "generator"), **env
        )

    def environment(
        self, folder: Path, python: Path, requirements: Sequence[str | Path]
    ) -> Path:
        """Install `requirements` into a new environment; return its interpreter.

        It has no pip of its own, whose installation takes longer than the others.
        """
        inside = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
        create: list[str | Path] = [python, "-m", "venv", "--without-pip", folder]
        pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", inside]
        pip += ["install", "--quiet", "--no-compile", "--disable-pip-version-check"]
        pip += ["-c", "constraints.txt", *requirements]
        for command in (create, pip):
            done = self.run(*command, cwd=self.root)
            assert done.returncode == 0, done.stdout + done.stderr
        return inside
