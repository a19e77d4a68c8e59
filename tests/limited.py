"""Runs apiloom on documents in processes of their own, each with limits.

``python -m tests.limited`` reads jobs, a JSON object a line, and writes what each cost,
in the same form: whoever asks may have threads, and a process with threads must not be
forked. It loads apiloom, which takes longer than most jobs do; therefore it is started
once and kept.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

from apiloom.cli import main as apiloom
from apiloom.document.tree import DEPTH_VARIABLE

ROOT: Final = Path(__file__).parent.parent
_LOADED: Final = ("generate", "check", "docs", "inspect", "lint")
GENERATE: Final = ("generate", "{}", "--output", "out", "--package", "c", "--no-cache")


@dataclass(frozen=True, slots=True)
class Job:
    """Files, the root first, and a command; `{}` in it stands for the root."""

    files: Mapping[str, str]
    command: Sequence[str] = GENERATE
    cpu: int = 20
    memory: float = 2.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run cost, and how it ended."""

    seconds: float
    peak: int
    code: int
    """The exit code; negative for the signal that ended the process."""
    written: int
    """Bytes of files."""
    output: str

    @property
    def is_clean(self) -> bool:
        """Whether the run ended as a command may end, without a word of Python's."""
        said = self.output
        quiet = "Traceback" not in said and "Warning:" not in said
        return self.code in (0, 1, 2, 3) and quiet


def costs(jobs: Iterable[Job]) -> list[Cost]:
    """Run jobs one after the other, in one program that forks for each.

    They have this process's environment as it is now.
    """
    program = _program(os.getpid(), os.environ.get(DEPTH_VARIABLE))
    assert program.stdin is not None
    assert program.stdout is not None
    found: list[Cost] = []
    for job in jobs:
        program.stdin.write(json.dumps([asdict(job), dict(os.environ)]) + "\n")
        program.stdin.flush()
        line = program.stdout.readline()
        assert line, f"the program ended with {program.wait()}"
        found.append(Cost(**json.loads(line)))
    return found


@cache
def _program(owner: int, depth: str | None) -> subprocess.Popen[str]:
    """Start the program that runs the jobs of a process; it ends with that.

    What it loads reads the variable of the depth only once.
    """
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.limited"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    atexit.register(program.communicate)
    return program


def run(job: Job) -> Cost:
    """Run one job in a forked process."""
    with tempfile.TemporaryDirectory(prefix="apiloom-limited-") as folder:
        where = Path(folder)
        for name, text in job.files.items():
            (where / name).write_text(text, encoding="utf-8")
        pid = os.fork()
        if not pid:
            _child(job, where)
        _, status, usage = os.wait4(pid, 0)
        written = (path for path in (where / "out").rglob("*") if path.is_file())
        return Cost(
            usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            os.waitstatus_to_exitcode(status),
            sum(path.stat().st_size for path in written),
            (where / "log").read_text("utf-8", "replace")[-100_000:],
        )


def _child(job: Job, where: Path) -> None:
    code = 70
    try:
        os.chdir(where)
        log = os.open("log", os.O_WRONLY | os.O_CREAT)
        os.dup2(log, 1)
        os.dup2(log, 2)
        limit = int(job.memory * 1_000_000_000)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CPU, (job.cpu, job.cpu + 1))
        root = next(iter(job.files))
        apiloom([part.replace("{}", root) for part in job.command])
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else int(bool(exit_.code))
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Run the jobs of standard input."""
    for name in _LOADED:
        import_module(f"apiloom.cli.{name}")
    import_module("apiloom.build.batch")
    gc.freeze()
    for line in sys.stdin:
        job, environment = json.loads(line)
        os.environ.clear()
        os.environ.update(environment)
        sys.stdout.write(json.dumps(asdict(run(Job(**job)))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
