"""`python -m bench.probes.call CALLER URL CALLS [WARM]`: the CPU time of a call."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module


def main() -> None:
    """Call, and print the microseconds that one call took of this process."""
    caller, url, calls, *rest = sys.argv[1:]
    call = import_module(f"bench.probes.callers.{caller}").call(url)
    for _ in range(int(rest[0]) if rest else 0):
        call()
    began = time.process_time()
    for _ in range(int(calls)):
        call()
    spent = time.process_time() - began
    sys.stdout.write(json.dumps({"microseconds": 1e6 * spent / int(calls)}))


if __name__ == "__main__":
    main()
