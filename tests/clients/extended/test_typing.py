"""What type checkers say to code that uses the extended clients, in `typing/`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SNIPPET = Path(__file__).parent / "typing" / "calls.py"


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a checker where it finds the clients."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, "MYPYPATH": str(folder)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def test_mypy(extended: Path, tmp_path: Path) -> None:
    """Nothing is Any, and every mistake is found."""
    assert SNIPPET.read_text("utf-8").count("assert_type(") > 20
    options = ["--strict", "--disallow-any-expr", "--follow-imports=silent"]
    options += ["--no-error-summary", "--config-file=", f"--cache-dir={tmp_path}"]
    ran = run(extended, "mypy", *options, str(SNIPPET))
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_pyright(extended: Path, tmp_path: Path) -> None:
    (tmp_path / "calls.py").write_bytes(SNIPPET.read_bytes())
    settings = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "extraPaths": [str(extended)],
        "reportUnnecessaryTypeIgnoreComment": True,
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    ran = run(tmp_path, "basedpyright", "--pythonpath", sys.executable, "--outputjson")
    report = json.loads(ran.stdout)
    assert [one["message"] for one in report["generalDiagnostics"]] == []
    assert report["summary"]["filesAnalyzed"] == 1
