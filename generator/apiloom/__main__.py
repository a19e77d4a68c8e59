"""The command `apiloom`, also as `python -m apiloom`."""

from __future__ import annotations

import os
import sys
from importlib import import_module

__all__ = ["run"]


def run() -> None:
    """Load the command line and run it; an interrupt is one line, whenever it comes."""
    try:
        # Loading takes long enough for a person to change their mind.
        import_module("apiloom.cli").main()
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted\n")
        sys.stderr.flush()
        # What is half loaded may not be able to end in good order.
        os._exit(130)


if __name__ == "__main__":
    run()
