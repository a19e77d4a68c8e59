"""`python -m bench.probes.leak CALLER URL CALLS`: what calls leave behind."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import tracemalloc
from collections.abc import Awaitable, Callable
from importlib import import_module

from bench.probes.memory import peak


async def grown(call: Callable[[], Awaitable[object]], calls: int) -> dict[str, float]:
    """How many bytes the process grew by, and how many objects' bytes a call left."""
    # Caches and buffers fill first.
    warm = calls // 20 + 1
    for _ in range(warm):
        await call()
    gc.collect()
    before = peak()
    for _ in range(calls):
        await call()
    resident = peak() - before
    # Tracing needs memory of its own, and so comes second.
    tracemalloc.start()
    for _ in range(warm):
        await call()
    gc.collect()
    first = tracemalloc.get_traced_memory()[0]
    traced = max(1, calls // 5)
    for _ in range(traced):
        await call()
    gc.collect()
    left = (tracemalloc.get_traced_memory()[0] - first) / traced
    return {"resident": resident, "left": left}


async def main() -> None:
    """Call with both clients, and print what is left."""
    caller, url, calls = sys.argv[1:]
    module = import_module(f"bench.probes.callers.{caller}")
    call = module.call(url)

    async def sync() -> object:
        return call()

    found = {
        "sync": await grown(sync, int(calls)),
        "async": await grown(await module.call_async(url), int(calls)),
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    asyncio.run(main())
