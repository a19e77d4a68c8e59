"""What type checkers say to code that uses the clients, in `typing/`.

The code there is checked and never run.  It states types with `assert_type`, names
every reason in a `match` that has to be exhaustive, and makes mistakes that a checker
has to find.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SNIPPETS = Path(__file__).parent / "typing"
TYPED = ["caught.py", "calls.py"]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a checker in the repository, with its configuration."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def test_there_is_something_to_check():
    assert {path.name for path in SNIPPETS.glob("*.py")} == {*TYPED, "refused.py"}
    for name in TYPED:
        assert (SNIPPETS / name).read_text("utf-8").count("assert_type(") > 20
    mistakes = (SNIPPETS / "refused.py").read_text("utf-8")
    assert mistakes.count("# type: ignore[") > 20


def test_mypy():
    files = sorted(str(path) for path in SNIPPETS.glob("*.py"))
    ran = run("mypy", "--strict", "--no-error-summary", *files)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_nothing_that_is_documented_is_any():
    files = [str(SNIPPETS / name) for name in TYPED]
    options = ["--strict", "--disallow-any-expr", "--no-error-summary"]
    ran = run("mypy", *options, "--follow-imports=silent", *files)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_pyright():
    files = sorted(str(path) for path in SNIPPETS.glob("*.py"))
    ran = run("basedpyright", "--pythonpath", sys.executable, "--outputjson", *files)
    report = json.loads(ran.stdout)
    found = [
        f"{Path(one['file']).name}:{one['range']['start']['line'] + 1}: "
        f"{one['message']}"
        for one in report["generalDiagnostics"]
    ]
    assert found == []
    assert report["summary"]["filesAnalyzed"] == len(files)
