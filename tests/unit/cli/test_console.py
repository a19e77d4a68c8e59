"""What a person is told on stderr: how much, and in which colours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run
from tests.unit.cli.process import process
from tests.workshop import document, response

ESCAPE = "\x1b["


def test_quiet_leaves_out_all_but_errors(project: Path, run: Run) -> None:
    assert run("generate", "--quiet").stderr == ""
    done = run("generate", "broken.json", "--output", "o", "--package", "p", "-q")
    assert done.exit_code == 3
    assert "[unresolved-reference]" in done.stderr
    assert "warning" not in done.stderr
    assert "files" not in done.stderr


def test_nothing_is_coloured_when_piped(project: Path, root: Path) -> None:
    done = process(project, root, "lint", "broken.json")
    assert ESCAPE not in done.stdout + done.stderr


def on_a_terminal(project: Path, root: Path, **env: str) -> tuple[int, str]:
    """Run `generate` on the broken document with stderr on a terminal."""
    pty = pytest.importorskip("pty")
    own, other = pty.openpty()
    inherited = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    command = [sys.executable, "-m", "apiloom", "generate", "broken.json"]
    with subprocess.Popen(
        [*command, "--output", "out", "--package", "p"],
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=other,
        env={
            **inherited,
            "PYTHONPATH": str(root / "generator"),
            "TERM": "xterm",
            **env,
        },
    ) as running:
        os.close(other)
        shown = b""
        while True:
            try:
                read = os.read(own, 65536)
            except OSError:  # the other end was closed
                break
            if not read:
                break
            shown += read
    os.close(own)
    return running.returncode, shown.decode("utf-8", "replace")


def test_errors_are_red_on_a_terminal(project: Path, root: Path) -> None:
    code, shown = on_a_terminal(project, root)
    assert code == 3
    assert f"{ESCAPE}31m" in shown
    code, shown = on_a_terminal(project, root, NO_COLOR="1")
    assert code == 3
    assert "[unresolved-reference]" in shown
    assert ESCAPE not in shown


def test_quiet_is_quiet_about_what_is_remembered(project: Path, run: Run) -> None:
    (project / "few.yaml").write_text(many_integers(2), "utf-8")
    arguments = ("generate", "few.yaml", "--output", "o", "--package", "p")
    assert "warning" in run(*arguments).stderr
    assert "warning" in run(*arguments).stderr
    assert run(*arguments, "--quiet").stderr == ""


def many_integers(count: int) -> str:
    """A document in YAML with that many keys of one mistake, and one of another."""
    lines = ["openapi: 3.1.0", "info: {title: T, version: '1'}", "paths:"]
    for number in range(count):
        lines += [f"  /p{number}:", "    get:", f"      operationId: get{number}"]
        lines += ["      responses:", "        200: {description: Good.}"]
    return "\n".join([*lines, "x-odd: !odd 1", ""])


def test_many_findings_of_a_kind_are_one(project: Path, run: Run) -> None:
    (project / "many.yaml").write_text(many_integers(1200), "utf-8")
    arguments = ("generate", "many.yaml", "--output", "o", "--package", "p")
    for _ in range(2):
        shown = run(*arguments).stderr
        assert shown.count("[integer-status-key]") == 2
        assert "many.yaml:8:9: warning" in shown
        assert "and 1,199 more like this [integer-status-key]" in shown
        assert "`apiloom lint many.yaml` lists all of them" in shown
        assert shown.count("[unknown-tag]") == 1
    assert run("lint", "many.yaml").stdout.count("[integer-status-key]") == 1200


def test_few_findings_of_a_kind_are_told_one_by_one(project: Path, run: Run) -> None:
    (project / "few.yaml").write_text(many_integers(3), "utf-8")
    shown = run("generate", "few.yaml", "--output", "o", "--package", "p").stderr
    assert shown.count("[integer-status-key]") == 3
    assert "more like this" not in shown


def test_no_error_stands_for_another(project: Path, run: Run) -> None:
    gone = response({"$ref": "#/components/schemas/Gone"})
    paths = {f"/p{n}": {"get": {"responses": {"200": gone}}} for n in range(9)}
    (project / "bad.json").write_text(json.dumps(document(paths)), "utf-8")
    done = run("generate", "bad.json", "--output", "o", "--package", "p", "--quiet")
    assert done.exit_code == 3
    assert done.stderr.count("[unresolved-reference]") == 9
