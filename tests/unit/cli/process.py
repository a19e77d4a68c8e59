"""The program in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def process(
    project: Path, root: Path, *arguments: str, **env: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "apiloom", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(root / "generator"), **env},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
