"""Work done side by side, in processes, and given back in its order."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

__all__ = ["side_by_side"]

T = TypeVar("T")


def side_by_side(
    jobs: Sequence[Callable[[], T]], sizes: Sequence[int], workers: int, *, preload: str
) -> Iterator[T]:
    """Do jobs in as many processes, the largest first; yield results in given order.

    `preload` is the module that each process needs. What a job raises is raised when
    its turn comes, and the jobs after it are given up. Where the system has no means
    to run processes, or ends one, this process does the job itself.
    """
    pool = _pool(workers, preload)
    if pool is None:
        yield from (job() for job in jobs)
        return
    try:
        # The largest first: the small ones fill the gaps in the end.
        order = sorted(range(len(jobs)), key=lambda index: -sizes[index])
        futures = {index: pool.submit(jobs[index]) for index in order}
        for index, job in enumerate(jobs):
            yield _result(futures.pop(index), job)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _result(future: Future[T], job: Callable[[], T]) -> T:
    try:
        return future.result()
    except BrokenProcessPool:
        return job()  # a process was killed, for want of memory perhaps


def _pool(workers: int, preload: str) -> ProcessPoolExecutor | None:
    # Never "fork": a progress bar may be running in a thread of this process.
    methods = multiprocessing.get_all_start_methods()
    method = "forkserver" if "forkserver" in methods else "spawn"
    context = multiprocessing.get_context(method)
    context.set_forkserver_preload([preload])
    try:
        return ProcessPoolExecutor(workers, mp_context=context)
    except (OSError, ImportError, NotImplementedError):
        return None
