"""Many clients: made side by side where that pays, and given back in their order.

The bytes and the findings are the same, and in the same order, whether one process
made them or several.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Final

from apiloom.access import Access
from apiloom.config import ClientConfig
from apiloom.diagnostics import Finding
from apiloom.document.read.parse import collector_paused
from apiloom.document.read.reader import STANDARD_INPUT
from apiloom.document.read.urls import Remote, is_remote
from apiloom.pipeline import generate, named, understand

__all__ = ["Made", "make", "make_all", "processes"]

WORTH_A_PROCESS: Final = 2_000_000
"""Bytes of documents, beside the largest, that take longer than starting a process."""

_WEIGHT: Final[Mapping[str, int]] = {".yaml": 2, ".yml": 2}
"""How much longer a document takes than one in JSON of that size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A client as it will stand on the disk, and all there is to say about it."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    inputs: Mapping[str, str | None] | None
    """Every file that was read, and its SHA-256, None for one that could not be read.
    None altogether when something came from another machine, or from standard input:
    nobody can tell then whether it is still the same."""
    named: tuple[str, ...] = ()
    """The modules and names that it needs of a shared runtime."""


@collector_paused()
def make(
    config: ClientConfig,
    root: Path,
    access: Access,
    tell: Callable[[str], None] | None = None,
) -> Made:
    """Make one client. Raises UnusableInput when there is nothing to go on with."""
    client = understand(config, root, access=access, tell=tell)
    if tell is not None:
        tell("render")
    inputs = client.document.inputs()
    local = {str(p): digest for p, digest in inputs.items() if isinstance(p, Path)}
    license_text = client.project.get("LICENSE")
    if license_text is not None and config.distribution is not None:
        path = root / config.distribution.license_file
        local[str(path)] = hashlib.sha256(license_text).hexdigest()
    files = generate(client)
    return Made(
        findings=client.findings(),
        files=files,
        named=named(client, files),
        inputs=None if any(map(_is_elsewhere, inputs)) else local,
    )


def make_all(
    configs: Sequence[ClientConfig],
    root: Path,
    access: Access,
    tell: Callable[[str], None] | None = None,
) -> Iterator[Made]:
    """Make clients, and yield them in the order in which they were asked for.

    `tell` is called with each stage of a client that is made in this process. Raises
    UnusableInput at the place of the first that cannot be made.
    """
    jobs = [partial(make, config, root, access) for config in configs]
    sizes = [_size(config, root) for config in configs]
    workers = processes(sizes, _processors())
    if workers == 1:
        return _in_turn([partial(job, tell) for job in jobs])
    # Most runs do without, and would wait for all that a pool of processes needs.
    parallel = import_module("apiloom.build.parallel")
    run: Callable[..., Iterator[Made]] = parallel.side_by_side
    return run(jobs, sizes, workers, preload=__name__)


def _is_elsewhere(path: Path | Remote) -> bool:
    return isinstance(path, Remote) or path == STANDARD_INPUT


def _in_turn(jobs: Sequence[Callable[[], Made]]) -> Iterator[Made]:
    for number, job in enumerate(jobs):
        if number:
            # One document at a time, also where the collector is off altogether.
            gc.collect()
        yield job()


def processes(sizes: Sequence[int], processors: int) -> int:
    """Return how many processes documents of these sizes are worth.

    One, if what could be done beside the largest is done before a process starts.
    """
    if sum(sizes) - max(sizes, default=0) < WORTH_A_PROCESS:
        return 1
    return max(1, min(len(sizes), processors))


def _processors() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _size(config: ClientConfig, root: Path) -> int:
    """The size of a document in bytes of JSON, roughly; zero when it cannot be told."""
    path = root / config.spec
    if is_remote(config.spec):
        return 0
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        return 0
    return size * _WEIGHT.get(path.suffix.lower(), 1)
