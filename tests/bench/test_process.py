"""What a run cost, and what is said when it fails."""

from __future__ import annotations

import sys

import pytest

from bench.process import Command, CommandFailed, run


def python(code: str, **options: float) -> Command:
    """Run a line of Python."""
    return Command((sys.executable, "-c", code), **options)  # type: ignore[arg-type]


def test_the_cost_of_work() -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass\nprint('[1, 2]')"
    cost = run(python(busy))
    assert cost.said() == [1, 2]
    assert 0.3 <= cost.cpu < 3
    assert cost.wall >= 0.25


def test_memory_is_that_of_the_command_and_not_of_who_starts_it() -> None:
    ballast = bytearray(120_000_000)
    small = run(python("pass")).peak
    large = run(python("held = bytearray(60_000_000)")).peak
    assert len(ballast) > large > small + 50_000_000


def test_the_work_of_children_counts() -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    parent = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {busy!r}])"
    assert run(python(parent)).cpu >= 0.3


def test_what_the_caller_set_for_its_own_python_is_not_inherited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    code = "import os; print(int('PYTHONDONTWRITEBYTECODE' in os.environ))"
    assert run(python(code)).said() == 0


def test_a_failure_says_why() -> None:
    with pytest.raises(CommandFailed, match=r"exit code 7: nothing to see"):
        run(python("import sys; print('nothing to see', file=sys.stderr); sys.exit(7)"))


def test_the_line_that_says_why_is_not_always_the_last() -> None:
    said = "print('Error(s) encountered'); print('Please open an issue'); exit(1)"
    with pytest.raises(CommandFailed, match=r"exit code 1: Error\(s\) encountered"):
        run(python(said))


def test_other_codes_may_be_accepted() -> None:
    command = Command(
        (sys.executable, "-c", "raise SystemExit(3)"), accepted=frozenset({0, 3})
    )
    assert run(command).code == 3


def test_one_that_does_not_end_is_ended() -> None:
    with pytest.raises(CommandFailed, match="took more than 1 s"):
        run(python("import time; time.sleep(60)", timeout=1.0))
