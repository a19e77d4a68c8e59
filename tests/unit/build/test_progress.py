"""The progress bar: on a terminal, for long work, and never else."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from apiloom.build import progress as module
from apiloom.build.progress import progress


class Screen(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def terminal(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Put stderr on a terminal (no fixture: capturing resets stderr after those)."""
    screen = Screen(terminal=True)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    return screen


HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"


def assert_alone(before: int) -> None:
    """No thread stays behind, but each may take a moment to end."""
    for _ in range(200):
        if threading.active_count() == before:
            break
        time.sleep(0.01)
    assert threading.active_count() == before, threading.enumerate()


def work(quiet: bool = False) -> None:
    with progress(2, quiet) as step:
        step("first")
        step("second")


def test_nothing_when_piped(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen(terminal=False)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    work()
    assert screen.getvalue() == ""


def test_nothing_when_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    work(quiet=True)
    assert screen.getvalue() == ""


def test_nothing_for_work_that_is_done_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = terminal(monkeypatch)
    work()
    assert screen.getvalue() == ""


SLOW = """
import time
from apiloom.build import progress as module
module.PATIENCE = 0.0
with module.progress(2, quiet=False) as step:
    step("first client")
    time.sleep(0.4)
"""


def on_a_terminal(root: Path, **env: str) -> str:
    """What a terminal shows while slow work is done."""
    pty = pytest.importorskip("pty")
    own, other = pty.openpty()
    inherited = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    with subprocess.Popen(
        [sys.executable, "-c", SLOW],
        cwd=root,
        stderr=other,
        env={**inherited, "TERM": "xterm", **env},
    ) as process:
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
    assert process.returncode == 0
    return shown.decode("utf-8", "replace")


def test_a_bar_for_work_that_takes_its_time(root: Path) -> None:
    shown = on_a_terminal(root)
    assert "first client" in shown
    assert "\x1b[3" in shown  # in colour
    assert shown.endswith("\x1b[2K")  # and gone in the end


def test_a_bar_without_colour(root: Path) -> None:
    shown = on_a_terminal(root, NO_COLOR="1")
    assert "first client" in shown
    assert "\x1b[3" not in shown


def test_a_failure_takes_the_bar_away(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    before = threading.active_count()

    def fail_when_shown() -> None:
        with progress(1, quiet=False) as step:
            step("first client")
            for _ in range(200):
                if "first client" in screen.getvalue():
                    break
                time.sleep(0.01)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_when_shown()
    assert "first client" in screen.getvalue()
    assert_alone(before)


def test_a_bar_that_comes_too_late_does_not_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second may be over at the very moment when the work is."""
    screen = terminal(monkeypatch)
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    before = threading.active_count()
    for _ in range(50):
        work()
    assert_alone(before)
    assert screen.getvalue().count(HIDE_CURSOR) == screen.getvalue().count(SHOW_CURSOR)


def test_the_bar_moves_within_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A single client is read, lowered, rendered and written."""
    shown: list[tuple[str, int]] = []

    class Bar:
        def add_task(self, _: str, total: int) -> int:
            return total

        def update(self, task: int, description: str, completed: int) -> None:
            shown.append((description, 100 * completed // task))

        def start(self) -> None: ...

        def stop(self) -> None: ...

    terminal(monkeypatch)
    monkeypatch.setattr(module, "_bar", Bar)
    with progress(2, quiet=False) as step:
        step("pets")
        step.stage("lower")
        step("shop")
        step.stage("write")
        step.stage("something else")
    assert shown == [
        ("pets", 0),
        ("pets: lower", 12),
        ("shop", 50),
        ("shop: write", 87),
    ]
