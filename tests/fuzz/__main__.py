"""Run fuzz campaigns, all of them or the named ones (`make fuzz`)."""

from __future__ import annotations

import argparse
import pkgutil
import sys
import time
from importlib import import_module

import tests.fuzz


def campaigns() -> list[str]:
    """Return the names of all campaigns, sorted."""
    modules = pkgutil.iter_modules(tests.fuzz.__path__)
    return sorted(module.name for module in modules if module.name != "__main__")


def main() -> int:
    """Run the named campaigns, or all; return 1 if one of them found a failure."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("campaign", nargs="*", help=", ".join(campaigns()))
    parser.add_argument("--seconds", type=float, default=300, help="per campaign")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    failed = False
    for name in options.campaign or campaigns():
        sys.stderr.write(f"{name}: {options.seconds:g} s, seed {options.seed}\n")
        try:
            import_module(f"tests.fuzz.{name}").run(options.seconds, options.seed)
        except AssertionError as error:
            failed = True
            sys.stderr.write(f"{name}: FAILED: {error}\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
