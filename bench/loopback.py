"""The server that the measured clients call, running while it is needed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager

from bench.process import ROOT, environment


@contextmanager
def serving() -> Generator[str]:
    """Start the server in a process of its own; give its URL."""
    server = subprocess.Popen(
        [sys.executable, "-m", "bench.probes.server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=environment({"PYTHONPATH": str(ROOT)}),
    )
    assert server.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.communicate()
