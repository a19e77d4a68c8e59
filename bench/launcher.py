"""Runs one command and writes down what it cost: `launcher.py REPORT COMMAND …`.

A program of its own, kept small: on Linux a process starts with the peak memory of the
one that started it, so whoever starts the measured commands must be smaller than they.
"""

from __future__ import annotations

import json
import os
import sys
import time


def main() -> int:
    """Run the command; return its exit code."""
    report, *command = sys.argv[1:]
    started = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - started
    # getrusage(2): kilobytes, but bytes on macOS.
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    with open(report, "w", encoding="utf-8") as file:
        json.dump(
            {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": peak}, file
        )
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
