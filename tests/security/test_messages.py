"""What is told of a document stays on its line, and commands nobody."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.security.hostile import HIDDEN, RUN

BAD = "x\n::error::y\r\x1b[31m\x9b1m\u202e\u2028##[error]z"
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": BAD, "version": "1"},
    "paths": {
        f"/{BAD}/{{{BAD}}}": {
            "get": {
                BAD: 1,
                "operationId": BAD,
                "security": [{BAD: []}],
                "responses": {BAD: {"$ref": f"#/{BAD}"}},
            }
        }
    },
    "components": {"schemas": {BAD: {"type": BAD, "required": BAD}}},
}


def run(folder: Path, *arguments: str | bytes) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a folder."""
    command = [sys.executable, "-m", "apiloom", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False)


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_diagnostics_stay_on_their_line(tmp_path: Path, form: str) -> None:
    spec = "::error::\n\x1b[31m\u202e.json"
    (tmp_path / spec).write_text(json.dumps(DOCUMENT), "utf-8")
    done = run(tmp_path, "lint", f"./{spec}"[2:], "--format", form)
    assert done.returncode == 1, done.stderr
    text = (done.stdout + done.stderr).decode()
    assert not HIDDEN.search(text)
    if form == "json":
        assert any(row["file"] == spec for row in json.loads(done.stdout))
        return
    assert "##[" not in text
    own = r"::(error|warning|notice) file=[^:]*::" if form == "github" else r"[^:\s]"
    for line in text.splitlines():
        assert re.match(rf"{own}|  hint: |: :", line), line
    assert "Traceback" not in text


def test_a_file_name_is_no_code(tmp_path: Path) -> None:
    spec = f"a\n{RUN}\n#\u202e.json"
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}
    (tmp_path / spec).write_text(json.dumps(document), "utf-8")
    done = run(tmp_path, "generate", spec, "--package", "named", "--output", "out")
    assert done.returncode == 0, done.stderr
    for path in (tmp_path / "out").rglob("*.py"):
        text = path.read_text("utf-8")
        assert not any(line.startswith("__import__") for line in text.splitlines())
        if "_runtime" not in path.parts:
            assert not HIDDEN.search(text)


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}
    spec = b"\xff\x1b.json"
    (tmp_path / "a").write_text(json.dumps(document), "utf-8")
    (tmp_path / "a").rename(tmp_path / spec.decode("utf-8", "surrogateescape"))
    for command in ("generate", "lint", "inspect", "init"):
        done = run(tmp_path, command, spec, *(["--package", "p"] * (command != "lint")))
        # The document has no operations, which lint finds.
        assert done.returncode in (0, 1, 2), done.stderr
        assert b"Traceback" not in done.stderr
        assert b"\x1b" not in done.stdout + done.stderr


def test_init_writes_what_it_was_given(tmp_path: Path) -> None:
    spec = '"]\n[tool.x]\ny = "\x7f\u202e.json'
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}
    (tmp_path / spec).write_text(json.dumps(document), "utf-8")
    done = run(tmp_path, "init", spec, "--package", "p")
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "pyproject.toml").read_text("utf-8")
    tool = tomllib.loads(written)["tool"]
    assert set(tool) == {"apiloom"}
    assert tool["apiloom"]["client"][0]["spec"] == spec
    assert not HIDDEN.search(written)
