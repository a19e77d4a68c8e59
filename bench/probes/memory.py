"""How much memory this process has taken at its highest."""

from __future__ import annotations

import resource
import sys


def peak() -> int:
    """Bytes; getrusage(2) counts kilobytes, but bytes on macOS."""
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale
