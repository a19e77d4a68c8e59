"""Runs apiloom over every document of a folder, and says what each cost.

`make catalogue DIR=…` calls this. Each document is generated in a process of its own,
with a limit on its processor time and its memory, so that one that never ends costs no
more than its limit. The program is loaded once and the processes are forked from it:
what is measured is the work on the document. Results are appended to a file as they
come: an interrupted run is taken up where it stopped, as long as apiloom is the same.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import os
import resource
import signal
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import yaml

from apiloom.build.cache_key import program
from apiloom.cli import main as apiloom

SUFFIXES: Final = (".json", ".yaml", ".yml")
SMALL: Final = 50_000
"""Bytes below which a document is held to seconds, not to the median a kilobyte."""
SECONDS_OF_SMALL: Final = 1.0
MULTIPLE: Final = 5.0
MEMORY: Final = 1_000_000_000
METHODS: Final = frozenset(
    {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}
)
WORST: Final = 10


@dataclass(frozen=True, slots=True)
class Row:
    """What one document cost, and how it ended."""

    name: str
    digest: str
    program: str
    size: int
    operations: int
    seconds: float
    """Processor time, of user and system."""
    peak: int
    """Bytes of memory at most."""
    exit: int
    """The exit code; negative for the signal that ended the process."""
    traceback: str
    """The last line of a traceback, or what a warning of Python's own said."""

    @property
    def rate(self) -> float:
        """Seconds of processor time a kilobyte."""
        return self.seconds / (self.size / 1000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the documents of a folder; return 1 if one costs too much."""
    parser = argparse.ArgumentParser(prog="python -m tests.catalogue")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--processes", type=int, default=2, help="at a time")
    parser.add_argument("--cpu", type=int, default=60, help="seconds for a document")
    parser.add_argument(
        "--memory", type=float, default=2.0, help="gigabytes for a document"
    )
    parser.add_argument(
        "--results",
        type=Path,
        default=Path(".cache/catalogue.jsonl"),
        help="what is known already, and where results go",
    )
    options = parser.parse_args(arguments)
    measured = {row.digest: row for row in _known(options.results)}
    paths = _documents(options.folder)
    todo = [path for digest, path in paths.items() if digest not in measured]
    sys.stderr.write(f"{len(paths)} documents, {len(todo)} of them not yet measured\n")
    options.results.parent.mkdir(parents=True, exist_ok=True)
    with options.results.open("a") as file:
        for row in _measure(todo, options.processes, options.cpu, options.memory):
            measured[row.digest] = row
            file.write(json.dumps(asdict(row)) + "\n")
            file.flush()
    rows = [measured[digest] for digest in paths if digest in measured]
    sys.stdout.write("\n".join([*_report(rows), ""]))
    return int(any(_complaints(rows)))


def _known(results: Path) -> Iterator[Row]:
    if not results.exists():
        return
    for line in results.read_text().splitlines():
        row = Row(**json.loads(line))
        if row.program == program():
            yield row


def _documents(folder: Path) -> dict[str, Path]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)
    found: dict[str, Path] = {}
    for path in paths:
        found.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), path)
    return found


def _measure(
    paths: Sequence[Path], processes: int, cpu: int, memory: float
) -> Iterator[Row]:
    for module in ("apiloom.cli.generate", "apiloom.build.batch"):
        import_module(module)
    gc.collect()
    gc.freeze()  # else every process copies what the collector touches
    waiting, running = list(reversed(paths)), dict[int, tuple[Path, Path]]()
    with tempfile.TemporaryDirectory(prefix="apiloom-catalogue-") as scratch:
        number = 0
        while waiting or running:
            while waiting and len(running) < processes:
                path, number = waiting.pop(), number + 1
                folder = Path(scratch, str(number))
                folder.mkdir()
                running[_start(path, folder, cpu, memory)] = path, folder
            pid, status, usage = os.wait4(-1, 0)
            path, folder = running.pop(pid)
            yield _row(path, folder, os.waitstatus_to_exitcode(status), usage)
            _remove(folder)
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{len(waiting) + len(running)} to go   ")


def _start(path: Path, folder: Path, cpu: int, memory: float) -> int:
    """Fork a process that generates a client of `path` into `folder`."""
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT)
        os.dup2(log, 1)
        os.dup2(log, 2)
        limit = int(memory * 1_000_000_000)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
        signal.alarm(cpu * 20)  # whoever waits for something costs no processor time
        text = ["generate", str(path), "--output", str(folder), "--package", "client"]
        apiloom([*text, "--no-cache", "--quiet"], standalone_mode=True)
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else int(bool(exit_.code))
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        sys.stdout.flush()
        os._exit(code)


def _row(path: Path, folder: Path, code: int, usage: resource.struct_rusage) -> Row:
    log = (folder / "log").read_text("utf-8", "replace").strip()
    raised = "Traceback (most recent call last)" in log
    warned = [line for line in log.splitlines() if "Warning: " in line]
    return Row(
        name=path.name,
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        program=program(),
        size=path.stat().st_size,
        operations=_operations(path),
        seconds=round(usage.ru_utime + usage.ru_stime, 3),
        peak=usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        exit=code,
        traceback=log.splitlines()[-1] if raised else "".join(warned[:1]),
    )


def _operations(path: Path) -> int:
    """Count what looks like an operation, without apiloom's help."""
    text = path.read_bytes()
    try:
        data: Any = json.loads(text)
    except ValueError:
        try:
            data = yaml.load(text, yaml.CSafeLoader)
        except (yaml.YAMLError, ValueError):
            return 0
    paths = data.get("paths") if isinstance(data, dict) else None
    items = paths.values() if isinstance(paths, dict) else ()
    return sum(len(METHODS & item.keys()) for item in items if isinstance(item, dict))


def _remove(folder: Path) -> None:
    for root, folders, names in os.walk(folder, topdown=False):
        for name in names:
            os.unlink(os.path.join(root, name))
        for name in folders:
            os.rmdir(os.path.join(root, name))
    folder.rmdir()


def _median(rows: Sequence[Row]) -> float:
    """The median cost a kilobyte, of documents large enough to have one."""
    large = [row.rate for row in rows if row.size >= SMALL]
    return statistics.median(large or [row.rate for row in rows])


def _complaints(rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    median = _median(rows) if rows else 0
    for row in rows:
        if row.traceback:
            yield row, row.traceback
        if row.exit < 0:
            name = signal.Signals(-row.exit).name
            yield row, f"ended by {name} after {row.seconds:.1f} s"
        elif row.exit not in (0, 2, 3):
            yield row, f"exit code {row.exit}"
        if row.peak > MEMORY:
            yield row, f"{row.peak / 1e6:,.0f} MB"
        if row.size < SMALL:
            if row.seconds > SECONDS_OF_SMALL:
                yield row, f"{row.seconds:.2f} s, though under 50 kB"
        elif row.rate > MULTIPLE * median:
            yield row, f"{row.rate / median:.1f} x the median a kilobyte"


def _report(rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        yield "No documents."
        return
    median, size = _median(rows), sum(row.size for row in rows)
    small = [row for row in rows if row.size < SMALL]
    large = [row for row in rows if row.size >= SMALL]
    codes = Counter(row.exit for row in rows)
    yield f"documents            {len(rows):,} ({size / 1e6:,.1f} MB)"
    yield f"operations           {sum(row.operations for row in rows):,}"
    yield "exit codes           " + ", ".join(
        f"{c}: {codes[c]:,}" for c in sorted(codes)
    )
    yield f"processor time       {sum(row.seconds for row in rows):,.0f} s"
    yield f"median a kilobyte    {median * 1000:.2f} ms (documents of 50 kB and more)"
    yield ""
    yield f"most time a kilobyte, of {len(large):,} documents of 50 kB and more"
    for row in sorted(large, key=lambda row: -row.rate)[:WORST]:
        multiple = f"{row.rate / median:.1f} x"
        cost = f"{row.seconds:8.2f} s {row.size / 1000:8,.0f} kB"
        yield f"  {multiple:>8} {cost}  {row.name}"
    yield ""
    yield f"most time, of {len(small):,} documents under 50 kB"
    for row in sorted(small, key=lambda row: -row.seconds)[:WORST]:
        yield f"  {row.seconds:8.2f} s {row.size / 1000:8,.0f} kB  {row.name}"
    yield ""
    yield "most memory"
    for row in sorted(rows, key=lambda row: -row.peak)[:WORST]:
        yield f"  {row.peak / 1e6:8,.0f} MB {row.size / 1000:8,.0f} kB  {row.name}"
    complaints = [*_complaints(rows)]
    yield ""
    yield f"{len(complaints)} too many" if complaints else "none costs too much"
    for row, text in complaints:
        yield f"  {row.name}: {text}"


if __name__ == "__main__":
    sys.exit(main())
