"""Every documented failure of every document of a folder, raised by name.

`python -m tests.fakes.corpus FOLDER [NAME …]` generates the client of each document and
calls all of its operations behind its fake (`judging`), each client in a process of
its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = "judged"
SUFFIXES: Final = (".json", ".yaml", ".yml")


def judged(document: Path, seconds: float) -> tuple[Counter[str], str]:
    """Return the counts of a document, and what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        generated = _run(
            [
                *("-m", "apiloom", "generate", str(document), "--quiet"),
                *("--output", folder, "--package", PACKAGE),
            ],
            seconds,
        )
        # With code 3, the document is broken in places, and the rest is there.
        if generated.returncode not in (0, 3):
            return Counter(), generated.stderr or "took too long to generate"
        done = _run(["-m", "tests.fakes.judging", PACKAGE, folder], seconds)
    first, _, rest = done.stdout.partition("\n")
    numbers = first.rpartition("}")[0].strip("{ ")
    counts = Counter[str]()
    for part in numbers.split(","):
        name, _, number = part.partition(":")
        if number:
            counts[name.strip(" '")] = int(number)
    if done.returncode:
        rest += done.stderr[-2000:] or "took too long to judge"
    return counts, rest


def _run(arguments: list[str], seconds: float) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    try:
        return subprocess.run(
            command,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, "", "")


def main() -> int:
    """Judge the documents of a folder; return 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.corpus")
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="the names of files; default: all")
    parser.add_argument("--seconds", type=float, default=600, help="per step")
    options = parser.parse_args()
    paths = sorted(
        path
        for path in options.folder.iterdir()
        if path.suffix in SUFFIXES and (not options.names or path.stem in options.names)
    )
    total, is_wrong = Counter[str](), False
    for path in paths:
        counts, wrong = judged(path, options.seconds)
        total += counts
        is_wrong |= bool(wrong)
        sys.stdout.write(f"{path.stem}: {dict(counts)}\n{wrong}")
        sys.stdout.flush()
    sys.stdout.write(f"{len(paths)} documents: {dict(total)}\n")
    return int(is_wrong)


if __name__ == "__main__":
    sys.exit(main())
