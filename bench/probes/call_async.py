"""`python -m bench.probes.call_async CALLER URL CALLS WARM`: the same, awaited."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from importlib import import_module


async def spent(caller: str, url: str, calls: int, warm: int) -> float:
    """The microseconds that one call took of this process."""
    module = import_module(f"bench.probes.callers.{caller}")
    call = await module.call_async(url)
    for _ in range(warm):
        await call()
    began = time.process_time()
    for _ in range(calls):
        await call()
    return 1e6 * (time.process_time() - began) / calls


def main() -> None:
    """Call one after the other, and print what one took."""
    caller, url, calls, warm = sys.argv[1:]
    found = asyncio.run(spent(caller, url, int(calls), int(warm)))
    sys.stdout.write(json.dumps({"microseconds": found}))


if __name__ == "__main__":
    main()
