"""What type checkers say to code that uses the extended clients, in `typing/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checkers import NO_ANY, mypy, pyright

SNIPPET = Path(__file__).parent / "typing" / "calls.py"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the code."""
    (tmp_path / "calls.py").write_bytes(SNIPPET.read_bytes())
    return tmp_path


def test_mypy(extended: Path, folder: Path) -> None:
    """Nothing is Any, and every mistake is found."""
    assert SNIPPET.read_text("utf-8").count("assert_type(") > 20
    ran = mypy(folder, options={"calls": NO_ANY}, path=[extended])
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_pyright(extended: Path, folder: Path) -> None:
    options = {"reportUnnecessaryTypeIgnoreComment": True}
    report = pyright(folder, path=[extended], **options)
    assert [one["message"] for one in report["generalDiagnostics"]] == []
    assert report["summary"]["filesAnalyzed"] == 1
