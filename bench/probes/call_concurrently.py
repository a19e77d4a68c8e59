"""`python -m bench.probes.call_concurrently CALLER URL CALLS`: all at the same time."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from importlib import import_module


async def spent(caller: str, url: str, calls: int) -> dict[str, float]:
    """The CPU time and the latencies of calls through one client, in microseconds."""
    module = import_module(f"bench.probes.callers.{caller}")
    call = await module.call_async(url)
    await asyncio.gather(*(call() for _ in range(calls)))  # opens the connections
    latencies: list[float] = []

    async def timed() -> None:
        started = time.perf_counter()
        await call()
        latencies.append(time.perf_counter() - started)

    began = time.process_time()
    await asyncio.gather(*(timed() for _ in range(calls)))
    cpu = time.process_time() - began
    latencies.sort()
    return {
        "cpu": 1e6 * cpu / calls,
        "median": 1e3 * latencies[len(latencies) // 2],
        "last": 1e3 * latencies[-1],
    }


def main() -> None:
    """Call, and print what it took."""
    caller, url, calls = sys.argv[1:]
    sys.stdout.write(json.dumps(asyncio.run(spent(caller, url, int(calls)))))


if __name__ == "__main__":
    main()
